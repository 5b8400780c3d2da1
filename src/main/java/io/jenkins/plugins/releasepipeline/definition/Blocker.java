package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Reserved by CodePipeline (reference §1.1).
 *
 * @param name its name
 * @param type {@code Schedule}
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record Blocker(String name, String type, Map<String, JsonNode> unknown) implements DefinitionPart {
    public Blocker {
        unknown = Ordered.copyOf(unknown);
    }
}
