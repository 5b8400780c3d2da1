package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.source.CloneRef;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The one input artifact of a deployment. */
final class Deployable {
    private Deployable() {}

    /**
     * Blocks.
     *
     * @throws ActionFailure of type ConfigurationError when there is none, or it has a reference instead of files
     */
    static ArtifactDigest input(ActionContext context) throws IOException {
        Map<String, ArtifactDigest> inputs = context.inputArtifacts();
        if (inputs.size() != 1) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The action " + context.action().name() + " has " + inputs.size()
                            + " input artifacts; a deployment has one");
        }
        Map.Entry<String, ArtifactDigest> input = inputs.entrySet().iterator().next();
        try (InputStream zip = context.artifacts().open(input.getValue())) {
            if (CloneRef.find(zip).isPresent()) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "The artifact " + input.getKey() + " is a clone reference (CODEBUILD_CLONE_REF), which builds"
                                + " alone can use; deploy a build's output, or let the source deliver CODE_ZIP");
            }
        }
        return input.getValue();
    }
}
