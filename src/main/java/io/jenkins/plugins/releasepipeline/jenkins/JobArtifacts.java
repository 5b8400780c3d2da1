package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.artifact.FileArtifactStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store in the directory of each job, {@code artifacts}, opened when it is first used. It is renamed, moved and deleted
 * with the job.
 */
final class JobArtifacts implements ArtifactStores {
    private final PipelineJobs jobs;
    private final Map<String, ArtifactStore> stores = new ConcurrentHashMap<>();

    JobArtifacts(PipelineJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public ArtifactStore of(String pipelineId) {
        return stores.computeIfAbsent(
                pipelineId,
                id -> FileArtifactStore.at(
                        () -> jobs.job(id).map(job -> job.getRootDir().toPath().resolve("artifacts"))));
    }

    /** The job is going away. */
    void forget(String pipelineId) {
        stores.remove(pipelineId);
    }
}
