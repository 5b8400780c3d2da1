package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Work in a directory that may be moved in the middle of it: what was lost that way is done again where it is now. */
final class MovingDirectory {
    private static final Duration MOVING = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 10;

    private final StoreLocation location;

    MovingDirectory(StoreLocation location) {
        this.location = location;
    }

    boolean isGone() {
        return location.now().isEmpty();
    }

    /** Work whose result is good wherever the directory is when it ends: an open file. */
    <T> T open(Work<T> work) throws IOException {
        return work(work, false);
    }

    /** Work that must have been done where the directory is when it ends. It may be done twice. */
    <T> T change(Work<T> work) throws IOException {
        return work(work, true);
    }

    private <T> T work(Work<T> work, boolean whereItEnds) throws IOException {
        long until = System.nanoTime() + MOVING.toNanos();
        while (true) {
            Path directory = now();
            boolean late = System.nanoTime() > until;
            if (isThere(directory) || late) {
                try {
                    T done = work.in(directory);
                    if (!whereItEnds || late || isStillThere(directory)) {
                        return done;
                    }
                } catch (IOException e) {
                    if (late || isStillThere(directory)) {
                        throw e;
                    }
                }
            }
            pause();
        }
    }

    private Path now() throws NoSuchFileException {
        return location.now()
                .orElseThrow(() ->
                        new NoSuchFileException("artifacts", null, "the artifact store is gone with its pipeline"));
    }

    private boolean isStillThere(Path directory) {
        return isThere(directory) && location.now().equals(Optional.of(directory));
    }

    /** The directory itself may not have been made yet. */
    private static boolean isThere(Path directory) {
        return Files.isDirectory(directory.getParent());
    }

    private static void pause() throws ClosedByInterruptException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T in(Path directory) throws IOException;
    }
}
