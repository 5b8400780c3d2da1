package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A label of a pipeline (reference §1.1).
 *
 * @param key 1 to 128 characters
 * @param value at most 256 characters
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record Tag(String key, String value, Map<String, JsonNode> unknown) implements DefinitionPart {
    public Tag {
        unknown = Ordered.copyOf(unknown);
    }
}
