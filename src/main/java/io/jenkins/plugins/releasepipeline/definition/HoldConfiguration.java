package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/**
 * How long a condition with the result {@code HOLD} keeps an execution waiting for its rules to pass. CodePipeline has
 * no such result.
 *
 * @param intervalSeconds between two evaluations, 10 to 86400; null stands for 60
 * @param timeoutInMinutes after which the condition fails, 1 to 86400; null stands for 1440, a day
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record HoldConfiguration(Integer intervalSeconds, Integer timeoutInMinutes, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public HoldConfiguration {
        unknown = Ordered.copyOf(unknown);
    }

    public Duration interval() {
        return Duration.ofSeconds(intervalSeconds == null ? 60 : intervalSeconds);
    }

    public Duration timeout() {
        return Duration.ofMinutes(timeoutInMinutes == null ? 1440 : timeoutInMinutes);
    }
}
