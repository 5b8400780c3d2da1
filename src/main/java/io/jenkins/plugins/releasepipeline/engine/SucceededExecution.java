package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.List;

/**
 * The execution that last succeeded in a stage, remembered after everything else about it is history.
 *
 * @param executionId the execution
 * @param number its number
 * @param revisions what its source actions had delivered by then
 * @param at when it succeeded there
 */
public record SucceededExecution(String executionId, long number, List<ArtifactRevision> revisions, Instant at) {

    public SucceededExecution {
        revisions = List.copyOf(revisions);
    }

    static SucceededExecution of(ExecutionState execution, Instant at) {
        return new SucceededExecution(
                execution.id(),
                execution.origin().number(),
                execution.products().revisions(),
                at);
    }
}
