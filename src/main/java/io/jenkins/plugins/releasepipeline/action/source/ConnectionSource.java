package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.NameMappings.Repository;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Source/AWS/CodeStarSourceConnection}: a repository that the host maps by connection and full repository id.
 */
public final class ConnectionSource extends RestartableAction {
    public ConnectionSource() {
        super(new ActionTypeId("Source", "AWS", "CodeStarSourceConnection", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return GitDelivery.begin(context, GitTimeouts.DEFAULT, ConnectionSource::request);
    }

    private static GitRequest request(ActionWork work) {
        String connection = work.required("ConnectionArn");
        String name = work.required("FullRepositoryId");
        Repository repository = GitDelivery.mapped(work.context(), connection, name);
        return new GitRequest(
                GitUrl.parse(repository.url()),
                repository.credentialsId(),
                Optional.empty(),
                Optional.of(work.required("BranchName")),
                work.optional("OutputArtifactFormat").orElse(GitRequest.ZIP),
                Map.of(
                        "ConnectionArn",
                        connection,
                        "FullRepositoryName",
                        name,
                        "RepositoryName",
                        name.substring(name.lastIndexOf('/') + 1)),
                Optional.empty());
    }
}
