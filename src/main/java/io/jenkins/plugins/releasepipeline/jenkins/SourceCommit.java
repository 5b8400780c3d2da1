package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.SourceChanges;

/** A commit that a run brings, as it is kept with the run. */
final class SourceCommit {
    private final String source;
    private final String id;
    private final String author;
    private final long time;
    private final String title;

    /** @param source the source action that delivered it */
    SourceCommit(String source, SourceChanges.Commit commit) {
        this.source = source;
        this.id = commit.id();
        this.author = commit.author();
        this.time = commit.time().toEpochMilli();
        this.title = commit.title();
    }

    String source() {
        return source;
    }

    String id() {
        return id;
    }

    String author() {
        return author;
    }

    /** Milliseconds since the epoch. */
    long time() {
        return time;
    }

    String title() {
        return title;
    }
}
