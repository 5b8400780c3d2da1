package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.journal.FileJournalStorage;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;

/** A host with a real journal and history, whose actions end as a test says. */
public final class TestHost implements AutoCloseable {
    /** The contexts of all attempts that were started, and of those found again. */
    public final List<ActionContext> started = new CopyOnWriteArrayList<>();

    public final List<ActionContext> reattached = new CopyOnWriteArrayList<>();
    public final List<String> stopped = new CopyOnWriteArrayList<>();
    /** The artifacts that are kept for executions which did not make them. */
    public final Map<String, Set<ArtifactDigest>> retained = new ConcurrentHashMap<>();

    public final Set<String> released = ConcurrentHashMap.newKeySet();

    /** Who wrote any commits; empty when that cannot be told. */
    public volatile Optional<Set<String>> authors = Optional.empty();

    private final Map<String, CompletableFuture<ActionResult>> runs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final Function<ActionContext, Optional<ActionResult>> behaviour;
    private final ReleasePipelines pipelines;
    private volatile Approvers present = Approvers.AS_GIVEN;

    /** @param behaviour the result of an attempt at once; empty for one that works until {@link #end} */
    public TestHost(Path home, Clock clock, Function<ActionContext, Optional<ActionResult>> behaviour)
            throws IOException {
        this(home, clock, behaviour, Retention.latest(1000));
    }

    public TestHost(
            Path home, Clock clock, Function<ActionContext, Optional<ActionResult>> behaviour, Retention retention)
            throws IOException {
        this.behaviour = behaviour;
        timers.setRemoveOnCancelPolicy(true);
        Journal journal =
                Journal.open(new FileJournalStorage(home.resolve("journal")), JournalOptions.standard(threads));
        pipelines = ReleasePipelines.open(new Host(
                journal,
                home.resolve("history"),
                retention,
                ArtifactStores.shared(new Artifacts()),
                new NoAgents(),
                new NoLogs(),
                new NoSecrets(),
                new NoMappings(),
                new Changes(),
                (state, given) -> present.now(state, given),
                type -> Optional.of(new Provider(type)),
                clock,
                threads,
                threads,
                timers));
    }

    public ReleasePipelines pipelines() {
        return pipelines;
    }

    /** Says who those are now who approved ahead. */
    public void present(Approvers approvers) {
        present = approvers;
    }

    /** Ends the attempt at an action that works. */
    public void end(String action, ActionResult result) {
        started.stream()
                .filter(each -> each.action().name().equals(action))
                .map(ActionContext::actionExecutionId)
                .map(runs::get)
                .filter(run -> !run.isDone())
                .findFirst()
                .orElseThrow()
                .complete(result);
    }

    /** Forgets the attempts that have ended, in a test of very many. */
    public void forget() {
        started.clear();
        released.clear();
        runs.clear();
    }

    @Override
    public void close() throws IOException {
        pipelines.close();
        threads.shutdownNow();
        timers.shutdownNow();
    }

    private final class Changes implements SourceChanges {
        @Override
        public Optional<SourceChanges.Changes> between(ActionDeclaration source, String from, String to) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Optional<Set<String>>> authors(
                ActionDeclaration source, Optional<String> from, String to) {
            return CompletableFuture.supplyAsync(() -> authors, threads);
        }
    }

    private final class Provider implements ActionProvider {
        private final ActionTypeId type;

        Provider(ActionTypeId type) {
            this.type = type;
        }

        @Override
        public ActionTypeId type() {
            return type;
        }

        @Override
        public ActionTypeSchema schema() {
            return new ActionTypeSchema(
                    type,
                    List.of(),
                    true,
                    new ActionTypeSchema.ArtifactCount(0, 5),
                    new ActionTypeSchema.ArtifactCount(0, 5));
        }

        @Override
        public ActionRun start(ActionContext context) {
            started.add(context);
            return run(context);
        }

        @Override
        public ActionRun reattach(ActionContext context) {
            reattached.add(context);
            started.add(context);
            return run(context);
        }

        private ActionRun run(ActionContext context) {
            CompletableFuture<ActionResult> run = new CompletableFuture<>();
            runs.put(context.actionExecutionId(), run);
            behaviour.apply(context).ifPresent(run::complete);
            return new ActionRun() {
                @Override
                public CompletionStage<ActionResult> completion() {
                    return run;
                }

                @Override
                public void stop(String reason) {
                    stopped.add(context.action().name());
                    run.complete(ActionResult.failed(FailureType.JobFailed, "stopped"));
                }
            };
        }
    }

    /** Succeeds, with an artifact of its own for each that is declared. */
    public static ActionResult success(ActionContext context) {
        Map<String, ArtifactDigest> outputs = new LinkedHashMap<>();
        context.action()
                .outputArtifacts()
                .forEach(output -> outputs.put(output.name(), new ArtifactDigest("0".repeat(64), 1)));
        return ActionResult.succeeded().withOutputArtifacts(outputs);
    }

    private final class NoAgents implements AgentPool {
        @Override
        public CompletionStage<Agent> agent(
                String actionExecutionId, AgentRequest request, ActionLog log, Consumer<String> waits) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(String actionExecutionId) {
            released.add(actionExecutionId);
        }

        @Override
        public void recover(Set<String> liveActionExecutionIds) {}
    }

    private final class Artifacts implements ArtifactStore {
        @Override
        public ArtifactDigest put(String executionId, InputStream zip) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream open(ArtifactDigest artifact) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retain(String executionId, Collection<ArtifactDigest> artifacts) {
            retained.put(executionId, Set.copyOf(artifacts));
        }

        @Override
        public void release(String executionId) {}
    }

    private static final class NoLogs implements ActionLogs {
        @Override
        public ActionLog open(ActionLogKey key) {
            return new ActionLog() {
                @Override
                public void write(byte[] bytes, int offset, int length) {}

                @Override
                public void println(String line) {}

                @Override
                public void mask(String secret) {}

                @Override
                public long position() {
                    return 0;
                }

                @Override
                public void truncate(long position) {}
            };
        }

        @Override
        public void close(ActionLogKey key) {}

        @Override
        public void delete(String pipelineName, String executionId) {}
    }

    private static final class NoSecrets implements SecretResolver {
        @Override
        public Optional<String> secret(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<UsernamePassword> usernamePassword(String credentialsId, String url) {
            return Optional.empty();
        }

        @Override
        public String howToMap(String name) {
            return "";
        }
    }

    private static final class NoMappings implements NameMappings {
        @Override
        public Optional<Repository> repository(String connection, String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> bucket(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<BuildProject> buildProject(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
            return Optional.empty();
        }

        @Override
        public Optional<CommandMapping> provider(String providerName, String projectName) {
            return Optional.empty();
        }

        @Override
        public String howToMap(String kind, String name) {
            return "";
        }
    }
}
