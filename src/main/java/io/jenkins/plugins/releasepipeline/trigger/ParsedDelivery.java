package io.jenkins.plugins.releasepipeline.trigger;

import java.util.List;

/**
 * What a delivery tells.
 *
 * @param events what happened, in the delivery's order
 * @param ignored why there are no events; empty when there are
 */
public record ParsedDelivery(List<RepositoryEvent> events, String ignored) {
    public ParsedDelivery {
        events = List.copyOf(events);
    }

    static ParsedDelivery of(List<RepositoryEvent> events) {
        return new ParsedDelivery(events, events.isEmpty() ? "it changes no branch and no tag" : "");
    }

    static ParsedDelivery of(RepositoryEvent event) {
        return new ParsedDelivery(List.of(event), "");
    }

    static ParsedDelivery nothing(String why) {
        return new ParsedDelivery(List.of(), why);
    }
}
