package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@link StateJson}, and all else that the page of a pipeline shows. */
final class PageJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private PageJson() {}

    /**
     * @param stages the stages as JSON
     * @param recent executions, the latest first
     * @param usual how long things take
     */
    static byte[] of(PipelineState state, String version, byte[] stages, List<ObjectNode> recent, UsualTimes usual)
            throws IOException {
        PipelineDeclaration definition = state.definition();
        ObjectNode json = StateJson.head(state);
        json.put("version", version);
        json.put("executionMode", definition.executionModeOrDefault().name());
        ArrayNode variables = json.putArray("variables");
        definition.variables().forEach(variable -> {
            ObjectNode each = variables.addObject();
            each.put("name", variable.name());
            if (variable.defaultValue() != null) {
                each.put("defaultValue", variable.defaultValue());
            }
            if (variable.description() != null) {
                each.put("description", variable.description());
            }
        });
        json.set("executions", StateJson.executions(state, usual));
        ArrayNode executions = json.putArray("recentExecutions");
        recent.forEach(executions::add);
        byte[] rest = MAPPER.writeValueAsBytes(json);
        ByteArrayOutputStream out = new ByteArrayOutputStream(rest.length + stages.length + 16);
        out.write(rest, 0, rest.length - 1);
        out.write(",\"stageStates\":".getBytes(StandardCharsets.US_ASCII));
        out.write(stages);
        out.write('}');
        return out.toByteArray();
    }

    /** A stage with what its actions are declared as, and how long they take. */
    static ObjectNode stage(
            PipelineState state,
            StageDeclaration declared,
            UsualTimes usual,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        ObjectNode json = StateJson.stage(state, declared);
        Optional<StageState> stage = state.stage(declared.name());
        for (int i = 0; i < declared.actions().size(); i++) {
            ActionDeclaration action = declared.actions().get(i);
            ObjectNode each = (ObjectNode) json.get("actionStates").get(i);
            each.put("runOrder", action.runOrderOrDefault());
            each.putObject("actionTypeId")
                    .put("category", action.actionTypeId().category())
                    .put("owner", action.actionTypeId().owner())
                    .put("provider", action.actionTypeId().provider())
                    .put("version", action.actionTypeId().version());
            usual.action(declared.name(), action.name())
                    .ifPresent(took -> each.put("usualSeconds", took.time().toMillis() / 1000.0));
            each.set(
                    "configuration",
                    SecretConfiguration.json(action.actionTypeId(), resolved(state, stage, action), schemas));
        }
        return json;
    }

    /** What a person is to read, with its references resolved as soon as they are. */
    private static Map<String, String> resolved(
            PipelineState state, Optional<StageState> stage, ActionDeclaration action) {
        return stage.flatMap(StageState::latest)
                .flatMap(state::execution)
                .flatMap(execution -> execution.stage(stage.orElseThrow().name()))
                .flatMap(ran -> ran.action(action.name()))
                .filter(attempt -> attempt.isInProgress())
                .flatMap(attempt -> attempt.input())
                .map(ActionInput::resolvedConfiguration)
                .orElse(action.configuration());
    }
}
