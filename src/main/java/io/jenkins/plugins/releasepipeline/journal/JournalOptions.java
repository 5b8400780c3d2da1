package io.jenkins.plugins.releasepipeline.journal;

import java.util.concurrent.Executor;

/**
 * How a journal works.
 *
 * @param segmentBytes the size at which another file is begun
 * @param recordBytes the largest record that is taken
 * @param callbacks where the stages of appends complete
 */
public record JournalOptions(long segmentBytes, int recordBytes, Executor callbacks) {

    public static JournalOptions standard(Executor callbacks) {
        return new JournalOptions(4L << 20, 16 << 20, callbacks);
    }
}
