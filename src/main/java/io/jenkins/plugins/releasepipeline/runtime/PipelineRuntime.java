package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Decider;
import io.jenkins.plugins.releasepipeline.engine.Decision;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.RollbackTarget;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import io.jenkins.plugins.releasepipeline.journal.JournalEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A live pipeline, and the only writer of it. Takes commands from its mailbox in turn, decides, writes the events down,
 * and only then publishes the new state, answers, and performs the effects. Thread-safe; no method waits.
 */
public final class PipelineRuntime {
    private static final Logger LOGGER = Logger.getLogger(PipelineRuntime.class.getName());
    private static final int MAX_BATCH = 64;
    private static final long RETRY_SECONDS = 1;
    private static final int FORGET_EVERY = 10;

    private final String name;
    private final Host host;
    private final ExecutionHistory history;
    private final RunningActions actions;
    private final Queue<Envelope> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean forgetting = new AtomicBoolean();
    private final List<PipelineListener> listeners = new CopyOnWriteArrayList<>();
    private long sequence;
    private volatile PublishedState published;
    private volatile boolean closed;
    private volatile boolean retired;
    private volatile boolean ended;

    PipelineRuntime(Host host, ExecutionHistory history, PipelineState state, long sequence) {
        this.name = state.pipelineName();
        this.host = host;
        this.history = history;
        this.published = new PublishedState(state, sequence);
        this.sequence = sequence;
        this.actions = new RunningActions(this, host);
    }

    public String name() {
        return name;
    }

    /** What is true of the pipeline: all of it is on disk. */
    public PipelineState state() {
        return published.state();
    }

    /** {@link #state()} with its number: another number after each change, the same one after a restart. */
    public PublishedState published() {
        return published;
    }

    /** The pipeline's executions, past ones too. */
    public PipelineHistory history() {
        return new PipelineHistory(name, history.reader());
    }

    /**
     * The definition that an execution ran by, or the present one when that is forgotten. Blocks.
     *
     * @throws IOException when it cannot be read
     */
    public PipelineDeclaration definitionOf(ExecutionRecord record) throws IOException {
        return ownDefinition(record).orElseGet(() -> state().definition());
    }

    private Optional<PipelineDeclaration> ownDefinition(ExecutionRecord record) throws IOException {
        int version = record.origin().definitionVersion();
        PipelineDeclaration inUse = state().definitions().get(version);
        return inUse != null ? Optional.of(inUse) : history.reader().definition(name, version);
    }

    /**
     * Asks for something. The stage completes when what came of it is on disk; exceptionally, with nothing changed, when
     * it could not be written down. For an approval that authors may not give it is asked first who they are, which takes
     * as long as reading the repository does.
     */
    public CompletionStage<CommandResult> submit(Command command) {
        if (command instanceof Command.PutApproval approval
                && approval.authors().isEmpty()) {
            CommitAuthors authors = new CommitAuthors(state(), host.changes().forPipeline(name()));
            if (authors.matter(approval.stage(), approval.action(), approval.token())) {
                return authors.of(approval.stage(), approval.action(), approval.token())
                        .exceptionally(unknown -> Optional.empty())
                        .thenCompose(names -> enqueue(approval.knowing(names), false));
            }
        }
        CompletionStage<CommandResult> result = enqueue(command, false);
        return command instanceof Command.StopExecution stop
                ? result.thenCompose(answer -> stopped(stop, answer))
                : result;
    }

    /** The engine forgets executions that are over; the history tells that one was there. */
    private CompletionStage<CommandResult> stopped(Command.StopExecution stop, CommandResult result) {
        boolean unknown = result instanceof CommandResult.Refused refused
                && refused.refusal().error() == Refusal.Error.PipelineExecutionNotFoundException;
        return unknown
                ? CompletableFuture.supplyAsync(() -> over(stop.executionId()).orElse(result), host.io())
                : CompletableFuture.completedStage(result);
    }

    private Optional<CommandResult> over(String executionId) {
        try {
            return history.reader()
                    .read(name, executionId)
                    .map(record -> new CommandResult.Refused(new Refusal(
                            Refusal.Error.PipelineExecutionNotStoppableException,
                            "Execution " + executionId + " is " + record.status() + " and cannot be stopped.")));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The history of " + executionId + " cannot be read", e);
            return Optional.empty();
        }
    }

