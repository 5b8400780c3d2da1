package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.console.HyperlinkNote;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The output of a run's actions in its console, while they run: a section for each action, one after the other. Of actions
 * at the same time the first has the console until it ends; the output of the others follows then. Bytes are what the
 * tools wrote. One thread.
 */
final class ConsoleSections {
    private static final Logger LOGGER = Logger.getLogger(ConsoleSections.class.getName());
    private static final int CHUNK = 64 << 10;

    private final ReleasePipelineRun run;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    ConsoleSections(ReleasePipelineRun run) {
        this.run = run;
    }

    private static final class Section {
        private final ReleasePipelineRun run;
        private final ActionLogKey key;
        private boolean begun;
        private boolean ended;
        private long shown;

        Section(ReleasePipelineRun run, ActionLogKey key) {
            this.run = run;
            this.key = key;
        }

        /** Where it is now: a job may be renamed and moved while it runs. */
        Path file() {
            return run.logFile(key);
        }

        Path mark() {
            Path file = file();
            return file.resolveSibling(file.getFileName() + ".shown");
        }
    }

    /** An attempt has more output, perhaps the first. */
    void grew(ActionLogKey key) {
        sections.computeIfAbsent(key.actionExecutionId(), id -> new Section(run, key));
        show();
    }

    /** What follows these bytes of an attempt's log is written anew, and shown then. */
    void rewound(ActionLogKey key, long size) {
        Section section = sections.get(key.actionExecutionId());
        if (section != null) {
            section.shown = Math.min(section.shown, size);
        }
    }

    /** An attempt has ended; also one that has written nothing. */
    void ended(ActionLogKey key) {
        if (sections.containsKey(key.actionExecutionId()) || Files.isRegularFile(run.logFile(key))) {
            sections.computeIfAbsent(key.actionExecutionId(), id -> new Section(run, key)).ended = true;
            show();
        }
    }

    /** The run has ended, and so has whatever is in it. */
    void end() {
        sections.values().forEach(section -> section.ended = true);
        show();
    }

    private void show() {
        while (!sections.isEmpty()) {
            Section first = sections.values().iterator().next();
            PrintStream out = run.log().getLogger();
            try {
                if (first.ended && !first.begun && isEmpty(first)) {
                    sections.remove(first.key.actionExecutionId());
                    continue;
                }
                begin(first, out);
                copy(first, out);
                if (!first.ended) {
                    return;
                }
                out.println("----- end of " + name(first));
                Files.deleteIfExists(first.mark());
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "Cannot show " + first.file(), e);
                if (!first.ended) {
                    return;
                }
            }
            sections.remove(first.key.actionExecutionId());
        }
    }

    private static boolean isEmpty(Section section) throws IOException {
        return !Files.exists(section.mark()) && (!Files.exists(section.file()) || Files.size(section.file()) == 0);
    }

    /** After a restart a section that was begun goes on where its log ended then. */
    private void begin(Section section, PrintStream out) throws IOException {
        if (section.begun) {
            return;
        }
        section.begun = true;
        if (Files.exists(section.mark())) {
            section.shown = shown(section);
            out.println("----- output of " + name(section) + " goes on");
            return;
        }
        out.println("----- output of " + name(section) + " "
                + HyperlinkNote.encodeTo(
                        "/" + run.getUrl() + "actionLog?attempt=" + section.key.actionExecutionId(), "(log)"));
    }

    /** What is no number says nothing: the log is shown from its beginning then. */
    private static long shown(Section section) throws IOException {
        try {
            return Math.max(0, Long.parseLong(Files.readString(section.mark()).strip()));
        } catch (NumberFormatException e) {
            LOGGER.log(Level.WARNING, "Cannot read " + section.mark(), e);
            return 0;
        }
    }

    private static String name(Section section) {
        return section.key.stage() + " / " + section.key.action();
    }

    /** Whole lines, so that what is told of the pipeline stands between them; at the end all. */
    private void copy(Section section, PrintStream out) throws IOException {
        if (!Files.isRegularFile(section.file())) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(section.file().toFile(), "r")) {
            byte[] chunk = new byte[CHUNK];
            long before = section.shown;
            boolean lineIsOpen = false;
            for (int count = read(file, section, chunk); count > 0; count = read(file, section, chunk)) {
                int upTo = lastLineEnd(chunk, count);
                if (upTo == 0 && (section.ended || count == CHUNK)) {
                    upTo = count;
                }
                if (upTo == 0) {
                    break;
                }
                out.write(chunk, 0, upTo);
                section.shown += upTo;
                lineIsOpen = chunk[upTo - 1] != '\n';
            }
            if (lineIsOpen && section.ended) {
                out.println();
            }
            if (section.shown != before && !section.ended) {
                Path mark = section.mark();
                Path part = Files.writeString(mark.resolveSibling(mark.getFileName() + ".part"), section.shown + "\n");
                Files.move(part, mark, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static int read(RandomAccessFile file, Section section, byte[] chunk) throws IOException {
        if (section.shown >= file.length()) {
            return 0;
        }
        file.seek(section.shown);
        return file.read(chunk);
    }

    private static int lastLineEnd(byte[] bytes, int count) {
        for (int i = count; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }
}
