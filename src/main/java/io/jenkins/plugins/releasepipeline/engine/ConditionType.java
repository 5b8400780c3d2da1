package io.jenkins.plugins.releasepipeline.engine;

/** When the rules of a stage's condition are checked (reference §1.10). */
public enum ConditionType {
    /** After the stage is taken, before its actions start. */
    BEFORE_ENTRY,
    /** After all its actions have succeeded. */
    ON_SUCCESS,
    /** After it has failed and none of its actions works any more. */
    ON_FAILURE
}
