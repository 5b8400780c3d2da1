package io.jenkins.plugins.releasepipeline.simulation;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.definition.DisabledTransition;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalEntry;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import io.jenkins.plugins.releasepipeline.journal.Recovery;
import io.jenkins.plugins.releasepipeline.journal.RecoveryVisitor;
import io.jenkins.plugins.releasepipeline.journal.SimulatedStorage;
import io.jenkins.plugins.releasepipeline.runtime.Approvers;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.Histories;
import io.jenkins.plugins.releasepipeline.runtime.Host;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * The real pipelines on a simulated machine: one thread, virtual time, a disk in memory. {@link #execute} takes one step
 * and then holds everything to the invariants.
 */
final class World implements AutoCloseable {
    private static final int PATIENCE = 20_000;
    private static final int THOROUGH_EVERY = 4;

    private final VirtualClock clock = new VirtualClock();
    private final boolean thorough;
    private final Random random;
    private final int segmentBytes;
    private final SimulatedStorage storage;
    private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
    private final Path history = files.getPath("/history");
    private final Map<Path, Long> durableHistory = new HashMap<>();
    private final SimulatedActions actions;
    private final Map<String, PipelineTruth> truths = new LinkedHashMap<>();
    private final Set<String> forgetting = new HashSet<>();
    private final Map<String, PipelineRuntime> heard = new HashMap<>();

    private SimulatedThreads threads;
    private ReleasePipelines pipelines;
    private int unanswered;
    private int compactions;
    private int forgotten;
    private boolean faultless = true;
    private boolean powerFails;

    /** @param seed of what the disk does, when it is told to fail or to lose power */
    World(long seed) {
        thorough = seed % THOROUGH_EVERY == 0;
        random = new Random(seed);
        segmentBytes = 1000 + random.nextInt(8000);
        storage = new SimulatedStorage(random);
        actions = new SimulatedActions(new SimulatedActions.Checks() {
            @Override
            public boolean isRecorded(String attempt) {
                return storage.keeps(attempt);
            }

            @Override
            public boolean isInProgress(String pipeline, String execution, String stage, String action, String id) {
                return truth(pipeline)
                        .state()
                        .execution(execution)
                        .filter(ExecutionState::isLive)
                        .flatMap(found -> found.stage(stage))
                        .filter(found -> found.inProgress(action, id).isPresent()
                                || found.conditions().values().stream()
                                        .anyMatch(condition ->
                                                condition.inProgress(action, id).isPresent()))
                        .isPresent();
            }
        });
        storage.whenPublished(() -> {
            compactions++;
            noteHistory();
        });
        begin();
    }

    VirtualClock clock() {
        return clock;
    }

    int ready() {
        return threads.ready();
    }

    SimulatedActions actions() {
        return actions;
    }

    /** The pipelines that were ever asked for something, by name. */
    Map<String, PipelineTruth> truths() {
        return truths;
    }

    /** How often the journal was compacted. */
    int compactions() {
        return compactions;
    }

    /** How many pipelines were deleted. */
    int forgotten() {
        return forgotten;
    }

    boolean isFaultless() {
        return faultless;
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void execute(Step step) {
        take(step);
        Violation.throwFirst();
        if (storage.isOff()) {
            crash(true);
        }
        listen();
        if (threads.ready() == 0) {
            holdsWhenIdle();
        }
        Violation.throwFirst();
    }

    private void take(Step step) {
        if (step instanceof Step.Submit submit) {
            submit(submit.pipeline(), submit.command());
        } else if (step instanceof Step.Run run) {
            if (threads.ready() > 0) {
                threads.run(run.index() % threads.ready());
            }
        } else if (step instanceof Step.RunAll) {
            runAll();
        } else if (step instanceof Step.Pass pass) {
            clock.pass(pass.time());
            threads.wake();
        } else if (step instanceof Step.Report report) {
            actions.report(report.attempt(), report.outcome());
        } else if (step instanceof Step.Progress progress) {
            actions.progress(progress.attempt());
        } else if (step instanceof Step.NextStart next) {
            actions.nextStart(next.outcome());
        } else if (step instanceof Step.Disk disk) {
            faultless &= disk.failing() == 0;
            storage.failSome(disk.failing() / 100.0);
        } else if (step instanceof Step.PowerFailsIn power) {
            faultless = false;
            powerFails = true;
            storage.losePowerAfter(power.steps());
        } else if (step instanceof Step.Crash crash) {
            crash(crash.power());
        } else if (step instanceof Step.Forget forget) {
            forget(forget.pipeline());
        } else if (step instanceof Step.Restart) {
            restart();
        } else if (step instanceof Step.Settle) {
            settle();
        }
    }

    private void runAll() {
        int patience = PATIENCE;
        while (threads.ready() > 0 && !storage.isOff()) {
            threads.run(0);
            Violation.throwFirst();
            listen();
            Violation.unless(patience-- > 0, "work_comes_to_an_end", "%d tasks wait", threads.ready());
        }
    }

    // asking

    private PipelineTruth truth(String pipeline) {
        return truths.computeIfAbsent(pipeline, name -> new PipelineTruth(name, thorough));
    }

    private void forget(String name) {
        if (forgetting.contains(name) || pipelines.pipeline(name).isEmpty()) {
            return;
        }
        forgetting.add(name);
        unanswered++;
        ReleasePipelines life = pipelines;
        pipelines.forget(name, "not needed", "ada").whenComplete((done, failure) -> {
            if (life == pipelines) {
                unanswered--;
                forgetting.remove(name);
                if (failure == null) {
                    isGone(name);
                } else {
                    Violation.unless(!faultless, "a_command_fails_only_with_the_disk", "forget %s: %s", name, failure);
                }
            }
        });
    }

    private void isGone(String name) {
        forgotten++;
        truths.remove(name);
        heard.remove(name);
        nothingIsLeftOfWhatWasForgotten();
    }

    private void nothingIsLeftOfWhatWasForgotten() {
        for (Path file : historyFiles()) {
            String name = history.relativize(file).getName(0).toString();
            Violation.unless(truths.containsKey(name), "nothing_is_left_of_what_was_forgotten", "%s", file);
        }
    }

    private void submit(String pipeline, Command command) {
        if (command instanceof Command.UpdateDefinition && forgetting.contains(pipeline)) {
            return;
        }
        PipelineTruth truth = truth(pipeline);
        unanswered++;
        ReleasePipelines life = pipelines;
        if (command instanceof Command.UpdateDefinition update) {
            pipelines
                    .define(
                            new PipelineDefinition(
                                    update.definition(),
                                    null,
                                    List.of(),
                                    update.closedTransitions().entrySet().stream()
                                            .map(each ->
                                                    new DisabledTransition(each.getKey(), each.getValue(), Map.of()))
                                            .toList(),
                                    Map.of()),
                            update.policy(),
                            update.by())
                    .whenComplete((result, failure) -> answered(life, truth, command, result, failure));
            return;
        }
        Optional<PipelineRuntime> runtime = pipelines.pipeline(pipeline);
        if (runtime.isEmpty()) {
            unanswered--;
        } else {
            runtime.get()
                    .submit(command)
                    .whenComplete((result, failure) -> answered(life, truth, command, result, failure));
        }
    }

    private void answered(
            ReleasePipelines life, PipelineTruth truth, Command command, CommandResult result, Throwable failure) {
        if (life != pipelines) {
            return;
        }
        unanswered--;
        listen();
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            Violation.unless(
                    cause instanceof IOException
                            && (!faultless || truths.get(truth.name()) != truth || forgetting.contains(truth.name())),
                    "a_command_fails_only_with_the_disk",
                    "%s: %s",
                    command,
                    failure);
        } else if (result instanceof CommandResult.Refused refused) {
            Violation.unless(!refused.refusal().message().isBlank(), "a_refusal_says_why", "%s", command);
        } else if (result instanceof CommandResult.Done done) {
            Violation.unless(
                    truth.wasJustNow(done.state()),
                    "nothing_is_acknowledged_before_it_is_durable",
                    "%s was answered with %s",
                    command,
                    done.state());
            if (command instanceof Command.StartExecution) {
                Violation.unless(
                        truth.executions().containsKey(done.executionId().orElse("")),
                        "nothing_is_acknowledged_before_it_is_durable",
                        "%s was answered with execution %s",
                        command,
                        done.executionId());
            }
        }
    }

    /** Hears of the pipelines that have just got their first definition. */
    private void listen() {
        for (String name : pipelines.names()) {
            PipelineRuntime runtime = pipelines.pipeline(name).orElseThrow();
            if (heard.get(name) != runtime) {
                heard.put(name, runtime);
                PipelineTruth truth = truth(name);
                if (truth.entries() == 0) {
                    for (Entry entry : read(storage).getOrDefault(name, new Found()).entries) {
                        truth.told(entry.after, entry.events);
                    }
                }
                ReleasePipelines life = pipelines;
                runtime.listen((state, events) -> {
                    if (life == pipelines) {
                        told(truth, state, events);
                    }
                });
            }
        }
    }

    private void told(PipelineTruth truth, PipelineState state, List<Event> events) {
        try {
            truth.told(state, events);
        } catch (AssertionError | RuntimeException e) {
            throw Violation.of(e);
        }
    }

    // ending and beginning again

    private void crash(boolean power) {
        threads.end();
        storage.failSome(0);
        if (power) {
            losePower();
        } else {
            faultless = !powerFails;
        }
        begin();
    }

    private void losePower() {
        tearHistory();
        storage.powerOn();
        powerFails = false;
        faultless = true;
    }

    private void restart() {
        ReleasePipelines ending = pipelines;
        pipelines = null;
        try {
            ending.close();
        } catch (IOException e) {
            Violation.unless(!faultless, "a_host_ends_without_an_error", "%s", e);
        }
        crash(storage.isOff());
    }

    private void begin() {
        pipelines = null;
        while (pipelines == null) {
            heard.clear();
            unanswered = 0;
            actions.crash();
            holdsAfterCrash();
            threads = new SimulatedThreads(clock);
            try {
                pipelines = open();
            } catch (IOException e) {
                if (!storage.isOff()) {
                    throw new Violation("a_home_opens_after_any_crash", e.toString());
                }
                threads.end();
                losePower();
            }
        }
        listen();
        truths.forEach((name, truth) -> pipelines
                .pipeline(name)
                .ifPresent(runtime -> Violation.unless(
                        runtime.state().equals(truth.state()),
                        "a_pipeline_comes_back_as_it_was",
                        "%s became %s",
                        truth.state(),
                        runtime.state())));
    }

    private ReleasePipelines open() throws IOException {
        ExecutorService executor = threads.executor();
        Journal journal = Journal.open(
                storage, new JournalOptions(segmentBytes, 16 << 20, executor, Optional.of(threads.executor())));
        return ReleasePipelines.open(new Host(
                journal,
                history,
                new Retention(1000, Optional.empty()),
                ArtifactStores.shared(new SimulatedActions.NoArtifacts()),
                actions,
                actions,
                null,
                null,
                SourceChanges.NONE,
                Approvers.AS_GIVEN,
                type -> Optional.of(actions.provider(type)),
                clock,
                executor,
                executor,
                threads.timers()));
    }

    /** What was appended to the history since it was last synced may be lost, from the end. */
    private void tearHistory() {
        for (Path file : historyFiles()) {
            try {
                long durable = durableHistory.getOrDefault(file, 0L);
                long loose = Files.size(file) - durable;
                if (loose > 0) {
                    long kept = durable + (long) (random.nextDouble() * (loose + 1));
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(kept);
                    }
                    if (kept == 0 && random.nextBoolean()) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        noteHistory();
    }

    private void noteHistory() {
        durableHistory.clear();
        for (Path file : historyFiles()) {
            try {
                durableHistory.put(file, Files.size(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<Path> historyFiles() {
        if (!Files.exists(history)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(history)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // what must hold

    private void holdsAfterCrash() {
        Map<String, Found> found = read(storage);
        forgetting.stream().filter(name -> !found.containsKey(name)).forEach(truths::remove);
        forgetting.clear();
        truths.forEach((name, truth) -> {
            Found there = found.getOrDefault(name, new Found());
            Violation.unless(
                    there.last >= truth.entries(),
                    "nothing_acknowledged_is_lost",
                    "pipeline %s had %d entries, %d are left",
                    name,
                    truth.entries(),
                    there.last);
            Violation.unless(
                    there.last <= truth.entries() + 1 || truth.entries() == 0,
                    "one_entry_at_a_time_is_on_its_way",
                    "pipeline %s had %d entries, there are %d",
                    name,
                    truth.entries(),
                    there.last);
            there.states.forEach((sequence, state) -> Violation.unless(
                    sequence != truth.entries() || state.equals(truth.state()),
                    "replaying_the_journal_gives_the_same_state",
                    "entry %d of %s gives %s and not %s",
                    sequence,
                    name,
                    state,
                    truth.state()));
            for (Entry entry : there.entries) {
                if (entry.sequence > truth.entries()) {
                    told(truth, entry.after, entry.events);
                }
            }
        });
    }

    /** When nothing can run, nothing is forgotten. */
    private void holdsWhenIdle() {
        if (!faultless || !forgetting.isEmpty()) {
            return;
        }
        Violation.unless(unanswered == 0, "every_command_is_answered", "%d are not", unanswered);
        Set<String> worked = new HashSet<>();
        for (PipelineTruth truth : truths.values()) {
            for (Effect effect : Effects.of(truth.state())) {
                if (effect instanceof Effect.ArmTimer timer) {
                    Violation.unless(
                            clock.instant().isBefore(timer.at().plus(Duration.ofMillis(2))),
                            "what_time_brings_about_happens_in_time",
                            "%s",
                            timer);
                } else if (effect instanceof Effect.StartAction start) {
                    worked.add(start.actionExecutionId());
                } else if (effect instanceof Effect.EvaluateRule rule) {
                    worked.add(rule.ruleExecutionId());
                }
            }
        }
        Violation.unless(
                worked.equals(actions.workingIds()),
                "what_is_in_progress_is_worked_on_and_nothing_else",
                "in progress %s, at work %s",
                worked,
                actions.workingIds());
        Violation.unless(actions.unreleased().isEmpty(), "what_has_ended_is_released", "%s", actions.unreleased());
    }

    private interface Visitor {
        void visit(ExecutionState execution, StageExecution stage, ActionExecution action);
    }

    private static void eachInProgress(PipelineTruth truth, Visitor visitor) {
        for (ExecutionState execution : truth.state().executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ActionExecution action : stage.actions().values()) {
                    if (action.isInProgress()) {
                        visitor.visit(execution, stage, action);
                    }
                }
            }
        }
    }

    // rest

    private void settle() {
        storage.failSome(0);
        storage.losePowerAfter(Integer.MAX_VALUE);
        powerFails = false;
        if (!faultless) {
            crash(false);
        }
        int patience = PATIENCE;
        int idle = 0;
        while (idle < 4) {
            runAll();
            if (storage.isOff()) {
                throw new Violation("the_power_stays", "while everything settles");
            }
            holdsWhenIdle();
            Violation.unless(patience-- > 0, "everything_comes_to_rest", "%s", states());
            if (goOn()) {
                idle = 0;
            } else {
                Optional<Instant> due = nextDue();
                idle += due.isPresent() ? 0 : 1;
                clock.pass(due.map(at -> Duration.between(clock.instant(), at).plusMillis(1))
                        .orElse(Duration.ofSeconds(2)));
                threads.wake();
            }
        }
        truths.values().forEach(this::rests);
    }

    /** When time is the next to bring something about. */
    private Optional<Instant> nextDue() {
        return truths.values().stream()
                .flatMap(truth -> Effects.of(truth.state()).stream())
                .filter(Effect.ArmTimer.class::isInstance)
                .map(effect -> ((Effect.ArmTimer) effect).at())
                .filter(clock.instant()::isBefore)
                .min(Comparator.naturalOrder());
    }

    private List<PipelineState> states() {
        return truths.values().stream().map(PipelineTruth::state).toList();
    }

    /** Allows, answers or ends one thing. */
    private boolean goOn() {
        List<String> working = actions.working();
        if (!working.isEmpty()) {
            actions.report(working.get(0), Step.Outcome.succeeds);
            return true;
        }
        for (PipelineTruth truth : truths.values()) {
            String name = truth.state().pipelineName();
            for (StageState stage : truth.state().stages().values()) {
                if (!stage.inbound().enabled()) {
                    submit(name, new Command.SetTransition(stage.name(), true, "", "ada"));
                    return true;
                }
            }
            List<Command> answers = new ArrayList<>();
            eachInProgress(truth, (execution, stage, action) -> action.expires()
                    .filter(clock.instant()::isBefore)
                    .ifPresent(at -> answers.add(new Command.PutApproval(
                            stage.stageName(),
                            action.actionName(),
                            action.actionExecutionId(),
                            ApprovalStatus.Approved,
                            "",
                            new Approver("approver " + action.answers().size(), Set.of("release"), Set.of()),
                            Optional.of(Set.of())))));
            if (!answers.isEmpty()) {
                submit(name, answers.get(0));
                return true;
            }
        }
        return false;
    }

    private void rests(PipelineTruth truth) {
        PipelineState state = truth.state();
        Violation.unless(state.liveExecutions().isEmpty(), "everything_comes_to_rest", "%s", state.liveExecutions());
        for (StageState stage : state.stages().values()) {
            Violation.unless(
                    stage.holder().isEmpty() && stage.waiting().isEmpty(), "a_stage_at_rest_is_free", "%s", stage);
        }
        pipelines.pipeline(state.pipelineName()).ifPresent(runtime -> {
            Violation.unless(
                    runtime.state().equals(state),
                    "the_runtime_shows_what_is_true",
                    "%s, not %s",
                    runtime.state(),
                    state);
            if (thorough) {
                truth.executions().forEach((id, events) -> historyTells(runtime, id, events));
            }
        });
    }

    private static void historyTells(PipelineRuntime runtime, String id, List<Event> events) {
        try {
            Optional<ExecutionRecord> told = runtime.history().execution(id);
            Violation.unless(
                    told.filter(record -> Histories.tells(record, events)).isPresent(),
                    "the_history_tells_what_happened",
                    "of execution %s: %s",
                    id,
                    told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the journal, read by another

    private record Entry(long sequence, List<Event> events, PipelineState after) {}

    private static final class Found {
        private final List<Entry> entries = new ArrayList<>();
        private final Map<Long, PipelineState> states = new HashMap<>();
        private long last;
        private PipelineState state;
    }

    /** The latest snapshot and the segments since. */
    private static List<String> current(List<String> names) {
        String from = names.stream()
                .filter(name -> name.startsWith("snapshot-"))
                .max(Comparator.naturalOrder())
                .map(name -> name.substring("snapshot-".length()))
                .orElse("");
        List<String> files = new ArrayList<>();
        names.stream().filter(name -> name.equals("snapshot-" + from)).forEach(files::add);
        names.stream()
                .filter(name -> name.startsWith("segment-"))
                .filter(name -> name.substring("segment-".length()).compareTo(from) >= 0)
                .sorted()
                .forEach(files::add);
        return files;
    }

    private static Map<String, Found> read(SimulatedStorage storage) {
        Map<String, Found> found = new HashMap<>();
        try {
            new Recovery(storage, current(storage.list()), 16 << 20, Optional.empty(), 0).replay(new RecoveryVisitor() {
                @Override
                public void onSnapshot(String pipeline, long sequence, String json) {
                    Found there = found.computeIfAbsent(pipeline, any -> new Found());
                    there.state = EngineJson.state(json);
                    there.last = sequence;
                    there.states.put(sequence, there.state);
                }

                @Override
                public void onEntry(JournalEntry entry) {
                    Found there = found.computeIfAbsent(entry.pipeline(), any -> new Found());
                    if (there.state == null) {
                        there.state = PipelineState.unborn(entry.pipeline());
                    }
                    List<Event> events = EngineJson.events(entry.json());
                    for (Event event : events) {
                        there.state = there.state.apply(event);
                    }
                    there.last = entry.sequence();
                    there.states.put(entry.sequence(), there.state);
                    there.entries.add(new Entry(entry.sequence(), events, there.state));
                }

                @Override
                public void onForgotten(String pipeline) {
                    found.remove(pipeline);
                }
            });
        } catch (IOException e) {
            throw new Violation("a_journal_is_readable_after_any_crash", e.toString());
        }
        return found;
    }
}
