package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.view.PublicConfiguration;
import io.jenkins.plugins.releasepipeline.view.StateSnapshot;
import io.jenkins.plugins.releasepipeline.view.StateSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The states of pipelines as Jenkins shows them: with the numbers of runs, and with what a reader may do. Built once for
 * all readers who may do the same. For any thread.
 */
final class StateViews {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final StateSnapshots snapshots;
    private final Map<Key, OfVersion> latest = new ConcurrentHashMap<>();

    /** @param changes what lies between revisions */
    StateViews(SourceChanges changes) {
        snapshots = new StateSnapshots(changes, JenkinsHost::schema);
    }

    private record Key(String pipelineId, boolean brief) {}

    private record OfVersion(String version, Map<List<String>, StateSnapshot> byVerbs) {}

    /** The version of what {@link #of} would give now; builds nothing. */
    String version(PipelineRuntime pipeline, boolean brief) {
        return brief ? snapshots.briefVersion(pipeline) : snapshots.version(pipeline);
    }

    /**
     * @param brief whether attempts have no ids and questions no tokens
     * @param may what the reader may do
     */
    StateSnapshot of(ReleasePipelineJob job, PipelineRuntime pipeline, boolean brief, List<String> may)
            throws IOException {
        StateSnapshot snapshot = brief ? snapshots.brief(pipeline) : snapshots.of(pipeline);
        OfVersion views = latest.compute(
                new Key(pipeline.name(), brief),
                (name, known) -> known != null && known.version().equals(snapshot.version())
                        ? known
                        : new OfVersion(snapshot.version(), new ConcurrentHashMap<>()));
        StateSnapshot view = views.byVerbs().get(may);
        if (view == null) {
            view = view(job, snapshot, may);
            views.byVerbs().put(may, view);
        }
        return view;
    }

    /** Of a job that has never run: its stages as they are declared. */
    StateSnapshot declared(ReleasePipelineJob job, PipelineDeclaration definition, List<String> may)
            throws IOException {
        StateSnapshot declared = snapshots.declared(definition);
        ObjectNode json = json(job, declared, may);
        json.remove(List.of("created", "updated"));
        return StateSnapshot.of(declared.version(), MAPPER.writeValueAsBytes(json));
    }

    private static StateSnapshot view(ReleasePipelineJob job, StateSnapshot snapshot, List<String> may)
            throws IOException {
        return StateSnapshot.of(
                snapshot.version(), MAPPER.writeValueAsBytes(job.runNumbers().put(json(job, snapshot, may))));
    }

    private static ObjectNode json(ReleasePipelineJob job, StateSnapshot snapshot, List<String> may)
            throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(snapshot.json());
        if (!may.contains(Reader.SEES_DEFINITION)) {
            PublicConfiguration.ofState(json);
        }
        json.put("pipelineName", job.getFullName());
        ArrayNode verbs = json.putArray("may");
        may.forEach(verbs::add);
        return json;
    }

    /** The pipeline is gone. */
    void forget(String pipelineId) {
        latest.remove(new Key(pipelineId, true));
        latest.remove(new Key(pipelineId, false));
    }
}
