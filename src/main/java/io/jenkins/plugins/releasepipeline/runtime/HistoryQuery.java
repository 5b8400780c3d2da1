package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which executions a page is to show, the latest first (reference §1.15, {@code ListPipelineExecutions}).
 *
 * @param maxResults how many at most, 1 to {@value #MOST}
 * @param nextToken what {@link HistoryPage#nextToken} of the page before was; empty for the first page
 * @param statuses the statuses they may have; empty for any
 * @param triggers what may have started them; empty for anything
 * @param succeededInStage a stage in which they succeeded
 * @param since when they began at the earliest
 * @param until when they began at the latest
 * @param words what must be in them, each somewhere: in the number, the id, the status' reason, what started them, a
 *     revision, its message or its author, upper and lower case being the same; at most {@value #MOST_WORDS}
 */
public record HistoryQuery(
        int maxResults,
        Optional<String> nextToken,
        Set<ExecutionStatus> statuses,
        Set<TriggerType> triggers,
        Optional<String> succeededInStage,
        Optional<Instant> since,
        Optional<Instant> until,
        List<String> words) {

    public static final int MOST = 100;
    public static final int MOST_WORDS = 10;
    private static final int LONGEST_WORD = 200;

    /** @throws IllegalArgumentException when it asks for what there cannot be; the message is for whoever asked */
    public HistoryQuery {
        statuses = Set.copyOf(statuses);
        triggers = Set.copyOf(triggers);
        if (maxResults < 1 || maxResults > MOST) {
            throw new IllegalArgumentException("A page has 1 to " + MOST + " executions, not " + maxResults + ".");
        }
        if (words.size() > MOST_WORDS || words.stream().anyMatch(word -> word.length() > LONGEST_WORD)) {
            throw new IllegalArgumentException(
                    "A search has at most " + MOST_WORDS + " words of at most " + LONGEST_WORD + " characters.");
        }
        words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        nextToken.ifPresent(HistoryQuery::number);
    }

    /** Without words. */
    public HistoryQuery(
            int maxResults,
            Optional<String> nextToken,
            Set<ExecutionStatus> statuses,
            Set<TriggerType> triggers,
            Optional<String> succeededInStage,
            Optional<Instant> since,
            Optional<Instant> until) {
        this(maxResults, nextToken, statuses, triggers, succeededInStage, since, until, List.of());
    }

    /** The latest executions, whatever became of them. */
    public static HistoryQuery latest(int maxResults) {
        return new HistoryQuery(
                maxResults, Optional.empty(), Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, from where another page ended. */
    public HistoryQuery from(String token) {
        return new HistoryQuery(
                maxResults, Optional.of(token), statuses, triggers, succeededInStage, since, until, words);
    }

    /** The same, with another number of executions at most. */
    public HistoryQuery atMost(int results) {
        return new HistoryQuery(results, nextToken, statuses, triggers, succeededInStage, since, until, words);
    }

    /** Whether the executions' summaries have to be looked at. */
    boolean isSelective() {
        return !statuses.isEmpty() || !triggers.isEmpty() || succeededInStage.isPresent() || !words.isEmpty();
    }

    /** The page has executions with a smaller number than this. */
    long before() {
        return nextToken.map(HistoryQuery::number).orElse(Long.MAX_VALUE);
    }

    private static long number(String token) {
        if (!token.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException(
                    "This is not a token of a page before: take 'nextToken' of that page as it is.");
        }
        return Long.parseLong(token);
    }
}
