package io.jenkins.plugins.releasepipeline.action;

import java.util.concurrent.CompletionStage;

/** A process on an agent. */
public interface AgentProcess {

    /** Completes when the process has ended or is lost, and all of its output is in the log. Never exceptionally. */
    CompletionStage<ProcessExit> exit();

    /** Terminates the process and its descendants, first asking, then forcing. Returns at once. Idempotent. */
    void kill();
}
