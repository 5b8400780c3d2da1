package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Stage conditions (reference §1.10): their rules are checked together; the condition passes when all have passed, and
 * fails as soon as one has not.
 */
final class Conditions {
    static final int MAX_REASON = 200;

    private static final String HELD = " It was held until its timeout.";
    private static final String NOT_PASSED = "JobFailed";

    private Conditions() {}

    /** The condition that the execution's own definition sets a stage; a way back is never held up at its entry. */
    static Optional<Condition> declared(
            PipelineState state, ExecutionState execution, String stage, ConditionType type) {
        StageDeclaration declared = state.declaration(execution, stage).orElseThrow();
        List<Condition> conditions =
                switch (type) {
                    case BEFORE_ENTRY ->
                        declared.beforeEntry() == null || execution.isRollback()
                                ? List.of()
                                : declared.beforeEntry().conditions();
                    case ON_SUCCESS ->
                        declared.onSuccess() == null
                                ? List.of()
                                : declared.onSuccess().conditions();
                    case ON_FAILURE ->
                        declared.onFailure() == null
                                ? List.of()
                                : declared.onFailure().conditions();
                };
        return conditions.stream().findFirst();
    }

    /**
     * Checks a condition that has to be passed, if it has not been yet.
     *
     * @return whether it is passed, or there is none
     */
    static boolean passed(Turn turn, String executionId, String stage, ConditionType type) {
        ExecutionState execution = turn.state().executions().get(executionId);
        Optional<Condition> declared = declared(turn.state(), execution, stage, type);
        if (declared.isEmpty()) {
            return true;
        }
        Optional<ConditionExecution> condition = execution.stages().get(stage).condition(type);
        if (condition.isEmpty()) {
            begin(turn, execution, stage, type, declared.get());
            return false;
        }
        return condition.get().isPassed();
    }

    /** Begins to check a condition, and goes on at once when that needs no provider. */
    static void begin(Turn turn, ExecutionState execution, String stage, ConditionType type, Condition declared) {
        Optional<Instant> deadline = "HOLD".equals(declared.result())
                ? Optional.of(turn.now().plus(hold(declared).timeout()))
                : Optional.empty();
        turn.emit(new Event.ConditionStarted(turn.now(), execution.id(), stage, type, deadline));
        evaluate(turn, execution.id(), stage, type, declared, 1);
    }

    private static void evaluate(
            Turn turn, String executionId, String stage, ConditionType type, Condition declared, int evaluation) {
        ExecutionState execution = turn.state().executions().get(executionId);
        for (RuleDeclaration rule : declared.rules()) {
            String id = ruleExecutionId(execution, stage, type, rule.name(), evaluation);
            ActionStarts.Resolved resolved = ActionStarts.resolve(execution, rule.asAction());
            turn.emit(new Event.RuleStarted(
                    turn.now(),
                    executionId,
                    stage,
                    type,
                    rule.name(),
                    id,
                    evaluation,
                    resolved.input(),
                    Optional.ofNullable(rule.timeoutInMinutes())
                            .map(minutes -> turn.now().plus(Duration.ofMinutes(minutes)))));
            if (!resolved.problems().isEmpty()) {
                turn.emit(failed(turn.now(), executionId, stage, type, rule.name(), id, resolved.error()));
            }
        }
        settle(turn, executionId, stage, type);
    }

    static Decision reported(Turn turn, Command.RuleReported report) {
        boolean open = turn.state()
                .execution(report.executionId())
                .flatMap(execution -> execution.stage(report.stage()))
                .flatMap(stage -> stage.condition(report.condition()))
                .flatMap(condition -> condition.inProgress(report.rule(), report.ruleExecutionId()))
                .isPresent();
        if (open) {
            turn.emit(new Event.RuleFinished(
                    turn.now(),
                    report.executionId(),
                    report.stage(),
                    report.condition(),
                    report.rule(),
                    report.ruleExecutionId(),
                    report.status(),
                    report.summary(),
                    report.externalExecutionId(),
                    report.externalExecutionUrl(),
                    report.error()));
            settle(turn, report.executionId(), report.stage(), report.condition());
        }
        return turn.accepted(report.executionId());
    }

    /** Ends a condition whose rules have all passed, or one of whose rules has not. */
    private static void settle(Turn turn, String executionId, String stage, ConditionType type) {
        ExecutionState execution = turn.state().executions().get(executionId);
        ConditionExecution condition = condition(execution, stage, type);
        List<RuleExecution> failed = condition.rules().values().stream()
                .filter(rule -> rule.status() == ActionStatus.Failed)
                .toList();
        if (failed.isEmpty()) {
            if (!condition.hasRuleInProgress()) {
                finish(turn, executionId, stage, type, ConditionStatus.Succeeded, "");
            }
            return;
        }
        endRules(turn, executionId, stage, condition, "Another rule of the condition has not passed.");
        String summary = summary(failed);
        boolean errored = failed.stream().anyMatch(Conditions::couldNotBeChecked);
        Condition declared = declared(turn.state(), execution, stage, type).orElseThrow();
        if (condition.deadline().filter(turn.now()::isBefore).isPresent()) {
            Instant next = turn.now().plus(hold(declared).interval());
            Instant deadline = condition.deadline().orElseThrow();
            turn.emit(new Event.ConditionHeld(
                    turn.now(), executionId, stage, type, next.isBefore(deadline) ? next : deadline, summary));
        } else {
            finish(
                    turn,
                    executionId,
                    stage,
                    type,
                    errored ? ConditionStatus.Errored : ConditionStatus.Failed,
                    condition.deadline().isPresent() ? summary + HELD : summary);
        }
    }

