package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * How a failed stage is retried (reference §1.8).
 *
 * @param retryMode {@code FAILED_ACTIONS} or {@code ALL_ACTIONS}
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record RetryConfiguration(String retryMode, Map<String, JsonNode> unknown) implements DefinitionPart {
    public RetryConfiguration {
        unknown = Ordered.copyOf(unknown);
    }
}
