package io.jenkins.plugins.releasepipeline.engine;

/**
 * What becomes of the executions under way when a pipeline gets another definition (reference §1.5 "Switching mode /
 * editing"). Chosen with each update.
 */
public enum UpdatePolicy {
    /**
     * They are cancelled: those that wait at once, the others when their running actions have ended. What CodePipeline
     * does, PARALLEL executions excepted: those go on by their own definition under any policy.
     */
    CANCEL,
    /** They finish by the definition that they began with; until then no later execution enters a stage. */
    DRAIN,
    /** They go on by the definition that they began with, beside the executions of the new one. */
    PIN
}
