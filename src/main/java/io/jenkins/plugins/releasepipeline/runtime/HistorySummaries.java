package io.jenkins.plugins.releasepipeline.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * What a filter asks of executions, kept in a file {@code summaries.json} beside theirs so that a filter need not read
 * them all. It is a cache: a summary counts as long as its execution's file, which only grows, has the size that it was
 * made of. Whoever misses one reads that file and writes the summaries down again.
 */
final class HistorySummaries {
    private static final Logger LOGGER = Logger.getLogger(HistorySummaries.class.getName());
    private static final String FILE = "summaries.json";
    private static final int WORTH_WRITING = 20;
    private static final int LONGEST_TEXT = 2000;
    private static final TypeReference<Map<Long, Summary>> TYPE = new TypeReference<>() {};
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HistoryReader reader;
    private final Path file;
    private final Map<Long, Summary> known;
    private int missed;

    private HistorySummaries(HistoryReader reader, Path file, Map<Long, Summary> known) {
        this.reader = reader;
        this.file = file;
        this.known = known;
    }

    /**
     * @param size that of the execution's file when this was made of it
     * @param text what can be searched for, in lower case; null when an older version wrote this
     */
    record Summary(long size, ExecutionStatus status, TriggerType trigger, Set<String> succeededStages, String text) {
        static Summary of(long size, ExecutionRecord record) {
            return new Summary(
                    size,
                    record.status(),
                    record.origin().trigger().type(),
                    record.stages().stream()
                            .filter(stage -> stage.status() == StageStatus.Succeeded)
                            .map(ExecutionRecord.StageRecord::name)
                            .collect(Collectors.toSet()),
                    text(record));
        }

        private static String text(ExecutionRecord record) {
            StringJoiner text = new StringJoiner("\n");
            text.add("#" + record.origin().number())
                    .add(record.origin().id())
                    .add(record.origin().trigger().detail())
                    .add(record.statusSummary());
            record.revisions()
                    .forEach(revision -> text.add(revision.revisionId()).add(revision.summary()));
            record.actions().stream()
                    .map(action -> action.outputVariables().get("AuthorName"))
                    .filter(Objects::nonNull)
                    .forEach(text::add);
            String whole = text.toString().toLowerCase(Locale.ROOT);
            return whole.substring(0, Math.min(LONGEST_TEXT, whole.length()));
        }

        boolean matches(HistoryQuery query) {
            return (query.statuses().isEmpty() || query.statuses().contains(status))
                    && (query.triggers().isEmpty() || query.triggers().contains(trigger))
                    && query.succeededInStage().map(succeededStages::contains).orElse(true)
                    && query.words().stream().allMatch(text::contains);
        }
    }

    static HistorySummaries of(HistoryFiles files, HistoryReader reader, Path block) {
        Path file = block.resolve(FILE);
        Map<Long, Summary> known = new HashMap<>();
        try {
            known.putAll(MAPPER.readValue(files.read(file), TYPE));
        } catch (NoSuchFileException | JsonProcessingException e) {
            LOGGER.log(Level.FINE, "Summaries are made again: {0}", file);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Summaries cannot be read: " + file, e);
        }
        return new HistorySummaries(reader, file, known);
    }

    /** @return empty when the execution's file is not there or damaged */
    Optional<Summary> of(HistoryFiles.Entry entry) throws IOException {
        long size;
        try {
            size = Files.size(entry.file());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Summary found = known.get(entry.number());
        if (found != null && found.size() == size && found.text() != null) {
            return Optional.of(found);
        }
        Optional<Summary> made = reader.read(entry.file()).map(record -> Summary.of(size, record));
        made.ifPresent(summary -> {
            known.put(entry.number(), summary);
            missed++;
        });
        return made;
    }

    /** Writes them down when that saves reading. @param there the executions that the directory has */
    void keep(List<HistoryFiles.Entry> there) {
        if (missed < WORTH_WRITING) {
            return;
        }
        known.keySet().retainAll(there.stream().map(HistoryFiles.Entry::number).collect(Collectors.toSet()));
        Path unfinished = file.resolveSibling(
                FILE + ".unfinished-" + Thread.currentThread().getId());
        try {
            Files.write(unfinished, MAPPER.writeValueAsBytes(known));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Summaries cannot be written: " + file, e);
        }
    }
}
