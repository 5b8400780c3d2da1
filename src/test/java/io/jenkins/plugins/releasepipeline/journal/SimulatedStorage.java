package io.jenkins.plugins.releasepipeline.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that a seed decides over: it can fill up, fail, and lose power. After a loss of power what was
 * forced is there; of what was written since, any part may be, and any part of that may be garbage.
 */
public final class SimulatedStorage implements JournalStorage {
    private final Random random;
    private final Map<String, File> files = new TreeMap<>();
    private int stepsToPowerLoss = Integer.MAX_VALUE;
    private double failureRate;
    private boolean off;
    private Runnable published = () -> {};

    public SimulatedStorage(Random random) {
        this.random = random;
    }

    /** After so many writes, syncs, cuts and deletions the power is gone, in the middle of one. */
    public synchronized void losePowerAfter(int steps) {
        stepsToPowerLoss = steps;
    }

    /** How many of the writes and syncs fail, 0 to 1: with an error, the disk going on. */
    public synchronized void failSome(double rate) {
        failureRate = rate;
    }

    public synchronized boolean isOff() {
        return off;
    }

    /** Says what is to be done whenever a whole file has been put in place. */
    public synchronized void whenPublished(Runnable listener) {
        published = listener;
    }

    /** Whether a text is in a file that would survive a loss of power. */
    public synchronized boolean keeps(String text) {
        return files.values().stream().anyMatch(file -> file.keeps(text));
    }

    /** Power is back: the disk shows what it kept. */
    public synchronized void powerOn() {
        off = false;
        stepsToPowerLoss = Integer.MAX_VALUE;
        files.values().forEach(file -> file.settle(random));
    }

    @Override
    public void lock() {}

    @Override
    public synchronized List<String> list() throws IOException {
        checkPower();
        return List.copyOf(files.keySet());
    }

    @Override
    public String place(String name) {
        return name;
    }

    @Override
    public synchronized InputStream read(String name) throws IOException {
        checkPower();
        return new ByteArrayInputStream(file(name).written());
    }

    @Override
    public synchronized Appender append(String name, long size) throws IOException {
        step();
        File file = files.computeIfAbsent(name, any -> new File());
        file.truncate((int) size);
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                synchronized (SimulatedStorage.this) {
                    checkPower();
                    byte[] all = new byte[bytes.remaining()];
                    bytes.get(all);
                    boolean last = --stepsToPowerLoss <= 0;
                    if (last || random.nextDouble() < failureRate) {
                        file.write(Arrays.copyOf(all, random.nextInt(all.length + 1)));
                        off |= last;
                        throw new IOException(last ? "power lost" : "no space left on device");
                    }
                    file.write(all);
                }
            }

            @Override
            public void force() throws IOException {
                synchronized (SimulatedStorage.this) {
                    step();
                    if (random.nextDouble() < failureRate) {
                        throw new IOException("input/output error");
                    }
                    file.force();
                }
            }

            @Override
            public void truncate(long to) throws IOException {
                synchronized (SimulatedStorage.this) {
                    step();
                    file.truncate((int) to);
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void publish(String name, Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.writeTo(out);
        synchronized (this) {
            step();
            File file = new File();
            file.write(out.toByteArray());
            file.force();
            files.put(name, file);
            published.run();
            step();
        }
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        step();
        files.remove(name);
    }

    @Override
    public void close() {}

    private File file(String name) throws IOException {
        File file = files.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    private void step() throws IOException {
        checkPower();
        if (--stepsToPowerLoss <= 0) {
            off = true;
            throw new IOException("power lost");
        }
    }

    private void checkPower() throws IOException {
        if (off) {
            throw new IOException("power is off");
        }
    }

    /** What was written to a file, and how much of it the disk keeps for certain. */
    private static final class File {
        private byte[] bytes = {};
        private int durable;

        byte[] written() {
            return bytes.clone();
        }

        boolean keeps(String text) {
            return new String(bytes, 0, durable, StandardCharsets.ISO_8859_1).contains(text);
        }

        void write(byte[] more) {
            int end = bytes.length;
            bytes = Arrays.copyOf(bytes, end + more.length);
            System.arraycopy(more, 0, bytes, end, more.length);
        }

        void truncate(int size) {
            bytes = Arrays.copyOf(bytes, Math.min(size, bytes.length));
            durable = Math.min(durable, bytes.length);
        }

        void force() {
            durable = bytes.length;
        }

        void settle(Random random) {
            int loose = bytes.length - durable;
            if (loose > 0) {
                bytes = Arrays.copyOf(bytes, durable + random.nextInt(loose + 1));
                int fate = random.nextInt(5);
                if (fate == 4 && bytes.length > durable) {
                    int hole = durable + random.nextInt(bytes.length - durable);
                    Arrays.fill(bytes, hole, Math.min(bytes.length, hole + 16), (byte) 0);
                }
                for (int i = durable; i < bytes.length && (fate == 2 || fate == 3); i++) {
                    if (fate == 2 && random.nextInt(8) == 0) {
                        bytes[i] = (byte) random.nextInt(256);
                    } else if (fate == 3 && (i / 16) % 2 == 0) {
                        bytes[i] = 0;
                    }
                }
            }
            durable = bytes.length;
        }
    }
}
