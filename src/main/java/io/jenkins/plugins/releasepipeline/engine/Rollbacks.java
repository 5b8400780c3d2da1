package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Rollbacks (reference §1.9): a new execution runs one stage again with what an earlier one brought there. It enters at
 * once, past whoever waits and through a closed transition: a way back is never held up.
 */
final class Rollbacks {
    private Rollbacks() {}

    static Decision roll(Turn turn, Command.RollbackStage command) {
        PipelineState state = turn.state();
        Optional<StageState> stage = state.stage(command.stage());
        PipelineDeclaration definition = command.definition().orElse(state.definition());
        if (stage.isEmpty() && definition.stage(command.stage()).isEmpty()) {
            return turn.noSuchStage(command.stage());
        }
        if (state.execution(command.executionId()).isPresent()) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "There is an execution '" + command.executionId() + "' already; an id is used once.");
        }
        if (state.definition().executionModeOrDefault() == ExecutionMode.PARALLEL) {
            return unable(command, "the pipeline is in PARALLEL mode, which has no rollback.");
        }
        if (definition.stages().get(0).name().equals(command.stage())) {
            return unable(command, "the first stage brings sources and has nothing to go back to.");
        }
        if (command.targetType() == ExecutionType.ROLLBACK) {
            return unable(
                    command,
                    "execution " + command.target().executionId()
                            + " is a rollback itself; name the execution that it went back to.");
        }
        if (!command.targetStatus().equals(Optional.of(StageStatus.Succeeded))) {
            return unable(
                    command,
                    "execution " + command.target().executionId() + " did not succeed in it"
                            + command.targetStatus()
                                    .map(status -> " (" + status + ")")
                                    .orElse("") + ".");
        }
        if (command.definition().isEmpty() && command.target().definitionVersion() != state.version()) {
            return Turn.refused(
                    Refusal.Error.PipelineExecutionOutdatedException,
                    "Execution " + command.target().executionId() + " ran by version "
                            + command.target().definitionVersion() + " of the definition; this is version "
                            + state.version() + ". Ask for its own definition to go back across the change.");
        }
        if (definition.stage(command.stage()).isEmpty()) {
            return turn.noSuchStage(command.stage());
        }
        Optional<String> holder = stage.flatMap(StageState::holder);
        if (holder.isPresent()) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "Execution " + holder.get() + " is in stage " + command.stage()
                            + "; wait until it has left, or stop it.");
        }
        Optional<PipelineDeclaration> other =
                command.target().definitionVersion() == state.version() ? Optional.empty() : command.definition();
        start(
                turn,
                command.executionId(),
                command.stage(),
                new Trigger(TriggerType.ManualRollback, command.by()),
                command.target(),
                other);
        return turn.accepted(command.executionId());
    }

    /** What a failed stage goes back to by itself: only what ran by the same definition. */
    static Optional<RollbackTarget> automaticTarget(PipelineState state, ExecutionState failed, String stage) {
        return state.stage(stage)
                .flatMap(StageState::rollbackTarget)
                .filter(target -> target.definitionVersion() == failed.origin().definitionVersion())
                .filter(target -> !target.executionId().equals(failed.id()))
                .filter(target -> state.modeOf(failed) != ExecutionMode.PARALLEL);
    }

    /** @param definition the failed execution's, which is the target's too */
    static void automatically(
            Turn turn, ExecutionState failed, PipelineDeclaration definition, String stage, RollbackTarget target) {
        String name = failed.id() + "/" + stage + "/rollback/" + failed.attempt();
        start(
                turn,
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
                stage,
                new Trigger(TriggerType.AutomatedRollback, failed.id()),
                target,
                target.definitionVersion() == turn.state().version() ? Optional.empty() : Optional.of(definition));
    }

    private static void start(
            Turn turn,
            String executionId,
            String stage,
            Trigger trigger,
            RollbackTarget target,
            Optional<PipelineDeclaration> definition) {
        turn.emit(new Event.ExecutionStarted(
                turn.now(),
                executionId,
                turn.state().lastNumber() + 1,
                ExecutionType.ROLLBACK,
                trigger,
                target.definitionVersion(),
                target.variables(),
                Map.of(),
                Optional.empty(),
                Optional.of(new RollbackStart(stage, target.executionId(), target.products(), definition))));
        Flow.enter(turn, executionId, stage);
    }

    private static Decision unable(Command.RollbackStage command, String why) {
        return Turn.refused(
                Refusal.Error.UnableToRollbackStageException,
                "Stage " + command.stage() + " cannot be rolled back to execution "
                        + command.target().executionId() + ": " + why);
    }
}
