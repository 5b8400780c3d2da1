package io.jenkins.plugins.releasepipeline.action;

import java.nio.charset.StandardCharsets;

/** Passes a process's output on to a log and remembers the end of it, to say in a message what went wrong. Thread-safe. */
public final class OutputTail implements ActionLog {
    private final ActionLog log;
    private final byte[] kept;
    private int start;
    private int size;

    /** @param limit how many bytes it remembers */
    public OutputTail(ActionLog log, int limit) {
        this.log = log;
        this.kept = new byte[limit];
    }

    /** What was written last. */
    public synchronized String text() {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = kept[(start + i) % kept.length];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        synchronized (this) {
            for (int i = Math.max(offset, offset + length - kept.length); i < offset + length; i++) {
                kept[(start + size) % kept.length] = bytes[i];
                if (size < kept.length) {
                    size++;
                } else {
                    start = (start + 1) % kept.length;
                }
            }
        }
        log.write(bytes, offset, length);
    }

    @Override
    public void println(String line) {
        log.println(line);
    }

    @Override
    public void mask(String secret) {
        log.mask(secret);
    }

    @Override
    public long position() {
        return log.position();
    }

    @Override
    public void truncate(long position) {
        synchronized (this) {
            start = 0;
            size = 0;
        }
        log.truncate(position);
    }
}
