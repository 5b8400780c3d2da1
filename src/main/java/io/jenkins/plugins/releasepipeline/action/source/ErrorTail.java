package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Passes a process's output on to the log and remembers its beginning: what git says of a failure. Thread-safe. */
final class ErrorTail implements ActionLog {
    private static final int LIMIT = 32 * 1024;

    private final ActionLog log;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    ErrorTail(ActionLog log) {
        this.log = log;
    }

    /** What was written so far, up to a limit. */
    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        synchronized (this) {
            kept.write(bytes, offset, Math.min(length, LIMIT - kept.size()));
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
            kept.reset();
        }
        log.truncate(position);
    }
}
