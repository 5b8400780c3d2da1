package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactZip;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.artifact.SelectedFiles;
import io.jenkins.plugins.releasepipeline.artifact.UnpackLimits;
import io.jenkins.plugins.releasepipeline.artifact.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.ObjLongConsumer;
import java.util.regex.Pattern;

/**
 * This machine, for one request of one attempt. Its processes run in sessions of their own, are found again by a later
 * JVM, and have an environment made of a few names of this JVM's and the process's own.
 *
 * <p>A relative path stays in the workspace, through symbolic links as well; an absolute one may lead anywhere, as targets
 * of deployments do.
 */
final class LocalAgent implements Agent {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");

    private final Path workspace;
    private final Path control;
    private final Map<String, String> environment;
    private final ScheduledExecutorService scheduler;
    private final Executor completions;
    private final Duration grace;
    private final ObjLongConsumer<ActionLog> foundAgain;
    private final Map<String, LocalProcess> processes = new ConcurrentHashMap<>();
    private volatile boolean over;

    /**
     * @param control where the control directories of this agent's processes are
     * @param environment what every process gets
     * @param foundAgain is told the log of a process that an earlier JVM has started, and the log's position then
     */
    LocalAgent(
            Path workspace,
            Path control,
            Map<String, String> environment,
            ScheduledExecutorService scheduler,
            Executor completions,
            Duration grace,
            ObjLongConsumer<ActionLog> foundAgain) {
        this.workspace = workspace;
        this.control = control;
        this.environment = environment;
        this.scheduler = scheduler;
        this.completions = completions;
        this.grace = grace;
        this.foundAgain = foundAgain;
    }

    /** The attempt is over: kills what runs and refuses all further work. */
    void end() {
        over = true;
        processes.values().forEach(LocalProcess::kill);
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String workspace() {
        return workspace.toString();
    }

    @Override
    public AgentProcess start(ProcessSpec spec) {
        if (!ID.matcher(spec.id()).matches()) {
            return notStarted("'" + spec.id() + "' is no id of a process; it has letters, digits, '-' and '_'");
        }
        if (spec.command().isEmpty()
                || spec.command().get(0).isEmpty()
                || spec.command().get(0).startsWith("-")) {
            return notStarted("the process " + spec.id() + " has no command");
        }
        for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || (name + variable.getValue()).indexOf('\0') >= 0) {
                return notStarted("the environment variable '" + name.replace('\0', '?')
                        + "' has a name or a value that no environment can hold");
            }
        }
        Path directory;
        Optional<Path> output;
        try {
            directory = path(spec.directory());
            output = spec.outputFile().isPresent()
                    ? Optional.of(path(spec.outputFile().get()))
                    : Optional.empty();
        } catch (IOException e) {
            return notStarted(e.getMessage());
        }
        return processes.computeIfAbsent(spec.id(), id -> {
            Map<String, String> all = new HashMap<>(environment);
            all.putAll(spec.environment());
            return LocalProcess.start(
                    control.resolve(id),
                    spec,
                    directory,
                    output,
                    all,
                    scheduler,
                    completions,
                    grace,
                    position -> foundAgain.accept(spec.log(), position));
        });
    }

    private static AgentProcess notStarted(String message) {
        CompletionStage<ProcessExit> exit =
                CompletableFuture.completedStage(new ProcessExit(ProcessExit.Outcome.NOT_STARTED, -1, message));
        return new AgentProcess() {
            @Override
            public CompletionStage<ProcessExit> exit() {
                return exit;
            }

            @Override
            public void kill() {
                // It never ran.
            }
        };
    }

    @Override
    public boolean exists(String path) throws IOException {
        return Files.exists(path(path));
    }

    @Override
    public InputStream read(String path) throws IOException {
        return Files.newInputStream(path(path));
    }

    @Override
    public void write(String path, InputStream content) throws IOException {
        Path file = path(path);
        Path parent = Files.createDirectories(file.getParent());
        Path part = parent.resolve("." + file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (OutputStream out = Files.newOutputStream(
                    part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                content.transferTo(out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public List<String> list(FileSelection selection) throws IOException {
        return SelectedFiles.find(workspace, selection).stream()
                .filter(file -> !file.link())
                .map(file -> file.base().relativize(file.path()).toString())
                .sorted()
                .toList();
    }

    @Override
    public void delete(String path) throws IOException {
        FileTrees.delete(path(path));
    }

    @Override
    public void pack(FileSelection selection, OutputStream zip) throws IOException {
        ArtifactZip.pack(workspace, selection, zip);
    }

    @Override
    public void unpack(InputStream zip, String directory) throws IOException {
        Path target = path(directory);
        Files.createDirectories(control);
        ArtifactZip.unpack(zip, control, target, UnpackLimits.DEFAULT);
    }

    /** Where a path leads. A relative one is refused when it leaves the workspace, by {@code ..} or by a link. */
    private Path path(String text) throws IOException {
        if (over) {
            throw new IOException("the attempt is over and its workspace is gone");
        }
        return WorkspacePath.resolve(workspace, text);
    }
}
