package io.jenkins.plugins.releasepipeline.engine;

/** Which actions of a failed stage run again (reference §1.8). */
public enum RetryMode {
    FAILED_ACTIONS,
    ALL_ACTIONS
}
