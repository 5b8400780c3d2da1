package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import org.kohsuke.stapler.export.Exported;

/** An execution takes a stage back to what an earlier one brought there: by hand, or because a later one failed. */
public final class RollbackCause extends Cause {
    private final String stage;
    private final String targetExecutionId;
    private final String target;
    private final String failed;
    private final String by;

    private RollbackCause(String stage, String targetExecutionId, String target, String failed, String by) {
        this.stage = stage;
        this.targetExecutionId = targetExecutionId;
        this.target = target;
        this.failed = failed;
        this.by = by;
    }

    static RollbackCause byHand(ReleasePipelineJob job, String stage, String targetExecutionId, String by) {
        return new RollbackCause(stage, targetExecutionId, called(job, targetExecutionId), "", by);
    }

    static RollbackCause automatic(
            ReleasePipelineJob job, String stage, String targetExecutionId, String failedExecutionId) {
        return new RollbackCause(
                stage, targetExecutionId, called(job, targetExecutionId), called(job, failedExecutionId), "");
    }

    private static String called(ReleasePipelineJob job, String executionId) {
        return job.run(executionId).map(run -> "#" + run.getNumber()).orElse(executionId);
    }

    /** The stage that is taken back. */
    @Exported(visibility = 3)
    public String getStage() {
        return stage;
    }

    /** The execution that it is taken back to. */
    @Exported(visibility = 3)
    public String getTargetExecutionId() {
        return targetExecutionId;
    }

    /** Whether nobody asked for it. */
    @Exported(visibility = 3)
    public boolean isAutomatic() {
        return !failed.isEmpty();
    }

    @Override
    public String getShortDescription() {
        return isAutomatic()
                ? Messages.RollbackCause_automatic(failed, stage, target)
                : Messages.RollbackCause_byHand(by, stage, target);
    }
}
