package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Map;

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
 */
public record ExecutionOrigin(
        String id,
        long number,
        int definitionVersion,
        ExecutionType type,
        Trigger trigger,
        Instant startedAt,
        Map<String, String> variables,
        Map<String, String> sourceRevisions) {

    public ExecutionOrigin {
        variables = Maps.copyOf(variables);
        sourceRevisions = Maps.copyOf(sourceRevisions);
    }
}
