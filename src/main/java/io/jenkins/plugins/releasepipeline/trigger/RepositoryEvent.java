package io.jenkins.plugins.releasepipeline.trigger;

import java.util.List;
import java.util.Optional;

/** Something that happened in a repository, whoever tells of it (reference §1.12). */
public sealed interface RepositoryEvent {

    EventRepository repository();

    /** The commit that a pipeline is to run with; empty when nothing is left to run with. */
    Optional<String> revision();

    /** What a reference is. */
    enum RefKind {
        BRANCH,
        TAG
    }

    /** What happened to a pull request. */
    enum PullRequestAction {
        OPENED,
        UPDATED,
        CLOSED,
        MERGED
    }

    /**
     * A branch or a tag is new, moved or gone.
     *
     * @param name the branch or tag, without {@code refs/}
     * @param before where it was; empty when it is new
     * @param after where it is; empty when it is gone
     * @param rewound whether commits were taken away: a forced push, as far as the sender lets one tell
     * @param commits what came with it, as far as the sender says
     */
    record RefChanged(
            EventRepository repository,
            RefKind kind,
            String name,
            Optional<String> before,
            Optional<String> after,
            boolean rewound,
            List<EventCommit> commits)
            implements RepositoryEvent {
        public RefChanged {
            commits = List.copyOf(commits);
        }

        @Override
        public Optional<String> revision() {
            return after;
        }
    }

    /**
     * A source action of a pipeline is to run, whatever its repository's host calls what happened.
     *
     * @param pipeline the pipeline
     * @param action its source action
     * @param revision what the action is to deliver; empty for what is there
     */
    record ActionTold(EventRepository repository, String pipeline, String action, Optional<String> revision)
            implements RepositoryEvent {}

    /**
     * A pull request (merge request) was opened, got other commits or another target, or is over.
     *
     * @param number its number in the repository
     * @param sourceBranch where its commits are
     * @param targetBranch where they go
     * @param head the last of its commits
     * @param base where the target was; empty when the sender does not say
     * @param mergeCommit what merging made; empty when it is not merged or not said
     */
    record PullRequestChanged(
            EventRepository repository,
            PullRequestAction action,
            String number,
            String title,
            String author,
            String sourceBranch,
            String targetBranch,
            String head,
            Optional<String> base,
            Optional<String> mergeCommit)
            implements RepositoryEvent {
        /** What merging made, so that the push of the same merge starts nothing more; else the head. */
        @Override
        public Optional<String> revision() {
            return mergeCommit.or(() -> Optional.of(head)).filter(commit -> !commit.isEmpty());
        }
    }
}
