package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The end of a log, for a person. */
final class LogTail {
    private static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_LINE_BYTES = 4 * 1024;

    private LogTail() {}

    /** The last line that is not blank; empty when there is none, or no log. */
    static Optional<String> lastLine(Path log) {
        try {
            return of(log, Integer.MAX_VALUE, MAX_LINE_BYTES).stream()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static List<String> of(Path log, int lines) throws IOException {
        return of(log, lines, MAX_BYTES);
    }

    private static List<String> of(Path log, int lines, int bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - bytes);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        }
    }
}
