package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A machine that does an action's work: runs processes and holds files in a workspace that belongs to the attempt alone.
 *
 * <p>Paths are text with {@code /} between names; a relative one begins at {@link #workspace()}. Methods that throw
 * {@link IOException} block and belong on {@link ActionContext#executor()}. Thread-safe.
 */
public interface Agent {

    /** The agent's name, for logs: {@code local}, or a node's name. */
    String name();

    /** The absolute path of the attempt's own directory. Exists, and is empty when the attempt begins. */
    String workspace();

    /**
     * Runs a process that outlives this JVM. Starting one whose {@linkplain ProcessSpec#id() id} this attempt has
     * started before, in this JVM or an earlier one, starts nothing and gives the process that is under way or how it
     * ended.
     */
    AgentProcess start(ProcessSpec process);

    boolean exists(String path) throws IOException;

    /** Reads a file. The caller closes the stream. */
    InputStream read(String path) throws IOException;

    /** Writes a file whole, or not at all; directories are made as needed. */
    void write(String path, InputStream content) throws IOException;

    /** The regular files that {@code selection} takes, as paths relative to its base directory, sorted. */
    List<String> list(FileSelection selection) throws IOException;

    /** Deletes a file or a directory with all it holds; what is not there is no error. Links are not followed. */
    void delete(String path) throws IOException;

    /**
     * Writes a zip of what {@code selection} takes, deterministic: the same files with the same content give the same
     * bytes. Symbolic links and executable bits are kept. Does not close {@code zip}.
     */
    void pack(FileSelection selection, OutputStream zip) throws IOException;

    /**
     * Unpacks a zip into a directory, made if needed. Refuses, before anything outside the directory is touched, paths
     * and links that leave it, and bombs. Doing it again gives the same files.
     */
    void unpack(InputStream zip, String directory) throws IOException;
}
