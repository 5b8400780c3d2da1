package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.BuiltInActions;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.action.rule.LambdaRule;
import io.jenkins.plugins.releasepipeline.action.source.GitChanges;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypes;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.journal.FileJournalStorage;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import io.jenkins.plugins.releasepipeline.journal.JournalStorage;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.Host;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import io.jenkins.plugins.releasepipeline.runtime.StageListener;
import io.jenkins.plugins.releasepipeline.runtime.StageTransitions;
import io.jenkins.plugins.releasepipeline.view.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * The pipelines of this Jenkins. They live in {@code $JENKINS_HOME/release-pipeline}: opened when all jobs are loaded,
 * closed when Jenkins ends, and whatever was in progress goes on the next time.
 */
@Extension
public final class JenkinsHost {
    private static final Logger LOGGER = Logger.getLogger(JenkinsHost.class.getName());
    private static final int KEPT_EXECUTIONS = 1_000;
    private static final int IO_THREADS = 8;

    private final Set<String> listened = ConcurrentHashMap.newKeySet();
    private final Map<String, PipelineState> recovered = new ConcurrentHashMap<>();
    private final PipelineJobs jobs = new PipelineJobs();
    private volatile ReleasePipelines pipelines;
    private volatile GitChanges changes;
    private volatile List<ActionProvider> ours = List.of();
    private volatile UnaryOperator<ActionProvider> orJob = UnaryOperator.identity();
    private ExecutorService told;
    private StageTransitions transitions;
    private JenkinsTriggers triggers;
    private volatile UnfinishedRuns unfinished;
    private volatile RunRecorder recorder;
    private final LogLines logLines = new LogLines();
    private final PipelineCounts counts = new PipelineCounts(this::states);
    private volatile StateViews views;
    private volatile BoardRows board;
    private volatile JobArtifacts artifacts;
    private ExecutorService threads;
    private ExecutorService io;
    private ExecutorService steps;
    private ScheduledExecutorService timers;

    static JenkinsHost get() {
        return ExtensionList.lookupSingleton(JenkinsHost.class);
    }

