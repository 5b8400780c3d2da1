package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An execution as {@code get-pipeline-execution} and {@code list-action-executions} print it (reference §1.16). */
public final class ExecutionJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ExecutionJson() {}

    /** The execution alone, without its actions: one of {@code list-pipeline-executions}. */
    public static ObjectNode summary(PipelineDeclaration definition, ExecutionRecord record) {
        return execution(definition, record);
    }

    /** {@code {"pipelineExecution": …, "actionExecutionDetails": […]}}, the actions latest first. */
    public static ObjectNode of(PipelineDeclaration definition, ExecutionRecord record) {
        ObjectNode json = JSON.objectNode();
        json.set("pipelineExecution", execution(definition, record));
        ArrayNode actions = json.putArray("actionExecutionDetails");
        for (int i = record.actions().size() - 1; i >= 0; i--) {
            actions.add(action(definition, record, record.actions().get(i)));
        }
        return json;
    }

    private static ObjectNode execution(PipelineDeclaration definition, ExecutionRecord record) {
        ObjectNode json = JSON.objectNode();
        json.put("pipelineName", definition.name());
        json.put("pipelineVersion", record.origin().definitionVersion());
        json.put("pipelineExecutionId", record.origin().id());
        json.put("executionNumber", record.origin().number());
        json.put("status", record.status().name());
        if (!record.statusSummary().isEmpty()) {
            json.put("statusSummary", record.statusSummary());
        }
        json.put("startTime", record.origin().startedAt().toString());
        json.put("lastUpdateTime", record.updatedAt().toString());
        ArrayNode revisions = json.putArray("artifactRevisions");
        record.revisions().forEach(revision -> revisions.add(revision(revision)));
        ArrayNode variables = json.putArray("variables");
        record.origin()
                .variables()
                .forEach(
                        (name, value) -> variables.addObject().put("name", name).put("resolvedValue", value));
        json.putObject("trigger")
                .put("triggerType", record.origin().trigger().type().name())
                .put("triggerDetail", record.origin().trigger().detail());
        record.stopReason().ifPresent(reason -> json.putObject("stopTrigger").put("reason", reason));
        json.put("executionMode", definition.executionModeOrDefault().name());
        json.put("executionType", record.origin().type().name());
        ArrayNode stages = json.putArray("stages");
        record.stages().forEach(stage -> {
            ObjectNode each = stages.addObject();
            each.put("stageName", stage.name());
            each.put("status", stage.status().name());
            each.put("startTime", stage.startedAt().toString());
            stage.endedAt().ifPresent(end -> each.put("endTime", end.toString()));
            each.put("retries", stage.retries());
            ArrayNode attempts = each.putArray("attempts");
            stage.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
        });
        record.supersededBy().ifPresent(by -> json.put("supersededBy", by));
        json.set("carried", carried(record.carried()));
        return json;
    }

    private static ObjectNode attempt(ExecutionRecord.StageAttempt attempt) {
        ObjectNode json = JSON.objectNode();
        json.put("attempt", attempt.number());
        json.put("status", attempt.status().name());
        json.put("startTime", attempt.startedAt().toString());
        attempt.endedAt().ifPresent(end -> json.put("endTime", end.toString()));
        attempt.retry().ifPresent(retry -> {
            json.put("retryMode", retry.mode().name());
            json.put("retryTrigger", retry.trigger().name());
            if (!retry.by().isEmpty()) {
                json.put("retriedBy", retry.by());
            }
        });
        return json;
    }

    /** The executions that another one superseded on its way, and what they brought. */
    static ArrayNode carried(List<CarriedExecution> carried) {
        ArrayNode json = JSON.arrayNode();
        for (CarriedExecution each : carried) {
            ArrayNode revisions = json.addObject()
                    .put("pipelineExecutionId", each.executionId())
                    .put("executionNumber", each.number())
                    .putArray("artifactRevisions");
            each.revisions().forEach(revision -> revisions.add(revision(revision)));
        }
        return json;
    }

    static ObjectNode revision(ArtifactRevision revision) {
        ObjectNode json = JSON.objectNode();
        json.put("name", revision.artifactName());
        json.put("actionName", revision.actionName());
        json.put("revisionId", revision.revisionId());
        json.put("revisionSummary", revision.summary());
        revision.created().ifPresent(created -> json.put("created", created.toString()));
        revision.url().ifPresent(url -> json.put("revisionUrl", url));
        return json;
    }

    private static ObjectNode action(
            PipelineDeclaration definition, ExecutionRecord record, ExecutionRecord.ActionRecord action) {
        ObjectNode json = JSON.objectNode();
        json.put("pipelineExecutionId", record.origin().id());
        json.put("actionExecutionId", action.actionExecutionId());
        json.put("pipelineVersion", record.origin().definitionVersion());
        json.put("stageName", action.stage());
        json.put("actionName", action.action());
        json.put("attempt", action.attempt());
        json.put("startTime", action.startedAt().toString());
        json.put("lastUpdateTime", action.updatedAt().toString());
        if (!action.updatedBy().isEmpty()) {
            json.put("updatedBy", action.updatedBy());
        }
        json.put("status", action.status().name());
        Optional<ActionDeclaration> declared =
                definition.stage(action.stage()).flatMap(stage -> stage.action(action.action()));
        json.set("input", input(declared, action));
        json.set("output", output(action));
        return json;
    }

    private static ObjectNode input(Optional<ActionDeclaration> declared, ExecutionRecord.ActionRecord action) {
        ObjectNode json = JSON.objectNode();
        declared.ifPresent(found -> {
            json.putObject("actionTypeId")
                    .put("category", found.actionTypeId().category())
                    .put("owner", found.actionTypeId().owner())
                    .put("provider", found.actionTypeId().provider())
                    .put("version", found.actionTypeId().version());
            json.set("configuration", texts(found.configuration()));
            if (found.namespace() != null) {
                json.put("namespace", found.namespace());
            }
        });
        json.set("resolvedConfiguration", texts(action.input().resolvedConfiguration()));
        json.set("inputArtifacts", artifacts(action.input().inputArtifacts()));
        return json;
    }

    private static ObjectNode output(ExecutionRecord.ActionRecord action) {
        ObjectNode json = JSON.objectNode();
        json.set("outputArtifacts", artifacts(action.outputArtifacts()));
        ObjectNode result = json.putObject("executionResult");
        if (!action.externalExecutionId().isEmpty()) {
            result.put("externalExecutionId", action.externalExecutionId());
        }
        if (!action.summary().isEmpty()) {
            result.put("externalExecutionSummary", action.summary());
        }
        if (!action.externalExecutionUrl().isEmpty()) {
            result.put("externalExecutionUrl", action.externalExecutionUrl());
        }
        action.error().ifPresent(error -> result.putObject("errorDetails")
                .put("code", error.code())
                .put("message", error.message()));
        json.set("outputVariables", texts(action.outputVariables()));
        return json;
    }

    private static ArrayNode artifacts(Map<String, String> digests) {
        ArrayNode json = JSON.arrayNode();
        digests.forEach((name, digest) -> json.addObject().put("name", name).put("digest", digest));
        return json;
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode json = JSON.objectNode();
        texts.forEach(json::put);
        return json;
    }
}
