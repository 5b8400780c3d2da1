package io.jenkins.plugins.releasepipeline.engine;

/** What started an execution (reference §1.12). */
public enum TriggerType {
    CreatePipeline,
    StartPipelineExecution,
    PollForSourceChanges,
    Webhook,
    CloudWatchEvent,
    PutActionRevision,
    WebhookV2,
    ManualRollback,
    AutomatedRollback
}
