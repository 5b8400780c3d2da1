package io.jenkins.plugins.releasepipeline.engine;

/** Whether an execution brings something new or takes a stage back (reference §1.9). */
public enum ExecutionType {
    STANDARD,
    ROLLBACK
}
