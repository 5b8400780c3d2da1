package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Decider;
import io.jenkins.plugins.releasepipeline.engine.Decision;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.PublishedState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The snapshot of each pipeline's page: built once for a state, when somebody asks for it, and shared by all readers.
 * Asking again while nothing has changed costs a comparison. For any thread; the first to ask after a change waits for the
 * disk, and those who ask meanwhile wait for the first.
 */
public final class StateSnapshots {
    /** Part of every version: to be raised when the JSON of an unchanged state looks different. */
    private static final String FORMAT = "2";

    private static final String BRIEF = "-brief";
    private static final int RECENT = 12;

    private final Map<PipelineRuntime, OfPipeline> pipelines = new ConcurrentHashMap<>();
    private final Map<PipelineRuntime, OfPipeline> brief = new ConcurrentHashMap<>();
    private final SourceChanges changes;
    private final Function<ActionTypeId, Optional<ActionTypeSchema>> schemas;

    /** Snapshots without the changes that come to each stage. */
    public StateSnapshots() {
        this(SourceChanges.NONE);
    }

    /** @param changes what lies between the revisions of sources, as far as it is known */
    public StateSnapshots(SourceChanges changes) {
        this(changes, ActionCatalog::find);
    }

    /**
     * @param changes what lies between the revisions of sources, as far as it is known
     * @param schemas the types that the host knows: what of their configuration is secret
     */
    public StateSnapshots(SourceChanges changes, Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        this.changes = changes;
        this.schemas = schemas;
    }

    /** The version of what {@link #of} would give now; builds nothing. */
    public String version(PipelineRuntime pipeline) {
        return version(pipeline.published(), changes);
    }

    /** The version of what {@link #brief} would give now; builds nothing. */
    public String briefVersion(PipelineRuntime pipeline) {
        return version(pipeline) + BRIEF;
    }

    /** @throws IOException when the history cannot be read */
    public StateSnapshot of(PipelineRuntime pipeline) throws IOException {
        return pipelines
                .computeIfAbsent(
                        pipeline,
                        any -> new OfPipeline(any, changes.forPipeline(any.name()), new StageParts(true, schemas), ""))
                .snapshot();
    }

    /**
     * The same without the ids of attempts and the tokens of questions: a page needs them only for what is clicked at, and
     * they are most of a large state, for nothing compresses them. Has the version {@link
     * #briefVersion}.
     *
     * @throws IOException when the history cannot be read
     */
    public StateSnapshot brief(PipelineRuntime pipeline) throws IOException {
        return brief.computeIfAbsent(
                        pipeline,
                        any -> new OfPipeline(
                                any, changes.forPipeline(any.name()), new StageParts(false, schemas), BRIEF))
                .snapshot();
    }

    /** What a page shows of a pipeline that has never begun: its stages as they are declared, with nothing in them. */
    public StateSnapshot declared(PipelineDeclaration definition) throws IOException {
        Command begin = new Command.UpdateDefinition(definition, Map.of(), UpdatePolicy.CANCEL, "");
        Decision decision = Decider.decide(PipelineState.unborn(definition.name()), begin, Instant.EPOCH);
        PipelineState state = ((Decision.Accepted) decision).state();
        String version = "declared-" + Integer.toHexString(definition.hashCode());
        UsualTimes usual = UsualTimes.of(List.of());
        byte[] stages = new StageParts(false, schemas).of(state, new StageChanges(state, SourceChanges.NONE), usual);
        return StateSnapshot.of(version, PageJson.of(state, version, stages, List.of(), usual));
    }

    private static String version(PublishedState published, SourceChanges changes) {
        return FORMAT + "-" + published.sequence() + "-" + changes.known();
    }

    private static final class OfPipeline {
        private final PipelineRuntime pipeline;
        private final SourceChanges changes;
        private final String suffix;
        private final TreeMap<Long, ExecutionRecord> shown = new TreeMap<>();
        private final StageParts stages;
        private UsualTimes usual = UsualTimes.of(List.of());
        private boolean begun;
        private boolean learned;
        private volatile StateSnapshot latest;

        OfPipeline(PipelineRuntime pipeline, SourceChanges changes, StageParts stages, String suffix) {
            this.pipeline = pipeline;
            this.changes = changes;
            this.stages = stages;
            this.suffix = suffix;
        }

        private String version(PublishedState published) {
            return StateSnapshots.version(published, changes) + suffix;
        }

        StateSnapshot snapshot() throws IOException {
            StateSnapshot known = latest;
            return known != null && known.version().equals(version(pipeline.published())) ? known : renewed();
        }

        private synchronized StateSnapshot renewed() throws IOException {
            PublishedState published = pipeline.published();
            StateSnapshot known = latest;
            String version = version(published);
            if (known == null || !known.version().equals(version)) {
                List<ObjectNode> recent = recent(published.state());
                if (!learned) {
                    usual = UsualTimes.of(shown.values());
                    learned = true;
                }
                byte[] stage = stages.of(published.state(), new StageChanges(published.state(), changes), usual);
                known = StateSnapshot.of(version, PageJson.of(published.state(), version, stage, recent, usual));
                latest = known;
            }
            return known;
        }

        /**
         * The latest executions: those under way from the state, those that are over from disk, once. An execution that
         * was never seen here, or that has ended again since, is read.
         */
        private List<ObjectNode> recent(PipelineState state) throws IOException {
            if (!begun) {
                begun = true;
                remember(pipeline.history().page(HistoryQuery.latest(RECENT)).executions());
            }
            for (ExecutionState execution : state.executions().values()) {
                ExecutionRecord known = shown.get(execution.origin().number());
                if (execution.isLive()) {
                    learned &= shown.remove(execution.origin().number()) == null;
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
            learned = false;
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
