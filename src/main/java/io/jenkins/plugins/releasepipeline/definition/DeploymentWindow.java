package io.jenkins.plugins.releasepipeline.definition;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times at which a deployment is allowed: the minutes that a cron expression of Quartz matches (reference §1.10,
 * {@code DeploymentWindow}). The field of the seconds is not looked at, as CodePipeline does not. Immutable.
 */
public final class DeploymentWindow {
    private static final int MAX_LENGTH = 1000;
    private static final Pattern UTC_OFFSET = Pattern.compile("UTC[+-]\\d{2}:\\d{2}");
    private static final Pattern ABBREVIATION = Pattern.compile("[A-Za-z]{3,5}");
    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));

    private final ExecutionTime minutes;
    private final ZoneId zone;

    private DeploymentWindow(ExecutionTime minutes, ZoneId zone) {
        this.minutes = minutes;
        this.zone = zone;
    }

    /**
     * @param cron 6 or 7 fields: seconds, minutes, hours, day of month, month, day of week, year
     * @param timeZone {@code Region/City}, {@code UTC}, {@code UTC+HH:MM} or an abbreviation; null or empty for UTC
     * @throws IllegalArgumentException when one of them is not understood: why, and what would be right
     */
    public static DeploymentWindow of(String cron, String timeZone) {
        return new DeploymentWindow(minutes(cron), zone(timeZone));
    }

    /** Whether the window is open at a time. */
    public boolean isOpen(Instant at) {
        return minutes.isMatch(at.truncatedTo(ChronoUnit.MINUTES).atZone(zone));
    }

    /** When the window opens next: {@code from} itself when it is open then; empty when it never does again. */
    public Optional<Instant> nextOpening(Instant from) {
        return isOpen(from)
                ? Optional.of(from)
                : minutes.nextExecution(from.atZone(zone))
                        .map(ZonedDateTime::toInstant)
                        .map(next -> next.truncatedTo(ChronoUnit.MINUTES));
    }

    static ExecutionTime minutes(String cron) {
        List<String> fields = new ArrayList<>(Arrays.asList(cron.strip().split("\\s+")));
        if (cron.length() > MAX_LENGTH || fields.size() < 6 || fields.size() > 7) {
            throw new IllegalArgumentException("It has " + fields.size()
                    + " fields; it must have 6 or 7: seconds, minutes, hours, day of month, month, day of week, and the"
                    + " year if need be, as in * * 9-17 ? * MON-FRI");
        }
        fields.set(0, "0");
        try {
            Cron parsed = PARSER.parse(String.join(" ", fields));
            return ExecutionTime.forCron(parsed.validate());
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(cause.getMessage() + ". Write it as in * * 9-17 ? * MON-FRI", e);
        }
    }

    static ZoneId zone(String timeZone) {
        if (timeZone == null || timeZone.isBlank() || timeZone.equals("UTC")) {
            return ZoneId.of("UTC");
        }
        try {
            if (UTC_OFFSET.matcher(timeZone).matches() || timeZone.indexOf('/') > 0) {
                return ZoneId.of(timeZone);
            }
            if (ABBREVIATION.matcher(timeZone).matches()) {
                return ZoneId.of(timeZone, ZoneId.SHORT_IDS);
            }
            throw new DateTimeException("neither a place nor an offset nor an abbreviation");
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + timeZone + "' is no time zone; write one as Europe/Berlin, UTC+05:30 or EST", e);
        }
    }
}
