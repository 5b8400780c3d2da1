package io.jenkins.plugins.releasepipeline.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An approval that somebody gave before it was asked for. It counts once, for the next execution that is asked, and only
 * as long as it is valid: {@value #LONGEST_DAYS} days at most. CodePipeline has none.
 *
 * @param action the approval action
 * @param by who gave it
 * @param summary the comment; may be empty
 * @param at when
 * @param until until when it is valid; empty when only its revisions limit it
 * @param revisions source action to the revision that it was given for; empty when it is for whatever comes
 */
public record EarlyApproval(
        String action,
        Approver by,
        String summary,
        Instant at,
        Optional<Instant> until,
        Map<String, String> revisions) {
    static final int LONGEST_DAYS = 60;
    static final Duration LONGEST = Duration.ofDays(LONGEST_DAYS);

    public EarlyApproval {
        revisions = Maps.copyOf(revisions);
    }

    /** Until when it is valid at the longest. */
    Instant ends() {
        Instant longest = at.plus(LONGEST);
        return until.filter(longest::isAfter).orElse(longest);
    }

    boolean isValid(ExecutionState asked, Instant now) {
        return now.isBefore(ends()) && (revisions.isEmpty() || revisions.equals(revisionsOf(asked)));
    }

    static Map<String, String> revisionsOf(ExecutionState execution) {
        Map<String, String> ids = new LinkedHashMap<>();
        execution.products().revisions().forEach(revision -> ids.put(revision.actionName(), revision.revisionId()));
        return ids;
    }
}
