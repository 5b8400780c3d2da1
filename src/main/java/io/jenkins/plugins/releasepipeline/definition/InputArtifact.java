package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An artifact that an action takes, by name.
 *
 * @param name an output of an earlier action
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record InputArtifact(String name, Map<String, JsonNode> unknown) implements DefinitionPart {
    public InputArtifact {
        unknown = Ordered.copyOf(unknown);
    }
}
