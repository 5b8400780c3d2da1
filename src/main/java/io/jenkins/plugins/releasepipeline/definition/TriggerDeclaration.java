package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What starts a pipeline by itself (reference §1.12).
 *
 * @param providerType {@code CodeStarSourceConnection}
 * @param gitConfiguration the filters
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record TriggerDeclaration(String providerType, GitConfiguration gitConfiguration, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public TriggerDeclaration {
        unknown = Ordered.copyOf(unknown);
    }
}
