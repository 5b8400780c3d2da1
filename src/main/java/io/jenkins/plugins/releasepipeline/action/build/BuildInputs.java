package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.action.source.CloneRef;
import io.jenkins.plugins.releasepipeline.action.source.GitClone;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts input artifacts into the workspace; one that is a reference to a repository is cloned with its history. */
final class BuildInputs {
    private final ActionWork work;
    private final ActionContext context;
    private final Agent agent;

    BuildInputs(ActionWork work, Agent agent) {
        this.work = work;
        this.context = work.context();
        this.agent = agent;
    }

    /** Makes an empty directory. */
    Void makeDirectory(String directory) throws IOException {
        String file = directory + "/.new";
        agent.write(file, InputStream.nullInputStream());
        agent.delete(file);
        return null;
    }

    /** Unpacks an input artifact into a directory of the workspace. */
    CompletionStage<Void> deliver(String input, String directory) {
        ArtifactDigest artifact = context.inputArtifacts().get(input);
        return BuildWork.io(() -> {
            Optional<CloneRef> reference;
            try (InputStream zip = context.artifacts().open(artifact)) {
                reference = CloneRef.find(zip);
            }
            if (reference.isPresent()) {
                context.log().println("[release-pipeline] Cloning " + input);
                return GitClone.into(work, agent, trusted(input, reference.get()), directory);
            }
            makeDirectory(directory);
            try (InputStream zip = context.artifacts().open(artifact)) {
                agent.unpack(zip, directory);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** An artifact that a build has made could name any repository and any credentials; a source's is to be trusted. */
    private CloneRef trusted(String input, CloneRef reference) {
        boolean delivered = Optional.ofNullable(context.inputRevisions().get(input))
                .map(SourceRevision::id)
                .filter(reference.commit()::equals)
                .isPresent();
        if (!delivered && !reference.credentialsId().isEmpty()) {
            throw new ActionFailure(
                    FailureType.PermissionError,
                    "The input artifact " + input + " asks for the credentials " + reference.credentialsId()
                            + " to be used, and no source action of this execution has delivered it");
        }
        return reference;
    }
}
