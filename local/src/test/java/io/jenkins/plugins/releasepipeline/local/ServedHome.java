package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.Sns;
import io.jenkins.plugins.releasepipeline.trigger.SnsService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A home that is served within the test's own process. */
final class ServedHome implements AutoCloseable {
    private final Path directory;
    private final LocalHome home;
    private final LocalConfiguration configuration;
    private LocalTriggers triggers;
    private LocalServer server;

    private ServedHome(Path directory, LocalConfiguration configuration, LocalHome home) {
        this.configuration = configuration;
        this.directory = directory;
        this.home = home;
    }

    /** Its mappings are those of the file in the directory, if there is one. */
    static ServedHome open(Path directory) throws Exception {
        LocalConfiguration configuration = LocalConfiguration.ofHome(directory);
        return new ServedHome(
                directory,
                configuration,
                LocalHome.open(
                        directory,
                        configuration.mappings(),
                        configuration.secrets(),
                        configuration.agents(),
                        configuration.retention()));
    }

    ServedHome define(String yaml) throws Exception {
        ReadResult read = DefinitionReader.read("pipeline.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        if (read.definition().isEmpty()) {
            throw new AssertionError(read.problems().toString());
        }
        return define(read.definition().get());
    }

    /** Whether it is valid or not. */
    ServedHome define(PipelineDefinition definition) throws Exception {
        CommandResult result = home.pipelines()
                .define(definition, "test")
                .toCompletableFuture()
                .get();
        if (result instanceof CommandResult.Refused refused) {
            throw new AssertionError(refused.refusal().message());
        }
        return this;
    }

    ServedHome serve() throws IOException {
        return serve(0);
    }

    ServedHome serve(int port) throws IOException {
        server = LocalServer.start(home, ApiToken.of(directory), "127.0.0.1", port);
        return this;
    }

    /** Serves with the webhooks of the directory's file. */
    ServedHome serveWebhooks() throws Exception {
        return serveWebhooks(Clock.systemUTC(), new SnsService());
    }

    /** As {@link #serveWebhooks()}, with schedules by another clock, which is looked at often. */
    ServedHome serveWebhooks(Clock clock) throws Exception {
        return serveWebhooks(clock, new SnsService());
    }

    /** As {@link #serveWebhooks()}, with another SNS. */
    ServedHome serveWebhooks(Clock clock, Sns sns) throws Exception {
        return serveWebhooks(clock, sns, DeliveryBody.LONGEST);
    }

    /** @param longest how long a delivery may take to arrive */
    ServedHome serveWebhooks(Clock clock, Sns sns, Duration longest) throws Exception {
        triggers = LocalTriggers.open(
                home,
                configuration,
                new LocalTriggers.Surroundings(sns, clock, Duration.ofMillis(50), Duration.ofMillis(50)));
        server = LocalServer.start(home, ApiToken.of(directory), "127.0.0.1", 0, Optional.of(triggers), longest);
        return this;
    }

    LocalTriggers triggers() {
        return triggers;
    }

    LocalServer server() {
        return server;
    }

    String url() {
        return server.url();
    }

    PipelineRuntime pipeline(String name) {
        return home.pipelines().pipeline(name).orElseThrow();
    }

    /** @return the new execution's id */
    String start(String pipeline) throws Exception {
        return start(pipeline, Map.of());
    }

    /** @return the new execution's id */
    String start(String pipeline, Map<String, String> variables) throws Exception {
        String id = UUID.randomUUID().toString();
        pipeline(pipeline)
                .submit(new Command.StartExecution(
                        id,
                        new Trigger(TriggerType.StartPipelineExecution, "test"),
                        variables,
                        Map.of(),
                        Optional.empty()))
                .toCompletableFuture()
                .get();
        return id;
    }

    /** The {@code Cookie} header of a browser that was let in. */
    String cookie(HttpClient client) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.signInUrl())).build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
        if (triggers != null) {
            triggers.close();
        }
        home.close();
    }
}
