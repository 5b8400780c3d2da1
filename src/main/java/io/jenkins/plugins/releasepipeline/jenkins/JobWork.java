package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Util;
import hudson.init.InitMilestone;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Executor;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;

/**
 * An attempt whose work is a run of another job. It holds no thread and no executor: the run has its own, and tells when it
 * begins and ends. Which job was asked is on record before it is asked, so that after a restart the run is looked for and never
 * started twice.
 */
final class JobWork implements ActionRun {
    private static final Logger LOGGER = Logger.getLogger(JobWork.class.getName());
    private static final long LOOK_SECONDS = 1;
    private static final int LOOKS = 10;

    private final ActionContext context;
    private final ReleasePipelineRun starter;
    private final Path record;
    private final ScheduledExecutorService timers;
    private final CompletableFuture<Run<?, ?>> ended = new CompletableFuture<>();
    private ActionRun steps;
    private Run<?, ?> run;
    private String stopped;
    private int looks;

    private JobWork(ActionContext context, ReleasePipelineRun starter, Path records, ScheduledExecutorService timers) {
        this.context = context;
        this.starter = starter;
        this.record = record(records, context);
        this.timers = timers;
    }

    /** Has the job run. */
    static ActionRun start(
            ActionContext context,
            ReleasePipelineRun starter,
            JobCall call,
            Path records,
            ScheduledExecutorService timers) {
        JobWork work = new JobWork(context, starter, records, timers);
        return work.begin(() -> work.schedule(call));
    }

    /** Whether an attempt has asked a job to run. */
    static boolean isOnRecord(Path records, ActionContext context) {
        return Files.exists(record(records, context));
    }

    private static Path record(Path records, ActionContext context) {
        return records.resolve(context.actionExecutionId()).resolve("job");
    }

    /** Finds the run of an attempt again. */
    static ActionRun again(
            ActionContext context, ReleasePipelineRun starter, Path records, ScheduledExecutorService timers) {
        JobWork work = new JobWork(context, starter, records, timers);
        return work.begin(work::look);
    }

    private ActionRun begin(Runnable first) {
        StartedRuns.get().add(context.actionExecutionId(), this);
        ActionRun begun = ActionWork.begin(context, work -> {
            first.run();
            return ended.thenApplyAsync(of -> finish(work, of), context.executor());
        });
        synchronized (this) {
            steps = begun;
        }
        begun.completion().whenComplete((result, failure) -> StartedRuns.get().remove(context.actionExecutionId()));
        return this;
    }

