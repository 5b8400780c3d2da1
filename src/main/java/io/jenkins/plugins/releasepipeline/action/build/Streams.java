package io.jenkins.plugins.releasepipeline.action.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/** Passes on what one side writes while the other reads it, so that no file is needed between them. */
final class Streams {
    private static final int BUFFER = 256 * 1024;

    private Streams() {}

    interface Writing {
        void to(OutputStream stream) throws IOException;
    }

    interface Reading<T> {
        T from(InputStream stream) throws IOException;
    }

    /**
     * Runs both to their ends, the writer on a thread of its own. Blocks.
     *
     * @throws IOException of the writer, which the reader sees too, or of the reader
     */
    static <T> T pass(Writing writing, Reading<T> reading) throws IOException {
        PipedOutputStream out = new PipedOutputStream();
        FailingInput in = new FailingInput(out);
        Thread writer = new Thread(
                () -> {
                    try (out) {
                        writing.to(out);
                    } catch (IOException | RuntimeException e) {
                        in.failure = e instanceof IOException io ? io : new IOException(e.toString(), e);
                    } finally {
                        in.ended = true;
                    }
                },
                "artifact-writer");
        writer.setDaemon(true);
        writer.start();
        try (in) {
            T result = reading.from(in);
            in.check();
            return result;
        } finally {
            join(writer);
        }
    }

    private static void join(Thread writer) throws IOException {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends with the writer's failure where the writer has failed. */
    private static final class FailingInput extends PipedInputStream {
        private volatile IOException failure;
        private volatile boolean ended;
        private volatile boolean closed;

        FailingInput(PipedOutputStream out) throws IOException {
            super(out, BUFFER);
        }

        @Override
        public synchronized int read() throws IOException {
            int value = super.read();
            if (value < 0) {
                awaitEnd();
            }
            return value;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                awaitEnd();
            }
            return count;
        }

        private void awaitEnd() throws IOException {
            while (!ended && !closed) {
                try {
                    wait(5);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
            check();
        }

        void check() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
        }
    }
}
