package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook of {@code PutWebhook}: it starts one pipeline, when all its filters match (reference §1.12). Immutable.
 *
 * @param pipeline the pipeline that it starts
 * @param action the source action whose configuration fills the placeholders of the filters
 * @param filters at most 5; all must match
 * @param authentication who may send
 * @param allowedRange addresses that may send, for {@link Authentication#IP}; otherwise empty
 * @param behindProxy whether the sender's address is the last one in {@code X-Forwarded-For}
 */
public record TargetWebhook(
        String pipeline,
        String action,
        List<Filter> filters,
        Authentication authentication,
        String allowedRange,
        boolean behindProxy) {
    private static final int MOST_FILTERS = 5;
    private static final int MAX_MATCH = 150;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_-]{1,50})}");

    /** Who may send. */
    public enum Authentication {
        GITHUB_HMAC,
        IP,
        UNAUTHENTICATED
    }

    /**
     * @param jsonPath leads to a value of the body
     * @param matchEquals what the value must be; {@code {Branch}} stands for that property of the action's configuration;
     *     null when any value does
     */
    public record Filter(String jsonPath, String matchEquals) {
        public Filter {
            JsonPath.parse(jsonPath);
            if (matchEquals != null && matchEquals.length() > MAX_MATCH) {
                throw new IllegalArgumentException("'matchEquals' has at most " + MAX_MATCH + " characters");
            }
        }
    }

    /** @throws IllegalArgumentException when something is missing or wrong: what */
    public TargetWebhook {
        filters = List.copyOf(filters);
        if (pipeline == null || pipeline.isEmpty() || action == null || action.isEmpty() || authentication == null) {
            throw new IllegalArgumentException("it needs 'targetPipeline', 'targetAction' and 'authentication'");
        }
        if (filters.isEmpty() || filters.size() > MOST_FILTERS) {
            throw new IllegalArgumentException("it needs 1 to " + MOST_FILTERS + " 'filters', as {jsonPath: $.ref,"
                    + " matchEquals: \"refs/heads/{Branch}\"}");
        }
        if (authentication == Authentication.IP) {
            AddressRange.parse(allowedRange);
        } else if (!allowedRange.isEmpty()) {
            throw new IllegalArgumentException("'allowedIPRange' belongs to the authentication IP");
        }
    }

    boolean allows(String address) {
        return AddressRange.parse(allowedRange).contains(address);
    }

    /**
     * Why a delivery does not start the pipeline; empty when it does.
     *
     * @param configuration that of the action
     */
    Optional<String> against(JsonNode body, Map<String, String> configuration) {
        for (Filter filter : filters) {
            Optional<String> value = JsonPath.parse(filter.jsonPath()).in(body);
            if (value.isEmpty()) {
                return Optional.of("there is nothing at " + filter.jsonPath());
            }
            if (filter.matchEquals() == null) {
                continue;
            }
            List<String> unknown = new ArrayList<>();
            String wanted = PLACEHOLDER.matcher(filter.matchEquals()).replaceAll(found -> {
                String filled = configuration.get(found.group(1));
                if (filled == null) {
                    unknown.add(found.group(1));
                }
                return Matcher.quoteReplacement(filled == null ? "" : filled);
            });
            if (!unknown.isEmpty()) {
                return Optional.of("the action " + action + " has no " + String.join(", ", unknown));
            }
            if (!wanted.equals(value.get())) {
                String shown = Payload.shown(value.get());
                return Optional.of(filter.jsonPath() + " is " + shown + ", and not " + wanted);
            }
        }
        return Optional.empty();
    }
}
