package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process on this machine that cannot be mistaken for a later one with the same number.
 *
 * @param pid its number, and that of its session and process group
 * @param boot the id of the machine's boot in which it was started; {@code -} where the system has none
 * @param ticks when it was started, in clock ticks since that boot; -1 where the system does not tell
 */
record ProcessId(long pid, String boot, long ticks) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Reads what the wrapper wrote; empty when that is not there or not complete. */
    static Optional<ProcessId> read(Path started) throws IOException {
        String text;
        try {
            text = Files.readString(started);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String[] parts = text.split(" ", 3);
        if (!text.endsWith("\n") || parts.length < 3) {
            return Optional.empty();
        }
        return Optional.of(new ProcessId(Long.parseLong(parts[0]), parts[1], ticks(parts[2])));
    }

    boolean isOfAnotherBoot() {
        return !boot.equals("-") && !boot.equals(currentBoot());
    }

    boolean isAlive() {
        if (isOfAnotherBoot()) {
            return false;
        }
        if (ticks < 0) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        return stat(pid).filter(stat -> !isZombie(stat) && ticks(stat) == ticks).isPresent();
    }

    /** The descendants of the process, also those that have left its process group. */
    List<ProcessId> family() {
        List<ProcessId> family = new ArrayList<>();
        if (isAlive()) {
            try (Stream<ProcessHandle> descendants =
                    ProcessHandle.of(pid).map(ProcessHandle::descendants).orElse(Stream.empty())) {
                descendants.forEach(handle -> family.add(new ProcessId(
                        handle.pid(),
                        boot,
                        stat(handle.pid()).map(ProcessId::ticks).orElse(-1L))));
            }
        }
        return family;
    }

    /** Whether anything of the process group or of {@code family} is left. */
    boolean hasFamily(List<ProcessId> family) {
        if (isOfAnotherBoot()) {
            return false;
        }
        if (family.stream().anyMatch(ProcessId::isAlive)) {
            return true;
        }
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.isEmpty() && name.chars().allMatch(Character::isDigit))
                    .map(name -> stat(Long.parseLong(name)))
                    .flatMap(Optional::stream)
                    .anyMatch(stat -> !isZombie(stat) && group(stat) == pid);
        } catch (IOException | UncheckedIOException e) {
            return isAlive();
        }
    }

    /** Sends a signal to the process group and to {@code family}; to nothing that came later under their numbers. */
    void signal(String name, List<ProcessId> family) {
        if (isOfAnotherBoot()) {
            return;
        }
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "signal=$1; shift; for p; do kill -s \"$signal\" -- \"$p\"; done", "signal", name));
        boolean taken =
                ticks >= 0 && stat(pid).filter(stat -> ticks(stat) != ticks).isPresent();
        if (!taken) {
            command.add("-" + pid);
        }
        for (ProcessId relative : family) {
            if (relative.isAlive()) {
                command.add(Long.toString(relative.pid()));
            }
        }
        if (command.size() == 5) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send signal " + name + " to process " + pid, e);
        }
    }

    private static String currentBoot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            return "-";
        }
    }

    private static Optional<String> stat(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The fields of a line of /proc/PID/stat from the third one on: the second may hold spaces and parentheses. */
    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    }

    private static boolean isZombie(String stat) {
        String state = fields(stat)[0];
        return state.equals("Z") || state.equals("X");
    }

    private static long group(String stat) {
        return Long.parseLong(fields(stat)[2]);
    }

    private static long ticks(String stat) {
        String[] fields = fields(stat);
        return fields.length > 19 ? Long.parseLong(fields[19]) : -1;
    }
}
