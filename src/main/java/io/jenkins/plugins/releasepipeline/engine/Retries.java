package io.jenkins.plugins.releasepipeline.engine;

import java.util.Optional;

/** Retries of a stage in the same execution (reference §1.8). */
final class Retries {
    private Retries() {}

    static Decision retry(Turn turn, Command.RetryStage command) {
        PipelineState state = turn.state();
        Optional<StageState> stage = state.stage(command.stage());
        if (stage.isEmpty()) {
            return turn.noSuchStage(command.stage());
        }
        ExecutionState execution = state.executions().get(command.executionId());
        if (execution == null) {
            return stage.get().latest().isPresent()
                    ? notLatest(command.executionId(), stage.get())
                    : turn.noSuchExecution(command.executionId());
        }
        Optional<StageExecution> ran = execution.stage(command.stage());
        if (ran.isEmpty()) {
            return notRetryable(command, "it has not run there, so there is nothing to retry.");
        }
        if (!isLatest(state, execution, stage.get())) {
            return notLatest(execution.id(), stage.get());
        }
        StageStatus status = ran.get().status();
        if (status == StageStatus.InProgress && ran.get().retry().latest().isPresent()) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "A retry of stage " + command.stage() + " is under way in execution " + execution.id() + ".");
        }
        if (status != StageStatus.Failed && status != StageStatus.Stopped) {
            return notRetryable(command, "the stage is " + status + " there; only a failed or stopped one can be.");
        }
        if (execution.endRequest().isPresent() && execution.isLive()) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "Execution " + execution.id() + " is stopping; retry it when it has stopped.");
        }
        if (command.mode() == RetryMode.ALL_ACTIONS && ran.get().hasActionInProgress()) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "Actions of stage " + command.stage() + " still work; wait for them, or retry the failed ones.");
        }
        Optional<Decision> no = refusalToResume(turn, execution, command.stage());
        if (no.isPresent()) {
            return no.get();
        }
        Conditions.giveUp(turn, execution.id(), command.stage(), ConditionStatus.Cancelled, "The stage was retried.");
        turn.emit(new Event.StageRetried(
                turn.now(),
                execution.id(),
                command.stage(),
                command.mode(),
                RetryTrigger.ManualStageRetry,
                command.by()));
        Flow.proceed(turn, execution.id(), command.stage());
        return turn.accepted(execution.id());
    }

    private static Decision notRetryable(Command.RetryStage command, String why) {
        return Turn.refused(
                Refusal.Error.StageNotRetryableException,
                "Stage " + command.stage() + " cannot be retried in execution " + command.executionId() + ": " + why);
    }

    /** Why an execution cannot go on in a stage where it was last; empty when it can. */
    static Optional<Decision> refusalToResume(Turn turn, ExecutionState execution, String stageName) {
        PipelineState state = turn.state();
        StageState stage = state.stage(stageName).orElseThrow();
        if (!isLatest(state, execution, stage)) {
            return Optional.of(notLatest(execution.id(), stage));
        }
        if (execution.origin().definitionVersion() < state.retryableFrom()) {
            return Optional.of(Turn.refused(
                    Refusal.Error.StageNotRetryableException,
                    "Stage " + stageName + " cannot go on in execution " + execution.id()
                            + ": the definition has changed since (version " + state.version() + ", it ran by "
                            + execution.origin().definitionVersion() + ")."));
        }
        return execution.isLive() ? Optional.empty() : Flow.refusalOfOneMore(turn, state.modeOf(execution));
    }

    private static boolean isLatest(PipelineState state, ExecutionState execution, StageState stage) {
        return state.sharesStages(execution) || stage.holder().or(stage::latest).equals(Optional.of(execution.id()));
    }

    static Decision notLatest(String executionId, StageState stage) {
        return Turn.refused(
                Refusal.Error.NotLatestPipelineExecutionException,
                "Execution " + executionId + " is not the latest in stage " + stage.name() + "; that is "
                        + stage.holder().or(stage::latest).orElse("none") + ".");
    }
}
