package io.jenkins.plugins.releasepipeline.trigger;

import java.util.List;

/**
 * The repository that an event tells of, in the sender's words.
 *
 * @param provider who sent it
 * @param fullName owner and name, groups included; only the name where there is no owner
 * @param urls the addresses it is said to have; nothing is ever read from them
 */
public record EventRepository(WebhookProvider provider, String fullName, List<String> urls) {
    public EventRepository {
        urls = List.copyOf(urls);
    }
}
