package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class PollScheduleTest {
    private static final Instant NOON = Instant.parse("2026-03-27T12:00:00Z");

    private final PollSchedule schedule = new PollSchedule(Duration.ofMinutes(1), new Random(7));

    @Test
    public void new_places_are_spread_over_the_interval() {
        Set<String> places = IntStream.range(0, 600).mapToObj(i -> "p" + i).collect(Collectors.toSet());
        schedule.keep(places, NOON);

        Set<Long> seconds = new TreeSet<>();
        schedule.entries()
                .values()
                .forEach(entry ->
                        seconds.add(Duration.between(NOON, entry.next()).toSeconds()));
        assertThat(seconds).allMatch(second -> second >= 0 && second < 60).hasSizeGreaterThan(50);
    }

    @Test
    public void a_place_is_not_looked_at_twice_at_once() {
        schedule.keep(Set.of("one"), NOON);
        Instant later = NOON.plusSeconds(60);
        assertThat(schedule.take(later, 5)).containsExactly("one");
        assertThat(schedule.take(later.plusSeconds(3600), 5)).isEmpty();
        schedule.hurry("one", later);
        assertThat(schedule.take(later.plusSeconds(3600), 5)).isEmpty();

        schedule.succeeded("one", later);
        assertThat(Duration.between(later, schedule.entries().get("one").next()).toSeconds())
                .isBetween(54L, 66L);
        schedule.hurry("one", later);
        assertThat(schedule.take(later, 5)).containsExactly("one");
    }

    @Test
    public void failures_make_it_wait_longer_and_longer_up_to_an_hour() {
        schedule.keep(Set.of("one"), NOON);
        long[] least = {108, 216, 432, 864, 1728, 3240, 3240};
        for (int i = 0; i < least.length; i++) {
            schedule.failed("one", NOON);
            PollSchedule.Entry entry = schedule.entries().get("one");
            assertThat(entry.failures()).isEqualTo(i + 1);
            assertThat(Duration.between(NOON, entry.next()).toSeconds()).isBetween(least[i], least[i] * 11 / 9 + 1);
        }
        schedule.succeeded("one", NOON);
        assertThat(schedule.entries().get("one").failures()).isZero();
    }

    @Test
    public void what_is_gone_is_forgotten_and_the_longest_due_comes_first() {
        schedule.keep(Set.of("a", "b", "c"), NOON);
        schedule.succeeded("a", NOON.plusSeconds(30));
        schedule.succeeded("b", NOON.plusSeconds(10));
        schedule.succeeded("c", NOON.plusSeconds(20));
        Instant later = NOON.plusSeconds(3600);
        assertThat(schedule.take(later, 2)).containsExactly("b", "c");
        schedule.keep(new HashSet<>(List.of("c")), later);
        schedule.succeeded("b", later);
        assertThat(schedule.entries()).containsOnlyKeys("c");
    }
}
