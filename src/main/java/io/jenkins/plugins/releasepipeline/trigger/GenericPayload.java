package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.util.List;
import java.util.Optional;

/**
 * Where any other sender's deliveries say what happened: JSON pointers into the body.
 *
 * @param repository the repository's full name
 * @param ref the full reference, {@code refs/heads/main} say; a name without {@code refs/} is a branch
 * @param after the commit it has now
 * @param before the commit it had; may be empty, for senders that do not say
 */
public record GenericPayload(String repository, String ref, String after, String before) {

    /** What Git hosts mostly write. */
    public static final GenericPayload COMMON =
            new GenericPayload("/repository/full_name", "/ref", "/after", "/before");

    /** @throws IllegalArgumentException when something is not a JSON pointer; the message says which */
    public GenericPayload {
        for (String pointer : List.of(repository, ref, after, before)) {
            if (!pointer.isEmpty() && !pointer.startsWith("/")) {
                throw new IllegalArgumentException(
                        "'" + pointer + "' is not a JSON pointer; one begins with '/', as in /repository/name");
            }
        }
    }

    ParsedDelivery parse(JsonNode body) {
        String name = Payload.text(body, repository);
        String full = Payload.text(body, ref);
        if (name.isEmpty() || full.isEmpty()) {
            return ParsedDelivery.nothing("there is nothing at " + (name.isEmpty() ? repository : ref));
        }
        Optional<Payload.Ref> there = Payload.ref(full.startsWith("refs/") ? full : "refs/heads/" + full);
        if (there.isEmpty()) {
            return ParsedDelivery.nothing("the reference is neither a branch nor a tag");
        }
        return ParsedDelivery.of(new RefChanged(
                new EventRepository(WebhookProvider.GENERIC, name, List.of()),
                there.get().kind(),
                there.get().name(),
                before.isEmpty() ? Optional.empty() : Payload.commit(body, before),
                Payload.commit(body, after),
                false,
                List.of()));
    }
}
