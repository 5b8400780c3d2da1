package io.jenkins.plugins.releasepipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A pipeline played through without a world: a test says what is asked and reported, at times of its own. Every decision
 * is held to the {@link Invariants}, and to its own events as they come back from JSON.
 */
final class Rehearsal {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final Trigger BY_HAND = new Trigger(TriggerType.StartPipelineExecution, "ada");

    private final List<Event> history = new ArrayList<>();
    private final Invariants invariants = new Invariants();
    private PipelineState state;
    private PipelineState replayed;
    private Instant now = BEGIN;
    private List<Event> latest = List.of();
    private int started;
    private Function<Approver, Optional<Approver>> present = Optional::of;

    private Rehearsal(String name) {
        state = PipelineState.unborn(name);
        replayed = state;
    }

    /** A pipeline that has no definition yet. */
    static Rehearsal unborn(String name) {
        return new Rehearsal(name);
    }

    static Rehearsal of(StageDeclaration... stages) {
        return of(List.of(), stages);
    }

    static Rehearsal in(ExecutionMode mode, StageDeclaration... stages) {
        Rehearsal rehearsal = new Rehearsal("shop");
        rehearsal.define(Pipelines.in(mode, Pipelines.pipeline("shop", stages)));
        return rehearsal;
    }

    static Rehearsal of(List<VariableDeclaration> variables, StageDeclaration... stages) {
        Rehearsal rehearsal = new Rehearsal("shop");
        rehearsal.define(Pipelines.pipeline("shop", variables, stages));
        return rehearsal;
    }

    // what is asked and reported

    void define(PipelineDeclaration definition) {
        accept(new Command.UpdateDefinition(definition, Map.of(), "ada"));
    }

    void define(PipelineDeclaration definition, UpdatePolicy policy) {
        accept(new Command.UpdateDefinition(definition, Map.of(), policy, "ada"));
    }

    /** Starts an execution; returns its id, {@code e1} for the first. */
    String start() {
        return start(Map.of());
    }

    String start(Map<String, String> variables) {
        String id = "e" + ++started;
        accept(new Command.StartExecution(id, BY_HAND, variables, Map.of(), Optional.empty()));
        return id;
    }

    /** Starts an execution and lets it pass the stages before {@code stage}; it stands in or in front of that one then. */
    String startInto(String stage) {
        String id = start();
        passUntil(id, stage);
        return id;
    }

    /** Lets all actions of an execution succeed until it comes to {@code stage}. */
    void passUntil(String execution, String stage) {
        while (!execution(execution).position().equals(stage)) {
            assertThat(running(execution)).as("actions of %s", execution).isNotEmpty();
            running(execution).forEach(action -> succeed(execution, action));
        }
    }

    void succeed(String execution, String... actions) {
        for (String action : actions) {
            if (attempt(execution, action).expires().isPresent()) {
                approve(execution, action);
            } else {
                accept(success(execution, action, Map.of(), Map.of()));
            }
        }
    }

    void fail(String execution, String... actions) {
        for (String action : actions) {
            accept(failure(execution, action));
        }
    }

    void approve(String execution, String action) {
        accept(answer(execution, action, ApprovalStatus.Approved));
    }

    void reject(String execution, String action) {
        accept(answer(execution, action, ApprovalStatus.Rejected));
    }

    void stop(String execution) {
        accept(new Command.StopExecution(execution, false, "not now", "ada"));
    }

    void abandon(String execution) {
        accept(new Command.StopExecution(execution, true, "wrong commit", "ada"));
    }

    void retry(String execution, String stage, RetryMode mode) {
        accept(new Command.RetryStage(execution, stage, mode, "grace"));
    }

    void close(String stage) {
        accept(new Command.SetTransition(stage, false, "freeze", "ada"));
    }

