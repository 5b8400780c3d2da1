package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.FailureConditions;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows when a stage has failed and nothing works in it any more (reference §1.8 to §1.10): it is retried, or the
 * execution fails there; and then the stage is rolled back, or is not.
 */
final class Failures {
    static final String RETRY = "RETRY";
    static final String ROLLBACK = "ROLLBACK";
    private static final String JOB_FAILED = "JobFailed";

    private Failures() {}

    static void proceed(Turn turn, String executionId, String stage) {
        ExecutionState execution = turn.state().executions().get(executionId);
        StageExecution current = execution.stages().get(stage);
        if (current.scheduledRetry().isPresent()) {
            return;
        }
        if (isRolledBackBySuccessCondition(turn.state(), execution, current)) {
            fail(turn, execution, current, true);
            return;
        }
        FailureConditions failure =
                turn.state().declaration(execution, stage).orElseThrow().onFailure();
        if (failure == null) {
            fail(turn, execution, current, false);
        } else if (RETRY.equals(failure.result())) {
            retryOrFail(turn, execution, current, failure.retryConfiguration());
        } else {
            rollBackOrFail(turn, execution, current, failure);
        }
    }

    static void timerDue(Turn turn, Command.TimerDue due) {
        turn.state()
                .execution(due.executionId())
                .flatMap(execution -> execution.stage(due.stage()))
                .flatMap(StageExecution::scheduledRetry)
                .filter(retry -> !turn.now().isBefore(retry.due()))
                .ifPresent(retry -> retry(turn, due.executionId(), due.stage(), retry.mode()));
    }

    private static void retryOrFail(
            Turn turn, ExecutionState execution, StageExecution stage, RetryConfiguration configuration) {
        RetryConfiguration how =
                configuration == null ? new RetryConfiguration(null, null, null, null, null, null) : configuration;
        int next = stage.retry().automatic() + 1;
        if (next > how.maxAttemptsOrDefault() || !isOfAKindToRetry(stage, how.errorTypes())) {
            fail(turn, execution, stage, false);
            return;
        }
        RetryMode mode = how.retryMode() == null ? RetryMode.FAILED_ACTIONS : RetryMode.valueOf(how.retryMode());
        Duration wait = how.backoff(next);
        if (wait.isZero()) {
            retry(turn, execution.id(), stage.stageName(), mode);
        } else {
            turn.emit(new Event.RetryScheduled(
                    turn.now(),
                    execution.id(),
                    stage.stageName(),
                    new ScheduledRetry(mode, turn.now().plus(wait))));
        }
    }

    private static void retry(Turn turn, String executionId, String stage, RetryMode mode) {
        turn.emit(new Event.StageRetried(turn.now(), executionId, stage, mode, RetryTrigger.AutomatedStageRetry, ""));
        Flow.proceed(turn, executionId, stage);
    }

    /** Every failure must be of a kind to retry, that of an action or, when none has failed, of a condition's rule. */
    private static boolean isOfAKindToRetry(StageExecution stage, List<String> errorTypes) {
        List<String> failures = stage.actions().values().stream()
                .filter(action -> action.status() == ActionStatus.Failed)
                .map(action -> kind(action.error()))
                .toList();
        if (failures.isEmpty()) {
            failures = stage.conditions().values().stream()
                    .filter(condition -> !condition.isPassed())
                    .flatMap(condition -> condition.rules().values().stream())
                    .filter(rule -> rule.status() == ActionStatus.Failed)
                    .map(rule -> kind(rule.error()))
                    .toList();
        }
        return errorTypes.isEmpty() || errorTypes.containsAll(failures.isEmpty() ? List.of(JOB_FAILED) : failures);
    }

    private static String kind(Optional<ErrorDetails> error) {
        return error.map(ErrorDetails::code).orElse("");
    }

    /** A stage in which no action has run is as it was: there is nothing to take back. */
    private static void rollBackOrFail(
            Turn turn, ExecutionState execution, StageExecution stage, FailureConditions failure) {
        if (stage.actions().isEmpty() || execution.isRollback()) {
            fail(turn, execution, stage, false);
            return;
        }
        Optional<Condition> condition = failure.conditions().stream().findFirst();
        if (condition.isEmpty()) {
            fail(turn, execution, stage, ROLLBACK.equals(failure.result()));
            return;
        }
        Optional<ConditionExecution> checked = stage.condition(ConditionType.ON_FAILURE);
        if (checked.isEmpty()) {
            Conditions.begin(turn, execution, stage.stageName(), ConditionType.ON_FAILURE, condition.get());
        } else if (!checked.get().isInProgress()) {
            fail(turn, execution, stage, checked.get().isPassed());
        }
    }

    private static boolean isRolledBackBySuccessCondition(
            PipelineState state, ExecutionState execution, StageExecution stage) {
        return !execution.isRollback()
                && stage.condition(ConditionType.ON_SUCCESS)
                        .filter(condition -> condition.status() == ConditionStatus.Failed)
                        .isPresent()
                && Conditions.declared(state, execution, stage.stageName(), ConditionType.ON_SUCCESS)
                        .filter(condition -> ROLLBACK.equals(condition.result()))
                        .isPresent();
    }

    private static void fail(Turn turn, ExecutionState execution, StageExecution stage, boolean takeBack) {
        Optional<RollbackTarget> target =
                takeBack ? Rollbacks.automaticTarget(turn.state(), execution, stage.stageName()) : Optional.empty();
        String end = "";
        if (takeBack) {
            end = target.map(found -> " It is rolled back to execution " + found.executionId() + ".")
                    .orElse(" There is no earlier execution to roll it back to.");
        }
        PipelineDeclaration definition = turn.state().definitionOf(execution);
        turn.emit(new Event.ExecutionFailed(
                turn.now(),
                execution.id(),
                stage.stageName(),
                "Failed in stage " + stage.stageName() + ": " + reason(stage) + end));
        target.ifPresent(found -> Rollbacks.automatically(turn, execution, definition, stage.stageName(), found));
        Flow.admit(turn);
    }

    private static String reason(StageExecution stage) {
        List<String> failed = stage.actions().values().stream()
                .filter(each -> each.status() == ActionStatus.Failed)
                .map(ActionExecution::actionName)
                .toList();
        return failed.isEmpty()
                ? stage.conditions().values().stream()
                        .filter(condition -> !condition.isPassed() && condition.type() != ConditionType.ON_FAILURE)
                        .map(ConditionExecution::summary)
                        .findFirst()
                        .orElse("")
                : String.join(", ", failed) + ".";
    }
}
