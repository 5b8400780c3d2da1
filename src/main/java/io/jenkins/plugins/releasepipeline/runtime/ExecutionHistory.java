package io.jenkins.plugins.releasepipeline.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.FileNames;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What past executions did: a file of events for each, {@code PIPELINE/THOUSANDS/NUMBER-ID.jsonl}. The journal is the
 * truth and these files follow it: what a crash has kept from them is written again from the journal at the next start.
 */
final class ExecutionHistory {
    private static final Logger LOGGER = Logger.getLogger(ExecutionHistory.class.getName());
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int FORGET_EVERY = 20;
    private static final int REMEMBERED_PATHS = 1000;

    private final Path directory;
    private final int keep;
    private final ArtifactStore artifacts;
    private final ActionLogs logs;
    private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();
    private final Map<Path, Long> lastSequences = new HashMap<>();
    private final Map<String, Path> paths = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Path> eldest) {
            return size() > REMEMBERED_PATHS;
        }
    });

    ExecutionHistory(Path directory, int keep, ArtifactStore artifacts, ActionLogs logs) {
        this.directory = directory;
        this.keep = keep;
        this.artifacts = artifacts;
        this.logs = logs;
    }

    /** Writes down what happened to executions. Never fails: what is missing here is in the journal. */
    void append(String pipeline, long sequence, List<Event> events, PipelineState state) {
        try {
            Map<Path, List<Event>> files = byFile(pipeline, events);
            for (Map.Entry<Path, List<Event>> each : files.entrySet()) {
                append(each.getKey(), sequence, each.getValue());
            }
            for (Event event : events) {
                if (event instanceof Event.ExecutionStarted started && started.number() % FORGET_EVERY == 0) {
                    forgetOld(pipeline, started.number() - keep, state);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Pipeline " + pipeline + ": the history could not be written", e);
        }
    }

    /** Writes down what an entry of the journal says, unless it is there already. For the start alone. */
    void recover(String pipeline, long sequence, List<Event> events) throws IOException {
        for (Map.Entry<Path, List<Event>> each : byFile(pipeline, events).entrySet()) {
            Path file = each.getKey();
            Long last = lastSequences.get(file);
            if (last == null) {
                last = repaired(file);
            }
            if (sequence > last) {
                append(file, sequence, each.getValue());
                last = sequence;
            }
            lastSequences.put(file, last);
        }
    }

    void recovered() {
        lastSequences.clear();
    }

    /** Makes durable what was appended so far. */
    void sync() throws IOException {
        for (Path file : List.copyOf(unsynced)) {
            unsynced.remove(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            } catch (NoSuchFileException e) {
                LOGGER.log(Level.FINE, "Forgotten meanwhile: {0}", file);
            }
        }
    }

    /** The numbers of the executions that are remembered, latest first. */
    List<Long> numbers(String pipeline) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Path file : files(pipeline)) {
            numbers.add(number(file));
        }
        numbers.sort(Collections.reverseOrder());
        return numbers;
    }

    Optional<ExecutionRecord> read(String pipeline, String executionId) throws IOException {
        Path file = find(pipeline, executionId);
        return file == null ? Optional.empty() : Optional.of(read(file));
    }

    /** The executions {@code from} to {@code from + count - 1} of those remembered, latest first. Reads only those. */
    List<ExecutionRecord> page(String pipeline, int from, int count) throws IOException {
        List<Path> files = files(pipeline);
        files.sort(Collections.reverseOrder(java.util.Comparator.comparing(ExecutionHistory::number)));
        List<ExecutionRecord> page = new ArrayList<>();
        for (Path file : files.subList(Math.min(from, files.size()), Math.min(from + count, files.size()))) {
            page.add(read(file));
        }
        return page;
    }

    private ExecutionRecord read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.endsWith("}")) {
                    JsonNode entry = MAPPER.readTree(line);
                    events.addAll(EngineJson.events(entry.get("e").toString()));
                }
            }
        }
        return ExecutionRecord.of(events);
    }

    private Map<Path, List<Event>> byFile(String pipeline, List<Event> events) throws IOException {
        Map<Path, List<Event>> files = new LinkedHashMap<>();
        for (Event event : events) {
            if (event instanceof Event.OfExecution ofExecution) {
                Path file = event instanceof Event.ExecutionStarted started
                        ? path(pipeline, started.number(), started.executionId())
                        : find(pipeline, ofExecution.executionId());
                if (file != null) {
                    paths.put(ofExecution.executionId(), file);
                    files.computeIfAbsent(file, any -> new ArrayList<>()).add(event);
                }
            }
        }
        return files;
    }

    private void append(Path file, long sequence, List<Event> events) throws IOException {
        String line = "{\"s\":" + sequence + ",\"e\":" + EngineJson.write(events) + "}\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        unsynced.add(file);
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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

    private void forgetOld(String pipeline, long upTo, PipelineState state) throws IOException {
        if (upTo < 1) {
            return;
        }
        for (Path file : files(pipeline)) {
            String id = id(file);
            if (number(file) <= upTo && state.execution(id).isEmpty()) {
                Files.deleteIfExists(file);
                paths.remove(id);
                unsynced.remove(file);
                artifacts.release(id);
                logs.delete(pipeline, id);
            }
        }
    }

    private Path find(String pipeline, String executionId) throws IOException {
        Path known = paths.get(executionId);
        if (known != null) {
            return known;
        }
        for (Path file : files(pipeline)) {
            if (id(file).equals(executionId)) {
                return file;
            }
        }
        return null;
    }

    private List<Path> files(String pipeline) throws IOException {
        Path root = directory.resolve(FileNames.of(pipeline));
        if (!Files.isDirectory(root)) {
            return new ArrayList<>();
        }
        try (Stream<Path> found = Files.walk(root, 2)) {
            return new ArrayList<>(
                    found.filter(path -> path.getFileName().toString().endsWith(".jsonl"))
                            .toList());
        }
    }

    private Path path(String pipeline, long number, String executionId) {
        return directory
                .resolve(FileNames.of(pipeline))
                .resolve(String.format("%05d", number / 1000))
                .resolve(String.format("%08d-%s.jsonl", number, executionId));
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    private static String id(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.indexOf('-') + 1, name.length() - ".jsonl".length());
    }
}
