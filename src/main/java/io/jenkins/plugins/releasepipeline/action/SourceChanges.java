package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells what lies between two revisions of a source. Thread-safe; no method waits. */
public interface SourceChanges {

    /** Tells nothing. */
    SourceChanges NONE = (source, from, to) -> Optional.empty();

    /** As one pipeline sees it: a host may read a repository with other credentials for each. */
    default SourceChanges forPipeline(String pipelineName) {
        return this;
    }

    /** Grows whenever something became known: as long as it is the same, so are all answers. */
    default long known() {
        return 0;
    }

    /** Whether commits of sources of this kind are read at all; of others nothing is ever known. */
    default boolean isRead(ActionDeclaration source) {
        return true;
    }

    /**
     * What a pipeline goes through when it goes from one revision of a source to another.
     *
     * @param source the source action, as declared
     * @param from the revision before, as the source action delivered it
     * @param to the revision after
     * @return empty as long as it is not known; asking for it makes it known after a while, where it can be
     */
    Optional<Changes> between(ActionDeclaration source, String from, String to);

    /**
     * Who wrote the commits that a pipeline goes through: their names and their mail addresses.
     *
     * @param source the source action, as declared
     * @param from the revision before; empty when there was none, and then {@code to} alone counts
     * @param to the revision after
     * @return empty when it cannot be told; nobody for a source without commits. It may take as long as reading the
     *     repository does.
     */
    default CompletionStage<Optional<Set<String>>> authors(ActionDeclaration source, Optional<String> from, String to) {
        return CompletableFuture.completedStage(Optional.empty());
    }

    /** How one revision stands to another. */
    enum Relation {
        /** They are the same. */
        SAME,
        /** The second one is the first and more. */
        AHEAD,
        /** The second one is the first and less: it goes back. */
        BEHIND,
        /** Each has what the other has not: history was rewritten, or the branch is another one. */
        DIVERGED,
        /** It cannot be told; {@link Changes#problem} says why. */
        UNKNOWN
    }

    /**
     * @param relation how {@code to} stands to {@code from}
     * @param brought what {@code to} has and {@code from} has not
     * @param takenBack what {@code from} has and {@code to} has not
     * @param problem why it cannot be told; empty when it can
     */
    record Changes(Relation relation, Commits brought, Commits takenBack, String problem) {
        public static final Changes SAME = new Changes(Relation.SAME, Commits.NONE, Commits.NONE, "");

        public static Changes unknown(String problem) {
            return new Changes(Relation.UNKNOWN, Commits.NONE, Commits.NONE, problem);
        }
    }

    /**
     * @param count how many there are
     * @param latest the latest of them, the last first
     */
    record Commits(int count, List<Commit> latest) {
        public static final Commits NONE = new Commits(0, List.of());

        public Commits {
            latest = List.copyOf(latest);
        }
    }

    /**
     * @param id the full commit id
     * @param author the author's name
     * @param time when it was written
     * @param title the message's first line, at most 200 characters
     */
    record Commit(String id, String author, Instant time, String title) {}
}
