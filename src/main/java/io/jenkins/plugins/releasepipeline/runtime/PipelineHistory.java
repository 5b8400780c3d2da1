package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.io.IOException;
import java.util.Optional;

/** The executions of one pipeline, past ones too, read from disk. Blocks; for any thread. */
public final class PipelineHistory {
    private final String pipeline;
    private final ExecutionHistory history;

    PipelineHistory(String pipeline, ExecutionHistory history) {
        this.pipeline = pipeline;
        this.history = history;
    }

    /** @return empty when it never was, or is forgotten */
    public Optional<ExecutionRecord> execution(String executionId) throws IOException {
        return history.read(pipeline, executionId);
    }

    /** The executions that a query asks for. Reads those alone, and for a filter summaries of at most 2,000 others. */
    public HistoryPage page(HistoryQuery query) throws IOException {
        return history.page(pipeline, query);
    }

    /**
     * The pipeline as it was defined then, the last 1,000 definitions.
     *
     * @param version counted from 1
     * @return empty when there never was one of that number, or it is forgotten
     */
    public Optional<PipelineDeclaration> definition(int version) throws IOException {
        return history.definition(pipeline, version);
    }
}