    /** Ends a condition that has held for as long as it may, even while its rules are being checked. */
    private static void held(Turn turn, String executionId, String stage, ConditionExecution condition) {
        endRules(turn, executionId, stage, condition, "The condition was held until its timeout.");
        String summary = condition.summary().isEmpty() ? "Its rules have not passed." : condition.summary();
        finish(turn, executionId, stage, condition.type(), ConditionStatus.Failed, summary + HELD);
    }

    private static void finish(
            Turn turn, String executionId, String stage, ConditionType type, ConditionStatus status, String summary) {
        turn.emit(new Event.ConditionFinished(turn.now(), executionId, stage, type, status, summary));
        if (status != ConditionStatus.Succeeded && type != ConditionType.ON_FAILURE) {
            ExecutionState execution = turn.state().executions().get(executionId);
            String result =
                    declared(turn.state(), execution, stage, type).orElseThrow().result();
            if ("SKIP".equals(result) && status == ConditionStatus.Failed) {
                Flow.skip(turn, executionId, stage);
                return;
            }
            turn.emit(new Event.StageFailed(turn.now(), executionId, stage));
        }
        Flow.proceed(turn, executionId, stage);
    }

    /** Gives up what is being checked: the execution is to end, or the stage to be retried. */
    static void giveUp(Turn turn, String executionId, String stage, ConditionStatus end, String reason) {
        ExecutionState execution = turn.state().executions().get(executionId);
        execution.stage(stage).flatMap(StageExecution::conditionInProgress).ifPresent(condition -> {
            endRules(turn, executionId, stage, condition, reason);
            turn.emit(new Event.ConditionFinished(turn.now(), executionId, stage, condition.type(), end, reason));
        });
    }

    static void timerDue(Turn turn, Command.TimerDue due) {
        Optional<ConditionExecution> open = turn.state()
                .execution(due.executionId())
                .flatMap(execution -> execution.stage(due.stage()))
                .flatMap(StageExecution::conditionInProgress);
        if (open.isEmpty()) {
            return;
        }
        ConditionExecution condition = open.get();
        if (due.timer().equals(Timers.ofDeadline(due.executionId(), due.stage(), condition.type()))) {
            if (condition.deadline().filter(at -> !turn.now().isBefore(at)).isPresent()) {
                held(turn, due.executionId(), due.stage(), condition);
            }
            return;
        }
        if (due.timer().equals(Timers.of(due.executionId(), due.stage(), condition.type()))) {
            boolean over =
                    condition.deadline().filter(at -> !turn.now().isBefore(at)).isPresent();
            if (over && condition.nextCheck().isPresent()) {
                held(turn, due.executionId(), due.stage(), condition);
            } else if (condition
                    .nextCheck()
                    .filter(at -> !turn.now().isBefore(at))
                    .isPresent()) {
                ExecutionState execution = turn.state().executions().get(due.executionId());
                evaluate(
                        turn,
                        due.executionId(),
                        due.stage(),
                        condition.type(),
                        declared(turn.state(), execution, due.stage(), condition.type())
                                .orElseThrow(),
                        condition.evaluation() + 1);
            }
            return;
        }
        condition.rules().values().stream()
                .filter(rule -> rule.isInProgress() && rule.ruleExecutionId().equals(due.timer()))
                .filter(rule ->
                        rule.expires().filter(at -> !turn.now().isBefore(at)).isPresent())
                .findFirst()
                .ifPresent(rule -> {
                    turn.emit(failed(
                            turn.now(),
                            due.executionId(),
                            due.stage(),
                            condition.type(),
                            rule.ruleName(),
                            rule.ruleExecutionId(),
                            Timers.timeout(
                                    "There was no result by " + rule.expires().orElseThrow() + ".")));
                    settle(turn, due.executionId(), due.stage(), condition.type());
                });
    }

