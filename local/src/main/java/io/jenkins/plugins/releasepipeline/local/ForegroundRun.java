package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ApprovalPolicy;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RollbackStart;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineListener;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.view.ExecutionJson;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One execution in the foreground: starts it, shows it, asks what it asks, and says how it ended. */
final class ForegroundRun {
    private static final int TAIL_LINES = 20;

    private final RunOptions options;
    private final Terminal terminal;
    private final PrintStream out;
    private final PrintStream err;
    private final String user = System.getProperty("user.name", "somebody");

    ForegroundRun(RunOptions options, Terminal terminal, PrintStream out, PrintStream err) {
        this.options = options;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int run(Path file) throws IOException, InterruptedException, WrongCallException {
        Optional<PipelineDefinition> definition = definition(file);
        if (definition.isEmpty()) {
            return ExitCodes.WRONG_CALL;
        }
        return run(definition.get());
    }

    int run(PipelineDefinition definition) throws IOException, InterruptedException, WrongCallException {
        PipelineDeclaration pipeline = definition.pipeline();
        checkNames(pipeline);
        LocalConfiguration configuration = options.mappings().isPresent()
                ? LocalConfiguration.read(options.mappings().get())
                : LocalConfiguration.ofHome(options.home());
        LocalMappings mappings = configuration.mappings().withSources(sourceActions(pipeline), options.sources());
        List<String> unmapped = MappingCheck.of(pipeline, mappings);
        if (!unmapped.isEmpty()) {
            unmapped.forEach(err::println);
            return ExitCodes.WRONG_CALL;
        }
        try (LocalHome home = LocalHome.open(
                options.home(), mappings, configuration.secrets(), configuration.agents(), configuration.retention())) {
            home.recovery()
                    .tornFile()
                    .ifPresent(torn ->
                            err.println("release-pipeline: " + home.recovery().tornBytes()
                                    + " bytes that a crash left half written at the end of " + torn + " were cut off"));
            return follow(home, definition, mappings);
        }
    }

    private int follow(LocalHome home, PipelineDefinition definition, LocalMappings mappings)
            throws IOException, InterruptedException, WrongCallException {
        PipelineDeclaration pipeline = definition.pipeline();
        PipelineRuntime runtime;
        String executionId;
        if (options.resume()) {
            runtime = home.pipelines()
                    .pipeline(pipeline.name())
                    .orElseThrow(() -> new WrongCallException("There is no pipeline '" + pipeline.name() + "' in "
                            + options.home() + " to resume; run it without --resume first"));
            executionId = latest(runtime);
        } else {
            result(home.pipelines().define(definition, user));
            runtime = home.pipelines().pipeline(pipeline.name()).orElseThrow();
            executionId = UUID.randomUUID().toString();
        }
        try (Progress progress = progress(home, executionId)) {
            Attendant attendant = new Attendant(runtime, executionId, progress, mappings);
            attendant.begin(options.resume());
            attendant.attend();
        }
        ExecutionRecord record = runtime.history().execution(executionId).orElseThrow();
        PipelineDeclaration ran = runtime.definitionOf(record);
        if (options.json()) {
            out.println(ExecutionJson.of(ran, record).toPrettyString());
        } else {
            conclude(home, ran, record);
            rollbackOf(runtime, record).ifPresent(this::concludeRollback);
        }
        return ExitCodes.of(record);
    }

    /** The execution that took back by itself what this one broke. */
    private static Optional<ExecutionRecord> rollbackOf(PipelineRuntime runtime, ExecutionRecord failed)
            throws IOException {
        return runtime.history().page(HistoryQuery.latest(5)).executions().stream()
                .filter(each -> each.origin().trigger().type() == TriggerType.AutomatedRollback
                        && each.origin()
                                .trigger()
                                .detail()
                                .equals(failed.origin().id()))
                .findFirst();
    }

    private void concludeRollback(ExecutionRecord rollback) {
        String text = "Rolled back by execution " + rollback.origin().number() + ": " + rollback.status();
        out.println(terminal.paint(
                rollback.status() == ExecutionStatus.Succeeded ? Terminal.Colour.GREEN : Terminal.Colour.RED, text));
    }

    /**
     * Watches one execution, and the rollback that its failure begins, and answers and stops them as the one at the
     * terminal wants.
     */
    private final class Attendant implements PipelineListener {
        private final PipelineRuntime runtime;
        private final String executionId;
        private final Progress progress;
        private final CountDownLatch over = new CountDownLatch(1);
        private final BlockingQueue<Event.ActionStarted> questions = new LinkedBlockingQueue<>();
        private final AtomicInteger interrupts = new AtomicInteger();
        private final AtomicBoolean asking = new AtomicBoolean();
        private final Set<String> attended = ConcurrentHashMap.newKeySet();
        private final LocalMappings people;

        Attendant(PipelineRuntime runtime, String executionId, Progress progress, LocalMappings people) {
            this.runtime = runtime;
            this.executionId = executionId;
            this.progress = progress;
            this.people = people;
            attended.add(executionId);
        }

        void begin(boolean resume) throws IOException, InterruptedException, WrongCallException {
            runtime.listen(this);
            if (resume) {
                PipelineState state = runtime.state();
                progress.happened(state, List.of());
                Optional<ExecutionState> execution = state.execution(executionId);
                if (execution.isEmpty() || !execution.get().isLive()) {
                    over.countDown();
                } else {
                    openQuestions(execution.get()).forEach(questions::add);
                }
            } else {
                Map<String, String> revisions = new LinkedHashMap<>();
                options.sources().forEach((action, source) -> source.revision()
                        .ifPresent(revision -> revisions.put(action, revision)));
                result(runtime.submit(new Command.StartExecution(
                        executionId,
                        new Trigger(TriggerType.StartPipelineExecution, user),
                        options.variables(),
                        revisions,
                        Optional.empty())));
            }
            Interrupts.handle(this::interrupted);
        }

        void attend() throws InterruptedException {
            while (!over.await(50, TimeUnit.MILLISECONDS)) {
                Event.ActionStarted question = asking.get() ? null : questions.poll();
                if (question != null) {
                    answer(question);
                }
            }
            runtime.unlisten(this);
        }

        @Override
        public void happened(PipelineState state, List<Event> events) {
            progress.happened(state, events);
            for (Event event : events) {
                if (event instanceof Event.ExecutionStarted started
                        && started.trigger().type() == TriggerType.AutomatedRollback
                        && started.trigger().detail().equals(executionId)) {
                    attended.add(started.executionId());
                    progress.say("Rolling back to execution "
                            + started.rollback()
                                    .map(RollbackStart::targetExecutionId)
                                    .orElse("") + ".");
                }
                if (event instanceof Event.ActionStarted started
                        && started.expires().isPresent()
                        && attended.contains(started.executionId())) {
                    questions.add(started);
                }
            }
            if (state.liveExecutions().stream().noneMatch(execution -> attended.contains(execution.id()))) {
                over.countDown();
            }
        }

        private void answer(Event.ActionStarted question) {
            String name = question.stage() + "/" + question.action();
            if (options.approveAll() || options.approvals().contains(name)) {
                asManyAsNeeded(question).forEach(approver -> put(question, ApprovalStatus.Approved, "", approver)
                        .ifPresent(progress::say));
                if (policy(question).isPresent()) {
                    progress.say(name + " needs an approval that nobody here can give; stopping.");
                    runtime.submit(new Command.StopExecution(
                            question.executionId(), true, "Nobody here can approve " + name, user));
                }
                return;
            }
            Console console = System.console();
            if (console == null) {
                progress.say(name + " waits for an approval that nobody here can give; stopping.");
                runtime.submit(new Command.StopExecution(
                        executionId, true, "No terminal to ask for the approval " + name, user));
                return;
            }
            asking.set(true);
            Thread asker = new Thread(() -> ask(console, question, name), "release-pipeline-question");
            asker.setDaemon(true);
            asker.start();
        }

        /** On a thread of its own: whoever does not answer can still press Ctrl-C. */
        private void ask(Console console, Event.ActionStarted question, String name) {
            progress.pause();
            out.println();
            question.input()
                    .resolvedConfiguration()
                    .forEach((key, value) -> out.println("  " + key + ": " + Printable.text(value)));
            String reply;
            do {
                reply = console.readLine("  Approve %s? [y/n] ", name);
                if (reply != null) {
                    String who = asksForPeople(question) ? console.readLine("  Who says so? [%s] ", user) : user;
                    String comment = console.readLine("  Comment (may be empty): ");
                    boolean approved = reply.strip().toLowerCase(Locale.ROOT).startsWith("y");
                    put(
                                    question,
                                    approved ? ApprovalStatus.Approved : ApprovalStatus.Rejected,
                                    comment == null ? "" : comment.strip(),
                                    people.approver(who == null || who.isBlank() ? user : who.strip()))
                            .ifPresent(no -> out.println("  " + Printable.text(no)));
                }
            } while (reply != null && policy(question).isPresent());
            out.println();
            progress.resume();
            asking.set(false);
            if (reply == null) {
                runtime.submit(new Command.StopExecution(
                        question.executionId(), true, "The terminal was closed at the approval " + name, user));
            }
        }

        /** What the question asks for, as long as it is open. */
        private Optional<ApprovalPolicy> policy(Event.ActionStarted question) {
            return runtime.state()
                    .execution(question.executionId())
                    .flatMap(execution -> execution.stage(question.stage()))
                    .flatMap(stage -> stage.inProgress(question.action(), question.actionExecutionId()))
                    .flatMap(ActionExecution::policy);
        }

        private boolean asksForPeople(Event.ActionStarted question) {
            return policy(question)
                    .filter(policy -> policy.required() > 1
                            || !policy.approvers().isEmpty()
                            || !policy.starterMayApprove()
                            || !policy.authorsMayApprove())
                    .isPresent();
        }

        /** Those who would approve: whom the definition names, and otherwise whoever comes along. */
        private List<Approver> asManyAsNeeded(Event.ActionStarted question) {
            ApprovalPolicy policy = policy(question).orElse(ApprovalPolicy.of(Map.of()));
            List<Approver> approvers = new ArrayList<>();
            Set<String> groups = new HashSet<>();
            for (String each : policy.approvers()) {
                if (each.startsWith("@")) {
                    groups.add(each.substring(1));
                } else {
                    approvers.add(people.approver(each));
                }
            }
            boolean anybody = policy.approvers().isEmpty() || !groups.isEmpty();
            if (anybody && policy.starterMayApprove() && policy.authorsMayApprove()) {
                approvers.add(new Approver(user, groups, Set.of()));
            }
            for (int i = 1; anybody && approvers.size() < policy.required(); i++) {
                approvers.add(new Approver("approver-" + i, groups, Set.of()));
            }
            return approvers.stream()
                    .filter(each -> policy.starterMayApprove() || !each.name().equals(user))
                    .limit(policy.required())
                    .toList();
        }

        /** @return why it was not taken; empty when it was */
        private Optional<String> put(
                Event.ActionStarted question, ApprovalStatus status, String comment, Approver approver) {
            String summary = comment.length() > 512 ? comment.substring(0, 512) : comment;
            try {
                CommandResult result = runtime.submit(new Command.PutApproval(
                                question.stage(),
                                question.action(),
                                question.actionExecutionId(),
                                status,
                                summary,
                                approver,
                                Optional.empty()))
                        .toCompletableFuture()
                        .get();
                return result instanceof CommandResult.Refused refused
                        ? Optional.of(refused.refusal().message())
                        : Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            } catch (ExecutionException e) {
                return Optional.of(Messages.of(e.getCause()));
            }
        }

        private void interrupted() {
            boolean again = interrupts.incrementAndGet() > 1;
            progress.say(
                    again
                            ? "Abandoning what still runs."
                            : "Stopping when the running actions have ended. Ctrl-C again abandons them.");
            runtime.state().liveExecutions().stream()
                    .map(ExecutionState::id)
                    .filter(attended::contains)
                    .forEach(id ->
                            runtime.submit(new Command.StopExecution(id, again, "Stopped at the terminal", user)));
        }
    }

    private Progress progress(LocalHome home, String executionId) {
        if (options.json()) {
            return new PlainProgress(err, executionId);
        }
        return terminal.interactive()
                ? new TerminalProgress(out, terminal, executionId, key -> LogTail.lastLine(home.log(key)))
                : new PlainProgress(out, executionId);
    }

    private void conclude(LocalHome home, PipelineDeclaration pipeline, ExecutionRecord record) throws IOException {
        for (ExecutionRecord.ActionRecord action : record.actions()) {
            boolean current = record.actions().stream()
                    .filter(each ->
                            each.stage().equals(action.stage()) && each.action().equals(action.action()))
                    .allMatch(each -> each.attempt() <= action.attempt());
            if (current && action.status() == ActionStatus.Failed) {
                showFailure(home, pipeline, record, action);
            }
        }
        Duration took = Duration.between(record.origin().startedAt(), record.updatedAt());
        String text = pipeline.name() + " execution " + record.origin().number() + " " + record.status() + " in "
                + Durations.of(took);
        out.println();
        out.println(
                switch (record.status()) {
                    case Succeeded -> terminal.paint(Terminal.Colour.GREEN, text);
                    case Failed -> terminal.paint(Terminal.Colour.RED, text);
                    default -> terminal.paint(Terminal.Colour.YELLOW, text);
                });
        record.stopReason()
                .filter(reason -> !reason.isEmpty())
                .ifPresent(reason -> out.println("Reason: " + Printable.text(reason)));
    }

    private void showFailure(
            LocalHome home, PipelineDeclaration pipeline, ExecutionRecord record, ExecutionRecord.ActionRecord action)
            throws IOException {
        out.println();
        out.println(terminal.paint(Terminal.Colour.RED, "Failed: " + action.stage() + " / " + action.action()));
        action.error().ifPresent(error -> out.println("  " + error.code() + ": " + Printable.text(error.message())));
        Path log = home.log(new ActionLogKey(
                pipeline.name(), record.origin().id(), action.stage(), action.action(), action.actionExecutionId()));
        if (Files.exists(log) && Files.size(log) > 0) {
            out.println("  The last lines of " + log + ":");
            LogTail.of(log, TAIL_LINES)
                    .forEach(line ->
                            out.println("  | " + (terminal.colour() ? Printable.colours(line) : Printable.text(line))));
        }
    }

    private Optional<PipelineDefinition> definition(Path file) throws IOException, WrongCallException {
        List<ReadResult> results = DefinitionFile.read(file);
        if (results.size() > 1) {
            throw new WrongCallException(file + ": holds " + results.size() + " pipelines; run takes a file with one");
        }
        ReadResult result = results.get(0);
        DefinitionFile.linesThatMatterHere(result).forEach(err::println);
        return result.definition();
    }

    private void checkNames(PipelineDeclaration pipeline) throws WrongCallException {
        List<String> approvals = new ArrayList<>();
        for (StageDeclaration stage : pipeline.stages()) {
            for (ActionDeclaration action : stage.actions()) {
                if (action.actionTypeId().isApproval()) {
                    approvals.add(stage.name() + "/" + action.name());
                }
            }
        }
        for (String name : options.approvals()) {
            if (!approvals.contains(name)) {
                throw new WrongCallException("--approve " + name + ": the pipeline has no such approval; "
                        + (approvals.isEmpty() ? "it has none" : "it has " + String.join(", ", approvals)));
            }
        }
        List<String> open = approvals.stream()
                .filter(name -> !options.approveAll() && !options.approvals().contains(name))
                .toList();
        if (!open.isEmpty() && System.console() == null) {
            throw new WrongCallException("Nobody is at the terminal to ask for " + String.join(", ", open)
                    + "; give --approve " + String.join(" --approve ", open) + ", or --approve-all");
        }
        List<String> sources =
                sourceActions(pipeline).stream().map(ActionDeclaration::name).toList();
        for (String name : options.sources().keySet()) {
            if (!sources.contains(name)) {
                throw new WrongCallException("--source " + name + ": the pipeline has no such source action; it has "
                        + String.join(", ", sources));
            }
        }
    }

    private static List<ActionDeclaration> sourceActions(PipelineDeclaration pipeline) {
        return pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> action.actionTypeId().isSource())
                .toList();
    }

