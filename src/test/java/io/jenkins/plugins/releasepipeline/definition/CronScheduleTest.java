package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.Test;

public class CronScheduleTest {
    @Test
    public void it_tells_the_next_and_the_last_time() {
        CronSchedule weekdays = CronSchedule.of("0 30 6 ? * MON-FRI", "Europe/Berlin");
        Instant friday = Instant.parse("2026-03-27T05:30:00Z");

        assertThat(weekdays.upTo(friday)).contains(friday);
        assertThat(weekdays.upTo(friday.minusMillis(1))).contains(Instant.parse("2026-03-26T05:30:00Z"));
        assertThat(weekdays.upTo(friday.plusMillis(999))).contains(friday);
        assertThat(weekdays.after(friday)).contains(Instant.parse("2026-03-30T04:30:00Z"));
        assertThat(CronSchedule.of("0 0 0 1 1 ? 2020", "").after(friday)).isEmpty();
    }

    @Test
    public void an_hour_that_summer_time_skips_or_repeats_is_one_time() {
        CronSchedule nightly = CronSchedule.of("0 30 2 * * ?", "Europe/Berlin");
        assertThat(nightly.after(Instant.parse("2026-10-24T12:00:00Z")))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @Test
    public void what_is_not_understood_says_what_would_be_right() {
        for (String wrong : List.of("", "* * * * *", "0 0 25 * * ?", "every day", "0 0 0 * * *, 1 2 3")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CronSchedule.of(wrong, ""))
                    .withMessageContaining("0 30 6 ? * MON-FRI");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronSchedule.of("0 30 6 ? * MON-FRI", "Berlin"))
                .withMessageContaining("Europe/Berlin");
    }
}
