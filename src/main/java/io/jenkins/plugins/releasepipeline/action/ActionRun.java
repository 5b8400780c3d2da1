package io.jenkins.plugins.releasepipeline.action;

import java.util.concurrent.CompletionStage;

/** An attempt at an action, under way. */
public interface ActionRun {

    /**
     * Completes when the attempt has ended, whatever way; never exceptionally for something that the definition or the
     * work did wrong. An exceptional completion is a fault of the provider and becomes a failed action
     * ({@link FailureType#SystemUnavailable}).
     */
    CompletionStage<ActionResult> completion();

    /**
     * Ends the work: its processes are terminated, its agents set free. Returns at once; {@link #completion()} follows.
     * Called when the execution was abandoned, or when the action's time is over. Idempotent.
     *
     * @param reason why, in words for a person; goes to the action's log
     */
    void stop(String reason);
}
