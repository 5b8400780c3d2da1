package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The log of one attempt in a file that grows as it is written.
 *
 * <p>The last bytes written stay back as long as they may be the beginning of a secret; the next write, line or
 * {@link #close()} shows them. Beyond a limit nothing is kept but a notice of that, and a little room for our own lines.
 */
public final class FileActionLog implements ActionLog, AutoCloseable {

    /** 100 MiB: the most bytes a log has, unless told otherwise. */
    public static final long DEFAULT_LIMIT = 100L << 20;

    private static final byte[] MASK = "*****".getBytes(StandardCharsets.US_ASCII);
    private static final long ROOM_FOR_LINES = 1L << 16;
    private static final int UNFINISHED = -1;

    private final RandomAccessFile content;
    private boolean closed;
    private final Path file;
    private final long limit;
    private final List<byte[]> secrets = new ArrayList<>();
    private final boolean[] begins = new boolean[256];
    private byte[] held = {};
    private long length;
    private boolean full;

    private FileActionLog(Path file, long limit) throws IOException {
        this.file = file;
        this.limit = limit;
        this.content = new RandomAccessFile(file.toFile(), "rw");
        this.length = content.length();
        this.full = length >= limit;
    }

    /** Opens a log to write behind what it has; makes the file and its directories as needed. */
    public static FileActionLog open(Path file) throws IOException {
        return open(file, DEFAULT_LIMIT);
    }

    /** @param limit the most bytes of output that are kept */
    public static FileActionLog open(Path file, long limit) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        return new FileActionLog(file, limit);
    }

    /** Where the log is. */
    public Path file() {
        return file;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (secrets.isEmpty()) {
            append(bytes, offset, count, limit);
            return;
        }
        byte[] text = Arrays.copyOf(held, held.length + count);
        System.arraycopy(bytes, offset, text, held.length, count);
        int shown = masked(text, true);
        held = Arrays.copyOfRange(text, shown, text.length);
    }

    @Override
    public synchronized void println(String line) {
        showHeld();
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        masked(text, false);
    }

    /** Writes {@code text} with secrets masked; with {@code hold} up to where an unfinished secret may begin. */
    private int masked(byte[] text, boolean hold) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int i = 0;
        while (i < text.length) {
            int matched = begins[text[i] & 0xff] ? secretAt(text, i) : 0;
            if (matched == UNFINISHED && hold) {
                break;
            }
            if (matched == UNFINISHED) {
                matched = finishedSecretAt(text, i);
            }
            if (matched > 0) {
                out.writeBytes(MASK);
                i += matched;
            } else {
                out.write(text[i++]);
            }
        }
        append(out.toByteArray(), 0, out.size(), hold ? limit : limit + ROOM_FOR_LINES);
        return i;
    }

    private int secretAt(byte[] text, int at) {
        for (byte[] secret : secrets) {
            int compared = Math.min(secret.length, text.length - at);
            if (Arrays.equals(text, at, at + compared, secret, 0, compared)) {
                return compared == secret.length ? secret.length : UNFINISHED;
            }
        }
        return 0;
    }

    private int finishedSecretAt(byte[] text, int at) {
        for (byte[] secret : secrets) {
            if (secret.length <= text.length - at
                    && Arrays.equals(text, at, at + secret.length, secret, 0, secret.length)) {
                return secret.length;
            }
        }
        return 0;
    }

    private void showHeld() {
        byte[] text = held;
        held = new byte[0];
        masked(text, false);
    }

    private void append(byte[] bytes, int offset, int count, long most) {
        if (count == 0 || closed) {
            return;
        }
        if (length + count > most) {
            int kept = (int) Math.max(0, Math.min(count, most - length));
            writeFully(bytes, offset, kept);
            if (!full) {
                full = true;
                byte[] notice = ("\n[This log has reached its limit of " + limit
                                + " bytes. Output from here on is not kept.]\n")
                        .getBytes(StandardCharsets.UTF_8);
                writeFully(notice, 0, notice.length);
            }
            return;
        }
        if (full && most == limit) {
            return;
        }
        writeFully(bytes, offset, count);
    }

    private void writeFully(byte[] bytes, int offset, int count) {
        try {
            content.seek(length);
            content.write(bytes, offset, count);
            length += count;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the action's log " + file, e);
        }
    }

    /** {@inheritDoc} Lines of a secret of several lines are masked one by one as well. */
    @Override
    public synchronized void mask(String secret) {
        addSecret(secret);
        if (secret.indexOf('\n') >= 0) {
            secret.lines().map(String::strip).filter(line -> line.length() > 3).forEach(this::addSecret);
        }
        secrets.sort(Comparator.comparingInt((byte[] bytes) -> bytes.length).reversed());
    }

    private void addSecret(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && secrets.stream().noneMatch(known -> Arrays.equals(known, bytes))) {
            secrets.add(bytes);
            begins[bytes[0] & 0xff] = true;
        }
    }

    @Override
    public synchronized long position() {
        return length;
    }

    @Override
    public synchronized void truncate(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("a position is not negative: " + position);
        }
        held = new byte[0];
        if (position >= length || closed) {
            return;
        }
        try {
            content.setLength(position);
            length = position;
            full = length >= limit;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot cut the action's log " + file, e);
        }
    }

    /** Shows what was held back and closes the file; what is written afterwards is lost. */
    @Override
    public synchronized void close() {
        showHeld();
        try {
            closed = true;
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the action's log " + file, e);
        }
    }
}
