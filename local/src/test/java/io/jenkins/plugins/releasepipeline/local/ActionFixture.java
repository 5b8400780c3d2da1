package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactZip;
import io.jenkins.plugins.releasepipeline.artifact.FileArtifactStore;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.artifact.UnpackLimits;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import io.jenkins.plugins.releasepipeline.definition.InputArtifact;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import io.jenkins.plugins.releasepipeline.runtime.FileActionLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;

/**
 * One attempt at an action with the real parts of the local host in a home of its own: a JUnit rule.
 *
 * <pre>
 * fixture.type("Build", "AWS", "CodeBuild").configuration("ProjectName", "app").input("Source", Map.of("a.txt", "…"));
 * ActionResult result = fixture.run(provider);
 * </pre>
 *
 * <p>A restart of the host: {@code fixture.start(provider); …; fixture.restart(); fixture.reattach(provider)}.
 */
public final class ActionFixture extends ExternalResource {
    public static final String PIPELINE_EXECUTION = "3137f7cb-7cf7-4f27-9b8b-1d2a3c4e5f60";

    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, ArtifactDigest> inputs = new LinkedHashMap<>();
    private final Map<String, List<String>> outputs = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> outputVariables = new ArrayList<>();
    private final List<EnvironmentVariable> environment = new ArrayList<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, SecretResolver.UsernamePassword> credentials = new LinkedHashMap<>();
    private final Map<String, NameMappings.Repository> repositories = new LinkedHashMap<>();
    private final Map<String, String> buckets = new LinkedHashMap<>();
    private final Map<String, NameMappings.ImageRepository> images = new LinkedHashMap<>();
    private final Map<String, NameMappings.BuildProject> projects = new LinkedHashMap<>();
    private final Map<String, NameMappings.DeploymentGroup> groups = new LinkedHashMap<>();
    private final Map<String, NameMappings.CommandMapping> providers = new LinkedHashMap<>();
    private final Map<String, NameMappings.FunctionMapping> functions = new HashMap<>();
    private final Map<String, NameMappings.AlarmMapping> alarms = new HashMap<>();
    private Clock clock = Clock.systemUTC();
    private final List<ActionProgress> progress = new CopyOnWriteArrayList<>();
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final Map<String, SourceRevision> revisions = new LinkedHashMap<>();

    private boolean afterFailure;
    private String region;
    private Path home;
    private ExecutorService io;
    private FileArtifactStore store;
    private LocalAgents agents;
    private FileActionLog log;
    private ActionTypeId type = new ActionTypeId("Build", "AWS", "CodeBuild", "1");
    private String attempt = UUID.randomUUID().toString();
    private Optional<String> pinned = Optional.empty();
    private String stage = "Stage";
    private String action = "Action";
    private int capacity = 8;

    @Override
    protected void before() throws Throwable {
        home = Files.createTempDirectory("release-pipeline-fixture-").toRealPath();
        open();
    }

    @Override
    protected void after() {
        try {
            release();
            close();
            FileTrees.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() throws IOException {
        io = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fixture-io");
            thread.setDaemon(true);
            return thread;
        });
        store = FileArtifactStore.open(home.resolve("artifacts"));
        agents = new LocalAgents(home, new LocalAgents.Settings(capacity, Set.of(), Set.of(), Duration.ofSeconds(2)));
        log = FileActionLog.open(logFile());
    }

    private void close() {
        agents.close();
        io.shutdownNow();
        log.close();
    }

    private Path logFile() {
        return home.resolve("logs").resolve(attempt + ".log");
    }

    /** Ends the host as a crash would, as far as one JVM can, and opens another over the same home. */
    public ActionFixture restart() throws IOException {
        close();
        open();
        return this;
    }

    /** Ends the attempt as the runtime does, and begins another. */
    public ActionFixture nextAttempt() throws IOException {
        release();
        log.close();
        attempt = UUID.randomUUID().toString();
        log = FileActionLog.open(logFile());
        return this;
    }

