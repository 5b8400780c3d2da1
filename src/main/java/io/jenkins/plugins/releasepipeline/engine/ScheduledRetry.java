package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;

/**
 * That a failed stage will be retried without being asked (reference §1.8).
 *
 * @param mode which actions run again
 * @param due when
 */
public record ScheduledRetry(RetryMode mode, Instant due) {}
