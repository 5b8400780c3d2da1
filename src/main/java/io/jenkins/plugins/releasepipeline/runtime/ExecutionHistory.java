package io.jenkins.plugins.releasepipeline.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RollbackTarget;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.SucceededExecution;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What past executions did: a file of events for each, {@code PIPELINE/THOUSANDS/NUMBER-ID.jsonl}, and the definitions
 * that they ran by, {@code PIPELINE/definitions/VERSION.json}. The journal is the truth and these files follow it: what a
 * crash has kept from them is written again from the journal at the next start. Nothing of them is held in memory.
 */
final class ExecutionHistory {
    private static final Logger LOGGER = Logger.getLogger(ExecutionHistory.class.getName());
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int REMEMBERED_DEFINITIONS = 1000;
    private static final int MOST_UNSYNCED = 500;

    private final HistoryFiles files;
    private final HistoryReader reader;
    private final Retention retention;
    private final ArtifactStores artifacts;
    private final ActionLogs logs;
    private final Executor io;
    private final AtomicBoolean syncing = new AtomicBoolean();
    private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();
    private final Map<Path, Long> lastSequences = new HashMap<>();
    private final Map<Path, Deque<Write>> pending = new ConcurrentHashMap<>();
    private volatile boolean incomplete;

    ExecutionHistory(Path directory, Retention retention, ArtifactStores artifacts, ActionLogs logs, Executor io) {
        this.files = new HistoryFiles(directory);
        this.reader = new HistoryReader(files);
        this.retention = retention;
        this.artifacts = artifacts;
        this.logs = logs;
        this.io = io;
    }

    /**
     * Writes down what happened to executions. Never fails: what cannot be written now is written later, and the journal
     * is not compacted before.
     *
     * @param before the state before the events
     */
    void append(String pipeline, long sequence, List<Event> events, PipelineState before) {
        try {
            for (Addition each : additions(pipeline, events, before)) {
                retain(pipeline, each);
                append(each.file(), each.write(sequence));
            }
            syncSome();
        } catch (IOException e) {
            incomplete = true;
            LOGGER.log(
                    Level.WARNING, "Pipeline " + pipeline + ": the history misses something until the next start", e);
        }
    }

    /** Writes down what an entry of the journal says, unless it is there already. For the start alone. */
    void recover(String pipeline, long sequence, List<Event> events, PipelineState before) throws IOException {
        for (Addition each : additions(pipeline, events, before)) {
            Path file = each.file();
            Long last = lastSequences.get(file);
            if (last == null) {
                last = each.kind() == Kind.REPLACES ? 0 : repaired(file);
            }
            if (sequence > last) {
                retain(pipeline, each);
                put(file, each.write(sequence));
                unsynced.add(file);
                last = sequence;
            }
            lastSequences.put(file, last);
        }
    }

    /** A rollback works with what another execution made: that is kept for it, however long the other one is. */
    private void retain(String pipeline, Addition addition) throws IOException {
        for (Event event : addition.events()) {
            if (event instanceof Event.ExecutionStarted started
                    && started.rollback().isPresent()) {
                artifacts
                        .of(pipeline)
                        .retain(
                                started.executionId(),
                                started.rollback().get().products().artifacts().values().stream()
                                        .flatMap(ExecutionHistory::digest)
                                        .toList());
            }
        }
    }

