package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.TaskListener;
import hudson.scm.PollingResult;
import hudson.scm.SCM;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.io.IOException;
import java.util.Optional;

/** Whether the sources of {@code Custom/SCM} have something that no execution has checked out yet. Blocks. */
final class ScmPolls {
    private static final int RUNS = 100;

    private final ReleasePipelineJob job;
    private final TaskListener listener;

    ScmPolls(ReleasePipelineJob job, TaskListener listener) {
        this.job = job;
        this.listener = listener;
    }

    /** Trouble with one source is told, and the others are looked at. */
    boolean haveChanged(PipelineDeclaration pipeline) throws InterruptedException {
        for (ActionDeclaration action : pipeline.stages().get(0).actions()) {
            if (ScmAction.isScm(action) && ScmAction.isPolled(action)) {
                try {
                    if (hasChanged(action)) {
                        return true;
                    }
                } catch (IOException | ActionFailure e) {
                    listener.error(action.name() + ": " + e.getMessage());
                }
            }
        }
        return false;
    }

    private boolean hasChanged(ActionDeclaration action) throws IOException, InterruptedException {
        SCM scm = ScmAction.scm(job, action);
        ReleasePipelineRun last = job.getLastBuild();
        if (last != null && last.isBuilding() && ScmCheckouts.of(last, action.name(), scm) == null) {
            listener.getLogger().println(action.name() + ": " + last.getDisplayName() + " has not checked it out yet.");
            return false;
        }
        Optional<ScmCheckouts.Checkout> before = before(job, action.name(), scm);
        if (before.isEmpty()) {
            listener.getLogger().println(action.name() + ": no execution has checked it out yet.");
            return true;
        }
        if (scm.requiresWorkspaceForPolling()) {
            listener.error(action.name() + ": " + scm.getDescriptor().getDisplayName()
                    + " with these options can be polled in its workspace alone, and a source's workspace is another action's"
                    + " once it has delivered. It is not polled: leave out what needs the workspace (of Git, wildcards in a"
                    + " branch, and more than one branch), or have a hook start the job.");
            return false;
        }
        PollingResult result = scm.compareRemoteRevisionWith(
                job, null, null, listener, before.get().state());
        return result.hasChanges();
    }

    /** What the newest of the last runs that did so has checked out. */
    static Optional<ScmCheckouts.Checkout> before(ReleasePipelineJob job, String action, SCM scm) {
        int looked = 0;
        for (ReleasePipelineRun run = job.getLastBuild(); run != null && looked < RUNS; run = run.getPreviousBuild()) {
            ScmCheckouts.Checkout found = ScmCheckouts.of(run, action, scm);
            if (found != null) {
                return Optional.of(found);
            }
            looked++;
        }
        return Optional.empty();
    }
}
