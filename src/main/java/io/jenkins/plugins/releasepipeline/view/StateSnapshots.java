package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
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
        private final Map<String, ExecutionRecord> shown = new HashMap<>();
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
                ObjectNode json = PageJson.of(published.state(), changes, version, recent(published.state()));
                known = StateSnapshot.of(version, MAPPER.writeValueAsBytes(json));
                latest = known;
            }
            return known;
        }

        /** Reads from disk only what may have changed: an execution that nothing shows any more stays as it was. */
        private List<ExecutionRecord> recent(PipelineState state) throws IOException {
            List<ExecutionRecord> records = new ArrayList<>();
            if (!shown.isEmpty() && newest() == state.lastNumber()) {
                for (ExecutionRecord before : List.copyOf(shown.values())) {
                    String id = before.origin().id();
                    if (before.status().isLive() || state.execution(id).isPresent()) {
                        pipeline.history().execution(id).ifPresent(record -> shown.put(id, record));
                    }
                }
                records.addAll(shown.values());
                records.sort((one, other) ->
                        Long.compare(other.origin().number(), one.origin().number()));
                return records;
            }
            records.addAll(pipeline.history().page(HistoryQuery.latest(RECENT)).executions());
            shown.clear();
            records.forEach(record -> shown.put(record.origin().id(), record));
            return records;
        }

        private long newest() {
            return shown.values().stream()
                    .mapToLong(record -> record.origin().number())
                    .max()
                    .orElse(0);
        }
    }
}
