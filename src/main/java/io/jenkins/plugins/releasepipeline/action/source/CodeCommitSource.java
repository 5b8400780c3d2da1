package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.NameMappings.Repository;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Source/AWS/CodeCommit}: a repository that the host maps by its name.
 */
public final class CodeCommitSource extends RestartableAction {
    public CodeCommitSource() {
        super(new ActionTypeId("Source", "AWS", "CodeCommit", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return GitDelivery.begin(context, GitTimeouts.DEFAULT, CodeCommitSource::request);
    }

    static GitRequest request(SourceSettings settings) {
        String name = settings.required("RepositoryName");
        Repository repository = settings.mapped("", name);
        return new GitRequest(
                GitUrl.parse(repository.url()),
                repository.credentialsId(),
                Optional.empty(),
                Optional.of(settings.required("BranchName")),
                settings.optional("OutputArtifactFormat").orElse(GitRequest.ZIP),
                Map.of("RepositoryName", name, "FullRepositoryName", name),
                Optional.empty());
    }
}
