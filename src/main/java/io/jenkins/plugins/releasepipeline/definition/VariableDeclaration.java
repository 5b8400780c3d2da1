package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A pipeline-level variable (reference §1.1, §1.4).
 *
 * @param name unique in the pipeline
 * @param defaultValue null means: must be given at start
 * @param description null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record VariableDeclaration(String name, String defaultValue, String description, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public VariableDeclaration {
        unknown = Ordered.copyOf(unknown);
    }
}
