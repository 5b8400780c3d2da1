package io.jenkins.plugins.releasepipeline.engine;

/** What became of an attempt at an action (reference §1.13). */
public enum ActionStatus {
    InProgress,
    Succeeded,
    Failed,
    Abandoned
}
