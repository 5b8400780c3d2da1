package io.jenkins.plugins.releasepipeline.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * When each of many places is looked at next: the first time somewhere within the interval, then after an interval that
 * varies by a tenth, and after failures later and later, up to an hour. A place that is being looked at is not due. Pure
 * but for its random numbers; for one thread at a time.
 */
final class PollSchedule {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 10;
    private static final double JITTER = 0.1;

    private final Duration interval;
    private final RandomGenerator random;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * How a place stands.
     *
     * @param next when it is looked at next
     * @param failures how often in a row it could not be
     * @param busy whether it is being looked at
     */
    record Entry(Instant next, int failures, boolean busy) {}

    PollSchedule(Duration interval, RandomGenerator random) {
        this.interval = interval;
        this.random = random;
    }

    /** Says which places there are. What is new is looked at within an interval; what is gone is forgotten. */
    void keep(Set<String> places, Instant now) {
        entries.keySet().removeIf(place -> !places.contains(place));
        for (String place : places) {
            entries.computeIfAbsent(
                    place,
                    fresh -> new Entry(now.plusMillis((long) (interval.toMillis() * random.nextDouble())), 0, false));
        }
    }

    /** Looks at a place as soon as possible: somebody said that there is something new. */
    void hurry(String place, Instant now) {
        entries.computeIfPresent(place, (same, entry) -> new Entry(now, entry.failures(), entry.busy()));
    }

    /** What is due, the longest due first; each is busy from now on. */
    List<String> take(Instant now, int most) {
        List<String> due = new ArrayList<>(entries.keySet());
        due.removeIf(
                place -> entries.get(place).busy() || entries.get(place).next().isAfter(now));
        due.sort(Comparator.<String, Instant>comparing(
                        place -> entries.get(place).next())
                .thenComparing(Comparator.naturalOrder()));
        List<String> taken = due.subList(0, Math.min(most, due.size()));
        taken.forEach(place ->
                entries.computeIfPresent(place, (same, entry) -> new Entry(entry.next(), entry.failures(), true)));
        return List.copyOf(taken);
    }

    void succeeded(String place, Instant now) {
        entries.computeIfPresent(place, (same, entry) -> new Entry(now.plus(varied(interval)), 0, false));
    }

    void failed(String place, Instant now) {
        entries.computeIfPresent(place, (same, entry) -> {
            int failures = entry.failures() + 1;
            Duration wait = interval.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
            Duration longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
            return new Entry(now.plus(varied(wait.compareTo(longest) > 0 ? longest : wait)), failures, false);
        });
    }

    Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    private Duration varied(Duration wait) {
        return Duration.ofMillis((long) (wait.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
