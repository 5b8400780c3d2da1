package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.action.build.CodeBuildProvider;
import io.jenkins.plugins.releasepipeline.action.build.CommandsProvider;
import io.jenkins.plugins.releasepipeline.action.build.MappedCommandProvider;
import io.jenkins.plugins.releasepipeline.action.deploy.CodeDeploy;
import io.jenkins.plugins.releasepipeline.action.deploy.S3Deploy;
import io.jenkins.plugins.releasepipeline.action.source.CodeCommitSource;
import io.jenkins.plugins.releasepipeline.action.source.ConnectionSource;
import io.jenkins.plugins.releasepipeline.action.source.EcrSource;
import io.jenkins.plugins.releasepipeline.action.source.GitHubSource;
import io.jenkins.plugins.releasepipeline.action.source.GitSource;
import io.jenkins.plugins.releasepipeline.action.source.S3Source;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The providers that come with the project, for any host. */
public final class BuiltInActions {
    private static final List<ActionProvider> ALL = List.of(
            new CodeCommitSource(),
            new ConnectionSource(),
            new GitHubSource(),
            new GitSource(),
            new S3Source(),
            new EcrSource(),
            CodeBuildProvider.forBuild(),
            CodeBuildProvider.forTest(),
            new CommandsProvider(),
            MappedCommandProvider.jenkinsBuild(),
            MappedCommandProvider.jenkinsTest(),
            new S3Deploy(),
            new CodeDeploy());

    /** The categories whose actions a command line can stand for. */
    private static final Set<String> MAPPED = Set.of("Build", "Test", "Deploy", "Invoke", "Compute");

    private BuiltInActions() {}

    /** One provider for each action type that is built in. */
    public static List<ActionProvider> all() {
        return ALL;
    }

    /**
     * What does the work of a type, that of a rule included: the provider that is built in, or for one that is not the command line that the
     * host's mappings give it ({@link NameMappings#provider}). Empty for a source that is not built in, for which no
     * command line can stand, and for approvals, which are no provider's work.
     */
    public static Optional<ActionProvider> find(ActionTypeId type) {
        if ("Rule".equals(type.category())) {
            return BuiltInRules.find(type).map(Function.identity());
        }
        Optional<ActionProvider> builtIn =
                ALL.stream().filter(provider -> provider.type().equals(type)).findFirst();
        return builtIn.isPresent() || !MAPPED.contains(type.category())
                ? builtIn
                : Optional.of(new MappedCommandProvider(type));
    }
}
