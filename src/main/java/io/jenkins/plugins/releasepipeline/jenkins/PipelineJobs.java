package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/** Finds the job of a pipeline, while it is moved too. Remembers those that it has found; thread-safe. */
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
            for (ReleasePipelineJob job : jenkins.allItems(ReleasePipelineJob.class)) {
                if (job.getPipelineId().equals(pipelineId)) {
                    found.put(pipelineId, job);
                    return Optional.of(job);
                }
            }
            if (known == null || known.isDeleted()) {
                found.remove(pipelineId);
                return Optional.empty();
            }
            return Optional.of(known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
