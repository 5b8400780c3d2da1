package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a failed stage is retried without being asked (reference §1.8). CodePipeline has {@code retryMode} alone and
 * retries once, at once, whatever the failure was; the rest is this project's own.
 *
 * @param retryMode {@code FAILED_ACTIONS} or {@code ALL_ACTIONS}; null stands for the first
 * @param maxAttempts how many retries, 1 to 10; null stands for 1
 * @param backoffSeconds how long to wait before the first retry, 0 to 3600; null stands for 0
 * @param backoffRate what each further wait is multiplied by, 1 to 10; null stands for 1
 * @param errorTypes the kinds of failure to retry ({@code JobFailed}, {@code SystemUnavailable} …); empty for all
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record RetryConfiguration(
        String retryMode,
        Integer maxAttempts,
        Integer backoffSeconds,
        Integer backoffRate,
        List<String> errorTypes,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    /** The longest wait before a retry, whatever the rate. */
    public static final Duration MAX_BACKOFF = Duration.ofDays(1);

    public RetryConfiguration {
        errorTypes = Ordered.copyOf(errorTypes);
        unknown = Ordered.copyOf(unknown);
    }

    public int maxAttemptsOrDefault() {
        return maxAttempts == null ? 1 : maxAttempts;
    }

    /**
     * How long to wait before a retry.
     *
     * @param retry 1 for the first
     */
    public Duration backoff(int retry) {
        double seconds = (backoffSeconds == null ? 0 : backoffSeconds)
                * Math.pow(backoffRate == null ? 1 : backoffRate, retry - 1.0);
        return Duration.ofSeconds((long) Math.min(seconds, MAX_BACKOFF.toSeconds()));
    }
}