    /**
     * Takes a stage back to what an earlier execution brought there (reference §1.9). Blocks while it reads what that
     * was, and keeps its artifacts for the new execution.
     *
     * @param byItsDefinition whether the stage is run as it was defined then, if that is not the present definition
     * @throws IOException when it cannot be read
     */
    public CompletionStage<CommandResult> rollBack(
            ExecutionRecord target, String stage, boolean byItsDefinition, String by) throws IOException {
        Optional<PipelineDeclaration> own = ownDefinition(target);
        if (byItsDefinition && own.isEmpty()) {
            return CompletableFuture.completedStage(new CommandResult.Refused(new Refusal(
                    Refusal.Error.PipelineExecutionOutdatedException,
                    "Execution " + target.origin().id() + " ran by version "
                            + target.origin().definitionVersion()
                            + " of the definition, which is not remembered any more.")));
        }
        PipelineDeclaration definition = own.orElseGet(() -> state().definition());
        RollbackTarget products = RollbackTargets.of(target, definition);
        String executionId = UUID.randomUUID().toString();
        List<ArtifactDigest> artifacts = products.products().artifacts().values().stream()
                .map(ArtifactDigest::parse)
                .toList();
        host.artifacts().of(name).retain(executionId, artifacts);
        return submit(new Command.RollbackStage(
                        executionId,
                        stage,
                        products,
                        target.origin().type(),
                        target.stages().stream()
                                .filter(each -> each.name().equals(stage))
                                .findFirst()
                                .map(ExecutionRecord.StageRecord::status),
                        byItsDefinition ? Optional.of(definition) : Optional.empty(),
                        by))
                .whenComplete((result, failure) -> {
                    if (!(result instanceof CommandResult.Done)) {
                        release(executionId);
                    }
                });
    }

    private void release(String executionId) {
        try {
            host.artifacts().of(name).release(executionId);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Pipeline " + name + ": artifacts of a rollback that did not begin are kept", e);
        }
    }

    /** Tells {@code listener} what happens from now on, until it is {@linkplain #unlisten removed}. */
    public void listen(PipelineListener listener) {
        listeners.add(listener);
    }

    public void unlisten(PipelineListener listener) {
        listeners.remove(listener);
    }

    /** What the world reports must not be lost: it is tried again until it is written down. */
    CompletionStage<CommandResult> report(Command command) {
        return enqueue(command, true);
    }

    /** Takes up what was in progress when the process ended. */
    void resume() {
        actions.resume(state());
    }

    /** Takes no further turn; who asks for something is told so. */
    void close() {
        closed = true;
        refuseWhatWaits();
    }

