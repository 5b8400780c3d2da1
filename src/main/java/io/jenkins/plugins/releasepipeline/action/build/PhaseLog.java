package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import java.nio.charset.StandardCharsets;

/** The action's log; what the script says of its phases is told as progress as well. */
final class PhaseLog implements ActionLog {
    private static final String ENTERING = "[release-pipeline] Entering phase ";
    private static final int MAX_LINE = 100;

    private final ActionContext context;
    private final byte[] line = new byte[MAX_LINE];
    private int length;

    PhaseLog(ActionContext context) {
        this.context = context;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        context.log().write(bytes, offset, count);
        synchronized (line) {
            for (int i = offset; i < offset + count; i++) {
                if (bytes[i] == '\n') {
                    phase(new String(line, 0, Math.min(length, MAX_LINE), StandardCharsets.UTF_8));
                    length = 0;
                } else if (length++ < MAX_LINE) {
                    line[length - 1] = bytes[i];
                }
            }
        }
    }

    private void phase(String text) {
        if (text.startsWith(ENTERING)) {
            String phase = text.substring(ENTERING.length());
            for (Buildspec.PhaseName name : Buildspec.PhaseName.values()) {
                if (name.name().equals(phase)) {
                    context.progress(ActionProgress.of(phase));
                }
            }
        }
    }

    @Override
    public void println(String text) {
        context.log().println(text);
    }

    @Override
    public void mask(String secret) {
        context.log().mask(secret);
    }

    @Override
    public long position() {
        return context.log().position();
    }

    @Override
    public void truncate(long position) {
        context.log().truncate(position);
    }
}