    private void schedule(JobCall call) {
        Job<?, ?> job = call.job();
        try {
            Files.createDirectories(record.getParent());
            Path part = record.resolveSibling(record.getFileName() + ".part");
            Files.writeString(part, job.getFullName(), StandardCharsets.UTF_8);
            Files.move(part, record, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.log().println("[release-pipeline] Starting " + job.getFullDisplayName() + " " + link(job.getUrl()));
        context.progress(ActionProgress.of("Waiting for " + job.getFullDisplayName() + " to begin"));
        CauseAction cause = new CauseAction(new Cause.UpstreamCause((Run<?, ?>) starter));
        StartedBy by = new StartedBy(context, starter.getParent().getFullName());
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            Queue.Item item = call.parameters().isEmpty()
                    ? ParameterizedJobMixIn.scheduleBuild2(job, 0, cause, by)
                    : ParameterizedJobMixIn.scheduleBuild2(job, 0, cause, by, new ParametersAction(call.parameters()));
            if (item == null) {
                throw new ActionFailure(
                        FailureType.JobFailed, job.getFullDisplayName() + " was not taken into the queue");
            }
        }
    }

    /** The run has begun. */
    void began(Run<?, ?> of) {
        synchronized (this) {
            if (run != null) {
                return;
            }
            run = of;
        }
        String name = of.getFullDisplayName();
        context.log().println("[release-pipeline] " + name + " has begun: " + link(of.getUrl() + "console"));
        context.progress(new ActionProgress(
                "Running " + name, OptionalInt.empty(), of.getExternalizableId(), link(of.getUrl())));
        if (isStopped()) {
            later(this::end);
        }
    }

    /** The run has ended. */
    void ended(Run<?, ?> of) {
        began(of);
        ended.complete(of);
    }

    /** Somebody took it out of the queue. */
    void cancelled() {
        String reason;
        synchronized (this) {
            reason = stopped == null ? "The run was cancelled while it waited in the queue" : "Stopped: " + stopped;
        }
        ended.completeExceptionally(new ActionFailure(FailureType.JobFailed, reason));
    }

    /** Looks what has become of the run: after a restart, or when it may be gone. */
    void look() {
        if (ended.isDone()) {
            return;
        }
        if (Jenkins.get().getInitLevel() != InitMilestone.COMPLETED) {
            later(this::look);
            return;
        }
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            Optional<Run<?, ?>> found = find();
            if (found.isPresent()) {
                began(found.get());
                if (!found.get().isBuilding()) {
                    ended.complete(found.get());
                }
            } else if (queued().isEmpty()) {
                synchronized (this) {
                    looks++;
                }
                if (looks < LOOKS) {
                    later(this::look);
                } else {
                    ended.completeExceptionally(new ActionFailure(
                            FailureType.SystemUnavailable,
                            "The run that this action started is gone: it was deleted, or Jenkins ended before it could"
                                    + " begin. It is not started a second time; retry the action to do so."));
                }
            }
        } catch (IOException e) {
            ended.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Runs that are older than the attempt are not looked at. */
    private Optional<Run<?, ?>> find() throws IOException {
        Job<?, ?> job = Jenkins.get().getItemByFullName(Files.readString(record), Job.class);
        if (job == null) {
            return Optional.empty();
        }
        for (Run<?, ?> each : job.getBuilds()) {
            if (StartedBy.attempt(each)
                    .filter(context.actionExecutionId()::equals)
                    .isPresent()) {
                return Optional.of(each);
            }
            if (each.getTimeInMillis() < context.startedAt().minusSeconds(60).toEpochMilli()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Queue.Item> queued() {
        return Arrays.stream(Queue.getInstance().getItems())
                .filter(item -> StartedBy.attempt(item)
                        .filter(context.actionExecutionId()::equals)
                        .isPresent())
                .findFirst();
    }

    private void later(Runnable what) {
        try {
            timers.schedule(() -> context.executor().execute(what), LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is ending; the run is looked for in the next one", e);
        }
    }

    private ActionResult finish(ActionWork work, Run<?, ?> of) {
        work.checkStopped();
        Result result = of.getResult();
        String said = of.getFullDisplayName() + " ended with " + (result == null ? "no result" : result);
        context.log().println("[release-pipeline] " + said);
        ActionResult outcome = result == Result.SUCCESS
                ? ActionResult.succeeded()
                        .withSummary(said)
                        .withOutputArtifacts(new RunArtifacts(work, of).store())
                        .withOutputVariables(Map.of(
                                "BuildNumber",
                                String.valueOf(of.getNumber()),
                                "BuildUrl",
                                link(of.getUrl()),
                                "JobName",
                                of.getParent().getFullName()))
                : ActionResult.failed(FailureType.JobFailed, said);
        return outcome.withExternalExecution(of.getExternalizableId(), link(of.getUrl()));
    }

    private static String link(String url) {
        return Util.fixNull(Jenkins.get().getRootUrl()) + url;
    }

    private synchronized boolean isStopped() {
        return stopped != null;
    }

    @Override
    public CompletionStage<ActionResult> completion() {
        return steps.completion();
    }

    @Override
    public void stop(String reason) {
        synchronized (this) {
            if (stopped != null) {
                return;
            }
            stopped = reason;
        }
        steps.stop(reason);
        context.executor().execute(this::end);
    }

    /** Until the run has an executor that can be interrupted: it may not have begun, or not have been taken up again. */
    private void end() {
        if (ended.isDone()) {
            return;
        }
        Run<?, ?> running;
        String reason;
        synchronized (this) {
            running = run;
            reason = stopped;
        }
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            Optional<Queue.Item> waiting = queued();
            Executor executor = running == null ? null : running.getExecutor();
            if (waiting.isPresent()) {
                Queue.getInstance().cancel(waiting.get());
            } else if (running instanceof ReleasePipelineRun release) {
                String by = starter.getFullDisplayName();
                release.stop("Stopped with " + by + (reason.isBlank() ? "" : ": " + reason), by);
            } else if (executor != null) {
                executor.interrupt(Result.ABORTED, new Stopped(starter.getFullDisplayName(), reason));
            } else {
                later(this::end);
            }
        }
    }

    /** Why a run was aborted: the action that started it was stopped. */
    static final class Stopped extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String run;
        private final String reason;

        Stopped(String run, String reason) {
            this.run = run;
            this.reason = reason;
        }

        @Override
        public String getShortDescription() {
            return Messages.JobWork_stopped(run, reason);
        }
    }
}
