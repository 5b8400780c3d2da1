package io.jenkins.plugins.releasepipeline.journal;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a journal works.
 *
 * @param segmentBytes the size at which another file is begun
 * @param recordBytes the largest record that is taken
 * @param callbacks where the stages of appends complete
 * @param writer where the journal writes, one task at a time; empty for a thread of its own
 */
public record JournalOptions(long segmentBytes, int recordBytes, Executor callbacks, Optional<Executor> writer) {

    /** With a thread of its own that writes. */
    public JournalOptions(long segmentBytes, int recordBytes, Executor callbacks) {
        this(segmentBytes, recordBytes, callbacks, Optional.empty());
    }

    public static JournalOptions standard(Executor callbacks) {
        return new JournalOptions(4L << 20, 16 << 20, callbacks);
    }
}
