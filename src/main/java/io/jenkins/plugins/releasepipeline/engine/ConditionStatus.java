package io.jenkins.plugins.releasepipeline.engine;

/** How a condition stands (reference §1.10). */
public enum ConditionStatus {
    InProgress,
    /** A rule did not pass. */
    Failed,
    /** A rule could not be checked. It counts as not passed, and neither skips a stage nor rolls it back. */
    Errored,
    Succeeded,
    /** The execution was stopped, or its definition replaced, while the rules were checked. */
    Cancelled,
    /** The execution was abandoned while the rules were checked. */
    Abandoned,
    /** Somebody let the execution go on in spite of it. */
    Overridden
}
