package io.jenkins.plugins.releasepipeline.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The journal of a home: what happened to all of its pipelines, one line after the other, in files of limited size.
 *
 * <p>One thread writes: it takes everything that waits, writes it at once, and asks the disk once to keep it, so that
 * many pipelines share a sync. An append is acknowledged when it is durable. Thread-safe; no method waits for the disk
 * but {@link #open}, {@link #rotate}, {@link #compact} and {@link #close}. With a
 * {@linkplain JournalOptions#writer() writer} of its caller the journal has no thread: it writes in tasks of that one.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Journal.class.getName());
    private static final Pattern SEGMENT = Pattern.compile("segment-(\\d{10})\\.jsonl");
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot-(\\d{10})\\.jsonl");
    private static final int MAX_GROUP_BYTES = 8 << 20;

    private final JournalStorage storage;
    private final JournalOptions options;
    private final Recovery recovery;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Optional<Thread> committer;
    private final AtomicBoolean writing = new AtomicBoolean();

    private JournalStorage.Appender appender;
    private long segment;
    private long size;
    private IOException broken;
    private boolean closed;

    private volatile JournalStatistics statistics;

    private Journal(
            JournalStorage storage, JournalOptions options, Recovery recovery, long segment, long size, int segments)
            throws IOException {
        this.storage = storage;
        this.options = options;
        this.recovery = recovery;
        this.statistics = new JournalStatistics(0, 0, 0, 0, segments);
        this.segment = segment;
        this.size = size;
        appender = storage.append(segmentName(segment), size);
        if (size == 0) {
            begin();
        }
        committer = options.writer().isPresent()
                ? Optional.empty()
                : Optional.of(new Thread(this::commit, "release-pipeline-journal"));
        committer.ifPresent(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    /**
     * A pipeline's state, to stand for all of its entries up to one.
     *
     * @param sequence the last entry that the state holds
     * @param json the state, JSON without line ends
     */
    public record Snapshot(String pipeline, long sequence, String json) {}

    /**
     * Opens the journal in a directory, or begins one. What a crash left half written at its end is cut off, and said.
     *
     * @throws JournalCorruptException when it is damaged anywhere else
     * @throws IOException when the directory is in use by another, or cannot be read
     */
    public static Journal open(JournalStorage storage, JournalOptions options) throws IOException {
        storage.lock();
        try {
            return recovered(storage, options);
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static Journal recovered(JournalStorage storage, JournalOptions options) throws IOException {
        List<String> names = storage.list();
        long covered =
                names.stream().mapToLong(name -> number(SNAPSHOT, name)).max().orElse(0);
        List<String> files = new ArrayList<>();
        List<Long> segments = new ArrayList<>();
        if (covered > 0) {
            files.add(snapshotName(covered));
        }
        for (String name : names) {
            long number = number(SEGMENT, name);
            if (number >= Math.max(1, covered)) {
                segments.add(number);
                files.add(name);
            } else if (number > 0 || number(SNAPSHOT, name) > 0 && number(SNAPSHOT, name) < covered) {
                storage.delete(name);
            }
        }
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i) != segments.get(i - 1) + 1) {
                throw new JournalCorruptException(
                        storage,
                        segmentName(segments.get(i - 1) + 1),
                        0,
                        "the file is missing, though later ones are there");
            }
        }
        if (!segments.isEmpty() && segments.get(0) != Math.max(1, covered)) {
            throw new JournalCorruptException(
                    storage, segmentName(Math.max(1, covered)), 0, "the file is missing, though later ones are there");
        }
        long last = segments.isEmpty() ? Math.max(1, covered) : segments.get(segments.size() - 1);
        long end = 0;
        long torn = 0;
        for (String file : files) {
            try (LineReader reader = new LineReader(storage.read(file), options.recordBytes())) {
                while (reader.next() != null) {
                    // Reads to the end, or to the damage.
                }
                boolean isLast = file.equals(segmentName(last));
                if (reader.isDamaged()) {
                    if (!isLast || !reader.isTorn()) {
                        throw new JournalCorruptException(
                                storage, file, reader.offset(), "not a whole line, or changed since");
                    }
                    torn = reader.damagedBytes();
                }
                if (isLast) {
                    end = reader.offset();
                }
            }
        }
        if (torn > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "The journal''s file {0} ends in {1} bytes that a crash left half written; they are cut off.",
                    new Object[] {segmentName(last), torn});
        }
        Recovery recovery = new Recovery(
                storage,
                List.copyOf(files),
                options.recordBytes(),
                torn > 0 ? Optional.of(segmentName(last)) : Optional.empty(),
                torn);
        return new Journal(storage, options, recovery, last, end, Math.max(1, segments.size()));
    }

    /** What was there when the journal was opened. */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * Writes an entry down. The stage completes, on the options' executor, when the entry is durable; exceptionally when
     * it could not be written, and then nothing of it is there. Entries of one pipeline are appended one at a time.
     */
    public CompletionStage<Void> append(JournalEntry entry) {
        return enqueue(Line.entry(entry));
    }

    /** Writes down that a pipeline is gone: a new one of that name begins at sequence 1. */
    public CompletionStage<Void> forget(String pipeline) {
        return enqueue(Line.forgotten(pipeline));
    }

    /**
     * Begins another file, and waits for it. Snapshots taken after this returns hold all that the earlier files say.
     *
     * @return the new file's number, for {@link #compact}
     */
    public long rotate() throws IOException {
        try {
            return beginFile().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a new file of the journal was begun", e);
        } catch (ExecutionException e) {
            throw new IOException("A new file of the journal could not be begun", e.getCause());
        }
    }

    /** The same as {@link #rotate}, without waiting. */
    public CompletionStage<Long> beginFile() {
        Pending rotation = new Pending(null, new CompletableFuture<>());
        add(rotation);
        return rotation.done().thenApply(done -> {
            synchronized (this) {
                return segment;
            }
        });
    }

    /**
     * Replaces the files before {@code rotation} by snapshots. Appends go on meanwhile.
     *
     * @param rotation what {@link #rotate} returned before the snapshots were taken
     * @param snapshots of every pipeline that is not forgotten
     */
    public void compact(long rotation, List<Snapshot> snapshots) throws IOException {
        storage.publish(snapshotName(rotation), out -> {
            write(out, Line.header(rotation));
            for (Snapshot snapshot : snapshots) {
                write(out, Line.snapshot(snapshot));
            }
        });
        int kept = 0;
        for (String name : storage.list()) {
            long number = Math.max(number(SEGMENT, name), number(SNAPSHOT, name));
            if (number > 0 && number < rotation) {
                storage.delete(name);
            } else if (number(SEGMENT, name) > 0) {
                kept++;
            }
        }
        synchronized (this) {
            JournalStatistics now = statistics;
            statistics = new JournalStatistics(now.entries(), now.bytes(), now.syncs(), now.largestGroup(), kept);
        }
    }

    public JournalStatistics statistics() {
        return statistics;
    }

    /** Writes down what waits, and gives the directory back. Later appends fail. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (committer.isPresent()) {
            queue.add(Pending.END);
            try {
                committer.get().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            writeWhatWaits();
        }
        appender.close();
        storage.close();
    }

    private CompletionStage<Void> enqueue(byte[] payload) {
        if (payload.length > options.recordBytes()) {
            return CompletableFuture.failedFuture(new IOException("An entry of " + payload.length
                    + " bytes is more than the " + options.recordBytes() + " that a journal takes"));
        }
        Pending pending = new Pending(payload, new CompletableFuture<>());
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IOException("The journal is closed"));
            }
            add(pending);
        }
        return pending.done();
    }

    private void add(Pending pending) {
        queue.add(pending);
        options.writer().ifPresent(writer -> {
            if (writing.compareAndSet(false, true)) {
                writer.execute(() -> {
                    writing.set(false);
                    writeWhatWaits();
                });
            }
        });
    }

    private void writeWhatWaits() {
        for (Pending first = queue.poll(); first != null; first = queue.poll()) {
            commitFrom(first);
        }
    }

    private void commit() {
        boolean more = true;
        while (more) {
            try {
                more = commitFrom(queue.take());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** @return false when that was the end */
    private boolean commitFrom(Pending first) {
        List<Pending> group = new ArrayList<>();
        int bytes = 0;
        Pending next = first;
        while (next != null && next.payload() != null) {
            group.add(next);
            bytes += Line.length(next.payload());
            next = bytes < MAX_GROUP_BYTES ? queue.poll() : null;
        }
        if (!group.isEmpty()) {
            commit(group, bytes);
        }
        if (next != null && next != Pending.END) {
            rotate(next);
        }
        return next != Pending.END;
    }

    private void commit(List<Pending> group, int bytes) {
        IOException failure = null;
        try {
            if (broken != null) {
                throw broken;
            }
            if (size + bytes > options.segmentBytes() && size > Line.length(Line.header(segment))) {
                nextSegment();
            }
            ByteBuffer buffer = ByteBuffer.allocate(bytes);
            for (Pending each : group) {
                Line.put(buffer, each.payload(), size);
            }
            write(buffer.flip());
            JournalStatistics now = statistics;
            statistics = new JournalStatistics(
                    now.entries() + group.size(),
                    now.bytes() + bytes,
                    now.syncs() + 1,
                    Math.max(now.largestGroup(), group.size()),
                    now.segments());
        } catch (IOException e) {
            failure = e;
        }
        IOException outcome = failure;
        List<Pending> done = List.copyOf(group);
        options.callbacks().execute(() -> done.forEach(each -> each.complete(outcome)));
    }

    private void rotate(Pending rotation) {
        IOException failure = null;
        try {
            if (broken != null) {
                throw broken;
            }
            nextSegment();
        } catch (IOException e) {
            failure = e;
        }
        rotation.complete(failure);
    }

    private synchronized void nextSegment() throws IOException {
        JournalStorage.Appender next = storage.append(segmentName(segment + 1), 0);
        JournalStorage.Appender before = appender;
        long beforeSize = size;
        appender = next;
        segment++;
        size = 0;
        try {
            begin();
        } catch (IOException e) {
            appender = before;
            segment--;
            size = beforeSize;
            next.close();
            storage.delete(segmentName(segment + 1));
            throw e;
        }
        before.close();
        JournalStatistics now = statistics;
        statistics =
                new JournalStatistics(now.entries(), now.bytes(), now.syncs(), now.largestGroup(), now.segments() + 1);
    }

    private void begin() throws IOException {
        byte[] header = Line.header(segment);
        ByteBuffer buffer = ByteBuffer.allocate(Line.length(header));
        Line.put(buffer, header, 0);
        write(buffer.flip());
    }

    private void write(ByteBuffer buffer) throws IOException {
        int length = buffer.remaining();
        try {
            appender.write(buffer);
            appender.force();
            size += length;
        } catch (IOException e) {
            try {
                appender.truncate(size);
                appender.force();
            } catch (IOException again) {
                e.addSuppressed(again);
                broken = e;
            }
            throw e;
        }
    }

    private static void write(java.io.OutputStream out, byte[] payload) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(Line.length(payload));
        Line.put(line, payload, 0);
        out.write(line.array());
    }

    private static long number(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String segmentName(long number) {
        return String.format("segment-%010d.jsonl", number);
    }

    private static String snapshotName(long number) {
        return String.format("snapshot-%010d.jsonl", number);
    }

    /** What waits to be written: a payload, or with none the wish for another file. */
    private record Pending(byte[] payload, CompletableFuture<Void> done) {
        static final Pending END = new Pending(null, new CompletableFuture<>());

        void complete(IOException failure) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }
}
