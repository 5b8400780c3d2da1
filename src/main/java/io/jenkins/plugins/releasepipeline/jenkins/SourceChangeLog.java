package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.User;
import hudson.scm.ChangeLogSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;

/** The commits that one source action of a run brings, the latest first. */
public final class SourceChangeLog extends ChangeLogSet<SourceChangeLog.Commit> {
    private final String source;
    private final List<Commit> commits;

    SourceChangeLog(ReleasePipelineRun run, String source, List<SourceCommit> commits) {
        super(run, null);
        this.source = source;
        this.commits = commits.stream().map(each -> new Commit(this, each)).toList();
    }

    /** The source action. */
    @Exported
    public String getSource() {
        return source;
    }

    /** The commits. */
    public List<Commit> getCommits() {
        return commits;
    }

    @Override
    public boolean isEmptySet() {
        return commits.isEmpty();
    }

    @Override
    public String getKind() {
        return "release-pipeline";
    }

    @Override
    public Iterator<Commit> iterator() {
        return commits.iterator();
    }

    /** One commit. What it touches is not known. */
    public static final class Commit extends ChangeLogSet.Entry {
        private final SourceCommit commit;

        Commit(SourceChangeLog log, SourceCommit commit) {
            this.commit = commit;
            setParent(log);
        }

        @Exported
        @Override
        public String getCommitId() {
            return commit.id();
        }

        @Exported
        @Override
        public long getTimestamp() {
            return commit.time();
        }

        @Exported
        @Override
        public String getMsg() {
            return commit.title();
        }

        /** Who wrote it, by the commit's own word. */
        @Exported
        public String getAuthorName() {
            return commit.author();
        }

        /** The user of that name; the unknown one when there is none: no commit makes a user. */
        @Override
        public User getAuthor() {
            return Optional.ofNullable(User.getById(commit.author(), false)).orElseGet(User::getUnknown);
        }

        @Override
        public Collection<String> getAffectedPaths() {
            return List.of();
        }
    }
}
