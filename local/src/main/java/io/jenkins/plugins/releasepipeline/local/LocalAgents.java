package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.runtime.AgentPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lends this machine to attempts: so many at a time, the others wait in the order in which they asked. An attempt that
 * has an agent gets every further one at once, so attempts never wait for each other in a circle.
 *
 * <pre>
 * HOME/workspaces/ATTEMPT/KEY        the files of an attempt
 * HOME/processes/ATTEMPT/KEY/ID      what is known of its processes
 * </pre>
 *
 * <p>Both outlive this JVM; whoever asks again with an equal request gets the same agent. Thread-safe.
 */
public final class LocalAgents implements AgentPool, AutoCloseable {
    private static final Logger LOGGER = System.getLogger(LocalAgents.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");
    private static final int REMEMBERED = 10_000;
    private static final int TRIES_TO_DELETE = 40;
    private static final List<String> INHERITED = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "SSH_AUTH_SOCK",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy");

    /**
     * @param capacity how many attempts have agents at a time
     * @param labels the labels that this machine answers to; empty for all
     * @param inherited names of environment variables of this JVM that processes get beyond the usual ones
     * @param grace how long a process may take to end before it is forced
     */
    public record Settings(int capacity, Set<String> labels, Set<String> inherited, Duration grace) {
        public Settings {
            labels = Set.copyOf(labels);
            inherited = Set.copyOf(inherited);
            if (capacity <= 0) {
                throw new IllegalArgumentException("the number of agents is positive: " + capacity);
            }
        }

        /** Twice the processors, at least four; every label; five seconds of grace. */
        public static Settings defaults() {
            return new Settings(
                    Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
                    Set.of(),
                    Set.of(),
                    Duration.ofSeconds(5));
        }
    }

    private final Path workspaces;
    private final Path processes;
    private final Settings settings;
    private final Map<String, String> environment;
    private final ScheduledExecutorService followers = newThread("local-processes");
    private final ScheduledExecutorService cleaner = newThread("local-agents-cleaner");
    private final ExecutorService completions =
            Executors.newCachedThreadPool(task -> daemon(task, "local-processes-ends"));
    private final Map<String, Attempt> attempts = new HashMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private final Set<String> released = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Waiting(String attempt, String key, CompletableFuture<Agent> agent) {}

    private static final class Attempt {
        private final Map<String, LocalAgent> agents = new HashMap<>();
        private boolean logRewritten;
    }

    /** Uses a home directory, made if needed. */
    public LocalAgents(Path home, Settings settings) throws IOException {
        Path root = Files.createDirectories(home).toRealPath();
        this.workspaces = Files.createDirectories(root.resolve("workspaces"));
        this.processes = Files.createDirectories(root.resolve("processes"));
        Files.setPosixFilePermissions(processes, PosixFilePermissions.fromString("rwx------"));
        this.settings = settings;
        this.environment = environment(settings);
    }

    private static ScheduledExecutorService newThread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static Map<String, String> environment(Settings settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LANG", "C.UTF-8");
        Set<String> names = new HashSet<>(INHERITED);
        names.addAll(settings.inherited());
        for (String name : names) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        return Map.copyOf(environment);
    }

    /**
     * {@inheritDoc} Completes exceptionally with an {@link IllegalArgumentException} that tells what to do when no agent
     * has the label.
     */
    @Override
    public CompletionStage<Agent> agent(
            String actionExecutionId, AgentRequest request, ActionLog log, Consumer<String> waits) {
        checkName(actionExecutionId, "an attempt's id");
        checkName(request.key(), "the key of an agent request");
        if (!request.label().isEmpty()
                && !settings.labels().isEmpty()
                && !settings.labels().contains(request.label())) {
            return CompletableFuture.failedStage(new IllegalArgumentException("no agent has the label '"
                    + request.label() + "'; this machine answers to " + settings.labels()
                    + ", add it to 'agents.labels' in release-pipeline.yaml"));
        }
        synchronized (this) {
            if (released.contains(actionExecutionId)) {
                return CompletableFuture.failedStage(
                        new IllegalStateException("the attempt " + actionExecutionId + " is over"));
            }
            boolean known = attempts.containsKey(actionExecutionId)
                    || Files.isDirectory(workspaces.resolve(actionExecutionId).resolve(request.key()));
            if (known || waiting.isEmpty() && attempts.size() < settings.capacity()) {
                return CompletableFuture.completedStage(lend(actionExecutionId, request.key()));
            }
            Waiting asked = new Waiting(actionExecutionId, request.key(), new CompletableFuture<>());
            waiting.add(asked);
            waits.accept("Waiting for an agent: all " + settings.capacity() + " of this machine are in use.");
            return asked.agent();
        }
    }

    private LocalAgent lend(String attemptId, String key) {
        Attempt attempt = attempts.computeIfAbsent(attemptId, id -> new Attempt());
        return attempt.agents.computeIfAbsent(key, k -> {
            Path workspace = workspaces.resolve(attemptId).resolve(key);
            try {
                Files.createDirectories(workspace);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make the workspace " + workspace, e);
            }
            return new LocalAgent(
                    workspace,
                    processes.resolve(attemptId).resolve(key),
                    environment,
                    followers,
                    completions,
                    settings.grace(),
                    (written, position) -> rewriteLog(attempt, written, position));
        });
    }

    /**
     * The first process that is found again takes the log back to where it was when that process began; from there on
     * all is written anew, so later ones find the log as it should be.
     */
    private static void rewriteLog(Attempt attempt, ActionLog log, long position) {
        synchronized (attempt) {
            if (!attempt.logRewritten) {
                attempt.logRewritten = true;
                log.truncate(position);
            }
        }
    }

    @Override
    public void release(String actionExecutionId) {
        checkName(actionExecutionId, "an attempt's id");
        List<CompletableFuture<Agent>> cancelled = new ArrayList<>();
        synchronized (this) {
            released.add(actionExecutionId);
            Attempt attempt = attempts.get(actionExecutionId);
            if (attempt != null) {
                attempt.agents.values().forEach(LocalAgent::end);
            }
            for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
                Waiting asked = i.next();
                if (asked.attempt().equals(actionExecutionId)) {
                    i.remove();
                    cancelled.add(asked.agent());
                }
            }
        }
        cancelled.forEach(agent -> agent.cancel(false));
        later(() -> clean(actionExecutionId, Optional.empty(), System.nanoTime()), 0);
    }

