package io.jenkins.plugins.releasepipeline.engine;

import java.util.Map;
import java.util.Optional;

/** Manual approvals (reference §1.11). */
final class Approvals {
    static final int MAX_SUMMARY = 512;

    private Approvals() {}

    static Decision put(Turn turn, Command.PutApproval command) {
        PipelineState state = turn.state();
        if (command.summary().length() > MAX_SUMMARY) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "The summary has " + command.summary().length() + " characters; at most " + MAX_SUMMARY
                            + " are allowed.");
        }
        for (ExecutionState execution : state.executions().values()) {
            Optional<ActionExecution> asked = execution
                    .stage(command.stage())
                    .flatMap(stage -> stage.action(command.action()))
                    .filter(action -> action.actionExecutionId().equals(command.token()))
                    .filter(action -> action.expires().isPresent());
            if (asked.isPresent()) {
                return answer(turn, execution, asked.get(), command);
            }
        }
        if (state.stage(command.stage()).isEmpty()) {
            return turn.noSuchStage(command.stage());
        }
        boolean declared = state.definition().stages().stream()
                .filter(stage -> stage.name().equals(command.stage()))
                .flatMap(stage -> stage.actions().stream())
                .anyMatch(action -> action.name().equals(command.action())
                        && action.actionTypeId().isApproval());
        return declared
                ? Turn.refused(
                        Refusal.Error.InvalidApprovalTokenException,
                        "That token does not belong to a question that " + command.action() + " asks now.")
                : Turn.refused(
                        Refusal.Error.ActionNotFoundException,
                        "Stage " + command.stage() + " has no approval action '" + command.action() + "'.");
    }

    /** @return whether a question timed out */
    static boolean timerDue(Turn turn, Command.TimerDue command) {
        Optional<ActionExecution> open = turn
                .state()
                .execution(command.executionId())
                .flatMap(execution -> execution.stage(command.stage()))
                .stream()
                .flatMap(stage -> stage.actions().values().stream())
                .filter(action ->
                        action.isInProgress() && action.actionExecutionId().equals(command.timer()))
                .filter(action -> isOver(turn, action))
                .findFirst();
        if (open.isPresent()) {
            turn.emit(Reports.failed(
                    turn.now(),
                    command.executionId(),
                    command.stage(),
                    open.get().actionName(),
                    command.timer(),
                    new ErrorDetails(
                            "ApprovalTimedOut",
                            "Nobody answered by " + open.get().expires().orElseThrow() + ".")));
            Flow.attemptEnded(turn, command.executionId(), command.stage());
        }
        return open.isPresent();
    }

    private static Decision answer(
            Turn turn, ExecutionState execution, ActionExecution asked, Command.PutApproval command) {
        if (!asked.isInProgress() || isOver(turn, asked)) {
            return Turn.refused(
                    Refusal.Error.ApprovalAlreadyCompletedException,
                    asked.isInProgress()
                            ? "The approval expired at " + asked.expires().orElseThrow() + "."
                            : "The approval is " + asked.status() + " already.");
        }
        turn.emit(new Event.ApprovalAnswered(
                turn.now(),
                execution.id(),
                command.stage(),
                command.action(),
                command.token(),
                command.status(),
                command.summary(),
                command.by()));
        boolean approved = command.status() == ApprovalStatus.Approved;
        turn.emit(new Event.ActionFinished(
                turn.now(),
                execution.id(),
                command.stage(),
                command.action(),
                command.token(),
                approved ? ActionStatus.Succeeded : ActionStatus.Failed,
                command.summary(),
                "",
                "",
                approved ? Optional.empty() : Optional.of(new ErrorDetails("Rejected", rejection(command))),
                Map.of(),
                Map.of(),
                Optional.empty(),
                command.by()));
        Flow.attemptEnded(turn, execution.id(), command.stage());
        return turn.accepted(execution.id());
    }

    private static boolean isOver(Turn turn, ActionExecution action) {
        return action.expires().filter(end -> !turn.now().isBefore(end)).isPresent();
    }

    private static String rejection(Command.PutApproval command) {
        return "Rejected by " + command.by() + (command.summary().isEmpty() ? "." : ": " + command.summary());
    }
}
