package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step asked an execution for, on the queue's item and then on the run. Its token is how the step and the run find
 * each other, also after a restart. Two of them are never the same item in the queue.
 */
final class StepStart extends InvisibleAction implements Queue.QueueAction {
    private final String token;
    private final LinkedHashMap<String, String> variables;
    private final LinkedHashMap<String, String> sourceRevisions;

    StepStart(String token, Map<String, String> variables, Map<String, String> sourceRevisions) {
        this.token = token;
        this.variables = new LinkedHashMap<>(variables);
        this.sourceRevisions = new LinkedHashMap<>(sourceRevisions);
    }

    /**
     * Asks for an execution with that, and with parameters that say the same.
     *
     * @return whether the queue has taken it
     */
    boolean schedule(ReleasePipelineJob job, Cause cause) {
        List<Action> actions = new ArrayList<>(List.of(new CauseAction(cause), this));
        actions.addAll(VariableParameters.values(job, variables));
        return job.scheduleBuild2(0, actions.toArray(Action[]::new)) != null;
    }

    String token() {
        return token;
    }

    Map<String, String> variables() {
        return variables;
    }

    Map<String, String> sourceRevisions() {
        return sourceRevisions;
    }

    @Override
    public boolean shouldSchedule(List<Action> others) {
        return true;
    }
}
