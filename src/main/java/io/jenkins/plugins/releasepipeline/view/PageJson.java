package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.SecretProperties;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link StateJson}, and all else that the page of a pipeline shows. */
final class PageJson {
    private PageJson() {}

    /**
     * @param recent executions, the latest first
     * @param past executions that are over, to learn from how long things take
     */
    static ObjectNode of(
            PipelineState state,
            SourceChanges changes,
            String version,
            List<ObjectNode> recent,
            Collection<ExecutionRecord> past) {
        PipelineDeclaration definition = state.definition();
        UsualTimes usual = UsualTimes.of(past);
        ObjectNode json = StateJson.of(state, changes, usual);
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
        for (int i = 0; i < definition.stages().size(); i++) {
            StageDeclaration stage = definition.stages().get(i);
            stage(state, stage, usual, (ObjectNode) json.get("stageStates").get(i));
        }
        ArrayNode executions = json.putArray("recentExecutions");
        recent.forEach(executions::add);
        return json;
    }

    private static void stage(PipelineState state, StageDeclaration declared, UsualTimes usual, ObjectNode json) {
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
            ObjectNode configuration = each.putObject("configuration");
            SecretProperties.shown(action.actionTypeId(), resolved(state, stage, action))
                    .forEach(configuration::put);
        }
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