    /** Opens the pipelines once all jobs are there, so that what goes on finds its runs. */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED, before = InitMilestone.COMPLETED)
    public static void open() throws IOException {
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            get().openHome(Jenkins.get().getRootDir().toPath().resolve("release-pipeline"));
        }
    }

    @Terminator
    public static void close() throws IOException {
        get().closeHome();
    }

    private synchronized void openHome(Path home) throws IOException {
        Files.createDirectories(home);
        threads = Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()), daemons("pipelines"));
        io = Executors.newFixedThreadPool(IO_THREADS, daemons("io"));
        steps = Executors.newCachedThreadPool(daemons("steps"));
        ScheduledThreadPoolExecutor waking = new ScheduledThreadPoolExecutor(1, daemons("timers"));
        waking.setRemoveOnCancelPolicy(true);
        timers = waking;
        unfinished = UnfinishedRuns.open(home.resolve("unfinished"));
        recorder = new RunRecorder(unfinished, Executors.newSingleThreadExecutor(daemons("runs")));
        board = new BoardRows();
        Journal journal = Journal.open(journalIn(home), JournalOptions.standard(threads));
        SecretResolver secrets = new CredentialSecrets(jobs, unfinished::run);
        NameMappings mappings = new MappedNames(jobs, unfinished::run);
        told = Executors.newSingleThreadExecutor(daemons("stage-listeners"));
        transitions = new StageTransitions(() -> ExtensionList.lookup(StageListener.class), told);
        try {
            RunLogs logs = new RunLogs(unfinished, recorder);
            RunOfAttempt runs = new RunOfAttempt(logs::run);
            Path attempts = home.resolve("agents");
            orJob = command -> new JobOrCommand(command, runs, attempts, timers);
            List<ActionProvider> own = new ArrayList<>(BuildStepAction.all(runs, attempts, steps));
            own.add(new ScmAction(runs, steps));
            ours = own;
            ShutdownHold hold = new ShutdownHold(home.resolve("held"), timers);
            changes = new GitChanges(
                    home.resolve("changes"), mappings, secrets, JenkinsTriggers.allowLocal(), Clock.systemUTC());
            views = new StateViews(changes);
            artifacts = new JobArtifacts(jobs);
            pipelines = ReleasePipelines.open(
                    new Host(
                            journal,
                            home.resolve("history"),
                            Retention.latest(KEPT_EXECUTIONS),
                            artifacts,
                            new JenkinsAgents(attempts, logs, io, timers),
                            logs,
                            secrets,
                            mappings,
                            changes,
                            new JobApprovers(jobs),
                            type -> provider(type).map(hold::over),
                            Clock.systemUTC(),
                            threads,
                            io,
                            timers),
                    state -> recovered.put(state.pipelineName(), state));
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        } finally {
            recovered.clear();
        }
        for (String name : pipelines.names()) {
            pipelines.pipeline(name).ifPresent(pipeline -> {
                listen(pipeline);
                recorder.adopt(pipeline.state());
            });
        }
        for (ReleasePipelineRun run : unfinished.all()) {
            takeUp(run);
        }
        triggers = JenkinsTriggers.open(home.resolve("triggers"), pipelines, mappings, secrets);
        io.execute(this::defineAll);
    }

    private static JournalStorage journalIn(Path home) {
        Path journal = home.resolve("journal");
        return new WatchedStorage(new FileJournalStorage(journal), journal.toString());
    }

    /** Who does the work of a type, with a mapping where it needs one; empty when nobody can. */
    Optional<ActionProvider> provider(ActionTypeId type) {
        Optional<ActionProvider> ofJenkins =
                ours.stream().filter(each -> each.type().equals(type)).findFirst();
        if (ofJenkins.isPresent()) {
            return ofJenkins;
        }
        Optional<ActionProvider> own = BuiltInActions.find(type);
        if (own.filter(LambdaRule.class::isInstance).isPresent()) {
            return own.map(orJob);
        }
        if (own.isPresent() && !own.get().needsMapping()) {
            return own;
        }
        Optional<ActionProvider> mapped = own.map(orJob);
        return BuiltInActions.all().stream().anyMatch(each -> each.type().equals(type))
                ? mapped
                : contributed(type).or(() -> mapped);
    }

    /** What became of a run while Jenkins was down, or that it goes on. */
    private void takeUp(ReleasePipelineRun run) throws IOException {
        String id = run.getParent().getPipelineId();
        Optional<PipelineRuntime> pipeline = pipeline(id);
        if (pipeline.isPresent()) {
            Optional<ExecutionState> live =
                    pipeline.get().state().execution(run.getExecutionId()).filter(ExecutionState::isLive);
            if (live.isPresent()) {
                run.stopAsAsked();
                return;
            }
        }
        Optional<ExecutionRecord> record = run.record();
        recorder.takeUp(run, record);
    }

    /** Triggers end first, and without the lock that their last starts may want. */
    private void closeHome() throws IOException {
        JenkinsTriggers ending;
        synchronized (this) {
            ending = triggers;
            triggers = null;
        }
        if (ending != null) {
            ending.close();
        }
        closePipelines();
    }

    private synchronized void closePipelines() throws IOException {
        if (pipelines != null) {
            pipelines.close();
            pipelines = null;
            steps.shutdownNow();
            changes.close();
            timers.shutdownNow();
            threads.shutdown();
            io.shutdown();
            recorder.close();
            told.shutdown();
        }
    }

    /** Whether there are pipelines: not before all jobs are loaded. */
    boolean isOpen() {
        return pipelines != null;
    }

    /** The jobs by the ids of their pipelines. */
    PipelineJobs jobs() {
        return jobs;
    }

    /** The run is about to start its execution: from now on it is told what happens to it. */
    void begin(ReleasePipelineRun run) throws IOException {
        unfinished.add(run);
    }

    void ended(ReleasePipelineRun run) {
        unfinished.remove(run);
        WaitingSteps.get().ended(run);
    }

    /** The states of the pipelines as pages show them. */
    StateViews views() {
        return views;
    }

    /** Numbers for monitoring. */
    PipelineCounts counts() {
        return counts;
    }

    private Collection<PipelineState> states() {
        ReleasePipelines live = pipelines;
        return live == null
                ? List.of()
                : live.names().stream()
                        .flatMap(name -> live.pipeline(name).stream())
                        .map(PipelineRuntime::state)
                        .toList();
    }

    /** The lines of logs by number. */
    LogLines logLines() {
        return logLines;
    }

    /** What lies between revisions. */
    SourceChanges changes() {
        return changes;
    }

    BoardRows board() {
        return board;
    }

    /** What the executions of a job have made. */
    ArtifactStore artifacts(ReleasePipelineJob job) throws IOException {
        return artifacts.of(job.getPipelineId());
    }

    /** What starts pipelines by itself. */
    synchronized JenkinsTriggers triggers() {
        if (triggers == null) {
            throw new IllegalStateException("the release pipelines are not open: Jenkins is starting or ending");
        }
        return triggers;
    }

    Optional<PipelineRuntime> pipeline(String id) {
        return opened().pipeline(id);
    }

    /** The execution of a run while it is under way, also when it is taken up while the pipelines are being opened. */
    Optional<ExecutionState> live(ReleasePipelineRun run) {
        try {
            String id = run.getParent().getPipelineId();
            return Optional.ofNullable(recovered.get(id))
                    .or(() -> pipeline(id).map(PipelineRuntime::state))
                    .flatMap(state -> state.execution(run.getExecutionId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the definition is on disk. */
    CommandResult define(PipelineDefinition definition, UpdatePolicy policy, String by)
            throws IOException, InterruptedException, ExecutionException {
        CommandResult result = wait(opened().define(definition, policy, by));
        pipeline(definition.pipeline().name()).ifPresent(this::listen);
        return result;
    }

    /**
     * Gives the pipeline the definition that its job has now, if that has no errors. Does not wait: the job's file has it
     * already, and whatever does not come on disk here does so with the next start of an execution or of Jenkins.
     */
    void defineLater(ReleasePipelineJob job, String by) {
        ReleasePipelines live = pipelines;
        if (live == null) {
            return;
        }
        try {
            String id = job.getPipelineId();
            job.read().definition().ifPresent(definition -> live.define(
                            definition.withName(id), job.getUpdatePolicy(), by)
                    .whenComplete((result, failure) -> {
                        live.pipeline(id).ifPresent(this::listen);
                        if (failure != null) {
                            LOGGER.log(Level.WARNING, "The definition of " + id + " was not written down", failure);
                        }
                    }));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The definition of " + job.getFullName() + " was not written down", e);
        }
    }

    private void defineAll() {
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            for (ReleasePipelineJob job : Jenkins.get().allItems(ReleasePipelineJob.class)) {
                defineLater(job, ACL.SYSTEM_USERNAME);
            }
        }
    }

    /** Waits until what came of the command is on disk. */
    CommandResult submit(String pipelineId, Command command)
            throws IOException, InterruptedException, ExecutionException {
        PipelineRuntime pipeline =
                pipeline(pipelineId).orElseThrow(() -> new IOException("this pipeline has no definition yet"));
        listen(pipeline);
        return wait(pipeline.submit(command));
    }

    /** Empty when the pipeline never had it, or has forgotten it. Blocks. */
    Optional<ExecutionRecord> execution(String pipelineId, String executionId) throws IOException {
        Optional<PipelineRuntime> pipeline = pipeline(pipelineId);
        return pipeline.isPresent() ? pipeline.get().history().execution(executionId) : Optional.empty();
    }

    /** How the execution of a run began; empty before it does, and when it is forgotten. Blocks for small files. */
    Optional<ExecutionOrigin> origin(ReleasePipelineRun run) throws IOException {
        Optional<PipelineRuntime> pipeline = pipeline(run.getParent().getPipelineId());
        Optional<ExecutionOrigin> live = pipeline.flatMap(each -> each.state().execution(run.getExecutionId()))
                .map(ExecutionState::origin);
        return live.isPresent() ? live : run.record().map(ExecutionRecord::origin);
    }

    /** What a run brings; empty as long as it is not known. Blocks for small files. */
    Optional<List<SourceCommit>> commits(ReleasePipelineRun run) throws IOException {
        GitChanges known = changes;
        return known == null ? Optional.empty() : RunChanges.of(run, known);
    }

    /** Waits until it is on disk. The new execution's run is made soon after. */
    CommandResult rollBack(String pipelineId, ExecutionRecord target, String stage, boolean byItsDefinition, String by)
            throws IOException, InterruptedException, ExecutionException {
        PipelineRuntime pipeline =
                pipeline(pipelineId).orElseThrow(() -> new IOException("this pipeline has no definition yet"));
        return wait(pipeline.rollBack(target, stage, byItsDefinition, by));
    }

    /** Does not wait; the run's log says when the command was refused. */
    void submitLater(ReleasePipelineRun run, Command command) {
        try {
            pipeline(run.getParent().getPipelineId())
                    .ifPresent(pipeline -> pipeline.submit(command).whenComplete((result, failure) -> {
                        if (result instanceof CommandResult.Refused refused) {
                            recorder.say(run, refused.refusal().message());
                        } else if (failure != null) {
                            recorder.say(run, "It could not be written down: " + failure.getMessage());
                        }
                    }));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot submit " + command, e);
        }
    }

    /** The job is going away: ends what runs of it, and forgets its pipeline. Waits until its runs have ended. */
    void forget(ReleasePipelineJob job, String by) throws IOException, InterruptedException {
        try {
            wait(opened().forget(job.getPipelineId(), "The job was deleted.", by));
        } catch (ExecutionException e) {
            throw new IOException("The pipeline of " + job.getFullDisplayName() + " could not be forgotten", e);
        }
        listened.remove(job.getPipelineId());
        artifacts.forget(job.getPipelineId());
        views.forget(job.getPipelineId());
        recorder.finish();
    }

    /** The run is going away, and what its execution left with it, unless a stage may be taken back to that. */
    void forget(ReleasePipelineRun run) throws IOException {
        opened().forgetExecution(run.getParent().getPipelineId(), run.getExecutionId());
    }

    /** What another plugin does; the plugin's own types come first. */
    private static Optional<ActionProvider> contributed(ActionTypeId type) {
        for (ActionProvider provider : ExtensionList.lookup(ActionProvider.class)) {
            if (schema(provider).filter(schema -> schema.type().equals(type)).isPresent()) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    /** The types whose configuration can be checked here: those of other plugins too. */
    static ActionTypes actionTypes() {
        return ActionTypes.with(Stream.concat(get().ours.stream(), ExtensionList.lookup(ActionProvider.class).stream())
                .flatMap(provider -> schema(provider).stream())
                .toList());
    }

    /** What is known of a type's configuration. */
    static Optional<ActionTypeSchema> schema(ActionTypeId type) {
        return ActionCatalog.find(type).or(() -> actionTypes().find(type));
    }

    private static Optional<ActionTypeSchema> schema(ActionProvider provider) {
        try {
            return Optional.of(provider.schema());
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, provider.getClass().getName() + " does not say what it does", e);
            return Optional.empty();
        }
    }

    private void listen(PipelineRuntime pipeline) {
        if (listened.add(pipeline.name())) {
            pipeline.listen(recorder);
            pipeline.listen(transitions);
            pipeline.listen(counts);
        }
    }

    private synchronized ReleasePipelines opened() {
        if (pipelines == null) {
            throw new IllegalStateException("the release pipelines are not open: Jenkins is starting or ending");
        }
        return pipelines;
    }

    private static <T> T wait(CompletionStage<T> stage) throws InterruptedException, ExecutionException {
        return stage.toCompletableFuture().get();
    }

    private static java.util.concurrent.ThreadFactory daemons(String name) {
        return new NamingThreadFactory(new DaemonThreadFactory(), "release-pipeline-" + name);
    }
}
