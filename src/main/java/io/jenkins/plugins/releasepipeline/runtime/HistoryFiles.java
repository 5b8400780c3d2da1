package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.definition.FileNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where histories lie: a directory for each pipeline, in it one for each {@value #BLOCK} executions, in that a file for
 * each execution. All reading of past executions goes through here and is counted. Thread-safe.
 */
final class HistoryFiles {
    static final int BLOCK = 1000;

    private static final Pattern NAME = Pattern.compile("([0-9]{8,18})-([A-Za-z0-9_-]{1,100})\\.jsonl");
    private static final Pattern BLOCK_NAME = Pattern.compile("[0-9]{5,15}");
    private static final int REMEMBERED_NUMBERS = 1000;

    private final Path directory;
    private final AtomicLong filesRead = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final Map<String, Long> numbers = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_NUMBERS;
        }
    });

    HistoryFiles(Path directory) {
        this.directory = directory;
    }

    /** An execution's file. */
    record Entry(long number, String id, Path file) {}

    /** How many files have been read, and how many bytes. */
    record Reads(long files, long bytes) {}

    Reads reads() {
        return new Reads(filesRead.get(), bytesRead.get());
    }

    Path of(String pipeline) {
        return directory.resolve(FileNames.of(pipeline));
    }

    Path of(String pipeline, long number, String executionId) {
        numbers.put(executionId, number);
        return of(pipeline)
                .resolve(String.format("%05d", number / BLOCK))
                .resolve(String.format("%08d-%s.jsonl", number, executionId));
    }

    Path definition(String pipeline, int version) {
        return directory.resolve(FileNames.of(pipeline)).resolve("definitions").resolve(version + ".json");
    }

    /** The file of an execution that is remembered. */
    Optional<Path> find(String pipeline, String executionId) throws IOException {
        Long known = numbers.get(executionId);
        if (known != null) {
            return Optional.of(of(pipeline, known, executionId));
        }
        for (Path block : blocks(pipeline)) {
            for (Entry entry : entries(block)) {
                if (entry.id().equals(executionId)) {
                    numbers.put(executionId, entry.number());
                    return Optional.of(entry.file());
                }
            }
        }
        return Optional.empty();
    }

    void forget(String executionId) {
        numbers.remove(executionId);
    }

    /** Deletes a pipeline's directory, whatever is in it. */
    void delete(String pipeline) throws IOException {
        Path root = directory.resolve(FileNames.of(pipeline));
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** The directories of a pipeline's executions, the latest first. */
    List<Path> blocks(String pipeline) throws IOException {
        List<Path> blocks = new ArrayList<>();
        for (Path each : list(of(pipeline))) {
            if (BLOCK_NAME.matcher(each.getFileName().toString()).matches()) {
                blocks.add(each);
            }
        }
        blocks.sort(Comparator.comparingLong(HistoryFiles::first).reversed());
        return blocks;
    }

    /** The smallest number that an execution of this directory can have. */
    static long first(Path block) {
        return Long.parseLong(block.getFileName().toString()) * BLOCK;
    }

    /** The executions of a directory, the latest first. Names alone are read. */
    List<Entry> entries(Path block) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : list(block)) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                entries.add(new Entry(Long.parseLong(name.group(1)), name.group(2), file));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::number).reversed());
        return entries;
    }

    /** The file's whole lines. */
    List<String> lines(Path file) throws IOException {
        return read(file).lines().filter(line -> line.endsWith("}")).toList();
    }

    String read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        filesRead.incrementAndGet();
        bytesRead.addAndGet(content.length);
        return new String(content, StandardCharsets.UTF_8);
    }

    Optional<String> firstLine(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            filesRead.incrementAndGet();
            bytesRead.addAndGet(line == null ? 0 : line.length());
            return Optional.ofNullable(line);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return found;
    }
}
