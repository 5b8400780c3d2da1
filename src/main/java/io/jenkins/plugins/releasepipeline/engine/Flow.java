package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.List;
import java.util.Optional;

/**
 * The way of executions through the stages: the scheduler of reference §1.5. A stage is held from entry until its
 * execution succeeds there, or has failed or is stopped and none of its actions works any more.
 */
final class Flow {
    private Flow() {}

    /** An execution comes to stand in front of a stage; in SUPERSEDED mode it takes the place of one that waits there. */
    static void arrive(Turn turn, String executionId, String stage) {
        for (String earlier : turn.state().stages().get(stage).waiting()) {
            turn.emit(new Event.ExecutionSuperseded(turn.now(), earlier, stage, executionId));
        }
        turn.emit(new Event.StageReached(turn.now(), executionId, stage));
        tryEnter(turn, stage);
    }

    /** Lets the execution that waits enter, if the stage is free and the way into it is open. */
    static void tryEnter(Turn turn, String stage) {
        StageState state = turn.state().stages().get(stage);
        if (state == null
                || state.holder().isPresent()
                || !state.inbound().enabled()
                || state.waiting().isEmpty()) {
            return;
        }
        String executionId = state.waiting().get(0);
        turn.emit(new Event.StageEntered(turn.now(), executionId, stage));
        proceed(turn, executionId, stage);
    }

    /**
     * Goes on in a stage after something in it has changed: starts the actions whose turn it is, or leaves the stage
     * when all have succeeded, or ends the execution when it is to end and nothing works any more.
     */
    static void proceed(Turn turn, String executionId, String stage) {
        ExecutionState execution = turn.state().executions().get(executionId);
        StageExecution current = execution.stages().get(stage);
        if (execution.endRequest().isPresent()) {
            if (!current.hasActionInProgress()) {
                end(turn, execution, stage);
            }
        } else if (current.status() == StageStatus.Failed) {
            if (!current.hasActionInProgress()) {
                fail(turn, executionId, stage);
            }
        } else {
            startNext(turn, execution, stage);
        }
    }

    /** Goes on after an attempt has ended; a failure fails the stage at once. */
    static void attemptEnded(Turn turn, String executionId, String stage) {
        ExecutionState execution = turn.state().executions().get(executionId);
        StageExecution current = execution.stages().get(stage);
        if (execution.endRequest().isEmpty()
                && current.status() == StageStatus.InProgress
                && current.actions().values().stream().anyMatch(each -> each.status() == ActionStatus.Failed)) {
            turn.emit(new Event.StageFailed(turn.now(), executionId, stage));
        }
        proceed(turn, executionId, stage);
    }

    /** Ends the running actions of an execution: what they still do counts for nothing. */
    static void abandon(Turn turn, String executionId, String stage, List<ActionExecution> actions, EndRequest why) {
        for (ActionExecution action : actions) {
            turn.emit(new Event.ActionFinished(
                    turn.now(),
                    executionId,
                    stage,
                    action.actionName(),
                    action.actionExecutionId(),
                    ActionStatus.Abandoned,
                    why.reason(),
                    "",
                    "",
                    Optional.empty(),
                    java.util.Map.of(),
                    java.util.Map.of(),
                    Optional.empty(),
                    why.by()));
        }
    }

    private static void startNext(Turn turn, ExecutionState execution, String stage) {
        StageDeclaration declared = turn.state().declaration(execution, stage).orElseThrow();
        StageExecution current = execution.stages().get(stage);
        List<ActionDeclaration> unfinished = declared.actions().stream()
                .filter(action -> current.action(action.name())
                        .map(found -> found.status() != ActionStatus.Succeeded)
                        .orElse(true))
                .toList();
        if (unfinished.isEmpty()) {
            succeed(turn, execution, stage);
            return;
        }
        int turnOf = unfinished.stream()
                .mapToInt(ActionDeclaration::runOrderOrDefault)
                .min()
                .orElseThrow();
        List<ActionDeclaration> due = unfinished.stream()
                .filter(action -> action.runOrderOrDefault() == turnOf)
                .filter(action -> current.action(action.name()).isEmpty())
                .toList();
        boolean refused = false;
        for (ActionDeclaration action : due) {
            refused |= !ActionStarts.start(turn, execution, stage, action);
        }
        if (refused) {
            attemptEnded(turn, execution.id(), stage);
        }
    }

    private static void succeed(Turn turn, ExecutionState execution, String stage) {
        turn.emit(new Event.StageSucceeded(turn.now(), execution.id(), stage));
        Optional<String> next = following(turn, execution, stage);
        if (next.isPresent()) {
            arrive(turn, execution.id(), next.get());
        } else {
            turn.emit(new Event.ExecutionSucceeded(turn.now(), execution.id()));
        }
        tryEnter(turn, stage);
    }

    private static void fail(Turn turn, String executionId, String stage) {
        String failed = String.join(
                ", ",
                turn.state().executions().get(executionId).stages().get(stage).actions().values().stream()
                        .filter(each -> each.status() == ActionStatus.Failed)
                        .map(ActionExecution::actionName)
                        .toList());
        turn.emit(new Event.ExecutionFailed(
                turn.now(), executionId, stage, "Failed in stage " + stage + ": " + failed + "."));
        tryEnter(turn, stage);
    }

    private static void end(Turn turn, ExecutionState execution, String stage) {
        EndRequest request = execution.endRequest().orElseThrow();
        if (request.end() == ExecutionStatus.Cancelled) {
            turn.emit(new Event.StageCancelled(turn.now(), execution.id(), stage));
            turn.emit(new Event.ExecutionCancelled(turn.now(), execution.id(), request.reason()));
        } else {
            turn.emit(new Event.StageStopped(turn.now(), execution.id(), stage));
            turn.emit(new Event.ExecutionStopped(turn.now(), execution.id(), request.reason(), request.by()));
        }
        tryEnter(turn, stage);
    }

    private static Optional<String> following(Turn turn, ExecutionState execution, String stage) {
        List<String> names = turn.state().definitionOf(execution).stages().stream()
                .map(StageDeclaration::name)
                .toList();
        int next = names.indexOf(stage) + 1;
        return next < names.size() ? Optional.of(names.get(next)) : Optional.empty();
    }
}
