package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON path that leads to one value: {@code $.ref}, {@code $.commits[0].id}, {@code $['head commit'].id}. Paths that may
 * lead to many ({@code *}, {@code ..}, filters) are not understood.
 */
final class JsonPath {
    private static final int MAX_LENGTH = 150;
    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\['([^'\\\\]*)'\\]|\\[\"([^\"\\\\]*)\"\\]|\\[(\\d{1,6})\\]");

    private final List<Object> steps;

    private JsonPath(List<Object> steps) {
        this.steps = steps;
    }

    /** @throws IllegalArgumentException when it is not understood: what would be */
    static JsonPath parse(String text) {
        if (text == null || !text.startsWith("$") || text.length() > MAX_LENGTH) {
            throw wrong(text);
        }
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw wrong(text);
            }
            for (int group = 1; group <= 3; group++) {
                if (matcher.group(group) != null) {
                    steps.add(matcher.group(group));
                }
            }
            if (matcher.group(4) != null) {
                steps.add(Integer.valueOf(matcher.group(4)));
            }
            at = matcher.end();
        }
        return new JsonPath(steps);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no path that is understood; write one as $.ref or $.commits[0].id");
    }

    /** The value there, as text; empty when there is none, or it is an object, an array or null. */
    Optional<String> in(JsonNode body) {
        JsonNode at = body;
        for (Object step : steps) {
            at = step instanceof Integer index ? at.path(index) : at.path((String) step);
        }
        return at.isValueNode() && !at.isNull() ? Optional.of(at.asText()) : Optional.empty();
    }
}
