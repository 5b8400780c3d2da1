package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * The runs whose executions have not ended, by the execution's id: a small file for each, so that a start of Jenkins
 * need not load every run there is. Thread-safe.
 */
final class UnfinishedRuns {
    private static final Logger LOGGER = Logger.getLogger(UnfinishedRuns.class.getName());

    private final Path directory;
    private final Map<String, ReleasePipelineRun> runs = new ConcurrentHashMap<>();

    private UnfinishedRuns(Path directory) {
        this.directory = directory;
    }

    /** Loads the runs that the last Jenkins has left unfinished; all jobs are loaded. */
    static UnfinishedRuns open(Path directory) throws IOException {
        Files.createDirectories(directory);
        UnfinishedRuns opened = new UnfinishedRuns(directory);
        Map<String, ReleasePipelineJob> jobs = new ConcurrentHashMap<>();
        for (ReleasePipelineJob job : Jenkins.get().allItems(ReleasePipelineJob.class)) {
            jobs.put(job.getPipelineId(), job);
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String[] words = Files.readString(file).strip().split(" ");
                ReleasePipelineJob job = jobs.get(words[0]);
                ReleasePipelineRun run =
                        job == null || words.length < 2 ? null : job.getBuildByNumber(Integer.parseInt(words[1]));
                if (run != null && run.isBuilding()) {
                    opened.runs.put(file.getFileName().toString(), run);
                } else {
                    Files.delete(file);
                }
            }
        }
        return opened;
    }

    List<ReleasePipelineRun> all() {
        return new ArrayList<>(runs.values());
    }

    Optional<ReleasePipelineRun> run(String executionId) {
        return Optional.ofNullable(runs.get(executionId));
    }

    /**
     * The run of an execution, which is made when there is none: what an execution does has a run to be told in.
     *
     * @return empty when the pipeline has no job
     */
    synchronized Optional<ReleasePipelineRun> runOrNew(String pipelineId, String executionId) throws IOException {
        ReleasePipelineRun known = runs.get(executionId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ReleasePipelineJob> job = job(pipelineId);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        ReleasePipelineRun made = ReleasePipelineRun.of(job.get(), executionId);
        add(made);
        return Optional.of(made);
    }

    private static Optional<ReleasePipelineJob> job(String pipelineId) throws IOException {
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            for (ReleasePipelineJob job : Jenkins.get().allItems(ReleasePipelineJob.class)) {
                if (job.getPipelineId().equals(pipelineId)) {
                    return Optional.of(job);
                }
            }
        }
        return Optional.empty();
    }

    void add(ReleasePipelineRun run) throws IOException {
        Files.writeString(
                directory.resolve(run.getExecutionId()),
                run.getParent().getPipelineId() + " " + run.getNumber() + "\n");
        runs.put(run.getExecutionId(), run);
    }

    void remove(ReleasePipelineRun run) {
        runs.remove(run.getExecutionId());
        try {
            Files.deleteIfExists(directory.resolve(run.getExecutionId()));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot forget that " + run + " was unfinished", e);
        }
    }
}
