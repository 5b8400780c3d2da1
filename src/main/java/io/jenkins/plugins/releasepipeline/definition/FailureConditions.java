package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What happens when a stage fails (reference §1.8 to §1.10).
 *
 * @param result {@code ROLLBACK} or {@code RETRY}; null when the conditions say
 * @param retryConfiguration null when absent
 * @param conditions at most one
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record FailureConditions(
        String result, RetryConfiguration retryConfiguration, List<Condition> conditions, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public FailureConditions {
        conditions = Ordered.copyOf(conditions);
        unknown = Ordered.copyOf(unknown);
    }
}
