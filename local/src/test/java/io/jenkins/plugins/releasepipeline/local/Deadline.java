package io.jenkins.plugins.releasepipeline.local;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens in another thread or process. */
public final class Deadline {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Deadline() {}

    /** @throws AssertionError with the text of {@code otherwise} when {@code condition} has not come true in time */
    public static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
