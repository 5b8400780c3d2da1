package io.jenkins.plugins.releasepipeline.engine;

/** What became of an execution in a stage (reference §1.13). */
public enum StageStatus {
    InProgress,
    Stopping,
    Stopped,
    Succeeded,
    Failed,
    Skipped,
    Cancelled
}
