package io.jenkins.plugins.releasepipeline.runtime;

/** Which log: an attempt at an action. */
public record ActionLogKey(
        String pipelineName, String executionId, String stage, String action, String actionExecutionId) {}
