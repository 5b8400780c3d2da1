package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessExit.Outcome;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.runtime.FileActionLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A process that outlives this JVM, and its follower. All there is to know of it is in its control directory:
 *
 * <pre>
 * first     when it was first started and the log's position then
 * started   written by the wrapper, by the one that came first: the machine's boot and its line of /proc/PID/stat
 * output    what the process wrote
 * exit      its exit code, or why it could not be started; complete when it ends with a line end
 * killed    TIMED_OUT or KILLED, written before the first signal is sent
 * </pre>
 */
final class LocalProcess implements AgentProcess {
    private static final Logger LOGGER = System.getLogger(LocalProcess.class.getName());
    private static final long SHORTEST_DELAY = 20;
    private static final long LONGEST_DELAY = 250;
    private static final int PIECE = 1 << 16;
    private static final int PIECES_AT_ONCE = 32;
    private static final long OUTPUT_LIMIT = 2 * FileActionLog.DEFAULT_LIMIT;
    private static final Duration STARTING = Duration.ofSeconds(10);

    /** Arguments: the control directory, the directory to run in, the file for standard output or nothing, the command. */
    private static final String WRAPPER =
            """
            control=$1 directory=$2 output=$3
            shift 3
            boot=- stat=-
            { read -r boot < /proc/sys/kernel/random/boot_id; read -r stat < /proc/$$/stat; } 2>/dev/null
            set -C
            { printf '%s\\n' "$$ $boot $stat" > "$control/started"; } 2>/dev/null || exit 0
            set +C
            trap : TERM INT HUP
            if ! cd "$directory" 2>/dev/null; then
              printf 'not started: there is no directory %s\\n' "$directory" > "$control/exit"
              exit 0
            fi
            if ! command -v "$1" >/dev/null 2>&1; then
              printf 'not started: there is no program %s\\n' "$1" > "$control/exit"
              exit 0
            fi
            if [ -n "$output" ]; then
              ( exec "$@" > "$output" )
            else
              ( exec "$@" )
            fi
            printf '%s\\n' "$?" > "$control/exit"
            """;

    private final Path control;
    private final ProcessSpec spec;
    private final ScheduledExecutorService scheduler;
    private final Executor completions;
    private final Duration grace;
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    private Process wrapper;
    private Instant first;
    private Instant killedAt;
    private boolean asked;
    private boolean over;
    private List<ProcessId> killing = List.of();
    private long copied;
    private long delay = SHORTEST_DELAY;

    private LocalProcess(
            Path control, ProcessSpec spec, ScheduledExecutorService scheduler, Executor completions, Duration grace) {
        this.control = control;
        this.spec = spec;
        this.scheduler = scheduler;
        this.completions = completions;
        this.grace = grace;
    }

    /**
     * Starts a process, or finds the one that was started with this control directory before.
     *
     * @param scheduler follows the process
     * @param completions where the end of the process is told
     * @param foundAgain is given the log's position at the first start when there was one in an earlier JVM
     */
    static LocalProcess start(
            Path control,
            ProcessSpec spec,
            Path directory,
            Optional<Path> output,
            Map<String, String> environment,
            ScheduledExecutorService scheduler,
            Executor completions,
            Duration grace,
            LongConsumer foundAgain) {
        LocalProcess process = new LocalProcess(control, spec, scheduler, completions, grace);
        try {
            process.begin(directory, output, environment, foundAgain);
            process.schedule(0);
        } catch (IOException | UncheckedIOException e) {
            process.exit.complete(new ProcessExit(
                    Outcome.NOT_STARTED, -1, "the process " + spec.id() + " could not be started: " + e.getMessage()));
        }
        return process;
    }

