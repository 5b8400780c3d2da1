package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Result;

/**
 * The result that a build step sets on the run while it is performed on a thread: it is the action's, and the run's own
 * comes of its execution.
 */
final class StepResult implements AutoCloseable {
    private static final ThreadLocal<StepResult> PERFORMED = new ThreadLocal<>();

    private Result worst = Result.SUCCESS;

    private StepResult() {}

    static StepResult onThisThread() {
        StepResult result = new StepResult();
        PERFORMED.set(result);
        return result;
    }

    /** @return whether a step is performed on this thread, and the result is its */
    static boolean take(Result result) {
        StepResult performed = PERFORMED.get();
        if (performed != null) {
            performed.worst = performed.worst.combine(result);
        }
        return performed != null;
    }

    Result get() {
        return worst;
    }

    @Override
    public void close() {
        PERFORMED.remove();
    }
}
