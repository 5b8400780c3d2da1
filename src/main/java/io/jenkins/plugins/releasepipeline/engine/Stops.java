package io.jenkins.plugins.releasepipeline.engine;

/** Stops of executions (reference §1.7). */
final class Stops {
    static final int MAX_REASON = 200;

    private Stops() {}

    static Decision stop(Turn turn, Command.StopExecution command) {
        ExecutionState execution = turn.state().executions().get(command.executionId());
        if (execution == null) {
            return turn.noSuchExecution(command.executionId());
        }
        if (command.reason().length() > MAX_REASON) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "The reason has " + command.reason().length() + " characters; at most " + MAX_REASON
                            + " are allowed.");
        }
        if (!execution.isLive()) {
            return Turn.refused(
                    Refusal.Error.PipelineExecutionNotStoppableException,
                    "Execution " + execution.id() + " is " + execution.status() + " and cannot be stopped.");
        }
        if (execution.status() == ExecutionStatus.Stopping && !command.abandon()) {
            return Turn.refused(
                    Refusal.Error.DuplicatedStopRequestException,
                    "Execution " + execution.id() + " is stopping already; it can still be abandoned.");
        }
        if (execution.waiting()) {
            turn.emit(new Event.ExecutionStopped(turn.now(), execution.id(), command.reason(), command.by()));
            Flow.admit(turn);
            return turn.accepted(execution.id());
        }
        EndRequest request = new EndRequest(ExecutionStatus.Stopped, command.reason(), command.by());
        turn.emit(new Event.ExecutionStopping(turn.now(), execution.id(), request));
        Conditions.giveUp(
                turn,
                execution.id(),
                execution.position(),
                command.abandon() ? ConditionStatus.Abandoned : ConditionStatus.Cancelled,
                "The execution was stopped.");
        if (command.abandon()) {
            Flow.abandon(
                    turn,
                    execution.id(),
                    execution.position(),
                    execution.currentStage().orElseThrow().actions().values().stream()
                            .filter(ActionExecution::isInProgress)
                            .toList(),
                    request);
        }
        Flow.proceed(turn, execution.id(), execution.position());
        return turn.accepted(execution.id());
    }
}