    private void begin(Path directory, Optional<Path> output, Map<String, String> environment, LongConsumer foundAgain)
            throws IOException {
        if (!makeControl()) {
            String[] begun = Files.readString(control.resolve("first")).strip().split(" ");
            first = Instant.ofEpochMilli(Long.parseLong(begun[0]));
            foundAgain.accept(Long.parseLong(begun[1]));
        }
        if (Files.exists(control.resolve("started")) || Files.exists(control.resolve("exit"))) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", WRAPPER, "release-pipeline-process"));
        command.add(control.toString());
        command.add(directory.toString());
        command.add(output.map(Path::toString).orElse(""));
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(control.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(control.resolve("output").toFile()));
        wrapper = builder.start();
        wrapper.onExit().thenRun(() -> schedule(0));
    }

    /** @return whether the control directory is new, and this is the first start */
    private boolean makeControl() throws IOException {
        Path parent = Files.createDirectories(control.getParent());
        if (Files.isDirectory(control)) {
            return false;
        }
        Path made = Files.createTempDirectory(parent, "new-");
        first = Instant.now();
        try (FileChannel file =
                FileChannel.open(made.resolve("first"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            String begun = first.toEpochMilli() + " " + spec.log().position() + "\n";
            file.write(ByteBuffer.wrap(begun.getBytes(StandardCharsets.US_ASCII)));
            file.force(true);
        }
        try {
            Files.move(made, control, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(made.resolve("first"));
            Files.deleteIfExists(made);
            if (Files.isDirectory(control)) {
                return false;
            }
            throw e;
        }
        try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return true;
    }

    @Override
    public CompletionStage<ProcessExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public void kill() {
        kill(Outcome.KILLED);
    }

    private void schedule(long milliseconds) {
        try {
            scheduler.schedule(this::follow, milliseconds, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Logger.Level.DEBUG, "closing; {0} goes on and is found again by the next host", spec.id());
        }
    }

    private synchronized void follow() {
        if (over) {
            return;
        }
        try {
            Optional<ProcessExit> ended = ended();
            boolean more = copyOutput();
            if (more) {
                delay = SHORTEST_DELAY;
                schedule(0);
            } else if (ended.isPresent()) {
                end(ended.get());
            } else {
                if (killedAt == null && Duration.between(first, Instant.now()).compareTo(spec.timeout()) > 0) {
                    kill(Outcome.TIMED_OUT);
                }
                schedule(delay);
                delay = Math.min(LONGEST_DELAY, delay * 5 / 4 + 1);
            }
        } catch (IOException | RuntimeException e) {
            end(new ProcessExit(
                    Outcome.LOST, -1, "the process " + spec.id() + " cannot be followed any more: " + e.getMessage()));
        }
    }

    private synchronized void end(ProcessExit how) {
        over = true;
        try {
            completions.execute(() -> exit.complete(how));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Logger.Level.DEBUG, "closing; the end of {0} is told by the next host", spec.id());
        }
    }

    /** How the process ended, as far as that is known before the rest of its output is copied. */
    private Optional<ProcessExit> ended() throws IOException {
        if (!Files.isDirectory(control)) {
            return Optional.of(new ProcessExit(Outcome.KILLED, -1, "its attempt is over"));
        }
        Optional<ProcessId> id = ProcessId.read(control.resolve("started"));
        boolean alive = id.isPresent() && id.get().isAlive();
        boolean starting = wrapper != null && wrapper.isAlive();
        Optional<String> code = line("exit");
        Optional<String> killed = line("killed");
        if (killed.isPresent()) {
            return endedByKill(Outcome.valueOf(killed.get()), id, alive || starting, code.isPresent());
        }
        if (code.isPresent()) {
            return Optional.of(exited(code.get()));
        }
        if (alive || starting) {
            return Optional.empty();
        }
        if (id.isEmpty() && Files.exists(control.resolve("started"))) {
            boolean fresh = Instant.now()
                    .isBefore(Files.getLastModifiedTime(control.resolve("started"))
                            .toInstant()
                            .plus(STARTING));
            if (fresh) {
                return Optional.empty();
            }
        }
        if (id.isEmpty() && !Files.exists(control.resolve("started"))) {
            return Optional.of(
                    new ProcessExit(Outcome.NOT_STARTED, -1, "the process " + spec.id() + " could not be started"));
        }
        String why = id.isPresent() && id.get().isOfAnotherBoot()
                ? "the machine was restarted while it ran"
                : "it is gone without an exit code; someone or something has killed it, the kernel for want of memory"
                        + " perhaps";
        return Optional.of(new ProcessExit(Outcome.LOST, -1, "the process " + spec.id() + " is lost: " + why));
    }

    private static ProcessExit exited(String text) {
        String notStarted = "not started: ";
        if (text.startsWith(notStarted)) {
            return new ProcessExit(Outcome.NOT_STARTED, -1, text.substring(notStarted.length()));
        }
        int code = Integer.parseInt(text);
        return new ProcessExit(Outcome.EXITED, code, code == 0 ? "" : "it ended with exit code " + code);
    }

    private Optional<ProcessExit> endedByKill(Outcome outcome, Optional<ProcessId> id, boolean alive, boolean coded)
            throws IOException {
        if (killedAt == null) {
            killedAt = Files.getLastModifiedTime(control.resolve("killed")).toInstant();
        }
        if (!asked && id.isPresent() && id.get().isAlive()) {
            ask(id.get());
        }
        boolean left = alive || id.isPresent() && id.get().hasFamily(killing);
        if (left && Instant.now().isBefore(killedAt.plus(grace))) {
            return Optional.empty();
        }
        if (left) {
            id.ifPresent(running -> running.signal("KILL", killing));
            if (Instant.now().isBefore(killedAt.plus(grace).plus(STARTING))) {
                return Optional.empty();
            }
        }
        String message = outcome == Outcome.TIMED_OUT
                ? "it was killed because it took longer than " + words(spec.timeout())
                : "it was killed on request";
        return Optional.of(new ProcessExit(outcome, -1, message));
    }

    static String words(Duration duration) {
        if (duration.toMillis() < 60_000) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " seconds" : duration.toMillis() + " ms";
        }
        return duration.toSeconds() % 60 == 0
                ? duration.toMinutes() + " minutes"
                : duration.toMinutes() + " minutes and " + duration.toSecondsPart() + " seconds";
    }

    private synchronized void kill(Outcome outcome) {
        try {
            if (over
                    || !Files.isDirectory(control)
                    || line("exit").isPresent()
                    || line("killed").isPresent()) {
                return;
            }
            Files.writeString(control.resolve("killed"), outcome + "\n", StandardOpenOption.CREATE_NEW);
            killedAt = Instant.now();
            ProcessId.read(control.resolve("started"))
                    .filter(ProcessId::isAlive)
                    .ifPresent(id -> {
                        killing = id.family();
                        id.signal("TERM", killing);
                    });
            delay = SHORTEST_DELAY;
            schedule(SHORTEST_DELAY);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot kill the process " + spec.id(), e);
        }
    }

    private void ask(ProcessId id) {
        asked = true;
        killing = id.family();
        id.signal("TERM", killing);
    }

    private Optional<String> line(String file) throws IOException {
        try {
            String text = Files.readString(control.resolve(file));
            return text.endsWith("\n") ? Optional.of(text.strip()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Copies output to the log. Beyond a limit larger than any log's the output is thrown away as it comes.
     *
     * @return whether there is more to copy at once
     */
    private boolean copyOutput() throws IOException {
        try (FileChannel output =
                FileChannel.open(control.resolve("output"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (output.size() > OUTPUT_LIMIT) {
                output.truncate(OUTPUT_LIMIT);
            }
            if (output.size() <= copied) {
                return false;
            }
            ByteBuffer buffer = ByteBuffer.allocate(PIECE);
            for (int i = 0; i < PIECES_AT_ONCE; i++) {
                int n = output.read(buffer.clear(), copied);
                if (n <= 0) {
                    return false;
                }
                spec.log().write(buffer.array(), 0, n);
                copied += n;
                delay = SHORTEST_DELAY;
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What runs with a control directory, if anything does. */
    static Optional<ProcessId> running(Path control) throws IOException {
        return ProcessId.read(control.resolve("started")).filter(ProcessId::isAlive);
    }
}
