package io.jenkins.plugins.releasepipeline.engine;

import java.util.List;

/**
 * An execution that was superseded, as the one that took its place remembers it: what it brought goes on with that one.
 *
 * @param executionId the superseded execution
 * @param number its number
 * @param revisions what its source actions had delivered; empty when it had not come so far
 */
public record CarriedExecution(String executionId, long number, List<ArtifactRevision> revisions) {

    public CarriedExecution {
        revisions = List.copyOf(revisions);
    }

    static CarriedExecution of(ExecutionState superseded) {
        return new CarriedExecution(
                superseded.id(),
                superseded.origin().number(),
                superseded.products().revisions());
    }
}
