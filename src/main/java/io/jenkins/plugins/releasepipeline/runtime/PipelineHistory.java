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

    /** How many files of past executions have been read of all pipelines of this home, and how many bytes. */
    public Reads reads() {
        HistoryFiles.Reads reads = history.reads();
        return new Reads(reads.files(), reads.bytes());
    }

    /** @param files how many times a file was read @param bytes how much of them */
    public record Reads(long files, long bytes) {}
}
