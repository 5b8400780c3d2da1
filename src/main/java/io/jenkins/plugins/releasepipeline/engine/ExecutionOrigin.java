package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How an execution began: what never changes about it.
 *
 * @param id a UUID
 * @param number counts the executions of the pipeline from 1
 * @param definitionVersion the version of the definition it runs by
 * @param type whether it brings something new or takes a stage back
 * @param trigger why it began
 * @param startedAt when it began
 * @param variables the pipeline-level variables with their values in this execution
 * @param sourceRevisions source action to the revision it must deliver, where the start has pinned one
 * @param rollbackTarget for an execution that takes a stage back, the one it takes it back to
 */
public record ExecutionOrigin(
        String id,
        long number,
        int definitionVersion,
        ExecutionType type,
        Trigger trigger,
        Instant startedAt,
        Map<String, String> variables,
        Map<String, String> sourceRevisions,
        Optional<String> rollbackTarget) {

    public ExecutionOrigin {
        variables = Maps.copyOf(variables);
        sourceRevisions = Maps.copyOf(sourceRevisions);
        rollbackTarget = rollbackTarget == null ? Optional.empty() : rollbackTarget;
    }

    /** What the start of an execution says of it. */
    public static ExecutionOrigin of(Event.ExecutionStarted started) {
        return new ExecutionOrigin(
                started.executionId(),
                started.number(),
                started.definitionVersion(),
                started.type(),
                started.trigger(),
                started.at(),
                started.variables(),
                started.sourceRevisions(),
                started.rollback().map(RollbackStart::targetExecutionId));
    }
}
