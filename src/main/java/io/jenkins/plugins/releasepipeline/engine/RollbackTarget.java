package io.jenkins.plugins.releasepipeline.engine;

import java.util.Map;

/**
 * An execution that a stage can be taken back to (reference §1.9): all that running the stage again with it needs.
 *
 * @param executionId the execution
 * @param definitionVersion the definition that it ran by
 * @param variables its pipeline-level variables
 * @param products its revisions, output variables and artifacts
 */
public record RollbackTarget(
        String executionId, int definitionVersion, Map<String, String> variables, Products products) {

    public RollbackTarget {
        variables = Maps.copyOf(variables);
    }

    /** What an execution that is still known has brought. */
    public static RollbackTarget of(ExecutionState execution) {
        return new RollbackTarget(
                execution.origin().rollbackTarget().orElse(execution.id()),
                execution.origin().definitionVersion(),
                execution.origin().variables(),
                execution.products());
    }
}