    /** Releases the attempt and waits until nothing of it is left. */
    public void release() {
        agents.release(attempt);
        Path workspaces = home.resolve("workspaces").resolve(attempt);
        Path processes = home.resolve("processes").resolve(attempt);
        Deadline.await(
                () -> !Files.exists(workspaces) && !Files.exists(processes),
                () -> "the attempt's workspaces are still there: " + workspaces);
    }

    public ActionFixture type(String category, String owner, String provider) {
        type = new ActionTypeId(category, owner, provider, "1");
        return this;
    }

    public ActionFixture named(String stageName, String actionName) {
        stage = stageName;
        action = actionName;
        return this;
    }

    /** A configuration value as declared: references in it are resolved with the variables of the fixture. */
    public ActionFixture configuration(String key, String value) {
        configuration.put(key, value);
        return this;
    }

    /** @param name {@code namespace.key} */
    public ActionFixture variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public ActionFixture commands(String... lines) {
        commands.addAll(List.of(lines));
        return this;
    }

    /** Replaces the commands declared so far. */
    public ActionFixture onlyCommands(String... lines) {
        commands.clear();
        return commands(lines);
    }

    public ActionFixture outputVariables(String... names) {
        outputVariables.addAll(List.of(names));
        return this;
    }

    public ActionFixture environment(EnvironmentVariable variable) {
        environment.add(variable);
        return this;
    }

    public ActionFixture pinned(String revision) {
        pinned = Optional.of(revision);
        return this;
    }

    /** An input artifact of text files: path to content. */
    public ActionFixture input(String name, Map<String, String> files) throws IOException {
        Path directory = Files.createTempDirectory(home, "input-");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return input(name, directory);
    }

    /** An input artifact with all that a directory holds. */
    public ActionFixture input(String name, Path directory) throws IOException {
        Path zip = Files.createTempFile(home, "input-", ".zip");
        try (OutputStream out = Files.newOutputStream(zip)) {
            ArtifactZip.pack(directory, FileSelection.all("."), out);
        }
        try (InputStream in = Files.newInputStream(zip)) {
            return input(name, store.put(PIPELINE_EXECUTION, in));
        }
    }

    public ActionFixture input(String name, ArtifactDigest artifact) {
        inputs.put(name, artifact);
        return this;
    }

    /** What a source action has delivered in an input artifact. */
    public ActionFixture revision(String artifact, String id) {
        revisions.put(artifact, new SourceRevision(id, "", Optional.empty(), Optional.empty()));
        return this;
    }

    public ActionFixture region(String name) {
        region = name;
        return this;
    }

    public ActionFixture noInputs() {
        inputs.clear();
        return this;
    }

    /** @param files the patterns of a Commands action */
    public ActionFixture output(String name, String... files) {
        outputs.put(name, List.of(files));
        return this;
    }

    public ActionFixture secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    public ActionFixture credentials(String id, String username, String password) {
        credentials.put(id, new SecretResolver.UsernamePassword(username, password));
        return this;
    }

    public ActionFixture repository(String name, String url) {
        return repository(name, new NameMappings.Repository(url, Optional.empty()));
    }

    public ActionFixture repository(String name, NameMappings.Repository repository) {
        repositories.put(name, repository);
        return this;
    }

    public ActionFixture bucket(String name, Path directory) {
        buckets.put(name, directory.toString());
        return this;
    }

    public ActionFixture image(String name, NameMappings.ImageRepository repository) {
        images.put(name, repository);
        return this;
    }

    public ActionFixture project(String name, NameMappings.BuildProject project) {
        projects.put(name, project);
        return this;
    }

    public ActionFixture group(String application, String name, NameMappings.DeploymentGroup group) {
        groups.put(application + "/" + name, group);
        return this;
    }

