package io.jenkins.plugins.releasepipeline.engine;

/** What became of an execution (reference §1.13). */
public enum ExecutionStatus {
    InProgress,
    Stopping,
    Stopped,
    Succeeded,
    Failed,
    Superseded,
    Cancelled;

    /** Whether it may still do something. */
    public boolean isLive() {
        return this == InProgress || this == Stopping;
    }
}
