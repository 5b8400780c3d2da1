package io.jenkins.plugins.releasepipeline.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
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
import java.util.ArrayList;
import java.util.Collections;
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
    private final ArtifactStore artifacts;
    private final ActionLogs logs;
    private final Executor io;
    private final AtomicBoolean syncing = new AtomicBoolean();
    private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();
    private final Map<Path, Long> lastSequences = new HashMap<>();

    ExecutionHistory(Path directory, Retention retention, ArtifactStore artifacts, ActionLogs logs, Executor io) {
        this.files = new HistoryFiles(directory);
        this.reader = new HistoryReader(files);
        this.retention = retention;
        this.artifacts = artifacts;
        this.logs = logs;
        this.io = io;
    }

    /**
     * Writes down what happened to executions. Never fails: what is missing here is in the journal.
     *
     * @param before the state before the events
     */
    void append(String pipeline, long sequence, List<Event> events, PipelineState before) {
        try {
            for (Addition each : additions(pipeline, events, before)) {
                append(each, sequence);
            }
            syncSome();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Pipeline " + pipeline + ": the history could not be written", e);
        }
    }

    /** Writes down what an entry of the journal says, unless it is there already. For the start alone. */
    void recover(String pipeline, long sequence, List<Event> events, PipelineState before) throws IOException {
        for (Addition each : additions(pipeline, events, before)) {
            Path file = each.file();
            Long last = lastSequences.get(file);
            if (last == null) {
                last = repaired(file);
            }
            if (sequence > last) {
                append(each, sequence);
                last = sequence;
            }
            lastSequences.put(file, last);
        }
    }

    void recovered() {
        lastSequences.clear();
    }

    /** Makes durable what was appended so far, by whichever thread. */
    void sync() throws IOException {
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

    /** What a turn adds to one file. */
    private record Addition(Path file, boolean begins, List<Event> events, List<CarriedExecution> carried) {
        Addition(Path file, boolean begins) {
            this(file, begins, new ArrayList<>(), new ArrayList<>());
        }

        String line(long sequence) {
            String line = "{\"s\":" + sequence + ",\"e\":" + EngineJson.write(events);
            return line + (carried.isEmpty() ? "" : ",\"c\":" + EngineJson.writeCarried(carried)) + "}\n";
        }
    }

    private List<Addition> additions(String pipeline, List<Event> events, PipelineState before) throws IOException {
        Map<Path, Addition> additions = new LinkedHashMap<>();
        PipelineState state = before;
        for (Event event : events) {
            state = state.apply(event);
            if (event instanceof Event.ExecutionStarted started) {
                Path file = files.of(pipeline, started.number(), started.executionId());
                additions
                        .computeIfAbsent(file, any -> new Addition(file, true))
                        .events()
                        .add(event);
            } else if (event instanceof Event.OfExecution ofExecution) {
                Optional<Path> found = files.find(pipeline, ofExecution.executionId());
                if (found.isPresent()) {
                    additions
                            .computeIfAbsent(found.get(), file -> new Addition(file, false))
                            .events()
                            .add(event);
                }
            } else if (event instanceof Event.DefinitionUpdated) {
                keepDefinition(pipeline, state.version(), event);
            }
            if (event instanceof Event.ExecutionSuperseded superseded) {
                Optional<Path> found = files.find(pipeline, superseded.supersededBy());
                Optional<ExecutionState> carrier = state.execution(superseded.supersededBy());
                if (found.isPresent() && carrier.isPresent()) {
                    List<CarriedExecution> carried = additions
                            .computeIfAbsent(found.get(), file -> new Addition(file, false))
                            .carried();
                    carried.clear();
                    carried.addAll(carrier.get().carried());
                }
            }
        }
        return List.copyOf(additions.values());
    }

    private void append(Addition addition, long sequence) throws IOException {
        byte[] bytes = addition.line(sequence).getBytes(StandardCharsets.UTF_8);
        unsynced.add(addition.file());
        try {
            Files.write(
                    addition.file(),
                    bytes,
                    addition.begins()
                            ? new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND}
                            : new OpenOption[] {StandardOpenOption.APPEND});
        } catch (NoSuchFileException e) {
            if (addition.begins()) {
                Files.createDirectories(addition.file().getParent());
                Files.write(addition.file(), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } else {
                LOGGER.log(Level.FINE, "Forgotten meanwhile: {0}", addition.file());
            }
        }
    }

    private void keepDefinition(String pipeline, int version, Event event) throws IOException {
        Path file = files.definition(pipeline, version);
        Files.createDirectories(file.getParent());
        Files.writeString(file, EngineJson.write(List.of(event)) + "\n");
        unsynced.add(file);
        Files.deleteIfExists(files.definition(pipeline, version - REMEMBERED_DEFINITIONS));
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
        Set<String> needed = new HashSet<>(state.executions().keySet());
        state.executions()
                .values()
                .forEach(each -> each.origin().rollbackTarget().ifPresent(needed::add));
        for (StageState stage : state.stages().values()) {
            stage.succeeded().map(SucceededExecution::executionId).ifPresent(needed::add);
        }
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

    private void forget(String pipeline, HistoryFiles.Entry entry) throws IOException {
        artifacts.release(entry.id());
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
