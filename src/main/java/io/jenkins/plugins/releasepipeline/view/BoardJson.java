package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.PublishedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * All pipelines of a host at a glance: an object for each, with its stages and what needs a person. A pipeline's part is
 * built again only when its state has changed. For any thread; reads no disk.
 */
public final class BoardJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<PipelineRuntime, Row> rows = new ConcurrentHashMap<>();

    /** Names what {@link #of} would give now. */
    public String version(Collection<PipelineRuntime> pipelines) {
        CRC32 names = new CRC32();
        long changes = 0;
        for (PipelineRuntime pipeline : pipelines) {
            names.update(pipeline.name().getBytes(StandardCharsets.UTF_8));
            names.update('/');
            changes += pipeline.published().sequence();
        }
        return "1-" + Long.toHexString(names.getValue()) + "-" + changes;
    }

    /** A JSON array in UTF-8, in the order of {@code pipelines}. */
    public byte[] of(Collection<PipelineRuntime> pipelines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (PipelineRuntime pipeline : pipelines) {
            if (out.size() > 1) {
                out.write(',');
            }
            out.write(row(pipeline));
        }
        out.write(']');
        return out.toByteArray();
    }

    private byte[] row(PipelineRuntime pipeline) throws IOException {
        PublishedState published = pipeline.published();
        Row known = rows.get(pipeline);
        if (known == null || known.sequence() != published.sequence()) {
            known = new Row(published.sequence(), MAPPER.writeValueAsBytes(json(published.state())));
            rows.put(pipeline, known);
        }
        return known.json();
    }

    private static ObjectNode json(PipelineState state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pipelineName", state.pipelineName());
        json.put("executionMode", state.definition().executionModeOrDefault().name());
        json.put("live", state.liveExecutions().size());
        ArrayNode stages = json.putArray("stages");
        List<StageDeclaration> declared = state.definition().stages();
        for (StageDeclaration each : declared) {
            state.stage(each.name()).ifPresent(stage -> stages.add(stage(state, stage)));
        }
        state.stage(declared.get(declared.size() - 1).name())
                .flatMap(StageState::succeeded)
                .ifPresent(succeeded -> {
                    ObjectNode last = json.putObject("lastSucceeded");
                    last.put("pipelineExecutionId", succeeded.executionId());
                    last.put("executionNumber", succeeded.number());
                    last.put("endTime", succeeded.at().toString());
                    revision(succeeded.revisions(), last);
                });
        return json;
    }

    private static ObjectNode stage(PipelineState state, StageState stage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("stageName", stage.name());
        json.put("enabled", stage.inbound().enabled());
        json.put("waiting", stage.waiting().size());
        Optional<ExecutionState> latest = stage.latest().flatMap(state::execution);
        Optional<StageExecution> ran = latest.flatMap(execution -> execution.stage(stage.name()));
        ran.ifPresent(execution -> {
            json.put("pipelineExecutionId", latest.orElseThrow().id());
            json.put("executionNumber", latest.orElseThrow().origin().number());
            json.put("status", execution.status().name());
            json.put("startTime", execution.startedAt().toString());
            execution.endedAt().ifPresent(end -> json.put("endTime", end.toString()));
            ArrayNode approvals = json.putArray("approvals");
            execution.actions().values().stream()
                    .filter(action -> action.isInProgress() && action.expires().isPresent())
                    .forEach(action -> approvals.add(approval(action)));
            json.put(
                    "working",
                    execution.actions().values().stream()
                            .filter(action ->
                                    action.isInProgress() && action.expires().isEmpty())
                            .count());
        });
        return json;
    }

    private static ObjectNode approval(ActionExecution action) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("actionName", action.actionName())
                .put("startTime", action.startedAt().toString());
    }

    private static void revision(List<ArtifactRevision> revisions, ObjectNode json) {
        revisions.stream().findFirst().ifPresent(first -> json.set("revision", ExecutionJson.revision(first)));
    }

    private record Row(long sequence, byte[] json) {}
}
