package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.artifact.FileArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Pipelines;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.journal.FileJournalStorage;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import io.jenkins.plugins.releasepipeline.runtime.Approvers;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.Host;
import io.jenkins.plugins.releasepipeline.runtime.PipelineHistory;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A home with the real parts of the local host, in which one pipeline runs very many times: a source and a build with an
 * artifact and a log each, and an approval that could wait for a week. Its actions begin no process.
 */
public final class HistoryHome implements AutoCloseable {
    private static final PipelineDeclaration SHOP = Pipelines.pipeline(
            "shop",
            Pipelines.stage("Source", Pipelines.source("Checkout")),
            Pipelines.stage("Build", Pipelines.making("Compile", 1, List.of("src"), List.of("app"))),
            Pipelines.stage("Production", Pipelines.approval("GoLive", 1)));

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final LocalAgents agents;
    private final ReleasePipelines pipelines;
    private final PipelineRuntime shop;
    private final Semaphore ended = new Semaphore(0);

    public HistoryHome(Path home, Retention retention) throws Exception {
        timers.setRemoveOnCancelPolicy(true);
        agents = new LocalAgents(home, LocalAgents.Settings.defaults());
        LocalConfiguration configuration = LocalConfiguration.ofHome(home);
        pipelines = ReleasePipelines.open(new Host(
                Journal.open(new FileJournalStorage(home.resolve("journal")), JournalOptions.standard(threads)),
                home.resolve("history"),
                retention,
                ArtifactStores.shared(FileArtifactStore.open(home.resolve("artifacts"))),
                agents,
                new LocalActionLogs(home.resolve("logs")),
                configuration.secrets(),
                configuration.mappings(),
                SourceChanges.NONE,
                Approvers.AS_GIVEN,
                type -> Optional.of(new AtOnce(type)),
                Clock.systemUTC(),
                threads,
                threads,
                timers));
        pipelines
                .define(new PipelineDefinition(SHOP, null, List.of(), List.of(), Map.of()), "bench")
                .toCompletableFuture()
                .get();
        shop = pipelines.pipeline("shop").orElseThrow();
        shop.listen(this::happened);
    }

    public PipelineRuntime shop() {
        return shop;
    }

    /** Runs so many executions to their end, one after the other. */
    public void run(int executions) throws Exception {
        for (int i = 0; i < executions; i++) {
            Command start = new Command.StartExecution(
                    UUID.randomUUID().toString(),
                    new Trigger(TriggerType.StartPipelineExecution, "bench"),
                    Map.of(),
                    Map.of(),
                    Optional.of(UUID.randomUUID().toString()));
            shop.submit(start).toCompletableFuture().get();
            if (!ended.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        "an execution does not end: " + shop.state().liveExecutions());
            }
        }
        if (shop.state().executions().values().stream().anyMatch(ExecutionState::isLive)) {
            throw new IllegalStateException("something still runs");
        }
    }

    /** What a page cost. */
    public record Listing(long files, long bytes, double milliseconds) {}

    public Listing list(HistoryQuery query) throws IOException {
        PipelineHistory.Reads before = shop.history().reads();
        long begun = System.nanoTime();
        int found = shop.history().page(query).executions().size();
        double milliseconds = (System.nanoTime() - begun) / 1e6;
        PipelineHistory.Reads after = shop.history().reads();
        if (found != query.maxResults()) {
            throw new IllegalStateException("a page of " + found);
        }
        return new Listing(after.files() - before.files(), after.bytes() - before.bytes(), milliseconds);
    }

    public void compact() throws IOException {
        pipelines.compact();
    }

    private void happened(PipelineState state, List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.ActionStarted started
                    && started.expires().isPresent()) {
                shop.submit(new Command.PutApproval(
                        started.stage(),
                        started.action(),
                        started.actionExecutionId(),
                        ApprovalStatus.Approved,
                        "fine",
                        "bench"));
            } else if (event instanceof Event.ExecutionSucceeded) {
                ended.release();
            }
        }
    }

    /** The bytes of the heap that are reachable. */
    public static long heap() throws InterruptedException {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Override
    public void close() throws IOException {
        pipelines.close();
        agents.close();
        threads.shutdownNow();
        timers.shutdownNow();
    }

    /** Succeeds at once with artifacts of its own. */
    private record AtOnce(ActionTypeId type) implements ActionProvider {
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
            context.log().println("working");
            Map<String, ArtifactDigest> outputs = new LinkedHashMap<>();
            context.action().outputArtifacts().forEach(output -> outputs.put(output.name(), artifact(context, output)));
            ActionResult result = ActionResult.succeeded().withOutputArtifacts(outputs);
            CompletionStage<ActionResult> done = CompletableFuture.completedStage(
                    type.isSource()
                            ? result.withRevision(new SourceRevision(
                                    context.actionExecutionId(), "A change", Optional.empty(), Optional.empty()))
                            : result);
            return new ActionRun() {
                @Override
                public CompletionStage<ActionResult> completion() {
                    return done;
                }

                @Override
                public void stop(String reason) {}
            };
        }

        private static ArtifactDigest artifact(ActionContext context, Object output) {
            String content = context.actionExecutionId() + output;
            try {
                return context.artifacts()
                        .put(
                                context.pipelineExecutionId(),
                                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ActionRun reattach(ActionContext context) {
            return start(context);
        }
    }
}
