package io.jenkins.plugins.releasepipeline.local;

import java.time.Duration;

/** Times as a person says them. */
final class Durations {
    private Durations() {}

    /** {@code 0.4s}, {@code 12s}, {@code 3m 05s}, {@code 2h 10m}. */
    static String of(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 10_000) {
            return String.format("%d.%ds", millis / 1000, millis % 1000 / 100);
        }
        long seconds = millis / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? String.format("%dm %02ds", seconds / 60, seconds % 60)
                : String.format("%dh %02dm", seconds / 3600, seconds % 3600 / 60);
    }
}
