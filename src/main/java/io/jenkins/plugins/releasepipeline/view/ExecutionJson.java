package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** An execution as {@code get-pipeline-execution} and {@code list-action-executions} print it (reference §1.16). */
public final class ExecutionJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ExecutionJson() {}

    /** The execution alone, without its actions: one of {@code list-pipeline-executions}. */
    public static ObjectNode summary(PipelineDeclaration definition, ExecutionRecord record) {
        return execution(definition, record);
    }

    /**
     * {@code {"pipelineExecution": …, "actionExecutionDetails": […], "ruleExecutionDetails": […], "declaredStages": […]}},
     * actions and rules latest first, the stages as they were declared when it ran.
     *
     * @param schemas the types that the host knows: what of their configuration is secret
     */
    public static ObjectNode of(
            PipelineDeclaration definition,
            ExecutionRecord record,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        ObjectNode json = JSON.objectNode();
        json.set("pipelineExecution", execution(definition, record));
        ArrayNode actions = json.putArray("actionExecutionDetails");
        for (int i = record.actions().size() - 1; i >= 0; i--) {
            actions.add(action(definition, record, record.actions().get(i), schemas));
        }
        ArrayNode rules = json.putArray("ruleExecutionDetails");
        for (int i = record.rules().size() - 1; i >= 0; i--) {
            rules.add(rule(definition, record, record.rules().get(i), schemas));
        }
        ArrayNode declared = json.putArray("declaredStages");
        definition.stages().forEach(stage -> declared.add(declared(stage)));
        return json;
    }

    /** The same where the catalog's types are all that there are. */
    public static ObjectNode of(PipelineDeclaration definition, ExecutionRecord record) {
        return of(definition, record, ActionCatalog::find);
    }

    private static ObjectNode declared(StageDeclaration stage) {
        ObjectNode json = JSON.objectNode().put("stageName", stage.name());
        ArrayNode actions = json.putArray("actions");
        stage.actions().forEach(action -> {
            ObjectNode each = actions.addObject();
            each.put("actionName", action.name());
            each.put("runOrder", action.runOrderOrDefault());
            put(each, "actionTypeId", action.actionTypeId());
            ArrayNode inputs = each.putArray("inputArtifacts");
            action.inputArtifacts().forEach(input -> inputs.add(input.name()));
            ArrayNode outputs = each.putArray("outputArtifacts");
            action.outputArtifacts().forEach(output -> outputs.add(output.name()));
        });
        return json;
    }

    /** The same of an execution that is under way, without its history. */
    static ObjectNode summary(PipelineDeclaration definition, ExecutionState execution) {
        ObjectNode json = StateJson.execution(execution);
        json.put("pipelineName", definition.name());
        json.put("pipelineVersion", execution.origin().definitionVersion());
        json.put("executionMode", definition.executionModeOrDefault().name());
        json.put("executionType", execution.origin().type().name());
        ArrayNode variables = json.putArray("variables");
        execution.origin().variables().forEach((name, value) -> variables
                .addObject()
                .put("name", name)
                .put("resolvedValue", value));
        json.set("stages", stages(execution));
        return json;
    }

    /** Where the execution has been, and how it stands there. */
    static ArrayNode stages(ExecutionState execution) {
        ArrayNode stages = JSON.arrayNode();
        execution.stages().values().forEach(stage -> {
            ObjectNode each = stages.addObject();
            each.put("stageName", stage.stageName());
            each.put("status", stage.status().name());
            each.put("startTime", stage.startedAt().toString());
            stage.endedAt().ifPresent(end -> each.put("endTime", end.toString()));
        });
        return stages;
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
            ArrayNode conditions = each.putArray("conditions");
            record.conditions().stream()
                    .filter(condition -> condition.stage().equals(stage.name()))
                    .forEach(condition -> conditions.add(condition(condition)));
        });
        record.origin().rollbackTarget().ifPresent(target -> json.putObject("rollbackMetadata")
                .put("rollbackTargetPipelineExecutionId", target));
        record.supersededBy().ifPresent(by -> json.put("supersededBy", by));
        json.set("carried", carried(record.carried()));
        return json;
    }

    private static ObjectNode condition(ExecutionRecord.ConditionRecord condition) {
        ObjectNode json = JSON.objectNode();
        json.put("type", condition.type().name());
        json.put("status", condition.status().name());
        json.put("startTime", condition.startedAt().toString());
        condition.endedAt().ifPresent(end -> json.put("endTime", end.toString()));
        json.put("evaluations", condition.evaluations());
        if (!condition.summary().isEmpty()) {
            json.put("summary", condition.summary());
        }
        if (!condition.by().isEmpty()) {
            json.put("lastUpdatedBy", condition.by());
        }
        return json;
    }

    private static ObjectNode rule(
            PipelineDeclaration definition,
            ExecutionRecord record,
            ExecutionRecord.RuleRecord rule,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        ObjectNode json = JSON.objectNode();
        json.put("pipelineExecutionId", record.origin().id());
        json.put("ruleExecutionId", rule.ruleExecutionId());
        json.put("pipelineVersion", record.origin().definitionVersion());
        json.put("stageName", rule.stage());
        json.put("conditionType", rule.condition().name());
        json.put("ruleName", rule.rule());
        json.put("evaluation", rule.evaluation());
        json.put("startTime", rule.startedAt().toString());
        json.put("lastUpdateTime", rule.updatedAt().toString());
        json.put("status", rule.status().name());
        ObjectNode input = json.putObject("input");
        Optional<RuleDeclaration> declared = definition.stage(rule.stage()).flatMap(stage -> rules(
                        stage, rule.condition())
                .filter(each -> each.name().equals(rule.rule()))
                .findFirst());
        declared.ifPresent(found -> {
            put(input, "ruleTypeId", found.ruleTypeId());
            input.set("configuration", SecretConfiguration.json(found.ruleTypeId(), found.configuration(), schemas));
        });
        Map<String, String> resolved = rule.input().resolvedConfiguration();
        input.set(
                "resolvedConfiguration",
                declared.map(found -> SecretConfiguration.json(found.ruleTypeId(), resolved, schemas))
                        .orElseGet(() -> texts(resolved)));
        input.set("inputArtifacts", artifacts(rule.input().inputArtifacts()));
        json.putObject("output")
                .set(
                        "executionResult",
                        result(rule.externalExecutionId(), rule.summary(), rule.externalExecutionUrl(), rule.error()));
        return json;
    }

    private static Stream<RuleDeclaration> rules(StageDeclaration stage, ConditionType type) {
        Stream<Condition> conditions =
                switch (type) {
                    case BEFORE_ENTRY ->
                        Stream.ofNullable(stage.beforeEntry()).flatMap(each -> each.conditions().stream());
                    case ON_SUCCESS -> Stream.ofNullable(stage.onSuccess()).flatMap(each -> each.conditions().stream());
                    case ON_FAILURE -> Stream.ofNullable(stage.onFailure()).flatMap(each -> each.conditions().stream());
                };
        return conditions.flatMap(condition -> condition.rules().stream());
    }

    private static void put(ObjectNode json, String field, ActionTypeId type) {
        json.putObject(field)
                .put("category", type.category())
                .put("owner", type.owner())
                .put("provider", type.provider())
                .put("version", type.version());
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
            PipelineDeclaration definition,
            ExecutionRecord record,
            ExecutionRecord.ActionRecord action,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
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
        json.set("input", input(declared, action, schemas));
        json.set("output", output(action));
        if (!action.agentWaits().isEmpty()) {
            ArrayNode waits = json.putArray("agentWaits");
            action.agentWaits().forEach(wait -> {
                ObjectNode each = waits.addObject().put("since", wait.since().toString());
                wait.until().ifPresent(until -> each.put("until", until.toString()));
                StateJson.putText(each, "label", wait.label());
            });
        }
        if (!action.answers().isEmpty()) {
            ArrayNode answers = json.putArray("approvals");
            action.answers().forEach(answer -> answers.addObject()
                    .put("status", answer.status())
                    .put("by", answer.by())
                    .put("time", answer.at().toString())
                    .put("summary", answer.summary()));
        }
        return json;
    }

    private static ObjectNode input(
            Optional<ActionDeclaration> declared,
            ExecutionRecord.ActionRecord action,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        ObjectNode json = JSON.objectNode();
        declared.ifPresent(found -> {
            put(json, "actionTypeId", found.actionTypeId());
            json.set("configuration", SecretConfiguration.json(found.actionTypeId(), found.configuration(), schemas));
            if (found.namespace() != null) {
                json.put("namespace", found.namespace());
            }
        });
        Map<String, String> resolved = action.input().resolvedConfiguration();
        json.set(
                "resolvedConfiguration",
                declared.map(found -> SecretConfiguration.json(found.actionTypeId(), resolved, schemas))
                        .orElseGet(() -> texts(resolved)));
        json.set("inputArtifacts", artifacts(action.input().inputArtifacts()));
        return json;
    }

    private static ObjectNode output(ExecutionRecord.ActionRecord action) {
        ObjectNode json = JSON.objectNode();
        json.set("outputArtifacts", artifacts(action.outputArtifacts()));
        json.set(
                "executionResult",
                result(action.externalExecutionId(), action.summary(), action.externalExecutionUrl(), action.error()));
        json.set("outputVariables", texts(action.outputVariables()));
        return json;
    }

    private static ObjectNode result(String externalId, String summary, String url, Optional<ErrorDetails> error) {
        ObjectNode result = JSON.objectNode();
        if (!externalId.isEmpty()) {
            result.put("externalExecutionId", externalId);
        }
        if (!summary.isEmpty()) {
            result.put("externalExecutionSummary", summary);
        }
        if (!url.isEmpty()) {
            result.put("externalExecutionUrl", url);
        }
        error.ifPresent(found ->
                result.putObject("errorDetails").put("code", found.code()).put("message", found.message()));
        return result;
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
