package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.cli.BuildCommand;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StreamBuildListener;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.scm.ChangeLogSet;
import hudson.triggers.SCMTrigger;
import hudson.triggers.TimerTrigger;
import io.jenkins.plugins.releasepipeline.definition.FileNames;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import jenkins.model.lazy.BuildReference;
import jenkins.model.lazy.LazyBuildMixIn;
import jenkins.model.queue.AsynchronousExecution;
import jenkins.scm.RunWithSCM;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * One execution of a release pipeline. It has an executor of no node for the moment of its start only; from then on the
 * journal drives it, and this records what happens.
 */
public final class ReleasePipelineRun extends Run<ReleasePipelineJob, ReleasePipelineRun>
        implements Queue.Executable,
                RunWithSCM<ReleasePipelineJob, ReleasePipelineRun>,
                LazyBuildMixIn.LazyLoadingRun<ReleasePipelineJob, ReleasePipelineRun> {
    private static final Logger LOGGER = Logger.getLogger(ReleasePipelineRun.class.getName());
    private static final int LONGEST_DETAIL = 1024;
    private static final int LONGEST_REASON = 200;

    private String executionId;
    private volatile String actsAs;
    private volatile boolean started;
    private volatile boolean completed;
    private volatile String stopReason;
    private volatile String stopBy;
    private transient boolean starting;
    private final transient Object starts = new Object();
    private transient volatile StreamBuildListener listener;
    private transient AsynchronousExecution followed;
    private transient ConsoleSections console;
    private volatile List<SourceCommit> commits;
    private final transient Map<String, Lock> checkouts = new ConcurrentHashMap<>();

    private final transient LazyBuildMixIn.RunMixIn<ReleasePipelineJob, ReleasePipelineRun> links =
            new LazyBuildMixIn.RunMixIn<>() {
                @Override
                protected ReleasePipelineRun asRun() {
                    return ReleasePipelineRun.this;
                }
            };

    /** A new execution. Called by Jenkins. */
    public ReleasePipelineRun(ReleasePipelineJob job) throws IOException {
        super(job);
        executionId = UUID.randomUUID().toString();
        starting = true;
    }

    /** An execution from disk. Called by Jenkins. */
    public ReleasePipelineRun(ReleasePipelineJob job, File directory) throws IOException {
        super(job, directory);
    }

    /** The run of an execution that began without it. It is not told so yet: {@link #adopt} does that. */
    static ReleasePipelineRun of(ReleasePipelineJob job, String executionId) throws IOException {
        ReleasePipelineRun run = job.getLazyBuildMixIn().newBuild();
        run.executionId = executionId;
        run.starting = false;
        run.save();
        return run;
    }

    static void alias() {
        XSTREAM2.alias("release-pipeline-run", ReleasePipelineRun.class);
    }

    /** The execution's id in the journal, a UUID. */
    public String getExecutionId() {
        return executionId;
    }

    @Override
    public void reload() throws IOException {
        super.reload();
        if (!completed) {
            result = null;
        }
    }

    /** What {@link RunAuthentication} has the run remember; decided when it is asked for first. */
    String actsAs() {
        String known = actsAs;
        if (known == null) {
            known = RunAuthentication.withoutQueue(this);
            actsAs = known;
            saveOrWarn();
        }
        return known;
    }

    /** Starts the execution and lets go of the executor. What follows is told by {@link RunRecorder}. */
    @Override
    public void run() {
        actsAs = RunAuthentication.ofThisThread();
        onStartBuilding();
        charset = StandardCharsets.UTF_8.name();
        log().started(getCauses());
        RunListener.fireStarted(this, log());
        WaitingSteps.get().began(this);
        JenkinsHost host = JenkinsHost.get();
        try {
            Optional<PipelineDefinition> declared =
                    getParent().readFor(this, log()).definition();
            if (declared.isEmpty()) {
                tell("The definition of this job cannot be used:");
                getParent().getProblems().forEach(this::tell);
                end(Result.FAILURE);
                return;
            }
            List<String> unmapped =
                    getParent().unmapped(declared.get().pipeline(), () -> List.of(RunAuthentication.of(this)));
            if (!unmapped.isEmpty()) {
                tell("This definition cannot run here:");
                unmapped.forEach(this::tell);
                end(Result.FAILURE);
                return;
            }
            if (stoppedBeforeItBegan()) {
                return;
            }
            started = true;
            save();
            host.begin(this);
            String id = getParent().getPipelineId();
            CommandResult defined =
                    host.define(declared.get().withName(id), getParent().getUpdatePolicy(), by());
            CommandResult result = defined instanceof CommandResult.Refused
                    ? defined
                    : host.submit(id, start(declared.get().pipeline()));
            if (result instanceof CommandResult.Refused refused) {
                tell(refused.refusal().message());
                end(Result.NOT_BUILT);
            } else {
                accepted();
            }
        } catch (AbortException e) {
            tell(e.getMessage());
            end(Result.FAILURE);
        } catch (IOException | ExecutionException e) {
            LOGGER.log(Level.WARNING, "Cannot start " + this, e);
            tell("The execution could not be started: " + e.getMessage());
            end(Result.FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isNoLongerStarting();
            log().getLogger().println("Interrupted while the execution was being started.");
            host.submitLater(this, new Command.StopExecution(executionId, true, "Interrupted at its start.", by()));
        }
        followFromTheCommandLine();
    }

    /**
     * {@code jenkins-cli build -s} takes the end of the executor's work for the end of the run: for a run that it has
     * started the executor, of no node, is held until then, without a thread.
     */
    private void followFromTheCommandLine() {
        AsynchronousExecution held;
        synchronized (this) {
            if (completed || getCause(BuildCommand.CLICause.class) == null) {
                return;
            }
            held = new AsynchronousExecution() {
                @Override
                public void interrupt(boolean forShutdown) {
                    if (!forShutdown) {
                        stop("The command line was interrupted.", by());
                    }
                }

                @Override
                public boolean blocksRestart() {
                    return false;
                }

                @Override
                public boolean displayCell() {
                    return true;
                }
            };
            followed = held;
        }
        throw held;
    }

    /** The engine knows the execution. */
    private void accepted() {
        isNoLongerStarting();
        WaitingSteps.get().accepted(this);
        stopAsAsked();
    }

    private void isNoLongerStarting() {
        synchronized (starts) {
            starting = false;
        }
    }

    private boolean stoppedBeforeItBegan() {
        if (stopBy == null) {
            return false;
        }
        tell("Nothing of the execution was begun.");
        end(Result.ABORTED);
        return true;
    }

    /** Stops the execution if somebody wanted that before it had begun. */
    void stopAsAsked() {
        if (stopBy != null) {
            JenkinsHost.get().submitLater(this, new Command.StopExecution(executionId, true, stopReason, stopBy));
        }
    }

    /**
     * Stops the execution; one that has not begun yet, before it does anything. Does not wait.
     *
     * @param reason what is too long of it is cut off
     * @param by who wants that
     */
    void stop(String reason, String by) {
        if (!stopAtStart(reason, by)) {
            JenkinsHost.get().submitLater(this, new Command.StopExecution(executionId, true, cut(reason), by));
        }
    }

    private static String cut(String reason) {
        return reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
    }

    /**
     * Stops an execution that the engine does not know yet: it is not begun, or stopped as soon as it has begun.
     *
     * @return false when the engine knows it
     */
    boolean stopAtStart(String reason, String by) {
        synchronized (starts) {
            if (!starting) {
                return false;
            }
            stopReason = cut(reason);
            stopBy = by;
        }
        saveOrWarn();
        tell("The execution is stopped before it has begun, by " + by + (reason.isBlank() ? "" : ": " + reason));
        return true;
    }

    /**
     * The execution has begun without the queue: by a rollback, a trigger or the API. Once.
     *
     * @param as what {@link RunAuthentication} says that the run is to remember
     */
    void adopt(List<Cause> causes, String as) {
        if (started || completed) {
            return;
        }
        actsAs = as;
        addAction(new CauseAction(causes));
        try {
            VariableParameters.values(getParent(), variables()).forEach(this::addAction);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The parameters of " + this + " are not known", e);
        }
        onStartBuilding();
        charset = StandardCharsets.UTF_8.name();
        log().started(causes);
        started = true;
        saveOrWarn();
        RunListener.fireStarted(this, log());
    }

    private void saveOrWarn() {
        try {
            save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot save " + this, e);
        }
    }

    /** With the variables of the pipeline, however the execution began. */
    @NonNull
    @Override
    public EnvVars getEnvironment(@NonNull TaskListener log) throws IOException, InterruptedException {
        EnvVars environment = super.getEnvironment(log);
        environment.putAll(variables());
        return environment;
    }

    /** Those that the execution began with; empty before it begins, and when it is forgotten. */
    Map<String, String> variables() throws IOException {
        try {
            return JenkinsHost.get()
                    .origin(this)
                    .map(ExecutionOrigin::variables)
                    .orElse(Map.of());
        } catch (IllegalStateException e) {
            LOGGER.log(Level.FINE, "The variables of " + this + " are not known now", e);
            return Map.of();
        }
    }

    private Command start(PipelineDeclaration declared) {
        Map<String, String> variables = new HashMap<>();
        Optional<StepStart> step = Optional.ofNullable(getAction(StepStart.class));
        step.ifPresent(start -> variables.putAll(start.variables()));
        for (ParametersAction parameters : getActions(ParametersAction.class)) {
            for (ParameterValue value : parameters.getAllParameters()) {
                boolean known = declared.variables().stream()
                        .map(VariableDeclaration::name)
                        .anyMatch(value.getName()::equals);
                if (known && value.getValue() instanceof String text && !value.isSensitive() && !text.isEmpty()) {
                    variables.putIfAbsent(value.getName(), text);
                }
            }
        }
        String causes =
                getCauses().stream().map(Cause::getShortDescription).findFirst().orElse("");
        String by = by();
        String detail = by.isEmpty() ? causes : by;
        return new Command.StartExecution(
                executionId,
                new Trigger(
                        triggerType(),
                        detail.substring(0, Math.min(LONGEST_DETAIL, detail.length())),
                        Starters.of(getCauses())),
                variables,
                step.map(StepStart::sourceRevisions).orElseGet(this::hookedRevisions),
                Optional.empty());
    }

    private TriggerType triggerType() {
        if (getCause(TimerTrigger.TimerTriggerCause.class) != null) {
            return TriggerType.CloudWatchEvent;
        }
        return getCause(SCMTrigger.SCMTriggerCause.class) != null
                ? TriggerType.PollForSourceChanges
                : TriggerType.StartPipelineExecution;
    }

    /** The commits that a hook of another plugin wants. */
    private Map<String, String> hookedRevisions() {
        try {
            return JenkinsHost.get()
                    .pipeline(getParent().getPipelineId())
                    .map(pipeline -> JenkinsHost.get()
                            .triggers()
                            .look()
                            .pinned(pipeline, address -> SourceScms.wanted(this, address)))
                    .orElse(Map.of());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What a hook wants of " + this + " is not known", e);
            return Map.of();
        }
    }

    private String by() {
        return getCauses().stream()
                .filter(Cause.UserIdCause.class::isInstance)
                .map(cause -> ((Cause.UserIdCause) cause).getUserId())
                .filter(id -> id != null)
                .findFirst()
                .orElse("");
    }

    /** On the thread of a checkout that is to deliver a certain revision, what says so comes first. */
    @Override
    public <T extends Action> T getAction(Class<T> type) {
        return CheckoutPin.of(this, type).orElseGet(() -> super.getAction(type));
    }

    /** Held by a checkout from one place, since source control keeps on the run what it has delivered from there last. */
    Lock checkoutFrom(String key) {
        return checkouts.computeIfAbsent(key, any -> new ReentrantLock());
    }

    /** What a build step sets is the action's; the run's result comes of its execution. */
    @Override
    public void setResult(@NonNull Result outcome) {
        if (!StepResult.take(outcome)) {
            super.setResult(outcome);
        }
    }

    /** The console log: opened when it is written to first, closed at the end. */
    @SuppressWarnings("deprecation")
    synchronized StreamBuildListener log() {
        if (listener == null) {
            try {
                listener = new StreamBuildListener(new FileOutputStream(getLogFile(), true), StandardCharsets.UTF_8);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "Cannot write the log of " + this, e);
                listener = new StreamBuildListener(java.io.OutputStream.nullOutputStream(), StandardCharsets.UTF_8);
            }
        }
        return listener;
    }

    /** The output of actions in the console. For the thread of {@link RunRecorder}. */
    ConsoleSections console() {
        if (console == null) {
            console = new ConsoleSections(this);
        }
        return console;
    }

    /** Prints a line in the console, and in the log of the build whose step started the execution. */
    void tell(String line) {
        log().getLogger().println(line);
        if (getAction(StepStart.class) != null) {
            try {
                Files.writeString(
                        transitions(),
                        line.lines().findFirst().orElse("") + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A step is not told: " + line, e);
            }
            WaitingSteps.get().said(this);
        }
    }

    /** What was told so far to the step that started the execution, a line each; empty when no step did. */
    List<String> told() {
        try {
            return Files.isRegularFile(transitions()) ? Files.readAllLines(transitions()) : List.of();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read " + transitions(), e);
            return List.of();
        }
    }

    private Path transitions() {
        return getRootDir().toPath().resolve("transitions.log");
    }

    /** The execution has ended, or never began. Once. */
    synchronized void end(Result outcome) {
        if (completed) {
            return;
        }
        isNoLongerStarting();
        result = outcome;
        duration = Math.max(0, System.currentTimeMillis() - getStartTimeInMillis());
        completed = true;
        RunListener.fireCompleted(this, log());
        log().finished(outcome);
        log().closeQuietly();
        listener = null;
        saveOrWarn();
        onEndBuilding();
        if (followed != null) {
            followed.completed(null);
            followed = null;
        }
        JenkinsHost.get().ended(this);
    }

    /**
     * Does what may make the execution go on, and takes the run up again when it had ended and goes on now.
     *
     * @return why it does not; empty when it does
     */
    Optional<Refusal> goOn(StagesAction.Verb verb) throws IOException, InterruptedException, ExecutionException {
        Result before = reopen();
        Optional<Refusal> refusal = Optional.empty();
        boolean done = false;
        try {
            refusal = verb.perform();
            done = refusal.isEmpty();
        } finally {
            if (!done && before != null) {
                close(before);
            }
        }
        return refusal;
    }

    /** @return how the run had ended; null when it had not */
    private synchronized Result reopen() throws IOException {
        if (!completed) {
            return null;
        }
        Result before = result;
        completed = false;
        result = null;
        stopBy = null;
        save();
        JenkinsHost.get().begin(this);
        return before;
    }

    private synchronized void close(Result before) throws IOException {
        if (!completed) {
            completed = true;
            result = before;
            save();
            JenkinsHost.get().ended(this);
        }
    }

    /** The execution as the journal tells it; empty before it begins, and when it is forgotten. */
    public Optional<ExecutionRecord> record() throws IOException {
        Optional<PipelineRuntime> pipeline =
                JenkinsHost.get().pipeline(getParent().getPipelineId());
        return pipeline.isPresent() ? pipeline.get().history().execution(executionId) : Optional.empty();
    }

    /** For the page: whether the execution began, and is not forgotten. */
    public boolean isHasRecord() throws IOException {
        return record().isPresent();
    }

    /** For the page: every attempt at an action, in the order of their beginning. */
    public List<ExecutionRecord.ActionRecord> getAttempts() throws IOException {
        return record().map(ExecutionRecord::actions).orElse(List.of());
    }

    /**
     * The commits that the run brings beyond those of the last successful one, by source action. Nothing as long as they
     * are not known: the repositories are asked when the run ends, and whenever somebody asks.
     */
    @Exported
    @NonNull
    @Override
    public List<ChangeLogSet<? extends ChangeLogSet.Entry>> getChangeSets() {
        Map<String, List<SourceCommit>> bySource = commits().stream()
                .collect(Collectors.groupingBy(SourceCommit::source, TreeMap::new, Collectors.toList()));
        List<ChangeLogSet<? extends ChangeLogSet.Entry>> sets = new ArrayList<>();
        bySource.forEach((source, brought) -> sets.add(new SourceChangeLog(this, source, brought)));
        return sets;
    }

    List<SourceCommit> commits() {
        if (commits == null) {
            try {
                Optional<List<SourceCommit>> found = JenkinsHost.get().commits(this);
                if (found.isPresent() && !isBuilding()) {
                    commits = List.copyOf(found.get());
                    saveOrWarn();
                }
                return found.orElse(List.of());
            } catch (IOException | IllegalStateException e) {
                LOGGER.log(Level.FINE, "The changes of " + this + " cannot be told now", e);
                return List.of();
            }
        }
        return commits;
    }

    @Override
    public Set<String> getCulpritIds() {
        return Set.of();
    }

    @Override
    public boolean shouldCalculateCulprits() {
        return true;
    }

    /** Forgets what the execution has left in history and in the artifact store as well. */
    @Override
    public void delete() throws IOException {
        if (isInProgress()) {
            throw new IOException(getFullDisplayName() + " has not ended: stop it before you delete it");
        }
        super.delete();
        JenkinsHost.get().forget(this);
    }

    /** Where the log of an attempt is kept. */
    Path logFile(ActionLogKey key) {
        return getRootDir().toPath().resolve("actions").resolve(key.actionExecutionId() + ".log");
    }

    /** The log of one attempt, as text. */
    @WebMethod(name = "actionLog")
    public void doActionLog(
            StaplerRequest2 request, StaplerResponse2 response, @QueryParameter("attempt") String attempt)
            throws IOException {
        checkPermission(Item.READ);
        Path file =
                getRootDir().toPath().resolve("actions").resolve(FileNames.of(attempt == null ? "" : attempt) + ".log");
        if (!Files.isRegularFile(file)) {
            response.sendError(404, "There is no such attempt.");
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        Files.copy(file, response.getOutputStream());
    }

    /** Stops the execution: at once the first actions are not begun, those that run are abandoned. */
    @RequirePOST
    public HttpResponse doStop() throws IOException {
        checkPermission(Permissions.STOP);
        String by = Jenkins.getAuthentication2().getName();
        stop("Stopped by " + by, by);
        return HttpResponses.forwardToPreviousPage();
    }

    boolean hasStarted() {
        return started;
    }

    @Override
    public boolean hasntStartedYet() {
        return !started && !completed;
    }

    @Override
    public boolean isBuilding() {
        return !completed;
    }

    @Override
    public boolean isInProgress() {
        return started && !completed;
    }

    @Override
    public boolean isLogUpdated() {
        return !completed || listener != null;
    }

    @Override
    public LazyBuildMixIn.RunMixIn<ReleasePipelineJob, ReleasePipelineRun> getRunMixIn() {
        return links;
    }

    @NonNull
    @Override
    protected BuildReference<ReleasePipelineRun> createReference() {
        return links.createReference();
    }

    @Override
    protected void dropLinks() {
        links.dropLinks();
    }

    @Override
    public ReleasePipelineRun getPreviousBuild() {
        return links.getPreviousBuild();
    }

    @Override
    public ReleasePipelineRun getNextBuild() {
        return links.getNextBuild();
    }
}
