package io.jenkins.plugins.releasepipeline.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads past executions from their files: those that are asked for, and no others. Thread-safe. */
final class HistoryReader {
    private static final Logger LOGGER = Logger.getLogger(HistoryReader.class.getName());
    private static final JsonMapper MAPPER = new JsonMapper();
    /** How many executions a filter looks at for one page, at least; never more than twice as many. */
    private static final int LOOKED_AT = HistoryFiles.BLOCK;

    private final HistoryFiles files;

    HistoryReader(HistoryFiles files) {
        this.files = files;
    }

    /** @return empty when the file is not there, or is not what history writes */
    Optional<ExecutionRecord> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        List<CarriedExecution> carried = List.of();
        try {
            for (String line : files.lines(file)) {
                JsonNode entry = MAPPER.readTree(line);
                events.addAll(EngineJson.events(entry.get("e").toString()));
                if (entry.has("c")) {
                    carried = EngineJson.carried(entry.get("c").toString());
                }
            }
            return Optional.of(ExecutionRecord.of(events, carried));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException | UncheckedIOException | NullPointerException | JsonProcessingException e) {
            LOGGER.log(Level.WARNING, "The history of an execution is damaged and passed over: {0}", file);
            LOGGER.log(Level.FINE, "Damaged: " + file, e);
            return Optional.empty();
        }
    }

    /** @return empty when it never was, or is forgotten */
    Optional<ExecutionRecord> read(String pipeline, String executionId) throws IOException {
        Optional<Path> file = files.find(pipeline, executionId);
        return file.isEmpty() ? Optional.empty() : read(file.get());
    }

    /** @return empty when it never was, or is forgotten */
    Optional<PipelineDeclaration> definition(String pipeline, int version) throws IOException {
        try {
            List<Event> events = EngineJson.events(files.read(files.definition(pipeline, version)));
            return events.get(0) instanceof Event.DefinitionUpdated updated
                    ? Optional.of(updated.definition())
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            LOGGER.log(Level.WARNING, "Pipeline " + pipeline + ": its definition " + version + " is damaged", e);
            return Optional.empty();
        }
    }

    HistoryFiles.Reads reads() {
        return files.reads();
    }

    /** When an execution began; that of a damaged file was long ago. */
    Instant started(HistoryFiles.Entry entry) throws IOException {
        try {
            Optional<String> line = files.firstLine(entry.file());
            return line.isEmpty()
                    ? Instant.EPOCH
                    : Instant.parse(MAPPER.readTree(line.get()).at("/e/0/at").asText());
        } catch (NoSuchFileException | RuntimeException e) {
            return Instant.EPOCH;
        }
    }

    /**
     * Reads the executions of the page and no others. A filter looks at the summaries of {@value #LOOKED_AT} to twice as
     * many executions, then the page ends, wherever it is.
     */
    HistoryPage page(String pipeline, HistoryQuery query) throws IOException {
        List<Path> blocks = files.blocks(pipeline).stream()
                .filter(block -> HistoryFiles.first(block) < query.before())
                .toList();
        Page page = new Page(query);
        if (query.until().isPresent()) {
            blocks = blocks.subList(firstNotAfter(blocks, query.until().get()), blocks.size());
        }
        for (int i = 0; i < blocks.size(); i++) {
            List<HistoryFiles.Entry> there = files.entries(blocks.get(i));
            page.add(blocks.get(i), there);
            if (page.ended) {
                break;
            }
            if (page.lookedAt >= LOOKED_AT && i + 1 < blocks.size()) {
                page.cut();
                break;
            }
        }
        return new HistoryPage(page.executions, page.next);
    }

    /** The first block in which an execution began no later than this. */
    private int firstNotAfter(List<Path> blocks, Instant until) throws IOException {
        return partition(blocks, block -> {
            List<HistoryFiles.Entry> there = files.entries(block);
            return !there.isEmpty() && started(there.get(there.size() - 1)).isAfter(until);
        });
    }

    private interface Test<T> {
        boolean holds(T element) throws IOException;
    }

    /** How many elements it holds for, where it holds for none after one for which it does not. */
    private static <T> int partition(List<T> elements, Test<T> test) throws IOException {
        int from = 0;
        int to = elements.size();
        while (from < to) {
            int middle = (from + to) / 2;
            if (test.holds(elements.get(middle))) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** A page that is being filled. */
    private final class Page {
        private final HistoryQuery query;
        private final List<ExecutionRecord> executions = new ArrayList<>();
        private Optional<String> next = Optional.empty();
        private long last;
        private int lookedAt;
        private boolean ended;

        Page(HistoryQuery query) {
            this.query = query;
            this.last = query.before();
        }

        void add(Path block, List<HistoryFiles.Entry> there) throws IOException {
            Predicate<HistoryFiles.Entry> before = entry -> entry.number() < query.before();
            List<HistoryFiles.Entry> candidates = there.stream().filter(before).toList();
            if (query.until().isPresent() && executions.isEmpty()) {
                Instant until = query.until().get();
                candidates = candidates.subList(
                        partition(candidates, entry -> started(entry).isAfter(until)), candidates.size());
            }
            if (!query.isSelective()) {
                fill(candidates, entry -> true);
                return;
            }
            HistorySummaries summaries = HistorySummaries.of(files, HistoryReader.this, block);
            fill(candidates, entry -> summaries
                    .of(entry)
                    .filter(each -> each.matches(query))
                    .isPresent());
            summaries.keep(there);
        }

        private void fill(List<HistoryFiles.Entry> candidates, Test<HistoryFiles.Entry> matches) throws IOException {
            for (HistoryFiles.Entry entry : candidates) {
                if (executions.size() == query.maxResults()) {
                    cut();
                    return;
                }
                last = entry.number();
                lookedAt++;
                Optional<ExecutionRecord> record = matches.holds(entry) ? read(entry.file()) : Optional.empty();
                if (record.isPresent()) {
                    if (isTooOld(record.get())) {
                        ended = true;
                        return;
                    }
                    executions.add(record.get());
                }
            }
        }

        private boolean isTooOld(ExecutionRecord record) {
            return query.since().filter(record.origin().startedAt()::isBefore).isPresent();
        }

        /** There is more, which the next page has. */
        void cut() {
            next = Optional.of(Long.toString(last));
            ended = true;
        }
    }
}
