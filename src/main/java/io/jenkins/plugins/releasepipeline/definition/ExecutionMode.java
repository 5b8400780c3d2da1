package io.jenkins.plugins.releasepipeline.definition;

/** How executions of a pipeline share its stages (reference §1.5). */
public enum ExecutionMode {
    SUPERSEDED,
    QUEUED,
    PARALLEL
}
