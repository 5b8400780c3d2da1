package io.jenkins.plugins.releasepipeline.action;

/**
 * The log of one attempt at an action: bytes as the tools wrote them, ANSI sequences kept, secrets masked. Thread-safe.
 * Readers see what was written at once.
 */
public interface ActionLog {

    /** Appends raw output. */
    void write(byte[] bytes, int offset, int length);

    /** Appends a line of our own, with a line end. */
    void println(String line);

    /** From now on {@code secret} is shown as {@code *****}, also where it comes in two pieces. */
    void mask(String secret);

    /** The log's length in bytes. */
    long position();

    /**
     * Cuts the log back to an earlier {@link #position()}: after a restart the output of a process that was found again
     * is followed from its beginning.
     */
    void truncate(long position);
}
