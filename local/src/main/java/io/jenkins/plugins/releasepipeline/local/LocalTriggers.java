package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.trigger.DeliveryInbox;
import io.jenkins.plugins.releasepipeline.trigger.TriggerStarts;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What starts the pipelines of a home by itself, in its directory {@code triggers}. */
final class LocalTriggers implements AutoCloseable {
    private final SourceRepositories repositories;
    private final Webhooks webhooks;

    private LocalTriggers(SourceRepositories repositories, Webhooks webhooks) {
        this.repositories = repositories;
        this.webhooks = webhooks;
    }

    /** Takes up the deliveries that wait. */
    static LocalTriggers open(LocalHome home, SecretResolver secrets, List<WebhookEndpoint> endpoints)
            throws IOException {
        Path directory = home.directory().resolve("triggers");
        DeliveryInbox inbox = DeliveryInbox.open(directory);
        SourceRepositories repositories =
                new SourceRepositories(directory.resolve("mirrors"), home.mappings(), secrets);
        return new LocalTriggers(
                repositories,
                new Webhooks(
                        endpoints,
                        secrets,
                        inbox,
                        new TriggerStarts(home.pipelines(), repositories),
                        Clock.systemUTC()));
    }

    Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public void close() throws IOException {
        repositories.close();
        webhooks.close();
    }
}
