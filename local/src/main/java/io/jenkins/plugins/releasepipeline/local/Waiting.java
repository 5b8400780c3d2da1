package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.Transition;
import java.util.Optional;

/** Why an execution stands in front of a stage, in words. */
final class Waiting {
    private Waiting() {}

    static Optional<String> reason(PipelineState state, ExecutionState execution) {
        return state.stage(execution.position()).map(stage -> reason(state, stage));
    }

    private static String reason(PipelineState state, StageState stage) {
        Transition transition = stage.inbound();
        if (!transition.enabled()) {
            return "the transition is closed by " + transition.lastChangedBy() + ": " + transition.disabledReason();
        }
        return stage.holder()
                .flatMap(state::execution)
                .map(holder -> "execution " + holder.origin().number() + " is in the stage")
                .orElse("another execution is before it");
    }
}
