package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.List;
import java.util.Map;

/** A pipeline's first definition and its next ones (reference §1.5 "Switching mode / editing"). */
final class Definitions {
    private Definitions() {}

    static Decision update(Turn turn, Command.UpdateDefinition command) {
        PipelineState state = turn.state();
        PipelineDeclaration definition = command.definition().withVersion(state.version() + 1);
        if (!definition.name().equals(state.pipelineName())) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "A pipeline cannot be renamed: this is '" + state.pipelineName() + "', the definition is of '"
                            + definition.name() + "'.");
        }
        if (state.isDefined() && state.definition().equals(definition.withVersion(state.version()))) {
            return turn.accepted();
        }
        List<String> names =
                definition.stages().stream().map(StageDeclaration::name).toList();
        for (Map.Entry<String, String> closed : command.closedTransitions().entrySet()) {
            if (!names.contains(closed.getKey())) {
                return Turn.refused(
                        Refusal.Error.ValidationException,
                        "There is no stage '" + closed.getKey() + "' whose transition could be disabled; there are "
                                + String.join(", ", names) + ".");
            }
            if (!Transitions.isReason(closed.getValue())) {
                return Turn.refused(Refusal.Error.ValidationException, Transitions.REASON_RULE);
            }
        }
        turn.emit(new Event.DefinitionUpdated(
                turn.now(), definition, command.closedTransitions(), command.policy(), command.by()));
        if (command.policy() == UpdatePolicy.CANCEL) {
            List<ExecutionState> bound = state.liveExecutions().stream()
                    .filter(execution -> !state.sharesStages(execution))
                    .toList();
            cancelAll(turn, bound, definition.version(), command.by());
            Flow.admit(turn);
        }
        return turn.accepted();
    }

    /** Those that wait go first: none of them may enter a stage that another one leaves here. */
    private static void cancelAll(Turn turn, List<ExecutionState> live, int version, String by) {
        String reason = "The definition was updated to version " + version + " before the execution completed.";
        for (ExecutionState execution : live) {
            if (execution.waiting()) {
                turn.emit(new Event.ExecutionCancelled(turn.now(), execution.id(), reason));
            }
        }
        EndRequest request = new EndRequest(ExecutionStatus.Cancelled, reason, by);
        for (ExecutionState execution : live) {
            if (!execution.waiting()) {
                cancel(turn, execution, request);
            }
        }
    }

    /** An execution ends with the definition it ran by; what nothing works on but a person's answer ends at once. */
    private static void cancel(Turn turn, ExecutionState execution, EndRequest request) {
        if (execution.endRequest().isEmpty()) {
            turn.emit(new Event.ExecutionStopping(turn.now(), execution.id(), request));
        }
        List<ActionExecution> questions = execution.currentStage().orElseThrow().actions().values().stream()
                .filter(action -> action.isInProgress() && action.expires().isPresent())
                .toList();
        Flow.abandon(turn, execution.id(), execution.position(), questions, request);
        Conditions.giveUp(turn, execution.id(), execution.position(), ConditionStatus.Cancelled, request.reason());
        Flow.proceed(turn, execution.id(), execution.position());
    }
}