    void open(String stage) {
        accept(new Command.SetTransition(stage, true, "", "grace"));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Command.ActionReported success(
            String execution, String action, Map<String, String> variables, Map<String, String> artifacts) {
        ExecutionState found = execution(execution);
        return report(
                execution,
                found.position(),
                action,
                attempt(execution, action).actionExecutionId(),
                ActionStatus.Succeeded,
                variables,
                artifacts);
    }

    Command.ActionReported failure(String execution, String action) {
        return report(
                execution,
                execution(execution).position(),
                action,
                attempt(execution, action).actionExecutionId(),
                ActionStatus.Failed,
                Map.of(),
                Map.of());
    }

    static Command.ActionReported report(
            String execution,
            String stage,
            String action,
            String attempt,
            ActionStatus status,
            Map<String, String> variables,
            Map<String, String> artifacts) {
        return new Command.ActionReported(
                execution,
                stage,
                action,
                attempt,
                status,
                status == ActionStatus.Succeeded ? "done" : "",
                "",
                "",
                status == ActionStatus.Failed
                        ? Optional.of(new ErrorDetails("JobFailed", "exit code 1"))
                        : Optional.empty(),
                variables,
                artifacts,
                Optional.empty());
    }

    Command.PutApproval answer(String execution, String action, ApprovalStatus status) {
        return new Command.PutApproval(
                execution(execution).position(),
                action,
                attempt(execution, action).actionExecutionId(),
                status,
                "looked at it",
                "grace");
    }

    Command.TimerDue timer(String execution, String action) {
        return new Command.TimerDue(
                execution,
                execution(execution).position(),
                attempt(execution, action).actionExecutionId());
    }

    /** Says that all times have come that something waits for until now. */
    void wakeUp() {
        for (Effect effect : Effects.of(state)) {
            if (effect instanceof Effect.ArmTimer timer && !now.isBefore(timer.at())) {
                accept(new Command.TimerDue(timer.executionId(), timer.stage(), timer.timer()));
            }
        }
    }

    void pass(String execution, ConditionType condition, String... rules) {
        check(execution, condition, Optional.empty(), rules);
    }

    void failRule(String execution, ConditionType condition, String... rules) {
        check(execution, condition, Optional.of(new ErrorDetails("JobFailed", "it is Friday")), rules);
    }

    void breakRule(String execution, ConditionType condition, String... rules) {
        check(execution, condition, Optional.of(new ErrorDetails("SystemUnavailable", "no answer")), rules);
    }

    private void check(String execution, ConditionType condition, Optional<ErrorDetails> error, String... rules) {
        for (String rule : rules) {
            accept(checked(execution, condition, rule, error));
        }
    }

    Command.RuleReported checked(String execution, ConditionType condition, String rule, Optional<ErrorDetails> error) {
        return new Command.RuleReported(
                execution,
                execution(execution).position(),
                condition,
                rule,
                rule(execution, condition, rule).ruleExecutionId(),
                error.isEmpty() ? ActionStatus.Succeeded : ActionStatus.Failed,
                "",
                "",
                "",
                error);
    }

    void override(String execution, ConditionType condition) {
        accept(overriding(execution, condition));
    }

    Command.OverrideCondition overriding(String execution, ConditionType condition) {
        return new Command.OverrideCondition(execution, execution(execution).position(), condition, "hotfix", "grace");
    }

    ConditionExecution condition(String execution, ConditionType type) {
        return execution(execution)
                .currentStage()
                .flatMap(stage -> stage.condition(type))
                .orElseThrow(() -> new AssertionError("condition " + type + " of " + execution + " was not come to"));
    }

    RuleExecution rule(String execution, ConditionType type, String rule) {
        return condition(execution, type)
                .rule(rule)
                .orElseThrow(() -> new AssertionError("rule " + rule + " of " + execution + " was not checked"));
    }

    /** What a host knows of an execution that the state still holds. */
    Command.RollbackStage rollback(String id, String stage, String target) {
        ExecutionState found = execution(target);
        return new Command.RollbackStage(
                id,
                stage,
                new RollbackTarget(
                        target,
                        found.origin().definitionVersion(),
                        found.origin().variables(),
                        found.products()),
                found.origin().type(),
                found.stage(stage).map(StageExecution::status),
                Optional.empty(),
                "grace");
    }

    /** The command is carried out. */
    Decision.Accepted accept(Command command) {
        Decision decision = Decider.decide(state, command, now);
        if (!(decision instanceof Decision.Accepted accepted)) {
            throw new AssertionError(command + " was refused: " + ((Decision.Refused) decision).refusal());
        }
        assertThat(Decider.decide(state, command, now))
                .as("the same decision again")
                .isEqualTo(accepted);
        latest = accepted.events();
        history.addAll(latest);
        PipelineState before = state;
        state = accepted.state();
        invariants.check(before, command, accepted);
        for (Event event : EngineJson.events(EngineJson.write(latest))) {
            replayed = replayed.apply(event);
        }
        assertThat(replayed).as("the state that the journal gives back").isEqualTo(state);
        assertThat(EngineJson.state(EngineJson.write(state)))
                .as("the state that a snapshot gives back")
                .isEqualTo(state);
        askApprovers(accepted.events());
        return accepted;
    }

    private void askApprovers(List<Event> events) {
        for (Event event : events) {
            for (Effect effect : Effects.of(event)) {
                if (effect instanceof Effect.AskApprovers ask) {
                    List<Approver> early = state.stage(ask.stage()).stream()
                            .flatMap(stage -> stage.earlyApprovals().stream())
                            .filter(each -> each.action().equals(ask.action()))
                            .flatMap(each -> present.apply(each.by()).stream())
                            .toList();
                    if (!early.isEmpty()) {
                        accept(new Command.CountEarlyApprovals(
                                ask.executionId(), ask.stage(), ask.action(), ask.token(), early));
                    }
                }
            }
        }
    }

    /** Says who those are now who approved ahead; without this, who they were. */
    void present(Function<Approver, Optional<Approver>> approvers) {
        present = approvers;
    }

    /** The command is refused. */
    Refusal refuse(Command command) {
        Decision decision = Decider.decide(state, command, now);
        if (!(decision instanceof Decision.Refused refused)) {
            throw new AssertionError(command + " was accepted: " + ((Decision.Accepted) decision).events());
        }
        return refused.refusal();
    }

    // what can be seen

    PipelineState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    /** The events of the last command that was carried out. */
    List<Event> latest() {
        return latest;
    }

    /** What the world is told to do because of the last command. */
    List<Effect> effects() {
        return latest.stream().flatMap(event -> Effects.of(event).stream()).toList();
    }

    /** All events so far. */
    List<Event> history() {
        return List.copyOf(history);
    }

    ExecutionState execution(String id) {
        return state.execution(id)
                .orElseThrow(() -> new AssertionError("the state does not know execution " + id + " any more"));
    }

    ExecutionStatus status(String execution) {
        return execution(execution).status();
    }

    /** How an execution ended, whether the state still holds it or not. */
    ExecutionStatus ended(String execution) {
        ExecutionStatus status = null;
        for (Event event : history) {
            if (event instanceof Event.OfExecution of && of.executionId().equals(execution)) {
                if (event instanceof Event.ExecutionSucceeded) {
                    status = ExecutionStatus.Succeeded;
                } else if (event instanceof Event.ExecutionFailed) {
                    status = ExecutionStatus.Failed;
                } else if (event instanceof Event.ExecutionStopped) {
                    status = ExecutionStatus.Stopped;
                } else if (event instanceof Event.ExecutionCancelled) {
                    status = ExecutionStatus.Cancelled;
                } else if (event instanceof Event.ExecutionSuperseded) {
                    status = ExecutionStatus.Superseded;
                } else if (event instanceof Event.StageRetried || event instanceof Event.ConditionOverridden) {
                    status = null;
                }
            }
        }
        return status;
    }

    StageStatus status(String execution, String stage) {
        return execution(execution).stage(stage).orElseThrow().status();
    }

    /** The latest attempt at an action of the stage where the execution is. */
    ActionExecution attempt(String execution, String action) {
        ExecutionState found = execution(execution);
        return found.currentStage()
                .flatMap(stage -> stage.action(action))
                .orElseThrow(() ->
                        new AssertionError("no attempt at " + action + " in " + found.position() + " of " + execution));
    }

    /** The actions of an execution that are under way, in the order in which they began. */
    List<String> running(String execution) {
        return execution(execution).stages().values().stream()
                .flatMap(stage -> stage.actions().values().stream())
                .filter(ActionExecution::isInProgress)
                .map(ActionExecution::actionName)
                .toList();
    }

    Optional<String> holder(String stage) {
        return state.stage(stage).orElseThrow().holder();
    }

    List<String> waiting(String stage) {
        return state.stage(stage).orElseThrow().waiting();
    }
}
