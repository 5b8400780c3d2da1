package io.jenkins.plugins.releasepipeline.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads a journal's file line by line, up to its end or to where it is damaged. */
final class LineReader implements Closeable {
    private final InputStream in;
    private final int maxRecord;
    private final byte[] prefix = new byte[Line.PREFIX];
    private long offset;
    private byte[] rest;

    LineReader(InputStream in, int maxRecord) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxRecord = maxRecord;
    }

    /** Where the next line begins, or the damage. */
    long offset() {
        return offset;
    }

    /** The next line; null at the end of the file or at damage: {@link #isDamaged()} tells which. */
    Line.Parsed next() throws IOException {
        int read = in.readNBytes(prefix, 0, Line.PREFIX);
        if (read == 0) {
            rest = new byte[0];
            return null;
        }
        long length = read < Line.PREFIX ? -1 : Line.announced(prefix, 0);
        if (length < 0 || length > maxRecord) {
            rest = join(read, in.readNBytes(2 * maxRecord));
            return null;
        }
        byte[] payload = in.readNBytes((int) length + 1);
        if (payload.length <= length || !Line.isWhole(prefix, 0, payload, 0, (int) length)) {
            byte[] more = in.readNBytes(2 * maxRecord);
            byte[] all = new byte[payload.length + more.length];
            System.arraycopy(payload, 0, all, 0, payload.length);
            System.arraycopy(more, 0, all, payload.length, more.length);
            rest = join(read, all);
            return null;
        }
        Line.Parsed parsed = Line.parse(payload, (int) length, Line.group(prefix, 0));
        offset += Line.PREFIX + length + 1;
        return parsed;
    }

    boolean isDamaged() {
        return rest != null && rest.length > 0;
    }

    /**
     * Whether the damage is where a crash can have left it: in what was never durable. A whole line further on, written
     * after the damaged place was durable, says otherwise.
     */
    boolean isTorn() {
        for (int i = 0; i < rest.length; i++) {
            boolean begins = i == 0 || rest[i - 1] == '\n';
            long length = begins ? Line.announced(rest, i) : -1;
            if (length >= 0
                    && i + Line.PREFIX + length < rest.length
                    && Line.isWhole(rest, i, rest, i + Line.PREFIX, (int) length)
                    && Line.group(rest, i) > offset) {
                return false;
            }
        }
        return true;
    }

    long damagedBytes() {
        return rest.length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte[] join(int read, byte[] more) {
        byte[] all = new byte[read + more.length];
        System.arraycopy(prefix, 0, all, 0, read);
        System.arraycopy(more, 0, all, read, more.length);
        return all;
    }
}
