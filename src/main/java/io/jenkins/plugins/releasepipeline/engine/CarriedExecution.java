package io.jenkins.plugins.releasepipeline.engine;

import java.util.List;

/**
 * An execution that was superseded, as the one that took its place remembers it: what it brought goes on with that one.
 *
 * @param executionId the superseded execution
 * @param number its number
 * @param revisions what its source actions had delivered, with the first line of their summaries, cut at
 *     {@value #MAX_SUMMARY} characters; empty when it had not come so far
 */
public record CarriedExecution(String executionId, long number, List<ArtifactRevision> revisions) {

    static final int MAX_SUMMARY = 200;

    public CarriedExecution {
        revisions = List.copyOf(revisions);
    }

    static CarriedExecution of(ExecutionState superseded) {
        return new CarriedExecution(
                superseded.id(),
                superseded.origin().number(),
                superseded.products().revisions().stream()
                        .map(CarriedExecution::shortened)
                        .toList());
    }

    private static ArtifactRevision shortened(ArtifactRevision revision) {
        String line = revision.summary().lines().findFirst().orElse("");
        int end = Math.min(line.length(), MAX_SUMMARY);
        return new ArtifactRevision(
                revision.actionName(),
                revision.artifactName(),
                revision.revisionId(),
                line.substring(
                        0, end < line.length() && Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end),
                revision.created(),
                revision.url());
    }
}
