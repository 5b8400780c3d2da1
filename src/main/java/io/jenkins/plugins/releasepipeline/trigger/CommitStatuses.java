package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.runtime.PipelineListener;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.CommitStatus.State;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells the hosts of repositories how their commits fare in pipelines. Of a commit in a pipeline only the latest is told; it
 * is on disk until it was, tried again later and later for about a day, and no pipeline ever waits for it. Thread-safe.
 */
public final class CommitStatuses implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(CommitStatuses.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_ATTEMPTS = 36;
    private static final int MOST_DOUBLINGS = 12;
    private static final long ATTACH_SECONDS = 1;
    private static final Set<Integer> AGAIN = Set.of(401, 403, 408, 409, 425, 429);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final JsonMapper JSON = new JsonMapper();

    private final TriggeredPipelines pipelines;
    private final Function<String, Optional<StatusTarget>> targets;
    private final SecretResolver secrets;
    private final Links links;
    private final Path directory;
    private final Duration pause;
    private final Map<PipelineRuntime, PipelineListener> listened = new ConcurrentHashMap<>();
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "release-pipeline-statuses");
        thread.setDaemon(true);
        return thread;
    });

    /** Where a person sees an execution. */
    public interface Links {
        /** An address; empty when there is none that others could open. */
        String of(String pipeline, String executionId);
    }

    /** What is to be told, as it is on disk; {@code repository} is the name that source actions call it. */
    private record Waiting(String repository, CommitStatus status) {}

    /**
     * Takes up what was not told before.
     *
     * @param targets a repository's name in definitions to where its statuses go; empty where none are told
     * @param directory for what waits; made when needed
     * @param pause how long after the first failure it is tried again; then twice as long, and so on
     */
    public CommitStatuses(
            TriggeredPipelines pipelines,
            Function<String, Optional<StatusTarget>> targets,
            SecretResolver secrets,
            Links links,
            Path directory,
            Duration pause)
            throws IOException {
        this.pipelines = pipelines;
        this.targets = targets;
        this.secrets = secrets;
        this.links = links;
        this.directory = directory;
        this.pause = pause;
        recover();
        attach();
        worker.scheduleWithFixedDelay(this::attach, ATTACH_SECONDS, ATTACH_SECONDS, TimeUnit.SECONDS);
    }

    /** How many statuses are not told yet. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    @Override
    public void close() {
        listened.forEach(PipelineRuntime::unlisten);
        worker.shutdownNow();
        try {
            worker.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attach() {
        for (String name : pipelines.names()) {
            pipelines
                    .pipeline(name)
                    .ifPresent(pipeline -> listened.computeIfAbsent(pipeline, fresh -> {
                        Told told = new Told(pipeline.name());
                        pipeline.listen(told);
                        told.live(pipeline.state());
                        return told;
                    }));
        }
        listened.keySet()
                .removeIf(pipeline -> pipelines.pipeline(pipeline.name()).isEmpty());
    }

    /** What has come to one pipeline: which commits its live executions have. */
    private final class Told implements PipelineListener {
        private final String pipeline;
        private final Map<String, Map<String, String>> commits = new HashMap<>();

        Told(String pipeline) {
            this.pipeline = pipeline;
        }

        synchronized void live(PipelineState state) {
            for (ExecutionState execution : state.liveExecutions()) {
                Map<String, String> own = new LinkedHashMap<>(execution.origin().sourceRevisions());
                for (ArtifactRevision revision : execution.products().revisions()) {
                    own.put(revision.actionName(), revision.revisionId());
                }
                commits.putIfAbsent(execution.id(), own);
            }
        }

        @Override
        public synchronized void happened(PipelineState state, List<Event> events) {
            for (Event event : events) {
                if (event instanceof Event.ExecutionStarted started) {
                    commits.put(started.executionId(), new LinkedHashMap<>(started.sourceRevisions()));
                    tell(state, started.executionId(), State.PENDING, "Execution " + started.number() + " runs");
                } else if (event instanceof Event.ActionFinished finished
                        && finished.revision().isPresent()) {
                    String revision = finished.revision().get().revisionId();
                    String before = commits.computeIfAbsent(finished.executionId(), id -> new LinkedHashMap<>())
                            .put(finished.action(), revision);
                    if (!revision.equals(before)) {
                        tell(
                                state,
                                finished.executionId(),
                                State.PENDING,
                                number(state, finished.executionId()) + " runs");
                    }
                } else if (event instanceof Event.StageRetried retried) {
                    tell(
                            state,
                            retried.executionId(),
                            State.PENDING,
                            number(state, retried.executionId()) + " tries the stage " + retried.stage() + " again");
                } else if (event instanceof Event.ExecutionSucceeded succeeded) {
                    tell(
                            state,
                            succeeded.executionId(),
                            State.SUCCESS,
                            number(state, succeeded.executionId()) + " succeeded");
                    commits.remove(succeeded.executionId());
                } else if (event instanceof Event.ExecutionFailed failed) {
                    tell(
                            state,
                            failed.executionId(),
                            State.FAILURE,
                            number(state, failed.executionId()) + " failed in the stage " + failed.stage());
                } else if (event instanceof Event.ExecutionStopped stopped) {
                    tell(
                            state,
                            stopped.executionId(),
                            State.ENDED,
                            number(state, stopped.executionId()) + " was stopped");
                } else if (event instanceof Event.ExecutionCancelled cancelled) {
                    tell(
                            state,
                            cancelled.executionId(),
                            State.ENDED,
                            number(state, cancelled.executionId()) + " was cancelled");
                    commits.remove(cancelled.executionId());
                } else if (event instanceof Event.ExecutionSuperseded superseded) {
                    tell(
                            state,
                            superseded.executionId(),
                            State.ENDED,
                            number(state, superseded.executionId()) + " was superseded by a later one");
                    commits.remove(superseded.executionId());
                }
            }
            if (commits.size() > state.executions().size() + 1) {
                commits.keySet().removeIf(id -> state.execution(id).isEmpty());
            }
        }

        private String number(PipelineState state, String id) {
            return state.execution(id)
                    .map(execution -> "Execution " + execution.origin().number())
                    .orElse("The execution");
        }

        private void tell(PipelineState state, String id, State how, String description) {
            Map<String, String> own = commits.getOrDefault(id, Map.of());
            for (ActionDeclaration source : state.definition().stages().get(0).actions()) {
                String commit = own.getOrDefault(source.name(), "");
                String repository = TriggerStarts.repositoryName(source);
                if (COMMIT.matcher(commit).matches()
                        && targets.apply(repository).isPresent()) {
                    CommitStatus status = new CommitStatus(
                            commit,
                            how,
                            "release-pipeline/" + pipelines.shown(pipeline),
                            description,
                            links.of(pipeline, id));
                    enqueue(new Waiting(repository, status));
                }
            }
        }
    }

    private static String key(Waiting each) {
        return HexFormat.of()
                .formatHex(
                        Signatures.digest(each.repository() + "\n"
                                + each.status().commit() + "\n" + each.status().context()),
                        0,
                        16);
    }

    private void enqueue(Waiting status) {
        try {
            worker.execute(() -> {
                String key = key(status);
                try {
                    write(key, status);
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "A status is not kept over a restart", e);
                }
                synchronized (waiting) {
                    waiting.put(key, status);
                }
                send(key, status, 0);
            });
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The host ends", e);
        }
    }

    private void write(String key, Waiting status) throws IOException {
        Files.createDirectories(directory);
        Path fresh = directory.resolve(key + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(status));
        Files.move(
                fresh,
                directory.resolve(key + ".json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void recover() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                try {
                    enqueue(JSON.readValue(file.toFile(), Waiting.class));
                } catch (JsonProcessingException e) {
                    LOGGER.log(Level.WARNING, "{0} is damaged, and not told", file);
                    Files.delete(file);
                }
            }
        }
    }

    /** On the worker's thread. What has been replaced meanwhile is not told any more. */
    private void send(String key, Waiting status, int attempt) {
        synchronized (waiting) {
            if (!status.equals(waiting.get(key)) || !underWay.add(key)) {
                return;
            }
        }
        Optional<StatusTarget> target = targets.apply(status.repository());
        if (target.isEmpty()) {
            ended(key, status);
            return;
        }
        Optional<UsernamePassword> login = secrets.usernamePassword(
                target.get().credentials(), target.get().api());
        if (login.isEmpty()) {
            later(
                    key,
                    status,
                    attempt,
                    "there are no credentials '" + target.get().credentials() + "'",
                    pause);
            return;
        }
        client.sendAsync(request(target.get(), login.get(), status.status()), HttpResponse.BodyHandlers.discarding())
                .whenCompleteAsync((answer, failure) -> answered(key, status, attempt, answer, failure), worker);
    }

    private void answered(String key, Waiting status, int attempt, HttpResponse<Void> answer, Throwable failure) {
        Duration wait = pause.multipliedBy(1L << Math.min(attempt, MOST_DOUBLINGS));
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            later(key, status, attempt, cause.toString(), wait);
        } else if (answer.statusCode() / 100 == 2) {
            ended(key, status);
        } else if (answer.statusCode() >= 500 || AGAIN.contains(answer.statusCode())) {
            Duration asked = answer.headers()
                    .firstValue("Retry-After")
                    .filter(text -> text.matches("\\d{1,5}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                    .orElse(wait);
            later(key, status, attempt, "it answered " + answer.statusCode(), asked);
        } else {
            LOGGER.log(Level.WARNING, "The status of {0} in {1} is not told: it answered {2}", new Object[] {
                status.status().commit(), status.repository(), answer.statusCode()
            });
            ended(key, status);
        }
    }

    private void later(String key, Waiting status, int attempt, String trouble, Duration wait) {
        if (attempt + 1 >= MOST_ATTEMPTS) {
            LOGGER.log(Level.WARNING, "The status of {0} in {1} is not told: {2}", new Object[] {
                status.status().commit(), status.repository(), trouble
            });
            ended(key, status);
            return;
        }
        LOGGER.log(attempt == 0 ? Level.INFO : Level.FINE, "A status for {0} is told later: {1}", new Object[] {
            status.repository(), trouble
        });
        Waiting newer = free(key);
        boolean replaced = !status.equals(newer);
        Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        try {
            worker.schedule(
                    () -> send(key, newer, replaced ? 0 : attempt + 1),
                    replaced ? 0 : bounded.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The host ends; it is told at the next start", e);
        }
    }

    /** What is to be told of a commit now, when nothing is under way any more. */
    private Waiting free(String key) {
        synchronized (waiting) {
            underWay.remove(key);
            return waiting.get(key);
        }
    }

    private void ended(String key, Waiting status) {
        Waiting newer = free(key);
        if (status.equals(newer)) {
            done(key);
        } else if (newer != null) {
            send(key, newer, 0);
        }
    }

    private static HttpRequest request(StatusTarget target, UsernamePassword login, CommitStatus status) {
        StatusRequest request = StatusRequest.of(target, status);
        return HttpRequest.newBuilder(request.uri())
                .timeout(TIMEOUT)
                .header("Authorization", StatusRequest.authorization(target.provider(), login))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.body().toString()))
                .build();
    }

    private void done(String key) {
        synchronized (waiting) {
            waiting.remove(key);
        }
        try {
            Files.deleteIfExists(directory.resolve(key + ".json"));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A status that was told is told again at the next start", e);
        }
    }
}
