package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.action.source.GitRepository.Found;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Clones what a {@link CloneRef} names. */
public final class GitClone {
    private GitClone() {}

    /**
     * Makes {@code directory}, relative to the workspace, a clone with all branches, tags and history, with the
     * reference's commit checked out on its branch. What git needs lies beside it, in {@code DIRECTORY.git-data}. Doing
     * it again after a restart does nothing twice. The stage fails with an {@link ActionFailure} that says what is wrong.
     */
    public static CompletionStage<Void> into(ActionWork work, Agent agent, CloneRef reference, String directory) {
        GitUrl url = GitUrl.parse(reference.url());
        GitRepository repository =
                new GitRepository(work, agent, directory, url, login(work, reference), GitTimeouts.DEFAULT);
        Found found = new Found(reference.commit(), reference.branch());
        return repository
                .begin(reference.commit().length() == 64)
                .thenCompose(done -> repository.fetchAll())
                .thenCompose(done -> repository.orFetch(found))
                .thenCompose(done -> repository.checkOut(reference.commit()))
                .thenCompose(done -> repository.settle(reference.branch(), reference.commit()));
    }

    private static Optional<UsernamePassword> login(ActionWork work, CloneRef reference) {
        String id = reference.credentialsId();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(work.context()
                .secrets()
                .usernamePassword(id, reference.url())
                .orElseThrow(() -> new ActionFailure(
                        FailureType.PermissionError,
                        "There are no credentials '" + id + "' for " + reference.url() + ". "
                                + work.context().secrets().howToMap(id))));
    }
}
