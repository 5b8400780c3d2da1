package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Blockers;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.SucceededExecution;
import java.util.Optional;

/** A pipeline's state as {@code get-pipeline-state} prints it, with the executions it mentions (reference §1.16). */
public final class StateJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StateJson() {}

    /** Without the changes that come to each stage. */
    public static ObjectNode of(PipelineState state, UsualTimes usual) {
        return of(state, SourceChanges.NONE, usual);
    }

    /**
     * With the changes that come to each stage, as far as {@code sources} knows them now.
     *
     * @param usual to estimate from when an execution goes on
     */
    public static ObjectNode of(PipelineState state, SourceChanges sources, UsualTimes usual) {
        StageChanges changes = new StageChanges(state, sources);
        ObjectNode json = head(state);
        ArrayNode stages = json.putArray("stageStates");
        state.definition().stages().forEach(declared -> {
            ObjectNode stage = stage(state, declared);
            stage.set("changes", changes.of(state.stages().get(declared.name())));
            stages.add(stage);
        });
        json.set("executions", executions(state, usual));
        return json;
    }

    /** The pipeline itself. */
    static ObjectNode head(PipelineState state) {
        ObjectNode json = JSON.objectNode();
        json.put("pipelineName", state.pipelineName());
        json.put("pipelineVersion", state.version());
        state.created().ifPresent(at -> json.put("created", at.toString()));
        state.updated().ifPresent(at -> json.put("updated", at.toString()));
        return json;
    }

    /** Those that are live or that a stage shows, each with what it waits for. */
    static ArrayNode executions(PipelineState state, UsualTimes usual) {
        Estimates estimates = new Estimates(state, usual);
        ArrayNode executions = JSON.arrayNode();
        state.executions().values().forEach(execution -> {
            ObjectNode each = execution(execution);
            if (state.modeOf(execution) == ExecutionMode.PARALLEL) {
                each.set("stages", ExecutionJson.stages(execution));
            }
            Blockers.of(state, execution)
                    .ifPresent(
                            blocker -> each.set("blocker", BlockerJson.of(blocker, estimates.of(execution, blocker))));
            executions.add(each);
        });
        return executions;
    }

    /** A stage without the changes that come to it. */
    static ObjectNode stage(PipelineState state, StageDeclaration declared) {
        StageState stage = state.stages().get(declared.name());
        ObjectNode json = JSON.objectNode();
        json.put("stageName", stage.name());
        ArrayNode waiting = json.putArray("inboundExecutions");
        stage.waiting().stream()
                .flatMap(id -> state.execution(id).stream())
                .forEach(execution ->
                        waiting.add(summary(execution, execution.status().name())));
        if (!waiting.isEmpty()) {
            json.set("inboundExecution", waiting.get(0).deepCopy());
        }
        ObjectNode transition = json.putObject("inboundTransitionState");
        transition.put("enabled", stage.inbound().enabled());
        if (!stage.inbound().lastChangedBy().isEmpty()) {
            transition.put("lastChangedBy", stage.inbound().lastChangedBy());
        }
        stage.inbound().lastChangedAt().ifPresent(at -> transition.put("lastChangedAt", at.toString()));
        if (!stage.inbound().enabled()) {
            transition.put("disabledReason", stage.inbound().disabledReason());
        }
        Optional<ExecutionState> latest = stage.latest().flatMap(state::execution);
        Optional<StageExecution> ran = latest.flatMap(execution -> execution.stage(stage.name()));
        ArrayNode actions = json.putArray("actionStates");
        for (ActionDeclaration action : declared.actions()) {
            ObjectNode each = actions.addObject();
            each.put("actionName", action.name());
            latest.ifPresent(execution -> execution.products().revisions().stream()
                    .filter(revision -> revision.actionName().equals(action.name()))
                    .findFirst()
                    .ifPresent(revision -> each.set("currentRevision", ExecutionJson.revision(revision))));
            ran.flatMap(execution -> execution.action(action.name()))
                    .ifPresent(execution -> each.set("latestExecution", action(execution)));
        }
        if (ran.isPresent()) {
            json.set("latestExecution", summary(latest.orElseThrow(), status(latest.orElseThrow(), ran.orElseThrow())));
            ConditionJson.put(json, ran.get());
            ObjectNode retry = JSON.objectNode();
            ran.get().retry().latest().ifPresent(trigger -> {
                retry.put("autoStageRetryAttempt", ran.get().retry().automatic());
                retry.put("manualStageRetryAttempt", ran.get().retry().manual());
                retry.put("latestRetryTrigger", trigger.name());
                json.set("retryStageMetadata", retry);
            });
        }
        stage.succeeded().ifPresent(succeeded -> json.set("lastSucceeded", succeeded(succeeded)));
        putEarly(json, stage);
        return json;
    }

    private static ObjectNode succeeded(SucceededExecution succeeded) {
        ObjectNode json = JSON.objectNode()
                .put("pipelineExecutionId", succeeded.executionId())
                .put("executionNumber", succeeded.number())
                .put("endTime", succeeded.at().toString());
        ArrayNode revisions = json.putArray("artifactRevisions");
        succeeded.revisions().forEach(revision -> revisions.add(ExecutionJson.revision(revision)));
        return json;
    }

    /** A stage whose execution is to stop is stopping, as long as something works in it. */
    private static String status(ExecutionState execution, StageExecution stage) {
        boolean stopping = stage.status() == StageStatus.InProgress && execution.status() == ExecutionStatus.Stopping;
        return (stopping ? StageStatus.Stopping : stage.status()).name();
    }

    private static ObjectNode summary(ExecutionState execution, String status) {
        return JSON.objectNode()
                .put("pipelineExecutionId", execution.id())
                .put("executionNumber", execution.origin().number())
                .put("status", status)
                .put("type", execution.origin().type().name());
    }

    private static ObjectNode action(ActionExecution action) {
        ObjectNode json = JSON.objectNode();
        json.put("actionExecutionId", action.actionExecutionId());
        json.put("status", action.status().name());
        json.put("startTime", action.startedAt().toString());
        json.put("lastStatusChange", action.lastStatusChange().toString());
        putText(json, "summary", action.summary());
        putText(json, "lastUpdatedBy", action.updatedBy());
        putText(json, "externalExecutionId", action.externalExecutionId());
        putText(json, "externalExecutionUrl", action.externalExecutionUrl());
        action.agentWait().ifPresent(wait -> {
            ObjectNode waits = json.putObject("agentWait")
                    .put("reason", wait.reason())
                    .put("since", wait.since().toString());
            putText(waits, "label", wait.label());
        });
        action.percentComplete().ifPresent(percent -> json.put("percentComplete", percent));
        putApprovals(json, action);
        action.expires().ifPresent(expires -> {
            if (action.status() == ActionStatus.InProgress) {
                json.put("token", action.actionExecutionId());
                json.put("expires", expires.toString());
            }
        });
        action.error()
                .ifPresent(error ->
                        json.putObject("errorDetails").put("code", error.code()).put("message", error.message()));
        return json;
    }

    /** Who has answered so far, and of how many. */
    private static void putApprovals(ObjectNode json, ActionExecution action) {
        action.policy()
                .filter(policy -> policy.required() > 1)
                .ifPresent(policy -> json.put("requiredApprovals", policy.required()));
        if (!action.answers().isEmpty()) {
            ArrayNode answers = json.putArray("approvals");
            action.answers().forEach(answer -> answers.addObject()
                    .put("status", answer.status().name())
                    .put("by", answer.by())
                    .put("time", answer.at().toString())
                    .put("summary", answer.summary()));
        }
    }

    private static void putEarly(ObjectNode json, StageState stage) {
        if (stage.earlyApprovals().isEmpty()) {
            return;
        }
        ArrayNode early = json.putArray("earlyApprovals");
        stage.earlyApprovals().forEach(each -> {
            ObjectNode approval = early.addObject()
                    .put("actionName", each.action())
                    .put("by", each.by().name())
                    .put("time", each.at().toString())
                    .put("summary", each.summary());
            each.until().ifPresent(until -> approval.put("until", until.toString()));
            ObjectNode revisions = approval.putObject("revisions");
            each.revisions().forEach(revisions::put);
        });
    }

    static ObjectNode execution(ExecutionState execution) {
        ObjectNode json = summary(execution, execution.status().name());
        putText(json, "statusSummary", execution.statusSummary());
        json.put("position", execution.position());
        json.put("waiting", execution.waiting());
        json.put("startTime", execution.origin().startedAt().toString());
        json.put("lastUpdateTime", execution.updatedAt().toString());
        json.putObject("trigger")
                .put("triggerType", execution.origin().trigger().type().name())
                .put("triggerDetail", execution.origin().trigger().detail());
        ArrayNode revisions = json.putArray("artifactRevisions");
        execution.products().revisions().forEach(revision -> revisions.add(ExecutionJson.revision(revision)));
        json.set("carried", ExecutionJson.carried(execution.carried()));
        return json;
    }

    static void putText(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }
}
