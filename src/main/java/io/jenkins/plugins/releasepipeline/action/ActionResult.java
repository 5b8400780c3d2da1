package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import java.util.Map;
import java.util.Optional;

/**
 * How an attempt at an action ended. Build one with {@link #succeeded} or {@link #failed} and add to it.
 *
 * @param failure empty when the action succeeded
 * @param message what went wrong, in words for a person; empty when the action succeeded
 * @param summary one line about what was done ({@code 42 tests, 0 failed}); empty when there is nothing to say
 * @param externalExecutionId the provider's own id of the work (a build's, a deployment's); empty when it has none
 * @param externalExecutionUrl where a person can look at that work; empty when there is no such place
 * @param outputVariables key to value, without the namespace (reference §1.4)
 * @param outputArtifacts name, as declared, to the stored artifact
 * @param revision what a source action delivered; empty for all others
 */
public record ActionResult(
        Optional<FailureType> failure,
        String message,
        String summary,
        String externalExecutionId,
        String externalExecutionUrl,
        Map<String, String> outputVariables,
        Map<String, ArtifactDigest> outputArtifacts,
        Optional<SourceRevision> revision) {

    public ActionResult {
        outputVariables = Map.copyOf(outputVariables);
        outputArtifacts = Map.copyOf(outputArtifacts);
    }

    public static ActionResult succeeded() {
        return new ActionResult(Optional.empty(), "", "", "", "", Map.of(), Map.of(), Optional.empty());
    }

    public static ActionResult failed(FailureType type, String message) {
        return new ActionResult(Optional.of(type), message, "", "", "", Map.of(), Map.of(), Optional.empty());
    }

    public boolean isSuccess() {
        return failure.isEmpty();
    }

    public ActionResult withSummary(String text) {
        return new ActionResult(
                failure,
                message,
                text,
                externalExecutionId,
                externalExecutionUrl,
                outputVariables,
                outputArtifacts,
                revision);
    }

    public ActionResult withExternalExecution(String id, String url) {
        return new ActionResult(failure, message, summary, id, url, outputVariables, outputArtifacts, revision);
    }

    public ActionResult withOutputVariables(Map<String, String> variables) {
        return new ActionResult(
                failure,
                message,
                summary,
                externalExecutionId,
                externalExecutionUrl,
                variables,
                outputArtifacts,
                revision);
    }

    public ActionResult withOutputArtifacts(Map<String, ArtifactDigest> artifacts) {
        return new ActionResult(
                failure,
                message,
                summary,
                externalExecutionId,
                externalExecutionUrl,
                outputVariables,
                artifacts,
                revision);
    }

    public ActionResult withRevision(SourceRevision delivered) {
        return new ActionResult(
                failure,
                message,
                summary,
                externalExecutionId,
                externalExecutionUrl,
                outputVariables,
                outputArtifacts,
                Optional.of(delivered));
    }
}
