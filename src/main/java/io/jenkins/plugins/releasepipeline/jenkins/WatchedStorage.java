package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.journal.JournalStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The journal's files; that they cannot be written is told to {@link DiskTrouble}. */
final class WatchedStorage implements JournalStorage {
    private final JournalStorage files;
    private final String place;

    WatchedStorage(JournalStorage files, String place) {
        this.files = files;
        this.place = place;
    }

    @Override
    public void lock() throws IOException {
        files.lock();
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public String place(String name) {
        return files.place(name);
    }

    @Override
    public InputStream read(String name) throws IOException {
        return files.read(name);
    }

    @Override
    public Appender append(String name, long size) throws IOException {
        Appender appender = files.append(name, size);
        return new Appender() {
            private boolean written;

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                written = false;
                watched(() -> appender.write(bytes));
                written = true;
            }

            /** Also called when what could not be written was cut off: that ends no trouble. */
            @Override
            public void force() throws IOException {
                watched(appender::force);
                if (written) {
                    DiskTrouble.get().over(place);
                }
            }

            @Override
            public void truncate(long to) throws IOException {
                written = false;
                watched(() -> appender.truncate(to));
            }

            @Override
            public void close() throws IOException {
                appender.close();
            }
        };
    }

    @Override
    public void publish(String name, Content content) throws IOException {
        watched(() -> files.publish(name, content));
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(name);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private void watched(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            DiskTrouble.get().tell(place, e);
            throw e;
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
