package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.action.build.CodeBuildProvider;
import io.jenkins.plugins.releasepipeline.action.build.CommandsProvider;
import io.jenkins.plugins.releasepipeline.action.build.MappedCommandProvider;
import io.jenkins.plugins.releasepipeline.action.deploy.S3Deploy;
import io.jenkins.plugins.releasepipeline.action.source.CodeCommitSource;
import io.jenkins.plugins.releasepipeline.action.source.ConnectionSource;
import io.jenkins.plugins.releasepipeline.action.source.GitHubSource;
import io.jenkins.plugins.releasepipeline.action.source.GitSource;
import io.jenkins.plugins.releasepipeline.action.source.S3Source;
import java.util.List;

/** The providers that come with the project, for any host. */
public final class BuiltInActions {
    private static final List<ActionProvider> ALL = List.of(
            new CodeCommitSource(),
            new ConnectionSource(),
            new GitHubSource(),
            new GitSource(),
            new S3Source(),
            CodeBuildProvider.forBuild(),
            CodeBuildProvider.forTest(),
            new CommandsProvider(),
            MappedCommandProvider.jenkinsBuild(),
            MappedCommandProvider.jenkinsTest(),
            new S3Deploy());

    private BuiltInActions() {}

    /** One provider for each action type that is built in. */
    public static List<ActionProvider> all() {
        return ALL;
    }
}
