package io.jenkins.plugins.releasepipeline.definition;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The times of a cron expression of Quartz, to the second: {@code 0 30 6 ? * MON-FRI}. Immutable. */
public final class CronSchedule {
    private static final int MAX_LENGTH = 1000;
    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /**
     * @param expression 6 or 7 fields: seconds, minutes, hours, day of month, month, day of week, year
     * @param timeZone {@code Region/City}, {@code UTC}, {@code UTC+HH:MM} or an abbreviation; null or empty for UTC
     * @throws IllegalArgumentException when one of them is not understood: why, and what would be right
     */
    public static CronSchedule of(String expression, String timeZone) {
        int fields = expression.strip().split("\\s+").length;
        if (expression.length() > MAX_LENGTH || fields < 6 || fields > 7) {
            throw new IllegalArgumentException("It has " + fields
                    + " fields; it must have 6 or 7: seconds, minutes, hours, day of month, month, day"
                    + " of week, and the year if need be, as in 0 30 6 ? * MON-FRI");
        }
        ZoneId zone = DeploymentWindow.zone(timeZone);
        try {
            return new CronSchedule(
                    ExecutionTime.forCron(PARSER.parse(expression.strip()).validate()), zone);
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(cause.getMessage() + ". Write it as in 0 30 6 ? * MON-FRI", e);
        }
    }

    /** The first time after another; empty when there is none. */
    public Optional<Instant> after(Instant time) {
        return times.nextExecution(time.atZone(zone)).map(ZonedDateTime::toInstant);
    }

    /** The last time up to another, itself included; empty when there was none. */
    public Optional<Instant> upTo(Instant time) {
        ZonedDateTime there = time.plusSeconds(1).atZone(zone).withNano(0);
        return times.lastExecution(there).map(ZonedDateTime::toInstant).filter(last -> !last.isAfter(time));
    }
}
