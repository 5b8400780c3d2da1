package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.BuiltInActions;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.action.source.GitChanges;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.artifact.FileArtifactStore;
import io.jenkins.plugins.releasepipeline.journal.FileJournalStorage;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import io.jenkins.plugins.releasepipeline.journal.Recovery;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.Host;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory where pipelines live on this machine, opened: the local host. */
final class LocalHome implements AutoCloseable {
    /** The file of name mappings in a home. */
    static final String MAPPINGS = "release-pipeline.yaml";

    /** The directory of definitions in a home. */
    static final String DEFINITIONS = "pipelines";

    private static final int IO_THREADS = 8;

    private final Path directory;
    private final LocalMappings mappings;
    private final ReleasePipelines pipelines;
    private final Recovery recovery;
    private final ArtifactStore artifacts;
    private final LocalActionLogs logs;
    private final LocalAgents agents;
    private final GitChanges changes;
    private final ExecutorService threads;
    private final ExecutorService io;
    private final ScheduledExecutorService timers;

    private LocalHome(
            Path directory,
            LocalMappings mappings,
            ReleasePipelines pipelines,
            Recovery recovery,
            ArtifactStore artifacts,
            LocalActionLogs logs,
            LocalAgents agents,
            GitChanges changes,
            ExecutorService threads,
            ExecutorService io,
            ScheduledExecutorService timers) {
        this.directory = directory;
        this.mappings = mappings;
        this.pipelines = pipelines;
        this.recovery = recovery;
        this.artifacts = artifacts;
        this.logs = logs;
        this.agents = agents;
        this.changes = changes;
        this.threads = threads;
        this.io = io;
        this.timers = timers;
    }

    /**
     * Opens a home, or makes one. Takes up what was in progress when it was last open.
     *
     * @throws IOException when another process has it open, or it is damaged; the message says so
     */
    static LocalHome open(
            Path home,
            LocalMappings mappings,
            SecretResolver secrets,
            LocalAgents.Settings agentSettings,
            Retention retention)
            throws IOException {
        Files.createDirectories(home);
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()), daemons("pipelines"));
        ExecutorService io = Executors.newFixedThreadPool(IO_THREADS, daemons("io"));
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, daemons("timers"));
        timers.setRemoveOnCancelPolicy(true);
        Journal journal = null;
        try {
            journal = Journal.open(new FileJournalStorage(home.resolve("journal")), JournalOptions.standard(threads));
            LocalActionLogs logs = new LocalActionLogs(home.resolve("logs"));
            LocalAgents agents = new LocalAgents(home, agentSettings);
            ArtifactStore artifacts = FileArtifactStore.open(home.resolve("artifacts"));
            GitChanges changes = new GitChanges(home.resolve("changes"), mappings, secrets, true, Clock.systemUTC());
            ReleasePipelines pipelines = ReleasePipelines.open(new Host(
                    journal,
                    home.resolve("history"),
                    retention,
                    ArtifactStores.shared(artifacts),
                    agents,
                    logs,
                    secrets,
                    mappings,
                    changes,
                    (state, given) -> Optional.of(mappings.approver(given.name())),
                    BuiltInActions::find,
                    Clock.systemUTC(),
                    threads,
                    io,
                    timers));
            return new LocalHome(
                    home,
                    mappings,
                    pipelines,
                    journal.recovery(),
                    artifacts,
                    logs,
                    agents,
                    changes,
                    threads,
                    io,
                    timers);
        } catch (IOException | RuntimeException e) {
            if (journal != null) {
                journal.close();
            }
            threads.shutdownNow();
            io.shutdownNow();
            timers.shutdownNow();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    LocalMappings mappings() {
        return mappings;
    }

    ReleasePipelines pipelines() {
        return pipelines;
    }

    Recovery recovery() {
        return recovery;
    }

    /** The commits that come to a stage, from mirrors in the home. */
    SourceChanges changes() {
        return changes;
    }

    ArtifactStore artifacts() {
        return artifacts;
    }

    Path log(ActionLogKey key) {
        return logs.file(key);
    }

    /** Closes the home. Processes that still run go on, and are found again when it is opened the next time. */
    @Override
    public void close() throws IOException {
        pipelines.close();
        changes.close();
        agents.close();
        timers.shutdownNow();
        threads.shutdown();
        io.shutdown();
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "release-pipeline-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
