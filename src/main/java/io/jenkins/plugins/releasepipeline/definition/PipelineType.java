package io.jenkins.plugins.releasepipeline.definition;

/** The pipeline type that AWS bills by (reference §1.18); kept, and without meaning here. */
public enum PipelineType {
    V1,
    V2
}
