package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.Test;

/** When deployments are allowed (reference §1.10, {@code DeploymentWindow}). */
public class DeploymentWindowTest {
    private static final String OFFICE_HOURS = "* * 9-17 ? * MON-FRI";

    @Test
    public void a_window_is_open_for_the_minutes_that_its_expression_matches() {
        open(OFFICE_HOURS, "UTC", "2026-11-23T09:00:00Z", "2026-11-23T17:59:59Z");
        closed(OFFICE_HOURS, "UTC", "2026-11-23T08:59:59Z", "2026-11-23T18:00:00Z", "2026-11-22T12:00:00Z");
    }

    @Test
    public void the_seconds_are_not_looked_at_whatever_stands_there() {
        open("0 * 9-17 ? * MON-FRI *", "UTC", "2026-11-23T09:00:31Z");
        open("N/A * 9-17 ? * MON-FRI", "UTC", "2026-11-23T09:00:31Z");
    }

    @Test
    public void the_example_of_the_user_guide_is_open_for_the_first_minute_of_each_hour() {
        open("0 0 9-17 ? * MON-FRI *", "PST", "2026-11-23T17:00:45Z", "2026-11-24T01:00:00Z");
        closed("0 0 9-17 ? * MON-FRI *", "PST", "2026-11-23T17:01:00Z", "2026-11-23T16:00:00Z");
    }

    @Test
    public void quartz_has_words_for_the_last_day_the_nearest_weekday_and_the_nth_day() {
        open("* * * L * ?", "UTC", "2028-02-29T12:00:00Z");
        closed("* * * L * ?", "UTC", "2028-02-28T12:00:00Z");
        open("* * * L-3 * ?", "UTC", "2026-11-27T12:00:00Z");
        open("* * * LW * ?", "UTC", "2026-10-30T12:00:00Z");
        open("* * * 15W * ?", "UTC", "2026-08-14T12:00:00Z");
        open("* * * ? * 6#3", "UTC", "2026-11-20T12:00:00Z");
        closed("* * * ? * 6#3", "UTC", "2026-11-13T12:00:00Z");
        open("* * * ? * 6L", "UTC", "2026-11-27T12:00:00Z");
        open("* 0/15 * ? * *", "UTC", "2026-11-23T12:45:00Z");
        closed("* 0/15 * ? * *", "UTC", "2026-11-23T12:46:00Z");
        open("* * * ? nov mon 2026-2027", "UTC", "2026-11-23T12:45:00Z");
        closed("* * * ? NOV MON 2027", "UTC", "2026-11-23T12:45:00Z");
    }

    @Test
    public void a_time_zone_is_a_place_an_offset_or_an_abbreviation() {
        open(OFFICE_HOURS, "Europe/Berlin", "2026-11-23T08:00:00Z");
        closed(OFFICE_HOURS, "Europe/Berlin", "2026-11-23T07:59:00Z");
        open(OFFICE_HOURS, "Europe/Berlin", "2026-07-20T07:00:00Z");
        open(OFFICE_HOURS, "UTC+05:30", "2026-11-23T03:30:00Z");
        open(OFFICE_HOURS, "UTC-03:00", "2026-11-23T12:00:00Z");
        open(OFFICE_HOURS, "EST", "2026-11-23T14:00:00Z");
        open(OFFICE_HOURS, "IST", "2026-11-23T03:30:00Z");
        open(OFFICE_HOURS, null, "2026-11-23T09:00:00Z");
    }

    @Test
    public void a_day_has_its_window_once_when_the_clocks_change() {
        String night = "* 30 2 ? * *";
        closed(night, "Europe/Berlin", "2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z");
        open(night, "Europe/Berlin", "2026-10-25T00:30:00Z");
        closed(night, "Europe/Berlin", "2026-10-25T01:30:00Z");
    }

    @Test
    public void it_says_when_it_opens_next() {
        DeploymentWindow window = DeploymentWindow.of(OFFICE_HOURS, "UTC");

        assertThat(window.nextOpening(Instant.parse("2026-11-20T18:00:00Z")))
                .contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(window.nextOpening(Instant.parse("2026-11-23T10:00:30Z")))
                .contains(Instant.parse("2026-11-23T10:00:30Z"));
        assertThat(DeploymentWindow.of("* * * ? * * 2025", "UTC").nextOpening(Instant.parse("2026-11-20T18:00:00Z")))
                .isEmpty();
    }

    @Test
    public void what_is_not_understood_is_refused_with_an_example() {
        for (String wrong : new String[] {"", "9-17", "* 61 * ? * *", "* * 9-17 ? * FUN", "* * * ? * * 2026 x"}) {
            assertThatThrownBy(() -> DeploymentWindow.of(wrong, "UTC"))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("* * 9-17 ? * MON-FRI");
        }
        assertThatThrownBy(() -> DeploymentWindow.of(OFFICE_HOURS, "Europe/Bonn"))
                .hasMessageContaining("Europe/Berlin");
        assertThatThrownBy(() -> DeploymentWindow.of(OFFICE_HOURS, "UTC+5")).hasMessageContaining("UTC+05:30");
    }

    private static void open(String cron, String zone, String... times) {
        for (String time : times) {
            assertThat(DeploymentWindow.of(cron, zone).isOpen(Instant.parse(time)))
                    .as("%s %s at %s", cron, zone, time)
                    .isTrue();
        }
    }

    private static void closed(String cron, String zone, String... times) {
        for (String time : times) {
            assertThat(DeploymentWindow.of(cron, zone).isOpen(Instant.parse(time)))
                    .as("%s %s at %s", cron, zone, time)
                    .isFalse();
        }
    }
}
