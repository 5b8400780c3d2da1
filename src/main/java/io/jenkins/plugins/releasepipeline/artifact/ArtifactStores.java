package io.jenkins.plugins.releasepipeline.artifact;

/** The artifact store of each pipeline. Thread-safe. */
@FunctionalInterface
public interface ArtifactStores {

    /** The store that keeps what the pipeline's executions make. Does not block, and knows any name. */
    ArtifactStore of(String pipelineName);

    /** One store for all pipelines. */
    static ArtifactStores shared(ArtifactStore store) {
        return pipelineName -> store;
    }
}
