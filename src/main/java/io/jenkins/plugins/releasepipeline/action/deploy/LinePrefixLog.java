package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes whole lines to a log that others write to as well, each line after a name in brackets. Thread-safe. */
final class LinePrefixLog implements ActionLog {
    private static final int LONGEST_LINE = 16 * 1024;

    private final ActionLog log;
    private final byte[] prefix;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LinePrefixLog(ActionLog log, String name) {
        this.log = log;
        this.prefix = ("[" + name + "] ").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (line.size() == 0) {
                line.writeBytes(prefix);
            }
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                show();
            } else if (line.size() >= LONGEST_LINE) {
                line.write('\n');
                show();
            }
        }
    }

    /** Ends a line that was begun. */
    synchronized void flush() {
        if (line.size() > 0) {
            line.write('\n');
            show();
        }
    }

    private void show() {
        byte[] whole = line.toByteArray();
        line.reset();
        log.write(whole, 0, whole.length);
    }

    @Override
    public void println(String text) {
        flush();
        log.println(new String(prefix, StandardCharsets.UTF_8) + text);
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
        log.truncate(position);
    }
}