    private static String latest(PipelineRuntime runtime) throws IOException, WrongCallException {
        return runtime.state().liveExecutions().stream()
                .map(ExecutionState::id)
                .reduce((first, second) -> second)
                .or(() -> {
                    try {
                        return runtime.history().page(HistoryQuery.latest(1)).executions().stream()
                                .map(record -> record.origin().id())
                                .findFirst();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .orElseThrow(() -> new WrongCallException(
                        "Pipeline '" + runtime.name() + "' has never run; there is nothing" + " to resume"));
    }

    private static List<Event.ActionStarted> openQuestions(ExecutionState execution) {
        List<Event.ActionStarted> open = new ArrayList<>();
        execution.stages().values().forEach(stage -> stage.actions().values().stream()
                .filter(action -> action.isInProgress() && action.expires().isPresent())
                .forEach(action -> open.add(question(execution, stage.stageName(), action))));
        return open;
    }

    private static Event.ActionStarted question(ExecutionState execution, String stage, ActionExecution action) {
        return new Event.ActionStarted(
                action.startedAt(),
                execution.id(),
                stage,
                action.actionName(),
                action.actionExecutionId(),
                action.attempt(),
                action.input().orElseThrow(),
                action.expires());
    }

    private static void result(java.util.concurrent.CompletionStage<CommandResult> stage)
            throws IOException, InterruptedException, WrongCallException {
        try {
            if (stage.toCompletableFuture().get() instanceof CommandResult.Refused refused) {
                throw new WrongCallException(refused.refusal().message());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }
}
