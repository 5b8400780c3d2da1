package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
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

    static GitRequest request(SourceSettings settings) {
        String connection = settings.required("ConnectionArn");
        String name = settings.required("FullRepositoryId");
        Repository repository = settings.mapped(connection, name);
        return new GitRequest(
                GitUrl.parse(repository.url()),
                repository.credentialsId(),
                Optional.empty(),
                Optional.of(settings.required("BranchName")),
                settings.optional("OutputArtifactFormat").orElse(GitRequest.ZIP),
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
