package io.jenkins.plugins.releasepipeline.runtime;

/**
 * Is told of every stage's transitions, in all pipelines of a host. An extension point: a plugin for Jenkins contributes
 * one with {@code @Extension}.
 */
@FunctionalInterface
public interface StageListener {

    /**
     * Called after the transition is on disk, in the order of a pipeline's transitions, on a thread of its own that all
     * listeners share: one that waits keeps the others waiting, and no pipeline. An exception is logged and goes no
     * further. What happened while the process was down is not told.
     */
    void onTransition(StageTransition transition);
}
