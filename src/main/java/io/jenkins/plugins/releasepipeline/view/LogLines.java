package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The lines of logs, by number: which line is at an offset, where a line begins, and which lines have some text. A log is
 * counted once; what it grows by is counted when somebody asks. Holds 8 bytes for each MiB of a log, of the last {@value
 * #REMEMBERED} logs. For any thread; reads the disk.
 */
public final class LogLines {
    /** How many matches {@link #find} gives at most. */
    public static final int MOST_MATCHES = 1000;

    private static final int LINES_BEFORE = 200;
    private static final int REMEMBERED = 100;
    private static final int BLOCK = 1 << 20;
    private static final int MAX_LINE = 64 * 1024;
    /** What a terminal obeys and does not print. */
    private static final Pattern CONTROL =
            Pattern.compile("\u001b(?:\\[[0-9;:?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_])");

    private final Map<Path, Counted> counted = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Counted> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Lines with some text.
     *
     * @param lines their numbers, from 1, ascending
     * @param complete whether these are all of them
     */
    public record Matches(List<Long> lines, boolean complete) {
        public Matches {
            lines = List.copyOf(lines);
        }

        /** {@code {"lines": […], "complete": …}} */
        public ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode numbers = json.putArray("lines");
            lines.forEach(numbers::add);
            return json.put("complete", complete);
        }
    }

    /** A part of a log as JSON, with {@code line}, the number of its first line. @param complete as of {@link LogSlice} */
    public ObjectNode json(Path log, LogSlice slice, boolean complete) throws IOException {
        return slice.json(complete).put("line", lineAt(log, slice.from()));
    }

    /** What is around a line: it, up to {@value #LINES_BEFORE} lines before it, and what follows. */
    public LogSlice around(Path log, long line) throws IOException {
        return LogSlice.from(log, offsetOf(log, Math.max(1, line - LINES_BEFORE)));
    }

    /** The number of the line, from 1, that the byte at that offset is part of. */
    public long lineAt(Path log, long offset) throws IOException {
        Counted of = of(log);
        synchronized (of) {
            return of.lineAt(log, offset);
        }
    }

    /** Where that line begins, in bytes; where the last one does when there are fewer. */
    public long offsetOf(Path log, long line) throws IOException {
        Counted of = of(log);
        synchronized (of) {
            return of.offsetOf(log, line);
        }
    }

    /** The lines that have this text, upper and lower case being the same; the first {@value #MOST_MATCHES}. */
    public Matches find(Path log, String text) throws IOException {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Long> found = new ArrayList<>();
        byte[] line = new byte[MAX_LINE];
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(log)) {
            long number = 1;
            int length = 0;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                for (int i = 0; i < read; i++) {
                    if (block[i] != '\n') {
                        if (length < line.length) {
                            line[length++] = block[i];
                        }
                        continue;
                    }
                    if (printed(line, length).contains(wanted)) {
                        if (found.size() == MOST_MATCHES) {
                            return new Matches(found, false);
                        }
                        found.add(number);
                    }
                    number++;
                    length = 0;
                }
            }
            boolean last = length > 0 && printed(line, length).contains(wanted);
            if (last && found.size() < MOST_MATCHES) {
                found.add(number);
            }
            return new Matches(found, !last || found.get(found.size() - 1) == number);
        }
    }

    private static String printed(byte[] line, int length) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        return (text.indexOf('\u001b') < 0 ? text : CONTROL.matcher(text).replaceAll("")).toLowerCase(Locale.ROOT);
    }

    private Counted of(Path log) {
        synchronized (counted) {
            return counted.computeIfAbsent(log, any -> new Counted());
        }
    }

    /** How many lines end before each MiB of a log. */
    private static final class Counted {
        private long[] before = {0};
        private int blocks;

        long lineAt(Path log, long offset) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                count(file);
                long end = Math.min(offset, file.length());
                int block = (int) Math.min(end / BLOCK, blocks);
                return 1 + before[block] + ends(file, (long) block * BLOCK, end);
            }
        }

        long offsetOf(Path log, long line) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                count(file);
                long wanted = Math.min(line - 1, endsOfOtherLines(file));
                int block = blocks;
                while (block > 0 && before[block] >= wanted) {
                    block--;
                }
                byte[] bytes = new byte[BLOCK];
                for (long ended = before[block]; ended < wanted; block++) {
                    int length = read(file, (long) block * BLOCK, bytes);
                    for (int i = 0; i < length; i++) {
                        if (bytes[i] == '\n' && ++ended == wanted) {
                            return (long) block * BLOCK + i + 1;
                        }
                    }
                }
                return 0;
            }
        }

        /** How many lines end before the last one begins. */
        private long endsOfOtherLines(RandomAccessFile file) throws IOException {
            long from = (long) blocks * BLOCK;
            return before[blocks] + ends(file, from, Math.max(from, file.length() - 1));
        }

        /** Counts the whole blocks that are new; a log that was cut is counted anew. */
        private void count(RandomAccessFile file) throws IOException {
            int whole = (int) Math.min(Integer.MAX_VALUE - 8, file.length() / BLOCK);
            if (whole < blocks) {
                blocks = 0;
            }
            if (before.length <= whole) {
                before = Arrays.copyOf(before, Math.max(whole + 1, 2 * before.length));
            }
            for (; blocks < whole; blocks++) {
                long from = (long) blocks * BLOCK;
                before[blocks + 1] = before[blocks] + ends(file, from, from + BLOCK);
            }
        }

        private static long ends(RandomAccessFile file, long from, long to) throws IOException {
            byte[] bytes = new byte[(int) (to - from)];
            int length = read(file, from, bytes);
            long ends = 0;
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '\n') {
                    ends++;
                }
            }
            return ends;
        }

        private static int read(RandomAccessFile file, long from, byte[] bytes) throws IOException {
            file.seek(from);
            int length = 0;
            while (length < bytes.length) {
                int read = file.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
            return length;
        }
    }
}
