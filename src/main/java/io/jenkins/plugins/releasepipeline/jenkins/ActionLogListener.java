package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.console.PlainTextConsoleOutputStream;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The log of an action, for what writes to a listener, on an agent too. Notes that only a console understands are left out. */
final class ActionLogListener extends OutputStream {
    private final ActionLog log;

    private ActionLogListener(ActionLog log) {
        this.log = log;
    }

    /** Closing it writes a last line without an end. */
    static StreamTaskListener of(ActionLog log) {
        return new StreamTaskListener(
                new PlainTextConsoleOutputStream(new ActionLogListener(log)), StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        log.write(bytes, offset, length);
    }
}
