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
    private static final int LOOKS = 10;
    private static final long SLACK_MILLIS = 60_000;

    private final ReleasePipelineStep step;
    private final String token = UUID.randomUUID().toString();
    private String job;
    private String pipelineId;
    private String executionId;
    private int number;
    private int said;
    private long asked;
    private transient boolean over;
    private transient Abort abort;
    private transient int looks;

    ReleasePipelineStepExecution(ReleasePipelineStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    /** An execution that was aborted with its build, before it was known which one it is. */
    private record Abort(String reason, String by) {}

    String token() {
        return token;
    }

    @Override
    public boolean start() throws Exception {
        Run<?, ?> build = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        step.check();
        ReleasePipelineJob found = Jenkins.get().getItem(step.getName(), build.getParent(), ReleasePipelineJob.class);
        if (found == null) {
            throw new AbortException("There is no release pipeline '" + step.getName() + "' that this build may see.");
        }
        found.checkPermission(Permissions.START);
        if (!found.isBuildable()) {
            throw new AbortException("The release pipeline '" + found.getFullDisplayName() + "' is disabled.");
        }
        job = found.getFullName();
        pipelineId = found.getPipelineId();
        asked = System.currentTimeMillis();
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

    /** The execution has a run. */
    void began(ReleasePipelineRun run) {
        Abort aborted;
        synchronized (this) {
            aborted = abort;
            abort = null;
            if (!over && executionId == null) {
                number = run.getNumber();
                executionId = run.getExecutionId();
                getContext().saveState();
                println("Execution " + ModelHyperlinkNote.encodeTo(run) + " " + run.getExecutionId());
            }
        }
        if (aborted != null) {
            WaitingSteps.get().remove(this);
            if (step.isStopOnAbort()) {
                run.stop(aborted.reason(), aborted.by());
            }
        }
    }

    /** The engine has taken the execution. */
    synchronized void accepted(ReleasePipelineRun run) {
        if (!over && !step.isWait()) {
            finish(run);
        }
    }

    /** The run has more to tell. What it told while nobody listened, before a restart was over, is told now. */
    synchronized void said(ReleasePipelineRun run) {
        List<String> all = run.told();
        if (over || executionId == null || all.size() <= said) {
            return;
        }
        all.subList(said, all.size()).forEach(this::println);
        said = all.size();
        getContext().saveState();
    }

    /** The run has ended, or was found to have ended. */
    synchronized void ended(ReleasePipelineRun run) {
        if (!over) {
            said(run);
            finish(run);
        }
    }

    /** What the answer is comes first: as long as it cannot be given, the step is not over. */
    private void finish(ReleasePipelineRun run) {
        Map<String, Object> answer;
        try {
            answer = answer(run);
        } catch (IOException | RuntimeException e) {
            if (JenkinsHost.get().isOpen()) {
                fail(e);
            } else {
                LOGGER.log(Level.FINE, "Jenkins is ending; the step is told in the next one", e);
            }
            return;
        }
        Result result = run.getResult();
        if (run.isBuilding() || !step.isWait() || !step.isPropagate() || result == Result.SUCCESS) {
            over = true;
            WaitingSteps.get().remove(this);
            getContext().onSuccess(answer);
        } else {
            fail(new FlowInterruptedException(
                    result == null ? Result.FAILURE : result,
                    false,
                    new NoSuccess(run, answer.get("status").toString())));
        }
    }

    private void fail(Throwable why) {
        over = true;
        WaitingSteps.get().remove(this);
        getContext().onFailure(why);
    }

    private Map<String, Object> answer(ReleasePipelineRun run) throws IOException {
        Optional<ExecutionRecord> record = run.record();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("number", run.getNumber());
        answer.put("url", Util.fixNull(Jenkins.get().getRootUrl()) + run.getUrl());
        answer.put("executionId", run.getExecutionId());
        answer.put("status", status(run, record));
        Map<String, String> revisions = new LinkedHashMap<>(step.getSourceRevisions());
        for (ArtifactRevision revision : record.map(ExecutionRecord::revisions).orElse(List.of())) {
            revisions.put(revision.actionName(), revision.revisionId());
        }
        answer.put("revisions", revisions);
        answer.put(
                "variables",
                new TreeMap<>(record.map(each -> each.origin().variables()).orElse(Map.of())));
        return answer;
    }

    private static String status(ReleasePipelineRun run, Optional<ExecutionRecord> record) {
        if (run.isBuilding()) {
            return ExecutionStatus.InProgress.name();
        }
        ExecutionStatus unknown = run.getResult() == Result.ABORTED ? ExecutionStatus.Stopped : null;
        return record.map(ExecutionRecord::status)
                .or(() -> Optional.ofNullable(unknown))
                .map(Enum::name)
                .orElse("NotStarted");
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
        Abort aborted = abort(cause);
        boolean known;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            known = executionId != null;
            abort = known ? null : aborted;
        }
        if (known) {
            WaitingSteps.get().remove(this);
            find().filter(Run::isBuilding).ifPresent(run -> leave(run, aborted));
        } else if (queued().filter(Queue.getInstance()::cancel).isPresent()) {
            synchronized (this) {
                abort = null;
            }
            WaitingSteps.get().remove(this);
            println("Taken out of the queue");
        } else {
            println(
                    step.isStopOnAbort()
                            ? "Stopping the execution as soon as it begins"
                            : "Leaving the execution to begin");
        }
        super.stop(cause);
    }

    private void leave(ReleasePipelineRun run, Abort aborted) {
        if (step.isStopOnAbort()) {
            println("Stopping " + run.getFullDisplayName());
            run.stop(aborted.reason(), aborted.by());
        } else {
            println("Leaving " + run.getFullDisplayName() + " to go on");
        }
    }

    private Abort abort(Throwable cause) {
        String build;
        try {
            build = getContext().get(Run.class).getFullDisplayName();
        } catch (IOException e) {
            build = "a build";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            build = "a build";
        }
        return new Abort("Stopped with " + build, by(cause));
    }

    /** Who it was: the thread is that of the build, and acts as whoever the build runs as. */
    private static String by(Throwable cause) {
        if (cause instanceof FlowInterruptedException interrupted) {
            for (CauseOfInterruption each : interrupted.getCauses()) {
                if (each instanceof CauseOfInterruption.UserInterruption user) {
                    return user.getUserId();
                }
            }
        }
        return Jenkins.getAuthentication2().getName();
    }

    @Override
    public void onResume() {
        WaitingSteps.get().add(this);
        WaitingSteps.get().check(this);
    }

    /** Looks what has become of the execution: after a restart, or when it may be gone. */
    void check() {
        if (!JenkinsHost.get().isOpen()) {
            return;
        }
        synchronized (this) {
            if (over && abort == null) {
                return;
            }
        }
        if (queued().isPresent()) {
            return;
        }
        try {
            Optional<ReleasePipelineRun> run = find();
            if (run.isPresent()) {
                found(run.get());
            } else {
                missed();
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Cannot look for the execution of " + job, e);
            missed();
        }
    }

    private void found(ReleasePipelineRun run) throws IOException {
        began(run);
        said(run);
        if (!run.isBuilding()) {
            ended(run);
        } else if (JenkinsHost.get().origin(run).isPresent()) {
            accepted(run);
        }
    }

    /** A run that has left the queue is not there at once. */
    private synchronized void missed() {
        looks++;
        if (looks < LOOKS) {
            WaitingSteps.get().checkLater(this);
            return;
        }
        abort = null;
        WaitingSteps.get().remove(this);
        if (!over) {
            fail(new AbortException(
                    "The execution of '" + job + "' that this step waits for is gone: it was cancelled or"
                            + " deleted, or Jenkins ended before it could begin."));
        }
    }

    /** Somebody took the execution out of the queue. */
    synchronized void cancelled() {
        abort = null;
        WaitingSteps.get().remove(this);
        if (!over) {
            fail(new AbortException("The execution of '" + job + "' was cancelled while it waited in the queue."));
        }
    }

    private Optional<Queue.Item> queued() {
        return Arrays.stream(Queue.getInstance().getItems())
                .filter(item -> WaitingSteps.token(item).filter(token::equals).isPresent())
                .findFirst();
    }

    /** Runs that are older than the step are not looked at. */
    private Optional<ReleasePipelineRun> find() throws IOException {
        Optional<ReleasePipelineJob> found = JenkinsHost.get().jobs().job(pipelineId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (executionId != null) {
            return Optional.ofNullable(found.get().getBuildByNumber(number))
                    .filter(run -> run.getExecutionId().equals(executionId));
        }
        for (ReleasePipelineRun run : found.get().getBuilds()) {
            if (WaitingSteps.token(run).filter(token::equals).isPresent()) {
                return Optional.of(run);
            }
            if (run.getTimeInMillis() < asked - SLACK_MILLIS) {
                break;
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
