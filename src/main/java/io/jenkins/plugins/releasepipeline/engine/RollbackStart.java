package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.util.Optional;

/**
 * What an execution that takes a stage back begins with (reference §1.9).
 *
 * @param stage the one stage that it runs
 * @param targetExecutionId whose revisions, artifacts and variables it takes
 * @param products these
 * @param definition the target's definition when that is not the present one any more; the stage runs by it
 */
public record RollbackStart(
        String stage, String targetExecutionId, Products products, Optional<PipelineDeclaration> definition) {

    public RollbackStart {
        definition = definition == null ? Optional.empty() : definition;
    }
}
