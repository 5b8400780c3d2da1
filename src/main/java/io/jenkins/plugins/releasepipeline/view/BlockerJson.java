package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.engine.Blocker;
import java.util.Optional;

/** Why an execution waits, and until when if that can be told: one object, with its kind in {@code type}. */
final class BlockerJson {
    private BlockerJson() {}

    static ObjectNode of(Blocker blocker, Optional<Estimate> estimate) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", blocker.getClass().getSimpleName())
                .put("stageName", blocker.stage());
        if (blocker instanceof Blocker.TransitionClosed closed) {
            StateJson.putText(json, "by", closed.by());
            StateJson.putText(json, "reason", closed.reason());
            closed.at().ifPresent(at -> json.put("since", at.toString()));
        } else if (blocker instanceof Blocker.StageHeld held) {
            json.put("pipelineExecutionId", held.executionId());
            ArrayNode actions = json.putArray("actionNames");
            held.actions().forEach(actions::add);
        } else if (blocker instanceof Blocker.Queued queued) {
            json.put("place", queued.position());
            json.put("pipelineExecutionId", queued.behind());
        } else if (blocker instanceof Blocker.Draining draining) {
            ArrayNode executions = json.putArray("pipelineExecutionIds");
            draining.executionIds().forEach(executions::add);
        } else if (blocker instanceof Blocker.ApprovalNeeded approval) {
            json.put("actionName", approval.action());
            json.put("requiredApprovals", approval.required());
            ArrayNode given = json.putArray("approvedBy");
            approval.given().forEach(given::add);
            ArrayNode approvers = json.putArray("approvers");
            approval.approvers().forEach(approvers::add);
            json.put("since", approval.since().toString());
            json.put("expires", approval.expires().toString());
        } else if (blocker instanceof Blocker.AgentNeeded agent) {
            json.put("work", agent.work());
            StateJson.putText(json, "label", agent.label());
            json.put("reason", agent.reason());
            json.put("since", agent.since().toString());
        } else if (blocker instanceof Blocker.RuleNotPassing rule) {
            json.put("conditionType", rule.condition().name());
            json.put("evaluations", rule.evaluations());
            StateJson.putText(json, "summary", rule.lastResult());
            json.put("nextCheck", rule.nextCheck().toString());
            json.put("deadline", rule.deadline().toString());
        } else if (blocker instanceof Blocker.RetryDue retry) {
            json.put("retry", retry.retry());
            json.put("due", retry.due().toString());
        }
        estimate.ifPresent(found -> {
            ObjectNode when = json.putObject("estimate")
                    .put("at", found.at().toString())
                    .put("basis", found.basis().name());
            if (found.samples() > 0) {
                when.put("samples", found.samples());
            }
        });
        return json;
    }
}
