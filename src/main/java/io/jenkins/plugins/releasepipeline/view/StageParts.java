package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The stages of a pipeline's page as JSON, each kept until something of it changes: one event changes one stage or two, and
 * the others are neither built nor written again. Not thread-safe.
 */
final class StageParts {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final boolean withIds;
    private final Function<ActionTypeId, Optional<ActionTypeSchema>> schemas;
    private Map<String, Part> parts = Map.of();

    /**
     * @param withIds whether attempts are named, and questions have their tokens
     * @param schemas the types that the host knows: what of their configuration is secret
     */
    StageParts(boolean withIds, Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        this.withIds = withIds;
        this.schemas = schemas;
    }

    /** All that the JSON of a stage is made of. */
    private record Inputs(
            StageDeclaration declared,
            StageState stage,
            StageExecution ran,
            ExecutionStatus status,
            List<ArtifactRevision> revisions,
            List<String> waiting,
            UsualTimes usual,
            ArrayNode changes) {

        /** States are immutable, and an event keeps what it does not change. */
        boolean areOf(Inputs other) {
            return declared == other.declared
                    && stage == other.stage
                    && ran == other.ran
                    && usual == other.usual
                    && status == other.status
                    && revisions.equals(other.revisions)
                    && waiting.equals(other.waiting)
                    && changes.equals(other.changes);
        }
    }

    private record Part(Inputs inputs, byte[] json) {}

    /** A JSON array in UTF-8, in the order of the definition. Each stage has a {@code tag} that names what it shows. */
    byte[] of(PipelineState state, StageChanges changes, UsualTimes usual) throws IOException {
        Map<String, Part> next = new HashMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (StageDeclaration declared : state.definition().stages()) {
            Inputs inputs = inputs(state, declared, changes, usual);
            Part known = parts.get(declared.name());
            Part part = known != null && known.inputs().areOf(inputs)
                    ? known
                    : new Part(inputs, json(state, inputs, usual));
            next.put(declared.name(), part);
            if (out.size() > 1) {
                out.write(',');
            }
            out.write(part.json());
        }
        out.write(']');
        parts = next;
        return out.toByteArray();
    }

    private static Inputs inputs(
            PipelineState state, StageDeclaration declared, StageChanges changes, UsualTimes usual) {
        StageState stage = state.stages().get(declared.name());
        ExecutionState latest = stage.latest().flatMap(state::execution).orElse(null);
        return new Inputs(
                declared,
                stage,
                latest == null ? null : latest.stage(stage.name()).orElse(null),
                latest == null ? null : latest.status(),
                latest == null ? List.of() : latest.products().revisions(),
                stage.waiting().stream()
                        .flatMap(id -> state.execution(id).stream())
                        .map(execution -> execution.id() + execution.status())
                        .toList(),
                usual,
                changes.of(stage));
    }

    private byte[] json(PipelineState state, Inputs inputs, UsualTimes usual) throws IOException {
        ObjectNode json = PageJson.stage(state, inputs.declared(), usual, schemas);
        json.set("changes", inputs.changes());
        if (!withIds) {
            json.get("actionStates").forEach(StageParts::withoutIds);
        }
        byte[] bytes = MAPPER.writeValueAsBytes(json);
        CRC32 one = new CRC32();
        one.update(bytes);
        CRC32C other = new CRC32C();
        other.update(bytes);
        byte[] tag = (",\"tag\":\"" + Long.toHexString(one.getValue()) + Long.toHexString(other.getValue()) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream tagged = new ByteArrayOutputStream(bytes.length + tag.length);
        tagged.write(bytes, 0, bytes.length - 1);
        tagged.write(tag);
        return tagged.toByteArray();
    }

    private static void withoutIds(JsonNode action) {
        if (action.path("latestExecution") instanceof ObjectNode latest) {
            latest.remove(List.of("actionExecutionId", "token"));
        }
    }
}