    private static Stream<ArtifactDigest> digest(String text) {
        try {
            return Stream.of(ArtifactDigest.parse(text));
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, "An artifact has no digest that could be kept: {0}", e.getMessage());
            return Stream.empty();
        }
    }

    void recovered() {
        lastSequences.clear();
    }

    /**
     * Makes durable what was appended so far, by whichever thread.
     *
     * @throws IOException when something could not be written yet
     */
    void sync() throws IOException {
        writePending();
        if (incomplete || !pending.isEmpty()) {
            throw new IOException("the history misses what the journal has");
        }
        synchronized (syncing) {
            for (Path file : List.copyOf(unsynced)) {
                unsynced.remove(file);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                } catch (NoSuchFileException e) {
                    LOGGER.log(Level.FINE, "Forgotten meanwhile: {0}", file);
                } catch (IOException e) {
                    unsynced.add(file);
                    throw e;
                }
            }
        }
    }

    /** Keeps the list of what is to be made durable short, however long the journal is not compacted. */
    private void syncSome() {
        if (unsynced.size() >= MOST_UNSYNCED && syncing.compareAndSet(false, true)) {
            try {
                io.execute(() -> {
                    try {
                        sync();
                    } catch (IOException e) {
                        LOGGER.log(Level.WARNING, "The history could not be made durable; it is tried again", e);
                    } finally {
                        syncing.set(false);
                    }
                });
            } catch (RejectedExecutionException e) {
                syncing.set(false);
                LOGGER.log(Level.FINE, "Closing: the journal has what the history misses", e);
            }
        }
    }

    HistoryReader reader() {
        return reader;
    }

    private enum Kind {
        /** The file is there from now on. */
        BEGINS,
        /** The file is there, unless it is forgotten. */
        GOES_ON,
        /** The file has this content, whatever it had before. */
        REPLACES
    }

    /** What a turn adds to one file. */
    private record Addition(Path file, Kind kind, List<Event> events, List<CarriedExecution> carried) {
        Addition(Path file, Kind kind) {
            this(file, kind, new ArrayList<>(), new ArrayList<>());
        }

        Write write(long sequence) {
            String line = EngineJson.write(events);
            if (kind != Kind.REPLACES) {
                line = "{\"s\":" + sequence + ",\"e\":" + line
                        + (carried.isEmpty() ? "" : ",\"c\":" + EngineJson.writeCarried(carried)) + "}";
            }
            return new Write(kind, (line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Write(Kind kind, byte[] bytes) {}

    private List<Addition> additions(String pipeline, List<Event> events, PipelineState before) throws IOException {
        Map<Path, Addition> additions = new LinkedHashMap<>();
        PipelineState state = before;
        for (Event event : events) {
            state = state.apply(event);
            if (event instanceof Event.ExecutionStarted started) {
                Path file = files.of(pipeline, started.number(), started.executionId());
                additions
                        .computeIfAbsent(file, any -> new Addition(file, Kind.BEGINS))
                        .events()
                        .add(event);
            } else if (event instanceof Event.OfExecution ofExecution) {
                Optional<Path> found = files.find(pipeline, ofExecution.executionId());
                if (found.isPresent()) {
                    additions
                            .computeIfAbsent(found.get(), file -> new Addition(file, Kind.GOES_ON))
                            .events()
                            .add(event);
                }
            } else if (event instanceof Event.DefinitionUpdated) {
                Path file = files.definition(pipeline, state.version());
                additions
                        .computeIfAbsent(file, any -> new Addition(file, Kind.REPLACES))
                        .events()
                        .add(event);
                Files.deleteIfExists(files.definition(pipeline, state.version() - REMEMBERED_DEFINITIONS));
            }
            if (event instanceof Event.ExecutionSuperseded superseded) {
                Optional<Path> found = files.find(pipeline, superseded.supersededBy());
                Optional<ExecutionState> carrier = state.execution(superseded.supersededBy());
                if (found.isPresent() && carrier.isPresent()) {
                    List<CarriedExecution> carried = additions
                            .computeIfAbsent(found.get(), file -> new Addition(file, Kind.GOES_ON))
                            .carried();
                    carried.clear();
                    carried.addAll(carrier.get().carried());
                }
            }
        }
        return List.copyOf(additions.values());
    }

    /** What has to wait is written in its order, and what comes after it waits too. */
    private void append(Path file, Write write) {
        if (!pending.containsKey(file)) {
            try {
                put(file, write);
                unsynced.add(file);
                return;
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The history could not be written; it is tried again: " + file, e);
            }
        }
        synchronized (pending) {
            pending.computeIfAbsent(file, any -> new ArrayDeque<>()).add(write);
        }
        writePending();
    }

    private void writePending() {
        synchronized (pending) {
            for (Path file : List.copyOf(pending.keySet())) {
                Deque<Write> writes = pending.get(file);
                try {
                    if (writes.element().kind() != Kind.REPLACES) {
                        repaired(file);
                    }
                    while (!writes.isEmpty()) {
                        put(file, writes.element());
                        writes.remove();
                    }
                    unsynced.add(file);
                    pending.remove(file);
                } catch (IOException e) {
                    LOGGER.log(Level.FINE, "Not yet: " + file, e);
                }
            }
        }
    }

    private static void put(Path file, Write write) throws IOException {
        OpenOption[] options =
                switch (write.kind()) {
                    case BEGINS -> new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND};
                    case GOES_ON -> new OpenOption[] {StandardOpenOption.APPEND};
                    case REPLACES ->
                        new OpenOption[] {
                            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
                        };
                };
        try {
            Files.write(file, write.bytes(), options);
        } catch (NoSuchFileException e) {
            if (write.kind() == Kind.GOES_ON) {
                LOGGER.log(Level.FINE, "Forgotten meanwhile: {0}", file);
                return;
            }
            Files.createDirectories(file.getParent());
            Files.write(file, write.bytes(), options);
        }
    }

    /** Cuts off what a crash left half written; returns the sequence number of the last whole line. */
    private static long repaired(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] all = Files.readAllBytes(file);
        int end = all.length;
        while (end > 0) {
            int lineEnd = lastIndexOf(all, end) + 1;
            int start = lastIndexOf(all, lineEnd - 1) + 1;
            long sequence =
                    lineEnd > 0 ? sequence(new String(all, start, lineEnd - start, StandardCharsets.UTF_8)) : -1;
            if (sequence >= 0) {
                if (lineEnd < all.length) {
                    truncate(file, lineEnd);
                }
                return sequence;
            }
            end = lineEnd > 0 ? start : 0;
        }
        truncate(file, 0);
        return 0;
    }

    private static int lastIndexOf(byte[] bytes, int before) {
        int i = before - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static long sequence(String line) {
        try (JsonParser parser = MAPPER.createParser(line)) {
            boolean whole = line.endsWith("]}\n") && parser.nextToken() == JsonToken.START_OBJECT;
            return whole && "s".equals(parser.nextFieldName()) ? parser.nextLongValue(-1) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * Forgets what is not to be remembered any longer. Looks at the oldest executions until one is young enough, so what
     * it does depends on how many there are to forget and not on how many there are.
     *
     * @param state what is live or shown is remembered in any case
     */
    void forget(String pipeline, PipelineState state, Instant now) throws IOException {
        long upTo = state.lastNumber() - retention.executions();
        Optional<Instant> since = retention.age().map(now::minus);
        Set<String> needed = needed(state);
        List<Path> blocks = new ArrayList<>(files.blocks(pipeline));
        Collections.reverse(blocks);
        for (Path block : blocks) {
            List<HistoryFiles.Entry> there = new ArrayList<>(files.entries(block));
            Collections.reverse(there);
            for (HistoryFiles.Entry entry : there) {
                if (entry.number() > upTo
                        && (since.isEmpty() || !reader.started(entry).isBefore(since.get()))) {
                    return;
                }
                if (!needed.contains(entry.id())) {
                    forget(pipeline, entry);
                }
            }
            deleteIfEmpty(block);
        }
    }

    private static Set<String> needed(PipelineState state) {
        Set<String> needed = new HashSet<>(state.executions().keySet());
        state.executions()
                .values()
                .forEach(each -> each.origin().rollbackTarget().ifPresent(needed::add));
        for (StageState stage : state.stages().values()) {
            stage.succeeded().map(SucceededExecution::executionId).ifPresent(needed::add);
            stage.rollbackTarget().map(RollbackTarget::executionId).ifPresent(needed::add);
        }
        return needed;
    }

    /** @return false when it is needed, or not there */
    boolean forgetOne(String pipeline, String executionId, PipelineState state) throws IOException {
        if (needed(state).contains(executionId)) {
            return false;
        }
        for (Path block : files.blocks(pipeline)) {
            for (HistoryFiles.Entry entry : files.entries(block)) {
                if (entry.id().equals(executionId)) {
                    forget(pipeline, entry);
                    return true;
                }
            }
        }
        return false;
    }

    /** Forgets a pipeline that is no more. */
    void forgetAll(String pipeline) throws IOException {
        for (Path block : files.blocks(pipeline)) {
            for (HistoryFiles.Entry entry : files.entries(block)) {
                forget(pipeline, entry);
            }
        }
        files.delete(pipeline);
        unsynced.removeIf(file -> !Files.exists(file));
    }

    /** The journal says that all before this is forgotten: a crash may have kept it here. For the start alone. */
    void recoverForgotten(String pipeline) throws IOException {
        forgetAll(pipeline);
        lastSequences.keySet().removeIf(file -> !Files.exists(file));
    }

    private void forget(String pipeline, HistoryFiles.Entry entry) throws IOException {
        artifacts.of(pipeline).release(entry.id());
        logs.delete(pipeline, entry.id());
        Files.deleteIfExists(entry.file());
        files.forget(entry.id());
        unsynced.remove(entry.file());
    }

    /** What is no execution's file can be made again. */
    private void deleteIfEmpty(Path block) throws IOException {
        if (files.entries(block).isEmpty()) {
            try (DirectoryStream<Path> rest = Files.newDirectoryStream(block)) {
                for (Path each : rest) {
                    Files.deleteIfExists(each);
                }
            }
            Files.deleteIfExists(block);
        }
    }
}
