package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.source.ImageTags;
import io.jenkins.plugins.releasepipeline.action.source.SourceObjects;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.trigger.CommitStatuses;
import io.jenkins.plugins.releasepipeline.trigger.DeliveryInbox;
import io.jenkins.plugins.releasepipeline.trigger.PollSettings;
import io.jenkins.plugins.releasepipeline.trigger.Polling;
import io.jenkins.plugins.releasepipeline.trigger.ScheduledStarts;
import io.jenkins.plugins.releasepipeline.trigger.SeenFiles;
import io.jenkins.plugins.releasepipeline.trigger.Sns;
import io.jenkins.plugins.releasepipeline.trigger.SnsService;
import io.jenkins.plugins.releasepipeline.trigger.StatusTarget;
import io.jenkins.plugins.releasepipeline.trigger.TriggerStarts;
import io.jenkins.plugins.releasepipeline.trigger.TriggeredPipelines;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What starts the pipelines of a home by itself, in its directory {@code triggers}. */
final class LocalTriggers implements AutoCloseable {
    private final SourceRepositories repositories;
    private final Webhooks webhooks;
    private final Polling polling;
    private final ScheduledStarts schedules;
    private final CommitStatuses statuses;

    private LocalTriggers(
            SourceRepositories repositories,
            Webhooks webhooks,
            Polling polling,
            ScheduledStarts schedules,
            CommitStatuses statuses) {
        this.statuses = statuses;
        this.repositories = repositories;
        this.webhooks = webhooks;
        this.polling = polling;
        this.schedules = schedules;
    }

    /**
     * What is around a host.
     *
     * @param sns what is asked of SNS
     * @param tick how often schedules are looked at
     * @param pause how long after its first failure a status is told again
     */
    record Surroundings(Sns sns, Clock clock, Duration tick, Duration pause) {
        static Surroundings real() {
            return new Surroundings(new SnsService(), Clock.systemUTC(), Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
    }

    /** Takes up the deliveries that wait, and begins to look around. */
    static LocalTriggers open(LocalHome home, LocalConfiguration configuration, Surroundings around)
            throws IOException, WrongCallException {
        SecretResolver secrets = configuration.secrets();
        Map<String, WebhookEndpoint> endpoints = new HashMap<>();
        configuration.webhooks().forEach(each -> endpoints.put(each.name(), each));
        Map<String, StatusTarget> targets = configuration.commitStatuses();
        String address = configuration.address();
        Sns sns = around.sns();
        Clock clock = around.clock();
        PollSettings polls = configuration.polling();
        Path directory = home.directory().resolve("triggers");
        DeliveryInbox inbox = DeliveryInbox.open(directory);
        SourceRepositories repositories =
                new SourceRepositories(directory.resolve("mirrors"), home.mappings(), secrets);
        TriggeredPipelines pipelines = TriggeredPipelines.of(home.pipelines());
        TriggerStarts starts = new TriggerStarts(pipelines, repositories);
        SeenFiles seen = new SeenFiles(directory.resolve("seen"));
        return new LocalTriggers(
                repositories,
                new Webhooks(name -> Optional.ofNullable(endpoints.get(name)), secrets, inbox, starts, sns, clock),
                new Polling(
                        pipelines,
                        repositories,
                        new SourceObjects(home.mappings()),
                        new ImageTags(home.mappings(), secrets),
                        starts,
                        seen,
                        polls,
                        clock),
                new ScheduledStarts(pipelines, repositories, seen, clock, around.tick()),
                new CommitStatuses(
                        pipelines,
                        name -> Optional.ofNullable(targets.get(name)),
                        secrets,
                        (pipeline, execution) -> address.isEmpty()
                                ? ""
                                : address + "/#/pipelines/" + pipeline + "/executions/" + execution,
                        directory.resolve("statuses"),
                        around.pause()));
    }

    Webhooks webhooks() {
        return webhooks;
    }

    CommitStatuses statuses() {
        return statuses;
    }

    Polling polling() {
        return polling;
    }

    @Override
    public void close() throws IOException {
        repositories.close();
        schedules.close();
        statuses.close();
        polling.close();
        webhooks.close();
    }
}
