package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executions of one pipeline, past ones too, read from disk. Blocks; for any thread. */
public final class PipelineHistory {
    private final String pipeline;
    private final HistoryReader reader;

    PipelineHistory(String pipeline, HistoryReader reader) {
        this.pipeline = pipeline;
        this.reader = reader;
    }

    /**
     * The history of a pipeline as the files tell it, whether a process has the home open or not. What a process did that
     * was killed may be missing until the home is opened again.
     *
     * @param directory the home's directory of past executions
     * @return empty when there is nothing of that pipeline
     */
    public static Optional<PipelineHistory> at(Path directory, String pipeline) {
        HistoryFiles files = new HistoryFiles(directory);
        return Files.isDirectory(files.of(pipeline))
                ? Optional.of(new PipelineHistory(pipeline, new HistoryReader(files)))
                : Optional.empty();
    }

    /** @return empty when it never was, or is forgotten */
    public Optional<ExecutionRecord> execution(String executionId) throws IOException {
        return reader.read(pipeline, executionId);
    }

    /** The execution of that number. @return empty when it never was, or is forgotten */
    public Optional<ExecutionRecord> execution(long number) throws IOException {
        if (number < 1 || number == Long.MAX_VALUE) {
            return Optional.empty();
        }
        return page(HistoryQuery.latest(1).from(Long.toString(number + 1))).executions().stream()
                .filter(record -> record.origin().number() == number)
                .findFirst();
    }

    /** The executions that a query asks for. Reads those alone, and for a filter summaries of at most 2,000 others. */
    public HistoryPage page(HistoryQuery query) throws IOException {
        return reader.page(pipeline, query);
    }

    /**
     * The pipeline as it was defined then, the last 1,000 definitions.
     *
     * @param version counted from 1
     * @return empty when there never was one of that number, or it is forgotten
     */
    public Optional<PipelineDeclaration> definition(int version) throws IOException {
        return reader.definition(pipeline, version);
    }

    /**
     * The definitions that executions ran by, by version.
     *
     * @return without those that are forgotten
     */
    public Map<Integer, PipelineDeclaration> definitions(List<ExecutionRecord> records) throws IOException {
        Map<Integer, PipelineDeclaration> definitions = new HashMap<>();
        for (ExecutionRecord record : records) {
            int version = record.origin().definitionVersion();
            if (!definitions.containsKey(version)) {
                definition(version).ifPresent(definition -> definitions.put(version, definition));
            }
        }
        return definitions;
    }

    /** How many files of past executions have been read of all pipelines of this home, and how many bytes. */
    public Reads reads() {
        HistoryFiles.Reads reads = reader.reads();
        return new Reads(reads.files(), reads.bytes());
    }

    /** @param files how many times a file was read @param bytes how much of them */
    public record Reads(long files, long bytes) {}
}
