package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import java.util.List;
import java.util.Optional;

/**
 * Which attempt at an action started a run of another job: on the queue's item and then on the run, so that the two find each
 * other again after a restart. Two of them are never the same item in the queue.
 */
public final class StartedBy extends InvisibleAction implements Queue.QueueAction, EnvironmentContributingAction {
    private final String attempt;
    private final String pipeline;
    private final String executionId;
    private final String stage;
    private final String action;

    StartedBy(ActionContext context, String pipeline) {
        this.attempt = context.actionExecutionId();
        this.pipeline = pipeline;
        this.executionId = context.pipelineExecutionId();
        this.stage = context.stageName();
        this.action = context.action().name();
    }

    /** The attempt's id; empty when no action started it. */
    static Optional<String> attempt(Actionable of) {
        return Optional.ofNullable(of.getAction(StartedBy.class)).map(by -> by.attempt);
    }

    @Override
    public boolean shouldSchedule(List<Action> others) {
        return true;
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars environment) {
        environment.put("RELEASE_PIPELINE_NAME", pipeline);
        environment.put("RELEASE_PIPELINE_EXECUTION_ID", executionId);
        environment.put("RELEASE_PIPELINE_STAGE", stage);
        environment.put("RELEASE_PIPELINE_ACTION", action);
    }
}