    @Override
    public void recover(Set<String> liveActionExecutionIds) {
        Set<String> left = new HashSet<>();
        for (Path directory : List.of(workspaces, processes)) {
            try (Stream<Path> children = Files.list(directory)) {
                children.forEach(child -> left.add(child.getFileName().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + directory, e);
            }
        }
        for (String attemptId : left) {
            if (!liveActionExecutionIds.contains(attemptId)) {
                release(attemptId);
            } else if (Files.isDirectory(workspaces.resolve(attemptId))) {
                synchronized (this) {
                    attempts.computeIfAbsent(attemptId, id -> new Attempt());
                }
            }
        }
    }

    private void later(Runnable task, long milliseconds) {
        try {
            cleaner.schedule(task, milliseconds, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Logger.Level.DEBUG, "closing; what is left is released at the next start");
        }
    }

    private void clean(String attemptId, Optional<List<Doomed>> known, long since) {
        try {
            List<Doomed> doomed = known.isPresent() ? known.get() : terminate(attemptId);
            boolean left = doomed.stream().anyMatch(Doomed::isLeft);
            long waited = System.nanoTime() - since;
            if (left && waited < settings.grace().toNanos()) {
                later(() -> clean(attemptId, Optional.of(doomed), since), 50);
                return;
            }
            if (left) {
                doomed.forEach(process -> process.id().signal("KILL", process.family()));
                if (waited < settings.grace().plusSeconds(5).toNanos()) {
                    later(() -> clean(attemptId, Optional.of(doomed), since), 50);
                    return;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOGGER.log(Logger.Level.WARNING, "cannot end the processes of attempt " + attemptId, e);
        }
        delete(attemptId, TRIES_TO_DELETE);
    }

    /** Tries again for a while: work that was under way when the attempt ended may still write a file. */
    private void delete(String attemptId, int tries) {
        Path workspace = workspaces.resolve(attemptId);
        Path control = processes.resolve(attemptId);
        try {
            FileTrees.delete(workspace);
            FileTrees.delete(control);
        } catch (IOException | UncheckedIOException e) {
            if (tries == 0) {
                LOGGER.log(Logger.Level.WARNING, "cannot delete the workspace of attempt " + attemptId, e);
            }
        }
        boolean left =
                Files.exists(workspace, LinkOption.NOFOLLOW_LINKS) || Files.exists(control, LinkOption.NOFOLLOW_LINKS);
        if (left && tries > 0) {
            later(() -> delete(attemptId, tries - 1), 250);
        } else {
            free(attemptId);
        }
    }

    private record Doomed(ProcessId id, List<ProcessId> family) {
        boolean isLeft() {
            return id.isAlive() || id.hasFamily(family);
        }
    }

    private List<Doomed> terminate(String attemptId) throws IOException {
        List<Doomed> doomed = new ArrayList<>();
        Path root = processes.resolve(attemptId);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return doomed;
        }
        try (Stream<Path> controls = Files.find(root, 2, (path, attributes) -> attributes.isDirectory())) {
            for (Path control : controls.toList()) {
                Optional<ProcessId> running = LocalProcess.running(control);
                if (running.isPresent()) {
                    Doomed process = new Doomed(running.get(), running.get().family());
                    process.id().signal("TERM", process.family());
                    doomed.add(process);
                }
            }
        }
        return doomed;
    }

    private void free(String attemptId) {
        Map<Waiting, LocalAgent> lent = new HashMap<>();
        synchronized (this) {
            attempts.remove(attemptId);
            while (!waiting.isEmpty() && attempts.size() < settings.capacity()) {
                Waiting next = waiting.remove();
                lent.put(next, lend(next.attempt(), next.key()));
                for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
                    Waiting other = i.next();
                    if (other.attempt().equals(next.attempt())) {
                        i.remove();
                        lent.put(other, lend(other.attempt(), other.key()));
                    }
                }
            }
        }
        lent.forEach((asked, agent) -> asked.agent().complete(agent));
    }

    private static void checkName(String text, String what) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("not " + what + ": '" + text + "'");
        }
    }

    /** Stops following. Processes go on, and are found again by who opens this home next. */
    @Override
    public void close() {
        followers.shutdown();
        cleaner.shutdown();
        completions.shutdown();
        try {
            followers.awaitTermination(5, TimeUnit.SECONDS);
            cleaner.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