    public ActionFixture provider(String providerName, NameMappings.CommandMapping mapping) {
        providers.put(providerName, mapping);
        return this;
    }

    public ActionFixture function(String name, NameMappings.FunctionMapping mapping) {
        functions.put(name, mapping);
        return this;
    }

    public ActionFixture alarm(String name, NameMappings.AlarmMapping mapping) {
        alarms.put(name, mapping);
        return this;
    }

    /** The time that the attempt sees. */
    /** What is done is the check of a rule of an onFailure condition. */
    public ActionFixture afterFailure() {
        afterFailure = true;
        return this;
    }

    public ActionFixture at(Instant time) {
        clock = Clock.fixed(time, ZoneOffset.UTC);
        return this;
    }

    /** Begins the attempt. */
    public ActionRun start(ActionProvider provider) {
        return provider.start(context());
    }

    /** Finds the attempt again, after {@link #restart()}. */
    public ActionRun reattach(ActionProvider provider) {
        return provider.reattach(context());
    }

    /** Begins the attempt and waits for its result. */
    public ActionResult run(ActionProvider provider) {
        return result(start(provider));
    }

    /** Waits for a result, two minutes at the most. */
    public ActionResult result(ActionRun run) {
        try {
            return run.completion().toCompletableFuture().get(2, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new AssertionError("the attempt has not ended in two minutes; its log:\n" + log(), e);
        } catch (ExecutionException e) {
            throw new AssertionError("the attempt ended with an exception; its log:\n" + log(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The log as a reader sees it now. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the log has {@code text}. */
    public void awaitLog(String text) {
        Deadline.await(() -> log().contains(text), () -> "'" + text + "' is not in the log:\n" + log());
    }

    /** What the attempt has told of its progress, in order. */
    public List<ActionProgress> progress() {
        return List.copyOf(progress);
    }

    public Path home() {
        return home;
    }

    public FileArtifactStore store() {
        return store;
    }

    public LocalAgents agents() {
        return agents;
    }

    public String attempt() {
        return attempt;
    }

    /** The attempt's workspace for a request's key. */
    public Path workspace(String key) {
        return home.resolve("workspaces").resolve(attempt).resolve(key);
    }

    /** A new empty directory in the fixture's home. */
    public Path directory(String prefix) throws IOException {
        return Files.createTempDirectory(home, prefix + "-");
    }

    /** Unpacks a stored artifact into a new directory. */
    public Path unpacked(ArtifactDigest artifact) throws IOException {
        Path directory = directory("unpacked");
        try (InputStream in = store.open(artifact)) {
            ArtifactZip.unpack(in, home, directory, UnpackLimits.DEFAULT);
        }
        return directory;
    }

    /** The text files of a stored artifact: path to content, sorted. */
    public Map<String, String> files(ArtifactDigest artifact) throws IOException {
        Path directory = unpacked(artifact);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    /** The context that providers are given. */
    public ActionContext context() {
        Map<String, String> resolved = new LinkedHashMap<>();
        configuration.forEach((key, value) -> resolved.put(
                key,
                VariableReferences.resolve(value, reference -> Optional.ofNullable(variables.get(reference.name())))));
        ActionDeclaration declaration = new ActionDeclaration(
                action,
                type,
                1,
                configuration,
                commands,
                inputs.keySet().stream()
                        .map(name -> new InputArtifact(name, Map.of()))
                        .toList(),
                outputs.entrySet().stream()
                        .map(output -> new OutputArtifact(output.getKey(), output.getValue(), Map.of()))
                        .toList(),
                outputVariables,
                environment,
                null,
                region,
                null,
                null,
                Map.of());
        return new Context(
                declaration,
                Collections.unmodifiableMap(resolved),
                Map.copyOf(variables),
                agents,
                store,
                log,
                io,
                attempt);
    }

    private final class Context implements ActionContext {
        private final ActionDeclaration declaration;
        private final Map<String, String> resolved;
        private final Map<String, String> values;
        private final LocalAgents lender;
        private final FileArtifactStore artifacts;
        private final FileActionLog attemptLog;
        private final ExecutorService executor;
        private final String id;

        Context(
                ActionDeclaration declaration,
                Map<String, String> resolved,
                Map<String, String> values,
                LocalAgents lender,
                FileArtifactStore artifacts,
                FileActionLog attemptLog,
                ExecutorService executor,
                String id) {
            this.declaration = declaration;
            this.resolved = resolved;
            this.values = values;
            this.lender = lender;
            this.artifacts = artifacts;
            this.attemptLog = attemptLog;
            this.executor = executor;
            this.id = id;
        }

        @Override
        public String pipelineName() {
            return "pipeline";
        }

        @Override
        public String pipelineExecutionId() {
            return PIPELINE_EXECUTION;
        }

        @Override
        public String stageName() {
            return stage;
        }

        @Override
        public String actionExecutionId() {
            return id;
        }

        @Override
        public Instant startedAt() {
            return startedAt;
        }

        @Override
        public ActionDeclaration action() {
            return declaration;
        }

        @Override
        public boolean afterFailure() {
            return afterFailure;
        }

        @Override
        public Map<String, String> configuration() {
            return resolved;
        }

        @Override
        public Map<String, String> variables() {
            return values;
        }

        @Override
        public Optional<String> pinnedRevision() {
            return pinned;
        }

        @Override
        public Map<String, ArtifactDigest> inputArtifacts() {
            return Collections.unmodifiableMap(inputs);
        }

        @Override
        public Map<String, SourceRevision> inputRevisions() {
            return Collections.unmodifiableMap(revisions);
        }

        @Override
        public ArtifactStore artifacts() {
            return artifacts;
        }

        @Override
        public SecretResolver secrets() {
            return new Secrets();
        }

        @Override
        public NameMappings mappings() {
            return new Mappings();
        }

        @Override
        public CompletionStage<Agent> agent(AgentRequest request) {
            return lender.agent(id, request, attemptLog, attemptLog::println);
        }

        @Override
        public ActionLog log() {
            return attemptLog;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public Executor executor() {
            return executor;
        }

        @Override
        public void progress(ActionProgress told) {
            progress.add(told);
        }
    }

    private final class Secrets implements SecretResolver {
        @Override
        public Optional<String> secret(String name) {
            return Optional.ofNullable(secrets.get(name));
        }

        @Override
        public Optional<UsernamePassword> usernamePassword(String credentialsId, String url) {
            return Optional.ofNullable(credentials.get(credentialsId));
        }

        @Override
        public String howToMap(String name) {
            return "call fixture.secret(\"" + name + "\", …)";
        }
    }

    private final class Mappings implements NameMappings {
        @Override
        public Optional<Repository> repository(String connection, String name) {
            return Optional.ofNullable(repositories.get(name));
        }

        @Override
        public Optional<String> bucket(String name) {
            return Optional.ofNullable(buckets.get(name));
        }

        @Override
        public Optional<ImageRepository> image(String name) {
            return Optional.ofNullable(images.get(name));
        }

        @Override
        public Optional<BuildProject> buildProject(String name) {
            return Optional.ofNullable(projects.get(name));
        }

        @Override
        public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
            return Optional.ofNullable(groups.get(application + "/" + group));
        }

        @Override
        public Optional<CommandMapping> provider(String providerName, String projectName) {
            return Optional.ofNullable(providers.get(providerName));
        }

        @Override
        public Optional<FunctionMapping> function(String name) {
            return Optional.ofNullable(functions.get(name));
        }

        @Override
        public Optional<AlarmMapping> alarm(String name) {
            return Optional.ofNullable(alarms.get(name));
        }

        @Override
        public String howToMap(String kind, String name) {
            return "map " + kind + " " + name + " in the fixture";
        }
    }
}
