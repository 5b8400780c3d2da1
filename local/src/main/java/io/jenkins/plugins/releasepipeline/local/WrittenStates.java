package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import io.jenkins.plugins.releasepipeline.journal.FileJournalStorage;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalEntry;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import io.jenkins.plugins.releasepipeline.journal.RecoveryVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a home's journal says of its pipelines, read without taking the home: from a copy of the journal's files, so that
 * whoever has the home open goes on undisturbed.
 */
final class WrittenStates {
    private static final int TRIES = 5;

    private WrittenStates() {}

    /** The state of every pipeline that has a definition, by name. */
    static Map<String, PipelineState> of(Path home) throws IOException {
        Path journal = home.resolve("journal");
        if (!Files.isDirectory(journal)) {
            return Map.of();
        }
        Path copy = Files.createTempDirectory("release-pipeline-state-");
        try {
            copy(journal, copy);
            return read(copy);
        } finally {
            FileTrees.delete(copy);
        }
    }

    /** A file may go while it is copied, when the journal is compacted: what took its place is copied then. */
    private static void copy(Path from, Path to) throws IOException {
        for (int i = 1; ; i++) {
            try {
                for (Path each : files(to)) {
                    Files.delete(each);
                }
                for (Path each : files(from)) {
                    if (each.toString().endsWith(".jsonl")) {
                        Files.copy(each, to.resolve(each.getFileName()));
                    }
                }
                return;
            } catch (NoSuchFileException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static Map<String, PipelineState> read(Path directory) throws IOException {
        Map<String, PipelineState> states = new TreeMap<>();
        try (Journal journal =
                Journal.open(new FileJournalStorage(directory), JournalOptions.standard(Runnable::run))) {
            journal.recovery().replay(new RecoveryVisitor() {
                @Override
                public void onSnapshot(String pipeline, long sequence, String json) {
                    states.put(pipeline, EngineJson.state(json));
                }

                @Override
                public void onEntry(JournalEntry entry) {
                    PipelineState state = states.getOrDefault(entry.pipeline(), PipelineState.unborn(entry.pipeline()));
                    for (Event event : EngineJson.events(entry.json())) {
                        state = state.apply(event);
                    }
                    states.put(entry.pipeline(), state);
                }

                @Override
                public void onForgotten(String pipeline) {
                    states.remove(pipeline);
                }
            });
        }
        states.values().removeIf(state -> !state.isDefined());
        return states;
    }
}
