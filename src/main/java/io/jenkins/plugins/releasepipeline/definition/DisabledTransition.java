package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A transition that is closed when the pipeline is made, as a CloudFormation template declares it (reference §1.6).
 *
 * @param stageName the stage that no execution enters
 * @param reason 1 to 300 characters
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record DisabledTransition(String stageName, String reason, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public DisabledTransition {
        unknown = Ordered.copyOf(unknown);
    }
}
