package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.SecretProperties;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalEntry;
import io.jenkins.plugins.releasepipeline.journal.RecoveryVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** All live pipelines of a home: they share a journal, a few threads and the host's ports. Thread-safe. */
public final class ReleasePipelines implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ReleasePipelines.class.getName());
    private static final int SEGMENTS_TO_COMPACT = 3;
    private static final long COMPACTION_CHECK_SECONDS = 10;
    private static final long COMPACTION_WAIT_MILLIS = 10;
    private static final long FORGET_MINUTES = 30;

    private final Host host;
    private final ExecutionHistory history;
    private final AtomicBoolean compacting = new AtomicBoolean();
    private final ScheduledFuture<?> compactionCheck;
    private final ScheduledFuture<?> forgetting;
    private volatile boolean closed;
    private final Map<String, PipelineRuntime> pipelines = new ConcurrentHashMap<>();

    private ReleasePipelines(Host host) {
        this.host = host;
        this.history = new ExecutionHistory(host.history(), host.retention(), host.artifacts(), host.logs(), host.io());
        this.compactionCheck = host.timers()
                .scheduleWithFixedDelay(
                        this::compactWhenLong, COMPACTION_CHECK_SECONDS, COMPACTION_CHECK_SECONDS, TimeUnit.SECONDS);
        this.forgetting =
                host.timers().scheduleWithFixedDelay(this::forgetOld, FORGET_MINUTES, FORGET_MINUTES, TimeUnit.MINUTES);
    }

    /**
     * Brings the pipelines of a home to life: replays the journal, then takes up what was in progress. Blocks until all
     * is replayed.
     *
     * @throws IOException when the journal or the history cannot be read; nothing has been changed then
     */
    public static ReleasePipelines open(Host host) throws IOException {
        return open(host, state -> {});
    }

    /**
     * The same.
     *
     * @param recovered is given each pipeline's state before anything of any is taken up
     */
    public static ReleasePipelines open(Host host, Consumer<PipelineState> recovered) throws IOException {
        ReleasePipelines opened = new ReleasePipelines(host);
        try {
            opened.recover(recovered);
        } catch (IOException | RuntimeException e) {
            opened.compactionCheck.cancel(false);
            opened.forgetting.cancel(false);
            throw e;
        }
        return opened;
    }

    /** The names of the pipelines that have a definition, sorted. */
    public List<String> names() {
        Set<String> names = new TreeSet<>();
        pipelines.values().stream().filter(each -> each.state().isDefined()).forEach(each -> names.add(each.name()));
        return List.copyOf(names);
    }

    public Optional<PipelineRuntime> pipeline(String name) {
        return Optional.ofNullable(pipelines.get(name))
                .filter(each -> each.state().isDefined());
    }

    /** As {@link #define(PipelineDefinition, UpdatePolicy, String)}, with CodePipeline's {@link UpdatePolicy#CANCEL}. */
    public CompletionStage<CommandResult> define(PipelineDefinition definition, String by) {
        return define(definition, UpdatePolicy.CANCEL, by);
    }

    /**
     * Gives a pipeline its first or its next definition; an equal one changes nothing. The transitions that it wants
     * closed are closed when the pipeline is new. The values of properties that are secrets are not kept.
     *
     * @param definition has no problems that validation finds
     * @param policy what becomes of the executions under way
     * @param by who says so
     */
    public CompletionStage<CommandResult> define(PipelineDefinition definition, UpdatePolicy policy, String by) {
        PipelineDeclaration declaration = SecretProperties.masked(definition.pipeline(), this::schema);
        PipelineRuntime pipeline = pipelines.computeIfAbsent(
                declaration.name(), name -> new PipelineRuntime(host, history, PipelineState.unborn(name), 0));
        Map<String, String> closed = new LinkedHashMap<>();
        if (!pipeline.state().isDefined()) {
            definition
                    .disableInboundStageTransitions()
                    .forEach(transition -> closed.put(transition.stageName(), transition.reason()));
        }
        return pipeline.submit(new Command.UpdateDefinition(declaration, closed, policy, by));
    }

    private Optional<ActionTypeSchema> schema(ActionTypeId type) {
        return ActionCatalog.find(type).or(() -> host.providers().apply(type).map(ActionProvider::schema));
    }

    /**
     * Ends what runs of a pipeline, and forgets all that there is of it: its journal, its history, its artifacts. Nobody
     * may define a pipeline of the same name before the stage completes.
     *
     * @param reason why, at most 200 characters
     * @param by who says so
     * @return completes when nothing of it is left on disk, also when there is no such pipeline
     */
    public CompletionStage<Void> forget(String name, String reason, String by) {
        PipelineRuntime pipeline = pipelines.get(name);
        if (pipeline == null) {
            return CompletableFuture.completedStage(null);
        }
        return whenNothingIsCompacted().thenCompose(alone -> stopAndRetire(pipeline, reason, by)
                .thenCompose(retired -> host.journal().forget(name))
                .whenComplete((forgotten, failure) -> {
                    if (failure == null) {
                        pipelines.remove(name, pipeline);
                        pipeline.end();
                    } else {
                        pipeline.takeUpAgain();
                    }
                })
                .thenRunAsync(() -> forgetHistory(name), host.io())
                .whenComplete((done, failure) -> compacting.set(false)));
    }

    /** Once it takes no turn any more, nothing that it began goes on: what was started meanwhile is stopped too. */
    private static CompletionStage<Void> stopAndRetire(PipelineRuntime pipeline, String reason, String by) {
        CompletableFuture<?>[] stops = pipeline.state().liveExecutions().stream()
                .map(live -> pipeline.submit(new Command.StopExecution(live.id(), true, reason, by))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(stops)
                .thenCompose(stopped -> pipeline.retire())
                .thenCompose(retired -> {
                    if (pipeline.state().liveExecutions().isEmpty()) {
                        return CompletableFuture.completedStage(null);
                    }
                    pipeline.takeUpAgain();
                    return stopAndRetire(pipeline, reason, by);
                });
    }

    /**
     * Completes when no compaction is under way, and none begins until {@code compacting} is set back: a snapshot must
     * not bring back what is being forgotten, and what says that it is forgotten must not go before its history has.
     */
    private CompletionStage<Void> whenNothingIsCompacted() {
        CompletableFuture<Void> alone = new CompletableFuture<>();
        takeCompaction(alone);
        return alone;
    }

    private void takeCompaction(CompletableFuture<Void> taken) {
        if (compacting.compareAndSet(false, true)) {
            taken.complete(null);
        } else {
            host.timers().schedule(() -> takeCompaction(taken), COMPACTION_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void forgetHistory(String name) {
        try {
            history.forgetAll(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Forgets an execution that is over, with its artifacts. Blocks.
     *
     * @return false when there is no such execution, when it is live, or when it is what a stage would be taken back to
     */
    public boolean forgetExecution(String pipeline, String executionId) throws IOException {
        PipelineRuntime found = pipelines.get(pipeline);
        return found != null && history.forgetOne(pipeline, executionId, found.state());
    }

    /**
     * Writes a snapshot of every pipeline, so that the journal's older part can go. Blocks; pipelines go on meanwhile.
     */
    public void compact() throws IOException {
        try {
            whenNothingIsCompacted()
                    .thenCompose(alone -> compaction().whenComplete((done, failure) -> compacting.set(false)))
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while compacting the journal", e);
        } catch (ExecutionException e) {
            throw new IOException("The journal could not be compacted", e.getCause());
        }
    }

    /** The same as {@link #compact}, without waiting. */
    private CompletionStage<Void> compaction() {
        return host.journal().beginFile().thenCompose(rotation -> snapshots()
                .thenAcceptAsync(snapshots -> compact(rotation, snapshots), host.io()));
    }

    private CompletionStage<List<Journal.Snapshot>> snapshots() {
        CompletionStage<List<Journal.Snapshot>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (PipelineRuntime pipeline : pipelines.values()) {
            all = all.thenCombine(pipeline.snapshot(), (snapshots, taken) -> {
                snapshots.add(
                        new Journal.Snapshot(taken.pipeline(), taken.sequence(), EngineJson.write(taken.state())));
                return snapshots;
            });
        }
        return all;
    }

    private void compact(long rotation, List<Journal.Snapshot> snapshots) {
        try {
            history.sync();
            host.journal().compact(rotation, snapshots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops taking commands and closes the journal. What runs on agents goes on and is found again at the next start. */
    @Override
    public void close() throws IOException {
        closed = true;
        compactionCheck.cancel(false);
        forgetting.cancel(false);
        pipelines.values().forEach(PipelineRuntime::close);
        host.journal().close();
    }

    private void forgetOld() {
        pipelines.values().forEach(PipelineRuntime::forgetOld);
    }

    private void compactWhenLong() {
        if (host.journal().statistics().segments() >= SEGMENTS_TO_COMPACT && compacting.compareAndSet(false, true)) {
            compaction().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOGGER.log(
                            closed ? Level.FINE : Level.WARNING,
                            "The journal could not be compacted; it is tried again",
                            failure);
                }
                compacting.set(false);
            });
        }
    }

    private void recover(Consumer<PipelineState> told) throws IOException {
        Map<String, Recovered> recovered = new HashMap<>();
        List<IOException> failures = new ArrayList<>();
        host.journal().recovery().replay(new RecoveryVisitor() {
            @Override
            public void onSnapshot(String pipeline, long sequence, String json) {
                recovered.put(pipeline, new Recovered(EngineJson.state(json), sequence));
            }

            @Override
            public void onForgotten(String pipeline) {
                recovered.remove(pipeline);
                try {
                    history.recoverForgotten(pipeline);
                } catch (IOException e) {
                    failures.add(e);
                }
            }

            @Override
            public void onEntry(JournalEntry entry) {
                Recovered before = recovered.getOrDefault(
                        entry.pipeline(), new Recovered(PipelineState.unborn(entry.pipeline()), 0));
                List<Event> events = EngineJson.events(entry.json());
                PipelineState state = before.state();
                for (Event event : events) {
                    state = state.apply(event);
                }
                try {
                    history.recover(entry.pipeline(), entry.sequence(), events, before.state());
                } catch (IOException e) {
                    failures.add(e);
                }
                recovered.put(entry.pipeline(), new Recovered(state, entry.sequence()));
            }
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        history.recovered();
        Set<String> live = new HashSet<>();
        recovered.forEach((name, last) -> {
            pipelines.put(name, new PipelineRuntime(host, history, last.state(), last.sequence()));
            live.addAll(inProgress(last.state()));
            told.accept(last.state());
        });
        host.agents().recover(live);
        pipelines.values().forEach(PipelineRuntime::resume);
        forgetOld();
    }

    private static List<String> inProgress(PipelineState state) {
        List<String> attempts = new ArrayList<>();
        for (Effect effect : Effects.of(state)) {
            if (effect instanceof Effect.StartAction start) {
                attempts.add(start.actionExecutionId());
            } else if (effect instanceof Effect.EvaluateRule evaluate) {
                attempts.add(evaluate.ruleExecutionId());
            }
        }
        return attempts;
    }

    private record Recovered(PipelineState state, long sequence) {}
}
