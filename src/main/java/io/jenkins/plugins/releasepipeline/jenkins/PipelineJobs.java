package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/** Finds the job of a pipeline. Remembers those that it has found; thread-safe. */
final class PipelineJobs {
    private final Map<String, ReleasePipelineJob> found = new ConcurrentHashMap<>();

    /** Whoever asks; empty when the pipeline has no job any more. */
    Optional<ReleasePipelineJob> job(String pipelineId) {
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            Jenkins jenkins = Jenkins.get();
            ReleasePipelineJob known = found.get(pipelineId);
            if (known != null && jenkins.getItemByFullName(known.getFullName()) == known) {
                return Optional.of(known);
            }
            found.remove(pipelineId);
            for (ReleasePipelineJob job : jenkins.allItems(ReleasePipelineJob.class)) {
                if (job.getPipelineId().equals(pipelineId)) {
                    found.put(pipelineId, job);
                    return Optional.of(job);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
