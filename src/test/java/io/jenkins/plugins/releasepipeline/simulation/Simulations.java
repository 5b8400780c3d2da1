package io.jenkins.plugins.releasepipeline.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Many seeds, on all processors. */
final class Simulations {
    private static final Logger ROOT = Logger.getLogger("io.jenkins.plugins.releasepipeline");

    private Simulations() {}

    /** Does it without the warnings of everything that is made to fail. */
    static <T> T quietly(Supplier<T> work) {
        Level level = ROOT.getLevel();
        ROOT.setLevel(Level.OFF);
        try {
            return work.get();
        } finally {
            ROOT.setLevel(level);
        }
    }

    /**
     * @param done is told how many seeds are done, after each, on any thread
     * @param seen is told the kind of every step and event, on any thread
     * @return the first failure that was found, explained
     */
    static Optional<String> run(long from, long count, LongConsumer done, Consumer<String> seen) {
        return quietly(() -> runAll(from, count, done, seen));
    }

    private static Optional<String> runAll(long from, long count, LongConsumer done, Consumer<String> seen) {
        AtomicLong next = new AtomicLong(from);
        AtomicLong finished = new AtomicLong();
        AtomicReference<Simulation.Failure> failure = new AtomicReference<>();
        Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (long seed = next.getAndIncrement();
                        seed < from + count && failure.get() == null;
                        seed = next.getAndIncrement()) {
                    Simulation.run(seed, seen).ifPresent(found -> failure.compareAndSet(null, found));
                    done.accept(finished.incrementAndGet());
                }
            });
            threads[i].start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            return Optional.ofNullable(failure.get()).map(Simulation.Failure::explain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
