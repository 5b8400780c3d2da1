package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.RevisionParameterAction;
import hudson.scm.SCM;
import java.util.Optional;
import java.util.regex.Pattern;

/** Repositories as the Git plugin has them: its {@code notifyCommit}, and hooks of plugins that build on it, find them. */
@Extension(optional = true)
public final class GitSourceScms extends SourceScms {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    @Override
    public Optional<SCM> scm(String address) {
        return Optional.of(new GitSCM(address));
    }

    @Override
    public Optional<String> revision(Run<?, ?> run, String address) {
        return Optional.ofNullable(run.getAction(RevisionParameterAction.class))
                .filter(action -> COMMIT.matcher(action.commit).matches())
                .filter(action -> action.canOriginateFrom(new GitSCM(address).getRepositories()))
                .map(action -> action.commit);
    }

    @Override
    public Optional<Action> pin(SCM scm, String revision) {
        return scm instanceof GitSCM && COMMIT.matcher(revision).matches()
                ? Optional.of(new RevisionParameterAction(revision))
                : Optional.empty();
    }
}
