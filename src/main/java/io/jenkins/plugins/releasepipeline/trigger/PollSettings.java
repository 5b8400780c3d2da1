package io.jenkins.plugins.releasepipeline.trigger;

import java.time.Duration;
import java.util.Set;

/**
 * What a host looks at regularly.
 *
 * @param interval how long between two looks at a place; nothing is looked at when it is zero
 * @param repositories full names or addresses of repositories that are looked at although their actions do not ask for it
 *     by {@code PollForSourceChanges}; {@code *} for all
 */
public record PollSettings(Duration interval, Set<String> repositories) {
    /** The least interval that makes sense. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    public PollSettings {
        repositories = Set.copyOf(repositories);
    }

    /** Every minute, and only where the actions ask for it. */
    public static PollSettings standard() {
        return new PollSettings(Duration.ofMinutes(1), Set.of());
    }

    boolean isOff() {
        return interval.isZero();
    }
}
