package io.jenkins.plugins.releasepipeline.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a pipeline's executions are remembered, with their artifacts and logs: an execution is forgotten when it is
 * not among the latest, or began too long ago. What is live, what a stage shows and what last succeeded in a stage is
 * remembered in any case.
 *
 * @param executions how many of the latest are kept; at least 1
 * @param age how long ago an execution may have begun; empty when its age does not matter
 */
public record Retention(int executions, Optional<Duration> age) {

    /** @throws IllegalArgumentException when nothing would be kept */
    public Retention {
        if (executions < 1) {
            throw new IllegalArgumentException("at least 1 execution is kept, not " + executions);
        }
        age.ifPresent(each -> {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("executions are kept for some time, not for " + each);
            }
        });
    }

    /** The latest, of whatever age. */
    public static Retention latest(int executions) {
        return new Retention(executions, Optional.empty());
    }
}
