package io.jenkins.plugins.releasepipeline.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The disk as a journal sees it: a directory of files. One at a time holds it. */
public interface JournalStorage extends Closeable {

    /** Takes the directory. @throws IOException when another holds it: the message says who */
    void lock() throws IOException;

    /** The names of all files, sorted. */
    List<String> list() throws IOException;

    /** Where a person finds a file. */
    String place(String name);

    InputStream read(String name) throws IOException;

    /** A file, made if needed, to be appended to from {@code size} on; what is beyond is cut off. */
    Appender append(String name, long size) throws IOException;

    /** Puts a whole file in place, durably, or nothing. */
    void publish(String name, Content content) throws IOException;

    /** Deletes a file; that it is not there is no error. */
    void delete(String name) throws IOException;

    /** Gives the directory back. */
    @Override
    void close() throws IOException;

    /** Where a file grows. */
    interface Appender extends Closeable {
        /** Appends all of it, or throws with an unknown part of it appended. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when everything appended is durable. */
        void force() throws IOException;

        void truncate(long size) throws IOException;
    }

    /** Writes a file's content. */
    interface Content {
        void writeTo(java.io.OutputStream out) throws IOException;
    }
}