    static Decision override(Turn turn, Command.OverrideCondition command) {
        PipelineState state = turn.state();
        Optional<StageState> stage = state.stage(command.stage());
        if (stage.isEmpty()) {
            return turn.noSuchStage(command.stage());
        }
        if (command.reason().length() > MAX_REASON) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "The reason has " + command.reason().length() + " characters; at most " + MAX_REASON
                            + " are allowed.");
        }
        ExecutionState execution = state.executions().get(command.executionId());
        if (execution == null) {
            return stage.get().latest().isPresent()
                    ? Retries.notLatest(command.executionId(), stage.get())
                    : turn.noSuchExecution(command.executionId());
        }
        Optional<ConditionExecution> condition =
                execution.stage(command.stage()).flatMap(found -> found.condition(command.condition()));
        if (command.condition() == ConditionType.ON_FAILURE) {
            return notOverridable(command, "a failure condition only says whether the stage is rolled back.");
        }
        if (condition.isEmpty()) {
            return notOverridable(command, "it has not been come to.");
        }
        if (condition.get().isPassed()) {
            return notOverridable(command, "it is " + condition.get().status() + " already.");
        }
        if ("SKIP"
                .equals(declared(state, execution, command.stage(), command.condition())
                        .orElseThrow()
                        .result())) {
            return notOverridable(command, "its result is SKIP.");
        }
        if (execution.endRequest().isPresent() && execution.isLive()) {
            return Turn.refused(Refusal.Error.ConflictException, "Execution " + execution.id() + " is stopping.");
        }
        if (!condition.get().isInProgress()) {
            if (condition.get().status() != ConditionStatus.Failed
                    && condition.get().status() != ConditionStatus.Errored) {
                return notOverridable(command, "it is " + condition.get().status() + "; retry the stage instead.");
            }
            Optional<Decision> no = Retries.refusalToResume(turn, execution, command.stage());
            if (no.isPresent()) {
                return no.get();
            }
        }
        endRules(turn, execution.id(), command.stage(), condition.get(), "Overridden by " + command.by() + ".");
        giveUpFailure(turn, execution.id(), command.stage());
        turn.emit(new Event.ConditionOverridden(
                turn.now(), execution.id(), command.stage(), command.condition(), command.reason(), command.by()));
        Flow.proceed(turn, execution.id(), command.stage());
        return turn.accepted(execution.id());
    }

    /** The stage goes on after all: what its failure was to lead to is dropped. */
    private static void giveUpFailure(Turn turn, String executionId, String stage) {
        turn.state()
                .executions()
                .get(executionId)
                .stage(stage)
                .flatMap(StageExecution::conditionInProgress)
                .filter(condition -> condition.type() == ConditionType.ON_FAILURE)
                .ifPresent(
                        condition -> giveUp(turn, executionId, stage, ConditionStatus.Cancelled, "The stage goes on."));
    }

    private static void endRules(
            Turn turn, String executionId, String stage, ConditionExecution condition, String reason) {
        for (RuleExecution rule : condition.rules().values()) {
            if (rule.isInProgress()) {
                turn.emit(new Event.RuleFinished(
                        turn.now(),
                        executionId,
                        stage,
                        condition.type(),
                        rule.ruleName(),
                        rule.ruleExecutionId(),
                        ActionStatus.Abandoned,
                        reason,
                        "",
                        "",
                        Optional.empty()));
            }
        }
    }

    private static Event.RuleFinished failed(
            Instant now,
            String executionId,
            String stage,
            ConditionType type,
            String rule,
            String id,
            ErrorDetails why) {
        return new Event.RuleFinished(
                now, executionId, stage, type, rule, id, ActionStatus.Failed, "", "", "", Optional.of(why));
    }

    private static String summary(List<RuleExecution> failed) {
        StringBuilder text = new StringBuilder();
        for (RuleExecution rule : failed) {
            text.append(text.isEmpty() ? "" : " ")
                    .append("Rule ")
                    .append(rule.ruleName())
                    .append(couldNotBeChecked(rule) ? " could not be checked" : " did not pass");
            String why = rule.error().map(ErrorDetails::message).orElse(rule.summary());
            text.append(why.isEmpty() ? "." : ": " + why);
        }
        return text.toString();
    }

    private static boolean couldNotBeChecked(RuleExecution rule) {
        return rule.status() == ActionStatus.Failed
                && rule.error()
                        .filter(error -> !error.code().equals(NOT_PASSED))
                        .isPresent();
    }

    private static ConditionExecution condition(ExecutionState execution, String stage, ConditionType type) {
        return execution.stage(stage).flatMap(found -> found.condition(type)).orElseThrow();
    }

    private static HoldConfiguration hold(Condition declared) {
        return declared.holdConfiguration() == null
                ? new HoldConfiguration(null, null, Map.of())
                : declared.holdConfiguration();
    }

    private static String ruleExecutionId(
            ExecutionState execution, String stage, ConditionType type, String rule, int evaluation) {
        String name =
                execution.id() + "/" + stage + "/" + type + "/" + rule + "/" + execution.attempt() + "/" + evaluation;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Decision notOverridable(Command.OverrideCondition command, String why) {
        return Turn.refused(
                Refusal.Error.ConditionNotOverridableException,
                "The condition " + command.condition() + " of stage " + command.stage()
                        + " cannot be overridden in execution " + command.executionId() + ": " + why);
    }
}
