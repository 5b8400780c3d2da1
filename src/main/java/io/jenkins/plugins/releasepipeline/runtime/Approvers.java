package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.util.Optional;

/** Tells who somebody is now who approved before he was asked. Thread-safe. */
@FunctionalInterface
public interface Approvers {

    /** As they were when they approved. */
    Approvers AS_GIVEN = (state, given) -> Optional.of(given);

    /**
     * Blocks as long as asking for a user and his groups does.
     *
     * @param state the pipeline with the question
     * @param given who he was when he approved
     * @return who he is, by the same name; empty when he may not answer any more, or that cannot be told
     */
    Optional<Approver> now(PipelineState state, Approver given);
}
