package io.jenkins.plugins.releasepipeline.runtime;

import java.time.Instant;

/**
 * A stage has another state in an execution (reference §1.13, the states of stage events).
 *
 * @param pipelineName the pipeline; in Jenkins the job's id, which a rename does not change
 * @param pipelineExecutionId the execution
 * @param executionNumber its number
 * @param stageName the stage
 * @param state what the stage is now
 * @param at when that happened
 */
public record StageTransition(
        String pipelineName,
        String pipelineExecutionId,
        long executionNumber,
        String stageName,
        State state,
        Instant at) {

    /** The states of stage events; {@code SKIPPED} is not told of by CodePipeline. */
    public enum State {
        STARTED,
        RESUMED,
        SUCCEEDED,
        FAILED,
        STOPPED,
        CANCELED,
        SKIPPED
    }
}
