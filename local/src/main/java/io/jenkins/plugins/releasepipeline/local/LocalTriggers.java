package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.source.ImageTags;
import io.jenkins.plugins.releasepipeline.action.source.SourceObjects;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.trigger.DeliveryInbox;
import io.jenkins.plugins.releasepipeline.trigger.PollSettings;
import io.jenkins.plugins.releasepipeline.trigger.Polling;
import io.jenkins.plugins.releasepipeline.trigger.ScheduledStarts;
import io.jenkins.plugins.releasepipeline.trigger.SeenFiles;
import io.jenkins.plugins.releasepipeline.trigger.Sns;
import io.jenkins.plugins.releasepipeline.trigger.SnsService;
import io.jenkins.plugins.releasepipeline.trigger.TriggerStarts;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What starts the pipelines of a home by itself, in its directory {@code triggers}. */
final class LocalTriggers implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final SourceRepositories repositories;
    private final Webhooks webhooks;
    private final Polling polling;
    private final ScheduledStarts schedules;

    private LocalTriggers(
            SourceRepositories repositories, Webhooks webhooks, Polling polling, ScheduledStarts schedules) {
        this.repositories = repositories;
        this.webhooks = webhooks;
        this.polling = polling;
        this.schedules = schedules;
    }

    /** Takes up the deliveries that wait, and begins to look around. */
    static LocalTriggers open(
            LocalHome home, SecretResolver secrets, List<WebhookEndpoint> endpoints, PollSettings polls)
            throws IOException {
        return open(home, secrets, endpoints, polls, new SnsService(), Clock.systemUTC(), TICK);
    }

    /** @param tick how often schedules are looked at */
    static LocalTriggers open(
            LocalHome home,
            SecretResolver secrets,
            List<WebhookEndpoint> endpoints,
            PollSettings polls,
            Sns sns,
            Clock clock,
            Duration tick)
            throws IOException {
        Path directory = home.directory().resolve("triggers");
        DeliveryInbox inbox = DeliveryInbox.open(directory);
        SourceRepositories repositories =
                new SourceRepositories(directory.resolve("mirrors"), home.mappings(), secrets);
        TriggerStarts starts = new TriggerStarts(home.pipelines(), repositories);
        SeenFiles seen = new SeenFiles(directory.resolve("seen"));
        return new LocalTriggers(
                repositories,
                new Webhooks(endpoints, secrets, inbox, starts, sns, clock),
                new Polling(
                        home.pipelines(),
                        repositories,
                        new SourceObjects(home.mappings()),
                        new ImageTags(home.mappings(), secrets),
                        starts,
                        seen,
                        polls,
                        clock),
                new ScheduledStarts(home.pipelines(), repositories, seen, clock, tick));
    }

    Webhooks webhooks() {
        return webhooks;
    }

    Polling polling() {
        return polling;
    }

    @Override
    public void close() throws IOException {
        repositories.close();
        schedules.close();
        polling.close();
        webhooks.close();
    }
}
