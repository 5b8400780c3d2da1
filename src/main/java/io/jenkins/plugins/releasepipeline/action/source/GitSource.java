package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.NameMappings.Repository;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Source/Custom/Git}: any URL or absolute path that git takes, or the name of a repository that the host maps.
 * Without {@code Branch} it follows the repository's default branch.
 */
public final class GitSource extends RestartableAction {
    public GitSource() {
        super(new ActionTypeId("Source", "Custom", "Git", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return GitDelivery.begin(context, GitTimeouts.DEFAULT, GitSource::request);
    }

    static GitRequest request(SourceSettings settings) {
        String written = settings.required("Url");
        Optional<Repository> mapped = settings.mappings().repository("", written);
        GitUrl url = GitUrl.parse(mapped.map(Repository::url).orElse(written));
        return new GitRequest(
                url,
                mapped.flatMap(Repository::credentialsId),
                Optional.empty(),
                settings.optional("Branch"),
                settings.optional("OutputArtifactFormat").orElse(GitRequest.ZIP),
                Map.of("RepositoryName", url.repositoryName(), "FullRepositoryName", url.fullRepositoryName()),
                Optional.empty());
    }
}
