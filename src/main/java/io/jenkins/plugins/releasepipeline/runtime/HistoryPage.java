package io.jenkins.plugins.releasepipeline.runtime;

import java.util.List;
import java.util.Optional;

/**
 * Some executions out of a pipeline's history.
 *
 * @param executions the latest first; may be fewer than were asked for, or none, when few of those looked at match
 * @param nextToken asks for the page after this one, whatever begins or is forgotten meanwhile; empty after the last
 */
public record HistoryPage(List<ExecutionRecord> executions, Optional<String> nextToken) {
    public HistoryPage {
        executions = List.copyOf(executions);
    }
}
