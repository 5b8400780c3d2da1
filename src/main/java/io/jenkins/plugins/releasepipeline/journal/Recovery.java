package io.jenkins.plugins.releasepipeline.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What was found when a journal was opened.
 *
 * @param tornFile the file whose end a crash had left half written; empty when none
 * @param tornBytes how many bytes were cut off there
 */
public record Recovery(
        JournalStorage storage, List<String> files, int maxRecord, Optional<String> tornFile, long tornBytes) {

    /** Tells all that was in the journal when it was opened. Call it before the first append. */
    public void replay(RecoveryVisitor visitor) throws IOException {
        Sequences sequences = new Sequences();
        for (String file : files) {
            try (LineReader reader = new LineReader(storage.read(file), maxRecord)) {
                long offset = 0;
                for (Line.Parsed line = reader.next(); line != null; line = reader.next()) {
                    tell(visitor, sequences, file, offset, line);
                    offset = reader.offset();
                }
            }
        }
    }

    private void tell(RecoveryVisitor visitor, Sequences sequences, String file, long offset, Line.Parsed line)
            throws JournalCorruptException {
        switch (line.kind()) {
            case SNAPSHOT -> {
                sequences.startAt(line.pipeline(), line.sequence());
                visitor.onSnapshot(line.pipeline(), line.sequence(), line.json());
            }
            case FORGOTTEN -> {
                sequences.forget(line.pipeline());
                visitor.onForgotten(line.pipeline());
            }
            case ENTRY -> {
                long last = sequences.last(line.pipeline());
                if (line.sequence() == last + 1) {
                    sequences.startAt(line.pipeline(), line.sequence());
                    visitor.onEntry(new JournalEntry(line.pipeline(), line.sequence(), line.json()));
                } else if (line.sequence() > last) {
                    throw new JournalCorruptException(
                            storage,
                            file,
                            offset,
                            "entry " + line.sequence() + " of pipeline '" + line.pipeline() + "' follows entry "
                                    + last);
                }
            }
            case HEADER -> {
                // Says nothing about a pipeline.
            }
        }
    }

    /** The last sequence number seen of each pipeline. */
    private static final class Sequences {
        private final java.util.Map<String, Long> last = new java.util.HashMap<>();

        long last(String pipeline) {
            return last.getOrDefault(pipeline, 0L);
        }

        void startAt(String pipeline, long sequence) {
            last.put(pipeline, sequence);
        }

        void forget(String pipeline) {
            last.remove(pipeline);
        }
    }
}
