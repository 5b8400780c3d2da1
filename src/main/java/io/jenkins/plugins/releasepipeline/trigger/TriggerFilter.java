package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.definition.GitConfiguration;
import io.jenkins.plugins.releasepipeline.definition.Patterns;
import io.jenkins.plugins.releasepipeline.definition.PullRequestFilter;
import io.jenkins.plugins.releasepipeline.definition.PushFilter;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The filters of a trigger (reference §1.12): one of several filters is enough, all that a filter has must match, one
 * pattern of a list is enough, and an exclude beats an include. A list with excludes alone includes everything else. Files
 * are looked at one by one, all of them: one that is included and not excluded is enough.
 */
public final class TriggerFilter {
    private final GitConfiguration configuration;

    public TriggerFilter(GitConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * @param files asked at most once, and only when a filter matches but for its files
     * @throws IOException when the files cannot be told
     */
    public Verdict of(RepositoryEvent event, ChangedFiles files) throws IOException {
        Remembered once = new Remembered(files);
        String why;
        if (event.revision().isEmpty()) {
            return new Verdict.FilteredOut("nothing is left to run with: it was deleted");
        }
        if (event instanceof RefChanged change) {
            why = "there is no push filter";
            for (PushFilter filter : configuration.push()) {
                Verdict verdict = push(filter, change, once);
                if (verdict instanceof Verdict.Matches) {
                    return verdict;
                }
                why = verdict.why();
            }
        } else if (event instanceof RepositoryEvent.ActionTold) {
            why = "it is told to one action, and to no trigger";
        } else {
            PullRequestChanged change = (PullRequestChanged) event;
            why = "there is no pull request filter";
            for (PullRequestFilter filter : configuration.pullRequest()) {
                Verdict verdict = pullRequest(filter, change, once);
                if (verdict instanceof Verdict.Matches) {
                    return verdict;
                }
                why = verdict.why();
            }
        }
        return new Verdict.FilteredOut(why);
    }

    private static Verdict push(PushFilter filter, RefChanged change, ChangedFiles files) throws IOException {
        if (change.kind() == RefKind.TAG) {
            return filter.tags() == null
                    ? new Verdict.FilteredOut("the filter is for branches, and this is a tag")
                    : name("tag", filter.tags(), change.name());
        }
        if (filter.tags() != null) {
            return new Verdict.FilteredOut("the filter is for tags, and this is a branch");
        }
        return branchAndFiles(filter.branches(), filter.filePaths(), change.name(), files);
    }

    private static Verdict pullRequest(PullRequestFilter filter, PullRequestChanged change, ChangedFiles files)
            throws IOException {
        Optional<String> event = event(change);
        if (event.isEmpty()) {
            return new Verdict.FilteredOut("a pull request of Bitbucket counts as closed when it is merged");
        }
        if (!filter.events().isEmpty() && !filter.events().contains(event.get())) {
            return new Verdict.FilteredOut("the filter is for " + filter.events() + ", and this is " + event.get());
        }
        return branchAndFiles(filter.branches(), filter.filePaths(), change.targetBranch(), files);
    }

    private static Optional<String> event(PullRequestChanged change) {
        boolean bitbucket = change.repository().provider() == WebhookProvider.BITBUCKET_CLOUD
                || change.repository().provider() == WebhookProvider.BITBUCKET_DATA_CENTER;
        return switch (change.action()) {
            case OPENED -> Optional.of("OPEN");
            case UPDATED -> Optional.of("UPDATED");
            case MERGED -> Optional.of("CLOSED");
            case CLOSED -> bitbucket ? Optional.empty() : Optional.of("CLOSED");
        };
    }

    private static Verdict branchAndFiles(Patterns branches, Patterns paths, String branch, ChangedFiles files)
            throws IOException {
        Verdict named = branches == null ? new Verdict.Matches("any branch matches") : name("branch", branches, branch);
        if (paths == null || named instanceof Verdict.FilteredOut) {
            return named;
        }
        List<String> changed = files.list();
        if (changed.isEmpty()) {
            return new Verdict.FilteredOut("no file is changed");
        }
        String why = "";
        for (String file : changed) {
            Verdict verdict = name("file", paths, file);
            if (verdict instanceof Verdict.Matches) {
                return new Verdict.Matches(named.why() + "; " + verdict.why());
            }
            why = verdict.why();
        }
        return new Verdict.FilteredOut(
                changed.size() == 1 ? why : "none of " + changed.size() + " changed files matches; the last: " + why);
    }

    private static Verdict name(String what, Patterns patterns, String name) {
        for (String exclude : patterns.excludes()) {
            if (new Glob(exclude).matches(name)) {
                return new Verdict.FilteredOut("the " + what + " " + name + " matches the exclude " + exclude);
            }
        }
        if (patterns.includes().isEmpty()) {
            return new Verdict.Matches("the " + what + " " + name + " matches no exclude");
        }
        for (String include : patterns.includes()) {
            if (new Glob(include).matches(name)) {
                return new Verdict.Matches("the " + what + " " + name + " matches the include " + include);
            }
        }
        return new Verdict.FilteredOut(
                "the " + what + " " + name + " matches none of the includes " + String.join(", ", patterns.includes()));
    }

    private static final class Remembered implements ChangedFiles {
        private final ChangedFiles files;
        private List<String> known;

        Remembered(ChangedFiles files) {
            this.files = files;
        }

        @Override
        public List<String> list() throws IOException {
            if (known == null) {
                known = files.list();
            }
            return known;
        }
    }
}
