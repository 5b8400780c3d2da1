package io.jenkins.plugins.releasepipeline.runtime;

import java.io.IOException;
import java.util.List;
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

    /** Executions, latest first. Reads those alone. */
    public List<ExecutionRecord> page(int from, int count) throws IOException {
        return history.page(pipeline, from, count);
    }
}
