package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Cause;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that waits for an execution, or for its beginning. Between its start and its end nothing of it is anywhere but in
 * {@link WaitingSteps} and in the build's program.
 */
final class ReleasePipelineStepExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ReleasePipelineStepExecution.class.getName());
    private static final int LONGEST_REASON = 200;

    private final ReleasePipelineStep step;
    private final String token = UUID.randomUUID().toString();
    private String job;
    private int number;
    private int said;
    private boolean over;

    ReleasePipelineStepExecution(ReleasePipelineStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    String token() {
        return token;
    }

    @Override
    public boolean start() throws Exception {
        Run<?, ?> build = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        ReleasePipelineJob found = Jenkins.get().getItem(step.getName(), build.getParent(), ReleasePipelineJob.class);
        if (found == null) {
            throw new AbortException("There is no release pipeline '" + step.getName() + "' that this build may see.");
        }
        found.checkPermission(Permissions.START);
        if (!found.isBuildable()) {
            throw new AbortException("The release pipeline '" + found.getFullDisplayName() + "' is disabled.");
        }
        job = found.getFullName();
        listener.getLogger()
                .println("Starting release pipeline " + ModelHyperlinkNote.encodeTo(found, found.getFullDisplayName()));
        WaitingSteps.get().add(this);
        if (!new StepStart(token, step.getVariables(), step.getSourceRevisions())
                .schedule(found, new Cause.UpstreamCause(build))) {
            WaitingSteps.get().remove(this);
            throw new AbortException("'" + found.getFullDisplayName() + "' was not taken into the queue.");
        }
        return false;
    }

    /** The execution's run has begun. */
    synchronized void began(ReleasePipelineRun run) {
        if (over) {
            return;
        }
        number = run.getNumber();
        getContext().saveState();
        println("Execution " + ModelHyperlinkNote.encodeTo(run) + " " + run.getExecutionId());
        if (!step.isWait()) {
            finish(run);
        }
    }

    /** The run has more to tell. What it told while nobody listened, before a restart was over, is told now. */
    synchronized void said(ReleasePipelineRun run) {
        List<String> all = run.told();
        if (over || number == 0 || all.size() <= said) {
            return;
        }
        all.subList(said, all.size()).forEach(this::println);
        said = all.size();
        getContext().saveState();
    }

    /** The run has ended, or was found to have ended. */
    synchronized void ended(ReleasePipelineRun run) {
        if (over) {
            return;
        }
        said(run);
        Result result = run.getResult();
        if (!step.isPropagate() || result == Result.SUCCESS) {
            finish(run);
            return;
        }
        over = true;
        WaitingSteps.get().remove(this);
        getContext()
                .onFailure(new FlowInterruptedException(
                        result == null ? Result.FAILURE : result, false, new NoSuccess(run, status(run))));
    }

    private void finish(ReleasePipelineRun run) {
        over = true;
        WaitingSteps.get().remove(this);
        try {
            getContext().onSuccess(answer(run));
        } catch (IOException e) {
            getContext().onFailure(e);
        }
    }

    private static LinkedHashMap<String, Object> answer(ReleasePipelineRun run) throws IOException {
        Optional<ExecutionRecord> record = run.record();
        LinkedHashMap<String, Object> answer = new LinkedHashMap<>();
        answer.put("number", run.getNumber());
        answer.put("url", Util.fixNull(Jenkins.get().getRootUrl()) + run.getUrl());
        answer.put("executionId", run.getExecutionId());
        answer.put("status", status(run));
        LinkedHashMap<String, String> revisions = new LinkedHashMap<>();
        for (ArtifactRevision revision : record.map(ExecutionRecord::revisions).orElse(List.of())) {
            revisions.put(revision.actionName(), revision.revisionId());
        }
        answer.put("revisions", revisions);
        answer.put(
                "variables",
                new TreeMap<>(record.map(each -> each.origin().variables()).orElse(Map.of())));
        return answer;
    }

    private static String status(ReleasePipelineRun run) {
        if (run.isBuilding()) {
            return ExecutionStatus.InProgress.name();
        }
        try {
            return run.record().map(ExecutionRecord::status).map(Enum::name).orElse("NotStarted");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read the history of " + run, e);
            return ExecutionStatus.Failed.name();
        }
    }

    private void println(String line) {
        try {
            getContext().get(TaskListener.class).getLogger().println(line);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The build's log is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) throws Exception {
        Optional<ReleasePipelineRun> run;
        synchronized (this) {
            over = true;
            run = run();
        }
        WaitingSteps.get().remove(this);
        Optional<Queue.Item> queued = queued();
        if (queued.isPresent()) {
            Queue.getInstance().cancel(queued.get());
        } else if (run.isPresent() && run.get().isBuilding()) {
            if (step.isStopOnAbort()) {
                println("Stopping " + run.get().getFullDisplayName());
                JenkinsHost.get().submitLater(run.get(), stopping(run.get()));
            } else {
                println("Leaving " + run.get().getFullDisplayName() + " to go on");
            }
        }
        super.stop(cause);
    }

    private Command stopping(ReleasePipelineRun run) throws IOException, InterruptedException {
        String reason = "Stopped with " + getContext().get(Run.class).getFullDisplayName();
        return new Command.StopExecution(
                run.getExecutionId(),
                true,
                reason.substring(0, Math.min(LONGEST_REASON, reason.length())),
                Jenkins.getAuthentication2().getName());
    }

    @Override
    public void onResume() {
        WaitingSteps.get().add(this);
        WaitingSteps.get().check(this);
    }

    /** After a restart: looks what has become of the execution meanwhile. */
    void check() {
        Optional<ReleasePipelineRun> run = run();
        if (run.isPresent()) {
            boolean known;
            synchronized (this) {
                known = number != 0;
            }
            if (!known) {
                began(run.get());
            }
            said(run.get());
            if (!run.get().isBuilding()) {
                ended(run.get());
            }
        } else if (queued().isEmpty()) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            WaitingSteps.get().remove(this);
            getContext()
                    .onFailure(new AbortException(
                            "The execution of '" + job + "' that this step waits for is gone: it was deleted, or"
                                    + " Jenkins ended before it could begin."));
        }
    }

    private Optional<Queue.Item> queued() {
        return Arrays.stream(Queue.getInstance().getItems())
                .filter(item -> WaitingSteps.token(item).filter(token::equals).isPresent())
                .findFirst();
    }

    private Optional<ReleasePipelineRun> run() {
        ReleasePipelineJob found = Jenkins.get().getItemByFullName(job, ReleasePipelineJob.class);
        if (found == null) {
            return Optional.empty();
        }
        if (number != 0) {
            return Optional.ofNullable(found.getBuildByNumber(number));
        }
        for (ReleasePipelineRun run : found.getBuilds()) {
            if (WaitingSteps.token(run).filter(token::equals).isPresent()) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    @Override
    public String getStatus() {
        return number == 0 ? "waits for " + job + " to begin" : "waits for " + job + " #" + number;
    }

    /** Why a step failed: the execution it waited for did not succeed. */
    static final class NoSuccess extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String run;
        private final String status;

        NoSuccess(ReleasePipelineRun run, String status) {
            this.run = run.getFullDisplayName();
            this.status = status;
        }

        @Override
        public String getShortDescription() {
            return Messages.ReleasePipelineStepExecution_noSuccess(run, status);
        }
    }
}
