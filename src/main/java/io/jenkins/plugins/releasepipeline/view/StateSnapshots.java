package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.PublishedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The snapshot of each pipeline's page: built once for a state, when somebody asks for it, and shared by all readers.
 * Asking again while nothing has changed costs a comparison. For any thread; the first to ask after a change waits for the
 * disk, and those who ask meanwhile wait for the first.
 */
public final class StateSnapshots {
    /** Part of every version: to be raised when the JSON of an unchanged state looks different. */
    private static final String FORMAT = "1";

    private static final int RECENT = 12;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<PipelineRuntime, OfPipeline> pipelines = new ConcurrentHashMap<>();
    private final SourceChanges changes;

    /** Snapshots without the changes that come to each stage. */
    public StateSnapshots() {
        this(SourceChanges.NONE);
    }

    /** @param changes what lies between the revisions of sources, as far as it is known */
    public StateSnapshots(SourceChanges changes) {
        this.changes = changes;
    }

    /** The version of what {@link #of} would give now; builds nothing. */
    public String version(PipelineRuntime pipeline) {
        return version(pipeline.published(), changes);
    }

    /** @throws IOException when the history cannot be read */
    public StateSnapshot of(PipelineRuntime pipeline) throws IOException {
        return pipelines
                .computeIfAbsent(pipeline, any -> new OfPipeline(any, changes))
                .snapshot();
    }

    private static String version(PublishedState published, SourceChanges changes) {
        return FORMAT + "-" + published.sequence() + "-" + changes.known();
    }

    private static final class OfPipeline {
        private final PipelineRuntime pipeline;
        private final SourceChanges changes;
        private final TreeMap<Long, ExecutionRecord> shown = new TreeMap<>();
        private volatile StateSnapshot latest;

        OfPipeline(PipelineRuntime pipeline, SourceChanges changes) {
            this.pipeline = pipeline;
            this.changes = changes;
        }

        StateSnapshot snapshot() throws IOException {
            StateSnapshot known = latest;
            return known != null && known.version().equals(version(pipeline.published(), changes)) ? known : renewed();
        }

        private synchronized StateSnapshot renewed() throws IOException {
            PublishedState published = pipeline.published();
            StateSnapshot known = latest;
            String version = version(published, changes);
            if (known == null || !known.version().equals(version)) {
                List<ObjectNode> recent = recent(published.state());
                ObjectNode json = PageJson.of(published.state(), changes, version, recent, shown.values());
                known = StateSnapshot.of(version, MAPPER.writeValueAsBytes(json));
                latest = known;
            }
            return known;
        }

        /**
         * The latest executions: those under way from the state, those that are over from disk, once. An execution that
         * was never seen here, or that has ended again since, is read.
         */
        private List<ObjectNode> recent(PipelineState state) throws IOException {
            if (shown.isEmpty() && state.lastNumber() > 0) {
                remember(pipeline.history().page(HistoryQuery.latest(RECENT)).executions());
            }
            for (ExecutionState execution : state.executions().values()) {
                ExecutionRecord known = shown.get(execution.origin().number());
                if (execution.isLive()) {
                    shown.remove(execution.origin().number());
                } else if (known == null || !known.updatedAt().equals(execution.updatedAt())) {
                    pipeline.history().execution(execution.id()).ifPresent(record -> remember(List.of(record)));
                }
            }
            List<ObjectNode> rows = rows(state);
            if (rows.size() < Math.min(RECENT, state.lastNumber())) {
                remember(pipeline.history().page(HistoryQuery.latest(RECENT)).executions());
                rows = rows(state);
            }
            return rows;
        }

        private void remember(List<ExecutionRecord> records) {
            records.stream()
                    .filter(record -> !record.status().isLive())
                    .forEach(record -> shown.put(record.origin().number(), record));
            while (shown.size() > 2 * RECENT) {
                shown.remove(shown.firstKey());
            }
        }

        private List<ObjectNode> rows(PipelineState state) {
            Map<Long, ExecutionState> live = new HashMap<>();
            state.liveExecutions().forEach(each -> live.put(each.origin().number(), each));
            List<ObjectNode> rows = new ArrayList<>();
            for (long number = state.lastNumber(); number > Math.max(0, state.lastNumber() - RECENT); number--) {
                if (live.containsKey(number)) {
                    rows.add(ExecutionJson.summary(state.definitionOf(live.get(number)), live.get(number)));
                } else if (shown.containsKey(number)) {
                    rows.add(ExecutionJson.summary(state.definition(), shown.get(number)));
                }
            }
            return rows;
        }
    }
}
