package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A variable in the environment of an action's commands.
 *
 * @param name its name
 * @param value its value, or the secret's name
 * @param type {@code PLAINTEXT} or {@code SECRETS_MANAGER}; null stands for {@code PLAINTEXT}
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record EnvironmentVariable(String name, String value, String type, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public EnvironmentVariable {
        unknown = Ordered.copyOf(unknown);
    }
}
