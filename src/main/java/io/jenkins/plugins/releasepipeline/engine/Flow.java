package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.List;
import java.util.Optional;

/**
 * The way of executions through the stages: the scheduler of reference §1.5. A stage is held from entry until its
 * execution succeeds there, or has failed or is stopped and none of its actions works any more.
 */
final class Flow {
    /** In one PARALLEL execution; more wait until one of them has ended. */
    static final int MAX_CONCURRENT_ACTIONS = 5;

    /** Executions under way in one pipeline whose mode is QUEUED or PARALLEL. */
    static final int MAX_CONCURRENT_EXECUTIONS = 50;

    private Flow() {}

    /** Refuses one more execution when as many as the mode allows are under way. */
    static Optional<Decision> refusalOfOneMore(Turn turn, ExecutionMode mode) {
        long underWay = turn.state().liveExecutions().stream()
                .filter(execution -> !execution.isRollback())
                .count();
        if (mode == ExecutionMode.SUPERSEDED || underWay < MAX_CONCURRENT_EXECUTIONS) {
            return Optional.empty();
        }
        return Optional.of(Turn.refused(
                Refusal.Error.ConcurrentPipelineExecutionsLimitExceededException,
                "Pipeline '" + turn.state().pipelineName() + "' has " + MAX_CONCURRENT_EXECUTIONS
                        + " executions under way, as many as the mode " + mode
                        + " allows; wait until one of them has ended, or stop one."));
    }

    /**
     * An execution comes to stand in front of a stage. In SUPERSEDED mode the later of two that stand there by this mode
     * takes the place, unless the earlier has to finish first because a new definition waits for it; and one that comes
     * when a later one has entered already, by a definition with fewer stages before this one, is superseded by that.
     */
    static void arrive(Turn turn, String executionId, String stage) {
        PipelineState state = turn.state();
        ExecutionState arriving = state.executions().get(executionId);
        Optional<String> later = Optional.empty();
        if (state.modeOf(arriving) == ExecutionMode.SUPERSEDED) {
            later = state.stages()
                    .get(stage)
                    .latest()
                    .map(state.executions()::get)
                    .filter(entered -> supersedes(state, entered, arriving))
                    .map(ExecutionState::id);
            for (String other : state.stages().get(stage).waiting()) {
                ExecutionState waiting = state.executions().get(other);
                if (supersedes(state, arriving, waiting)) {
                    turn.emit(new Event.ExecutionSuperseded(turn.now(), other, stage, executionId));
                } else if (supersedes(state, waiting, arriving)) {
                    later = Optional.of(other);
                }
            }
        }
        turn.emit(new Event.StageReached(turn.now(), executionId, stage));
        later.ifPresent(other -> turn.emit(new Event.ExecutionSuperseded(turn.now(), executionId, stage, other)));
        admit(turn);
    }

    private static boolean supersedes(PipelineState state, ExecutionState later, ExecutionState earlier) {
        return later.origin().type() == ExecutionType.STANDARD
                && later.origin().number() > earlier.origin().number()
                && state.modeOf(later) == ExecutionMode.SUPERSEDED
                && state.modeOf(earlier) == ExecutionMode.SUPERSEDED
                && !state.drainsFor(later, earlier);
    }

    /** Lets in whoever may enter the stage he waits for: after every change that may have made room. */
    static void admit(Turn turn) {
        for (StageState stage : List.copyOf(turn.state().stages().values())) {
            for (String executionId : stage.waiting()) {
                if (mayEnter(turn.state(), executionId, stage.name())) {
                    enter(turn, executionId, stage.name());
                }
            }
        }
    }

    /** The first in front of a stage enters when it is free and open; PARALLEL executions need no free stage. */
    private static boolean mayEnter(PipelineState state, String executionId, String stageName) {
        StageState stage = state.stages().get(stageName);
        ExecutionState execution = state.executions().get(executionId);
        if (stage == null
                || !stage.waiting().contains(executionId)
                || !stage.inbound().enabled()) {
            return false;
        }
        return !state.mustWaitForDrain(execution)
                && (state.sharesStages(execution) || stage.holder().isEmpty() && isFirst(state, stage, execution));
    }

    private static boolean isFirst(PipelineState state, StageState stage, ExecutionState execution) {
        return line(state, stage).indexOf(execution.id()) == 0;
    }

    /** Who waits for the stage one after the other: all that do not share it. */
    static List<String> line(PipelineState state, StageState stage) {
        return stage.waiting().stream()
                .filter(each -> !state.sharesStages(state.executions().get(each)))
                .toList();
    }

    /** An execution takes a stage. */
    static void enter(Turn turn, String executionId, String stage) {
        turn.emit(new Event.StageEntered(turn.now(), executionId, stage));
        proceed(turn, executionId, stage);
    }

    /**
     * Goes on in a stage after something in it has changed: checks its conditions, starts the actions whose turn it is,
     * or leaves the stage when all have succeeded, or ends the execution when it is to end and nothing works any more.
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
                Failures.proceed(turn, executionId, stage);
            }
        } else if (Conditions.passed(turn, executionId, stage, ConditionType.BEFORE_ENTRY)) {
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
            if (Conditions.passed(turn, execution.id(), stage, ConditionType.ON_SUCCESS)) {
                succeed(turn, execution, stage);
            }
            return;
        }
        int turnOf = unfinished.stream()
                .mapToInt(ActionDeclaration::runOrderOrDefault)
                .min()
                .orElseThrow();
        List<ActionDeclaration> due = unfinished.stream()
                .filter(action -> action.runOrderOrDefault() == turnOf)
                .filter(action -> current.action(action.name()).isEmpty())
                .limit(room(turn.state(), execution, current))
                .toList();
        boolean ended = false;
        for (ActionDeclaration action : due) {
            ended |= !ActionStarts.start(turn, execution, stage, action);
        }
        if (ended) {
            attemptEnded(turn, execution.id(), stage);
        }
    }

    private static long room(PipelineState state, ExecutionState execution, StageExecution stage) {
        if (state.modeOf(execution) != ExecutionMode.PARALLEL) {
            return Long.MAX_VALUE;
        }
        long working = stage.actions().values().stream()
                .filter(ActionExecution::isInProgress)
                .count();
        return Math.max(0, MAX_CONCURRENT_ACTIONS - working);
    }

    private static void succeed(Turn turn, ExecutionState execution, String stage) {
        turn.emit(new Event.StageSucceeded(turn.now(), execution.id(), stage));
        goOn(turn, execution, stage);
    }

    /** The execution passes by the stage without having worked there. */
    static void skip(Turn turn, String executionId, String stage) {
        turn.emit(new Event.StageSkipped(turn.now(), executionId, stage));
        goOn(turn, turn.state().executions().get(executionId), stage);
    }

    /** An execution that takes a stage back is done with that one stage. */
    private static void goOn(Turn turn, ExecutionState execution, String stage) {
        Optional<String> next = execution.isRollback() ? Optional.empty() : following(turn, execution, stage);
        if (next.isPresent()) {
            arrive(turn, execution.id(), next.get());
        } else {
            turn.emit(new Event.ExecutionSucceeded(turn.now(), execution.id()));
        }
        admit(turn);
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
        admit(turn);
    }

    private static Optional<String> following(Turn turn, ExecutionState execution, String stage) {
        List<String> names = turn.state().definitionOf(execution).stages().stream()
                .map(StageDeclaration::name)
                .toList();
        int next = names.indexOf(stage) + 1;
        return next < names.size() ? Optional.of(names.get(next)) : Optional.empty();
    }
}
