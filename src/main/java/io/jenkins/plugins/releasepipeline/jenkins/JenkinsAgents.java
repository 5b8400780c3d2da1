package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Label;
import hudson.model.Queue;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.definition.FileNames;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.runtime.AgentPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The nodes of Jenkins as agents: each request is an {@link AgentTask} in the queue, and holds an executor and a
 * workspace from when it is its turn until its attempt is over.
 *
 * <pre>
 * agents/ATTEMPT/KEY/place      the node and the workspace that the request was given
 * agents/ATTEMPT/KEY/ID.xml     what is known of a process
 * </pre>
 */
final class JenkinsAgents implements AgentPool {
    private static final Logger LOGGER = Logger.getLogger(JenkinsAgents.class.getName());

    private static final long FIRST_LOOK_SECONDS = 2;
    private static final long NEXT_LOOK_SECONDS = 15;

    private final Path directory;
    private final RunLogs logs;
    private final Executor io;
    private final ScheduledExecutorService timers;
    private final Map<String, Map<String, Lent>> attempts = new HashMap<>();

    /** What an attempt was given for one key, or waits for. */
    private record Lent(AgentTask task, CompletableFuture<Agent> agent) {}

    /** Where a request was placed, on record before its agent is used. */
    record Placement(String node, String workspace) {}

    JenkinsAgents(Path directory, RunLogs logs, Executor io, ScheduledExecutorService timers) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.logs = logs;
        this.io = io;
        this.timers = timers;
    }

    @Override
    public CompletionStage<Agent> agent(
            String actionExecutionId, AgentRequest request, ActionLog log, Consumer<String> waits) {
        Optional<ReleasePipelineRun> run = logs.run(actionExecutionId);
        if (run.isEmpty()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("the attempt " + actionExecutionId + " is over"));
        }
        run.get().actsAs();
        try {
            if (!request.label().isEmpty()) {
                Label.parseExpression(request.label());
            }
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "'" + request.label() + "' is no label of agents: " + e.getMessage(), e));
        }
        Lent lent;
        synchronized (this) {
            Map<String, Lent> keys = attempts.computeIfAbsent(actionExecutionId, id -> new HashMap<>());
            lent = keys.get(request.key());
            if (lent != null) {
                return lent.agent();
            }
            CompletableFuture<Agent> agent = new CompletableFuture<>();
            Path records = directory.resolve(actionExecutionId).resolve(FileNames.of(request.key()));
            AgentTask task = new AgentTask(this, run.get(), request.label(), records, placement(records), log, agent);
            lent = new Lent(task, agent);
            keys.put(request.key(), lent);
        }
        AgentTask task = lent.task();
        onIo(() -> {
            try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
                Queue.getInstance().schedule2(task, 0);
            }
        });
        watch(new Watch(lent, waits), FIRST_LOOK_SECONDS);
        return lent.agent();
    }

    /** What was seen of a task that waits. */
    private static final class Watch {
        private final Lent lent;
        private final Consumer<String> waits;
        private String told = "";
        private long missingSince;

        Watch(Lent lent, Consumer<String> waits) {
            this.lent = lent;
            this.waits = waits;
        }
    }

    /** Passes on why the queue keeps the task, as long as it does: it tells nobody by itself. */
    private void watch(Watch watch, long seconds) {
        try {
            timers.schedule(() -> onIo(() -> look(watch)), seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is ending; the queue is looked at again at the next start", e);
        }
    }

    private void look(Watch watch) {
        if (watch.lent.agent().isDone()) {
            return;
        }
        Queue.Item item = Queue.getInstance().getItem(watch.lent.task());
        String why = item == null ? null : item.getWhy();
        if (why != null && !why.equals(watch.told)) {
            watch.told = why;
            watch.waits.accept(why);
        }
        Duration patience = AgentSettings.get().patience();
        Optional<String> missing = watch.lent.task().missingNode();
        if (missing.isEmpty()) {
            watch.missingSince = 0;
        } else if (watch.missingSince == 0) {
            watch.missingSince = System.nanoTime();
        } else if (System.nanoTime() - watch.missingSince > patience.toNanos()) {
            watch.lent.agent().completeExceptionally(new IOException(AgentSettings.lost(missing.get(), patience)));
            return;
        }
        watch(watch, missing.isEmpty() ? NEXT_LOOK_SECONDS : Math.min(NEXT_LOOK_SECONDS, patience.toSeconds() + 1));
    }

    private static Optional<Placement> placement(Path records) {
        Path file = records.resolve("place");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() < 2 ? Optional.empty() : Optional.of(new Placement(lines.get(0), lines.get(1)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public void release(String actionExecutionId) {
        Map<String, Lent> keys;
        synchronized (this) {
            keys = attempts.remove(actionExecutionId);
        }
        onIo(() -> {
            if (keys != null) {
                keys.values().forEach(lent -> {
                    lent.agent().cancel(false);
                    lent.task().release(isToBeCleaned(lent.task().run(), actionExecutionId));
                });
            }
            forget(actionExecutionId);
        });
    }

    private static boolean isToBeCleaned(ReleasePipelineRun run, String actionExecutionId) {
        return switch (run.getParent().getWorkspaceCleaning()) {
            case ALWAYS -> true;
            case KEEP -> false;
            case AFTER_SUCCESS -> succeeded(run, actionExecutionId);
        };
    }

    private static boolean succeeded(ReleasePipelineRun run, String actionExecutionId) {
        try {
            return run.getAttempts().stream()
                    .filter(attempt -> attempt.actionExecutionId().equals(actionExecutionId))
                    .allMatch(attempt -> attempt.status() == ActionStatus.Succeeded);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read the history of " + run + "; its workspace is kept", e);
            return false;
        }
    }

    @Override
    public void recover(Set<String> liveActionExecutionIds) {
        try (Stream<Path> children = Files.list(directory)) {
            children.map(child -> child.getFileName().toString())
                    .filter(attempt -> !liveActionExecutionIds.contains(attempt))
                    .forEach(this::forget);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private void forget(String attempt) {
        Path records = directory.resolve(attempt);
        if (!Files.isDirectory(records)) {
            return;
        }
        try (Stream<Path> files = Files.walk(records)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot delete " + records, e);
        }
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    private void onIo(Runnable work) {
        try {
            io.execute(work);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is ending; this is done at the next start", e);
        }
    }
}