    /** Takes no turn until {@link #takeUpAgain}; completes when the last one is over. */
    CompletionStage<Void> retire() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        whenIdle(() -> {
            retired = true;
            idle.complete(null);
        });
        return idle;
    }

    /** Goes on after it was retired. */
    void takeUpAgain() {
        retired = false;
        takeTurn();
    }

    /** Is gone for good: nothing of it works any more, and who waits for an answer or asks for something is told so. */
    void end() {
        ended = true;
        actions.releaseAll();
        refuseWhatWaits();
    }

    private void refuseWhatWaits() {
        String why = ended ? "Pipeline '" + name + "' was deleted." : "The pipelines are being closed.";
        for (Envelope envelope = mailbox.poll(); envelope != null; envelope = mailbox.poll()) {
            envelope.result().completeExceptionally(new IOException(why));
        }
    }

    private CompletionStage<CommandResult> enqueue(Command command, boolean persistent) {
        Envelope envelope = new Envelope(command, persistent, new CompletableFuture<>());
        mailbox.add(envelope);
        if (ended || closed) {
            refuseWhatWaits();
        }
        takeTurn();
        return envelope.result();
    }

    private void takeTurn() {
        if (!closed && !retired && !mailbox.isEmpty() && busy.compareAndSet(false, true)) {
            host.threads().execute(this::turn);
        }
    }

    private void turn() {
        List<Answer> answers = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        PipelineState next = state();
        for (Envelope envelope = mailbox.poll(); envelope != null; envelope = mailbox.poll()) {
            Decision decision;
            try {
                decision = Decider.decide(next, envelope.command(), host.clock().instant());
            } catch (RuntimeException | StackOverflowError e) {
                LOGGER.log(Level.SEVERE, "Pipeline " + name + ": no decision on " + envelope.command(), e);
                envelope.result().completeExceptionally(e);
                continue;
            }
            if (decision instanceof Decision.Accepted accepted) {
                events.addAll(accepted.events());
                next = accepted.state();
                answers.add(new Answer(envelope, new CommandResult.Done(next, accepted.executionId())));
            } else if (decision instanceof Decision.Refused refused) {
                answers.add(new Answer(envelope, new CommandResult.Refused(refused.refusal())));
            }
            if (answers.size() >= MAX_BATCH) {
                break;
            }
        }
        PipelineState decided = next;
        if (events.isEmpty()) {
            finish(answers, events, decided, null);
            return;
        }
        CompletionStage<Void> written;
        try {
            written = host.journal().append(new JournalEntry(name, sequence + 1, EngineJson.write(events)));
        } catch (RuntimeException | StackOverflowError e) {
            written = CompletableFuture.failedStage(e);
        }
        written.whenCompleteAsync((done, failure) -> finish(answers, events, decided, failure), host.threads());
    }

    /** Whatever happens in a turn, the next one comes. */
    private void finish(List<Answer> answers, List<Event> events, PipelineState decided, Throwable failure) {
        try {
            finished(answers, events, decided, failure);
        } finally {
            busy.set(false);
            takeTurn();
        }
    }

    private void finished(List<Answer> answers, List<Event> events, PipelineState decided, Throwable failure) {
        if (failure == null) {
            if (!events.isEmpty()) {
                sequence++;
                history.append(name, sequence, events, state());
                published = new PublishedState(decided, sequence);
                forgetOld(events);
                tell(events);
            }
            answers.forEach(answer -> answer.envelope().result().complete(answer.result()));
            if (!events.isEmpty()) {
                perform(events);
            }
        } else {
            if (!closed) {
                LOGGER.log(Level.WARNING, "Pipeline " + name + ": events could not be written down", failure);
            }
            for (Answer answer : answers) {
                if (answer.envelope().persistent() && !closed) {
                    host.timers().schedule(() -> again(answer.envelope()), RETRY_SECONDS, TimeUnit.SECONDS);
                } else {
                    answer.envelope().result().completeExceptionally(failure);
                }
            }
        }
    }

    private void forgetOld(List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.ExecutionStarted started && started.number() % FORGET_EVERY == 0) {
                forgetOld();
            }
        }
    }

    /** Forgets executions that are not to be remembered any longer, soon and not on the pipeline's own turn. */
    void forgetOld() {
        if (closed || !forgetting.compareAndSet(false, true)) {
            return;
        }
        try {
            host.io().execute(() -> {
                try {
                    history.forget(name, state(), host.clock().instant());
                } catch (IOException | RuntimeException e) {
                    LOGGER.log(
                            closed ? Level.FINE : Level.WARNING,
                            "Pipeline " + name + ": old executions could not be forgotten; it is tried again",
                            e);
                } finally {
                    forgetting.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            forgetting.set(false);
            LOGGER.log(Level.FINE, "Closing: old executions are forgotten later", e);
        }
    }

    private void again(Envelope envelope) {
        mailbox.add(envelope);
        takeTurn();
    }

    private void tell(List<Event> events) {
        for (PipelineListener listener : listeners) {
            try {
                listener.happened(state(), List.copyOf(events));
            } catch (Throwable e) {
                LOGGER.log(Level.WARNING, "Pipeline " + name + ": a listener failed", e);
            }
        }
    }

    private void perform(List<Event> events) {
        for (Event event : events) {
            for (Effect effect : Effects.of(event)) {
                actions.perform(effect, state());
            }
        }
    }

    /** The state and the journal's sequence number that belong together, for a snapshot; on the pipeline's own turn. */
    CompletionStage<Snapshot> snapshot() {
        CompletableFuture<Snapshot> taken = new CompletableFuture<>();
        whenIdle(() -> taken.complete(new Snapshot(name, sequence, state())));
        return taken;
    }

    private void whenIdle(Runnable work) {
        if (busy.compareAndSet(false, true)) {
            host.threads().execute(() -> {
                try {
                    work.run();
                } finally {
                    busy.set(false);
                    takeTurn();
                }
            });
        } else {
            host.timers().schedule(() -> whenIdle(work), 1, TimeUnit.MILLISECONDS);
        }
    }

    record Snapshot(String pipeline, long sequence, PipelineState state) {}

    private record Envelope(Command command, boolean persistent, CompletableFuture<CommandResult> result) {}

    private record Answer(Envelope envelope, CommandResult result) {}
}
