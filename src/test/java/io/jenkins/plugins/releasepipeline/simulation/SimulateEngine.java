package io.jenkins.plugins.releasepipeline.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The command {@code bin/simulate-engine}. */
public final class SimulateEngine {
    private static final long REPORT_EVERY = 1000;

    private SimulateEngine() {}

    public static void main(String[] arguments) {
        long from = 0;
        long seeds = -1;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            long number = number(arguments[i + 1]);
            switch (arguments[i]) {
                case "--from" -> from = number;
                case "--seeds" -> seeds = number;
                default -> usage();
            }
        }
        if (seeds < 0 || arguments.length % 2 != 0) {
            usage();
        }
        long begin = System.nanoTime();
        Map<String, LongAdder> kinds = new ConcurrentHashMap<>();
        Optional<String> failure = Simulations.run(
                from,
                seeds,
                done -> {
                    if (done % REPORT_EVERY == 0) {
                        System.out.printf("%d seeds, %.0f a second%n", done, rate(done, begin));
                    }
                },
                kind -> kinds.computeIfAbsent(kind, any -> new LongAdder()).increment());
        if (failure.isPresent()) {
            System.out.println(failure.get());
            System.exit(1);
        }
        new TreeMap<>(kinds).forEach((kind, count) -> System.out.printf("%12d %s%n", count.sum(), kind));
        System.out.printf("%d seeds from %d without a failure, %.0f a second%n", seeds, from, rate(seeds, begin));
    }

    private static double rate(long done, long begin) {
        return done * 1e9 / Math.max(1, System.nanoTime() - begin);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            usage();
            return 0;
        }
    }

    private static void usage() {
        System.err.println("usage: bin/simulate-engine [--from SEED] --seeds N");
        System.exit(2);
    }
}
