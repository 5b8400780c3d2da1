package io.jenkins.plugins.releasepipeline.engine;

/** Who asked for a retry (reference §1.8). */
public enum RetryTrigger {
    AutomatedStageRetry,
    ManualStageRetry
}
