package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.engine.ConditionExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.RuleExecution;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;

/** The conditions of a stage as {@code get-pipeline-state} has them (reference §1.10, §1.16). */
final class ConditionJson {
    private ConditionJson() {}

    /** Adds a field for each condition that the stage's execution has come to. */
    static void put(ObjectNode stage, StageExecution execution) {
        for (ConditionType type : ConditionType.values()) {
            execution.condition(type).ifPresent(condition -> put(stage.putObject(field(type)), condition));
        }
    }

    private static String field(ConditionType type) {
        return switch (type) {
            case BEFORE_ENTRY -> "beforeEntryConditionState";
            case ON_SUCCESS -> "onSuccessConditionState";
            case ON_FAILURE -> "onFailureConditionState";
        };
    }

    private static void put(ObjectNode json, ConditionExecution condition) {
        ObjectNode latest = json.putObject("latestExecution");
        latest.put("status", condition.status().name());
        if (!condition.summary().isEmpty()) {
            latest.put("summary", condition.summary());
        }
        latest.put("startTime", condition.startedAt().toString());
        latest.put("evaluations", condition.evaluation());
        condition.endedAt().ifPresent(end -> latest.put("endTime", end.toString()));
        condition.nextCheck().ifPresent(next -> latest.put("nextCheck", next.toString()));
        condition.deadline().ifPresent(deadline -> latest.put("deadline", deadline.toString()));
        if (!condition.by().isEmpty()) {
            latest.put("overriddenBy", condition.by());
        }
        ArrayNode rules = json.putArray("conditionStates").addObject().putArray("ruleStates");
        condition.rules().values().forEach(rule -> put(rules.addObject(), rule));
    }

    private static void put(ObjectNode json, RuleExecution rule) {
        json.put("ruleName", rule.ruleName());
        ObjectNode latest = json.putObject("latestExecution");
        latest.put("ruleExecutionId", rule.ruleExecutionId());
        latest.put("status", rule.status().name());
        latest.put("startTime", rule.startedAt().toString());
        latest.put("lastStatusChange", rule.lastStatusChange().toString());
        StateJson.putText(latest, "summary", rule.summary());
        StateJson.putText(latest, "externalExecutionId", rule.externalExecutionId());
        StateJson.putText(latest, "externalExecutionUrl", rule.externalExecutionUrl());
        rule.error().ifPresent(error -> latest.putObject("errorDetails")
                .put("code", error.code())
                .put("message", error.message()));
    }
}
