package io.jenkins.plugins.releasepipeline.view;

import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Questions about past executions, as people and programs write them. */
public final class HistoryQueries {
    private static final int PAGE = 20;
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([mhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1), "w", Duration.ofDays(7));
    private static final Set<String> FIELDS =
            Set.of("maxResults", "nextToken", "status", "triggerType", "succeededInStage", "since", "until", "text");

    private HistoryQueries() {}

    /**
     * @param fields the parameters of a request; a list may have one element with commas
     * @throws IllegalArgumentException when they are not understood: which, and what would be
     */
    public static HistoryQuery of(Map<String, List<String>> fields, Clock clock) {
        for (String name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("There is no parameter '" + name + "' here; known are "
                        + FIELDS.stream().sorted().collect(Collectors.joining(", ")) + ".");
            }
        }
        return new HistoryQuery(
                number(one(fields, "maxResults")),
                one(fields, "nextToken"),
                choices("status", fields.getOrDefault("status", List.of()), ExecutionStatus.class),
                choices("triggerType", fields.getOrDefault("triggerType", List.of()), TriggerType.class),
                one(fields, "succeededInStage"),
                time("since", one(fields, "since"), clock),
                time("until", one(fields, "until"), clock),
                one(fields, "text").stream()
                        .flatMap(text -> Arrays.stream(text.strip().split("\\s+")))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private static Optional<String> one(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new IllegalArgumentException("'" + name + "' is given " + values.size() + " times.");
        }
        return values.stream().findFirst().filter(value -> !value.isEmpty());
    }

    private static int number(Optional<String> text) {
        try {
            return text.map(Integer::parseInt).orElse(PAGE);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text.orElseThrow() + "' is not a number from 1 to " + HistoryQuery.MOST + ".", e);
        }
    }

    private static <E extends Enum<E>> Set<E> choices(String name, Collection<String> texts, Class<E> type) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(each -> each.name().equalsIgnoreCase(text.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))
                                + ", not '" + text.strip() + "'.")))
                .collect(Collectors.toSet());
    }

    /** A time, a day, or how long ago: {@code 2026-05-01T12:00:00Z}, {@code 2026-05-01}, {@code 90m}, {@code 7d}. */
    private static Optional<Instant> time(String name, Optional<String> text, Clock clock) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String written = text.get();
        Matcher ago = AGO.matcher(written.toLowerCase(Locale.ROOT));
        try {
            if (ago.matches()) {
                return Optional.of(
                        clock.instant().minus(UNITS.get(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1)))));
            }
            return Optional.of(
                    written.length() == 10
                            ? LocalDate.parse(written)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant()
                            : Instant.parse(written));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is a time like 2026-05-01T12:00:00Z, a day like 2026-05-01, or how long ago it was like"
                            + " 90m, 12h, 7d or 4w; not '" + written + "'.",
                    e);
        }
    }
}
