package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.DeploymentWindow;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableComparison;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Decider;
import io.jenkins.plugins.releasepipeline.engine.Decision;
import io.jenkins.plugins.releasepipeline.engine.EarlyApproval;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.RuleExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * A pipeline that lives on a virtual clock: the engine decides, a script says what comes of actions and rules, and time
 * passes when it is told to. No work is done.
 */
final class VirtualPipeline {
    private static final int MAX_EVENTS = 200_000;

    private final ScriptedOutcomes outcomes;
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private final List<Event> history = new ArrayList<>();
    private PipelineState state;
    private Instant now;
    private long order;

    private record Due(Instant at, long order, Command command) {}

    /** The pipeline does so much without coming to rest that it never will. */
    static final class EndlessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndlessException(Instant at) {
            super("more than " + MAX_EVENTS + " events by " + at + "; something goes on for ever");
        }
    }

    VirtualPipeline(String name, Instant begin, ScriptedOutcomes outcomes) {
        this.state = PipelineState.unborn(name);
        this.now = begin;
        this.outcomes = outcomes;
    }

    PipelineState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    /** All that has happened. */
    List<Event> history() {
        return List.copyOf(history);
    }

    /** Says something to the pipeline, and lets everything follow that takes no time. */
    Optional<Refusal> submit(Command command) {
        Optional<Refusal> refusal = decide(command);
        advanceTo(now);
        return refusal;
    }

    /** Lets time pass, and everything happen that is due until then. */
    void advanceTo(Instant time) {
        while (!agenda.isEmpty() && !agenda.peek().at().isAfter(time)) {
            Due due = agenda.poll();
            now = due.at().isAfter(now) ? due.at() : now;
            decide(due.command());
        }
        now = time.isAfter(now) ? time : now;
    }

    /** An execution that the state may have forgotten: as its events tell it. */
    List<Event> eventsOf(String executionId) {
        return history.stream()
                .filter(event -> event instanceof Event.OfExecution of
                        && of.executionId().equals(executionId))
                .toList();
    }

    private Optional<Refusal> decide(Command command) {
        Decision decision = Decider.decide(state, command, now);
        if (decision instanceof Decision.Refused refused) {
            return Optional.of(refused.refusal());
        }
        Decision.Accepted accepted = (Decision.Accepted) decision;
        state = accepted.state();
        for (Event event : accepted.events()) {
            history.add(event);
            if (history.size() > MAX_EVENTS) {
                throw new EndlessException(now);
            }
            Effects.of(event).forEach(this::perform);
        }
        return Optional.empty();
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.StartAction start) {
            state.execution(start.executionId())
                    .flatMap(execution -> state.declaration(execution, start.stage(), start.action()))
                    .ifPresent(declared -> work(start, declared));
        } else if (effect instanceof Effect.EvaluateRule evaluate) {
            check(evaluate);
        } else if (effect instanceof Effect.ArmTimer timer) {
            schedule(timer.at(), new Command.TimerDue(timer.executionId(), timer.stage(), timer.timer()));
        } else if (effect instanceof Effect.AskApprovers ask) {
            schedule(
                    now,
                    new Command.CountEarlyApprovals(
                            ask.executionId(),
                            ask.stage(),
                            ask.action(),
                            ask.token(),
                            state.stage(ask.stage()).stream()
                                    .flatMap(stage -> stage.earlyApprovals().stream())
                                    .map(EarlyApproval::by)
                                    .toList()));
        } else if (effect instanceof Effect.StopAction stop) {
            agenda.removeIf(due -> due.command() instanceof Command.ActionReported report
                    && report.actionExecutionId().equals(stop.actionExecutionId()));
        }
    }

    private void work(Effect.StartAction start, ActionDeclaration declared) {
        ScriptedOutcomes.Outcome outcome = outcomes.action(start.stage(), start.action());
        boolean succeeds = outcome.error().isEmpty();
        Map<String, String> artifacts = new LinkedHashMap<>();
        declared.outputArtifacts()
                .forEach(artifact -> artifacts.put(artifact.name(), start.actionExecutionId() + "/" + artifact.name()));
        Optional<ArtifactRevision> revision =
                succeeds && declared.actionTypeId().isSource()
                        ? Optional.of(new ArtifactRevision(
                                start.action(),
                                declared.outputArtifacts().isEmpty()
                                        ? ""
                                        : declared.outputArtifacts().get(0).name(),
                                revision(start, outcome),
                                "",
                                Optional.empty(),
                                Optional.empty()))
                        : Optional.empty();
        schedule(
                now.plus(outcome.takes()),
                new Command.ActionReported(
                        start.executionId(),
                        start.stage(),
                        start.action(),
                        start.actionExecutionId(),
                        succeeds ? ActionStatus.Succeeded : ActionStatus.Failed,
                        "",
                        "",
                        "",
                        outcome.error().map(code -> new ErrorDetails(code, "as the script says")),
                        succeeds ? outcome.outputVariables() : Map.of(),
                        succeeds ? artifacts : Map.of(),
                        revision));
    }

    private String revision(Effect.StartAction start, ScriptedOutcomes.Outcome outcome) {
        ExecutionState execution = state.execution(start.executionId()).orElseThrow();
        String pinned = execution.origin().sourceRevisions().get(start.action());
        return pinned != null
                ? pinned
                : outcome.revision().orElse("revision-" + execution.origin().number());
    }

    private void check(Effect.EvaluateRule evaluate) {
        Optional<ScriptedOutcomes.Outcome> scripted = outcomes.rule(evaluate.stage(), evaluate.rule());
        Optional<ErrorDetails> error = scripted.isPresent()
                ? scripted.get().error().map(code -> new ErrorDetails(code, "as the script says"))
                : checkItself(evaluate);
        schedule(
                now.plus(scripted.map(ScriptedOutcomes.Outcome::takes).orElse(Duration.ZERO)),
                new Command.RuleReported(
                        evaluate.executionId(),
                        evaluate.stage(),
                        evaluate.condition(),
                        evaluate.rule(),
                        evaluate.ruleExecutionId(),
                        error.isEmpty() ? ActionStatus.Succeeded : ActionStatus.Failed,
                        "",
                        "",
                        "",
                        error));
    }

    /** Windows and variables need no world to be checked; of others the world is as one would wish it. */
    private Optional<ErrorDetails> checkItself(Effect.EvaluateRule evaluate) {
        ExecutionState execution = state.execution(evaluate.executionId()).orElseThrow();
        Optional<Map<String, String>> resolved = execution
                .stage(evaluate.stage())
                .flatMap(stage -> stage.condition(evaluate.condition()))
                .flatMap(condition -> condition.rule(evaluate.rule()))
                .flatMap(RuleExecution::input)
                .map(input -> input.resolvedConfiguration());
        Optional<RuleDeclaration> declared = state.declaration(execution, evaluate.stage()).stream()
                .flatMap(VirtualPipeline::rules)
                .filter(rule -> rule.name().equals(evaluate.rule()))
                .findFirst();
        if (declared.isEmpty() || resolved.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> configuration = resolved.get();
        String provider = declared.get().ruleTypeId().provider();
        try {
            return switch (provider) {
                case "DeploymentWindow" ->
                    DeploymentWindow.of(configuration.getOrDefault("Cron", ""), configuration.get("TimeZone"))
                                    .isOpen(now)
                            ? Optional.empty()
                            : doesNotPass("the window is closed at " + now);
                case "VariableCheck" ->
                    VariableComparison.holds(configuration)
                            ? Optional.empty()
                            : doesNotPass(configuration.get("Variable") + " " + configuration.get("Operator") + " "
                                    + configuration.getOrDefault("Value", "") + " does not hold");
                case "CloudWatchAlarm", "LambdaInvoke" ->
                    evaluate.condition() == ConditionType.ON_FAILURE
                            ? doesNotPass("nothing is wrong unless the script says so")
                            : Optional.empty();
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.of(new ErrorDetails("ConfigurationError", e.getMessage()));
        }
    }

    private static Optional<ErrorDetails> doesNotPass(String why) {
        return Optional.of(new ErrorDetails("JobFailed", why));
    }

    static Stream<RuleDeclaration> rules(StageDeclaration stage) {
        Stream<Condition> entry = stage.beforeEntry() == null ? Stream.of() : stage.beforeEntry().conditions().stream();
        Stream<Condition> success = stage.onSuccess() == null ? Stream.of() : stage.onSuccess().conditions().stream();
        Stream<Condition> failure = stage.onFailure() == null ? Stream.of() : stage.onFailure().conditions().stream();
        return Stream.of(entry, success, failure)
                .flatMap(each -> each)
                .flatMap(condition -> condition.rules().stream());
    }

    static Stream<String> actions(PipelineDeclaration definition) {
        return definition.stages().stream()
                .flatMap(stage -> stage.actions().stream().map(action -> stage.name() + "/" + action.name()));
    }

    private void schedule(Instant at, Command command) {
        agenda.add(new Due(at, order++, command));
    }
}
