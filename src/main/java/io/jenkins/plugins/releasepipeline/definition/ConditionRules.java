package io.jenkins.plugins.releasepipeline.definition;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The rules of reference §1.1, §1.8 and §1.10 for the conditions of a stage. */
final class ConditionRules {
    private static final Form REGION = Form.length(4, 30);
    private static final List<String> SKIPPING = List.of("LambdaInvoke", "VariableCheck");

    private static final int MAX_WAIT_MINUTES = 24 * 60;

    /** Why an action can fail: CodePipeline's kinds of failure, and what can become of an approval. */
    private static final List<String> ERROR_TYPES = List.of(
            "JobFailed",
            "ConfigurationError",
            "PermissionError",
            "RevisionOutOfSync",
            "RevisionUnavailable",
            "SystemUnavailable",
            "OutputVariablesSizeExceeded",
            "Rejected",
            "ApprovalTimedOut");

    private final PipelineDeclaration pipeline;
    private final int index;
    private final Pointer at;
    private final Flow flow;
    private final Findings findings;

    ConditionRules(PipelineDeclaration pipeline, int index, Pointer at, Flow flow, Findings findings) {
        this.pipeline = pipeline;
        this.index = index;
        this.at = at;
        this.flow = flow;
        this.findings = findings;
    }

    void check(StageDeclaration stage) {
        if (stage.beforeEntry() != null) {
            exactlyOne("beforeEntry", stage.beforeEntry().conditions());
            conditions(
                    "beforeEntry",
                    stage.beforeEntry().conditions(),
                    List.of("FAIL", "SKIP", "HOLD"),
                    Flow.Moment.entry(index));
        }
        if (stage.onSuccess() != null) {
            exactlyOne("onSuccess", stage.onSuccess().conditions());
            conditions(
                    "onSuccess",
                    stage.onSuccess().conditions(),
                    List.of("ROLLBACK", "FAIL", "HOLD"),
                    Flow.Moment.end(index));
        }
        if (stage.onFailure() != null) {
            failure(stage.onFailure());
        }
    }

    private void failure(FailureConditions failure) {
        Pointer failureAt = at.child("onFailure");
        conditions("onFailure", failure.conditions(), List.of("ROLLBACK"), Flow.Moment.end(index));
        if (failure.conditions().size() > 1) {
            exactlyOne("onFailure", failure.conditions());
        }
        String result = failure.result();
        if (result == null && failure.conditions().isEmpty()) {
            findings.missing(
                    failureAt,
                    "result",
                    "`onFailure` needs `result`, ROLLBACK or RETRY, or `conditions`, and has neither");
        } else if (result != null) {
            PipelineRules.oneOf(findings, failureAt, "result", result, List.of("ROLLBACK", "RETRY"), "`onFailure`");
            rollback(failureAt.child("result"), result);
        }
        if ("RETRY".equals(result) && !failure.conditions().isEmpty()) {
            findings.error(
                    failureAt.child("conditions"),
                    "retry-with-conditions",
                    "RETRY cannot be combined with conditions; take one of the two");
        }
        if (failure.retryConfiguration() != null) {
            if (result != null && !result.equals("RETRY")) {
                findings.error(
                        failureAt.child("retryConfiguration"),
                        "no-effect",
                        "`retryConfiguration` belongs to the result RETRY; this one is " + Spelling.quote(result));
            }
            if (failure.retryConfiguration().retryMode() != null) {
                PipelineRules.oneOf(
                        findings,
                        failureAt.child("retryConfiguration"),
                        "retryMode",
                        failure.retryConfiguration().retryMode(),
                        List.of("FAILED_ACTIONS", "ALL_ACTIONS"),
                        "A retry configuration");
            }
            retry(failureAt.child("retryConfiguration"), failure.retryConfiguration());
        }
    }

    private void retry(Pointer retryAt, RetryConfiguration retry) {
        within(retryAt, "maxAttempts", retry.maxAttempts(), 1, 10);
        within(retryAt, "backoffSeconds", retry.backoffSeconds(), 0, 3600);
        within(retryAt, "backoffRate", retry.backoffRate(), 1, 10);
        for (int i = 0; i < retry.errorTypes().size(); i++) {
            String type = retry.errorTypes().get(i);
            if (!ERROR_TYPES.contains(type)) {
                findings.error(
                        retryAt.child("errorTypes").child(i),
                        "unknown-value",
                        Spelling.quote(type) + " is no kind of failure; there are " + String.join(", ", ERROR_TYPES)
                                + findings.suggestion(type, ERROR_TYPES));
            }
        }
    }

    private void hold(Pointer conditionAt, Condition condition) {
        HoldConfiguration hold = condition.holdConfiguration();
        if (hold == null) {
            return;
        }
        Pointer holdAt = conditionAt.child("holdConfiguration");
        if (condition.result() != null && !condition.result().equals("HOLD")) {
            findings.error(
                    holdAt,
                    "no-effect",
                    "`holdConfiguration` belongs to the result HOLD; this one is "
                            + Spelling.quote(condition.result()));
        }
        within(holdAt, "intervalSeconds", hold.intervalSeconds(), 10, 86_400);
        within(holdAt, "timeoutInMinutes", hold.timeoutInMinutes(), 1, 86_400);
    }

    private void within(Pointer parent, String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            findings.error(
                    parent.child(field),
                    "out-of-range",
                    "`" + field + "` is " + value + "; it must be " + least + " to " + most);
        }
    }

    private void exactlyOne(String kind, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            findings.missing(
                    at.child(kind), "conditions", "`" + kind + "` needs `conditions`, exactly 1, and has none");
        } else if (conditions.size() > 1) {
            findings.error(
                    at.child(kind).child("conditions"),
                    "too-many",
                    "`" + kind + "` has " + conditions.size() + " conditions; it must have exactly 1, whose rules must"
                            + " all pass");
        }
    }

    private void conditions(String kind, List<Condition> conditions, List<String> results, Flow.Moment moment) {
        Pointer list = at.child(kind).child("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            Pointer each = list.child(i);
            PipelineRules.oneOf(findings, each, "result", condition.result(), results, "A condition of " + kind);
            rollback(each.child("result"), condition.result());
            hold(each, condition);
            if (condition.rules().isEmpty() && !kind.equals("onFailure")) {
                findings.missing(each, "rules", "A condition needs `rules`, 1 to 5, and has none");
            } else if (condition.rules().size() > 5) {
                findings.error(
                        each.child("rules"),
                        "too-many",
                        "There are " + condition.rules().size() + " rules; a condition has 1 to 5");
            }
            Names names = new Names(findings, "rule of this condition");
            for (int j = 0; j < condition.rules().size(); j++) {
                Pointer ruleAt = each.child("rules").child(j);
                names.add(ruleAt.child("name"), condition.rules().get(j).name());
                rule(condition.rules().get(j), ruleAt, moment);
                skipping(condition, condition.rules().get(j), ruleAt);
            }
        }
    }

    private void rollback(Pointer result, String value) {
        if (!"ROLLBACK".equals(value)) {
            return;
        }
        if (pipeline.executionModeOrDefault() == ExecutionMode.PARALLEL) {
            findings.error(result, "rollback", "A pipeline in PARALLEL mode has no rollback; choose another result");
        } else if (index == 0) {
            findings.warning(result, "rollback", "The source stage is never rolled back; this has no effect");
        }
    }

    private void skipping(Condition condition, RuleDeclaration rule, Pointer ruleAt) {
        if ("SKIP".equals(condition.result())
                && rule.ruleTypeId() != null
                && rule.ruleTypeId().provider() != null
                && !SKIPPING.contains(rule.ruleTypeId().provider())) {
            findings.error(
                    ruleAt.child("ruleTypeId").child("provider"),
                    "skip",
                    "The result SKIP works with rules of " + Spelling.oneOf(SKIPPING) + " only; this is "
                            + Spelling.quote(rule.ruleTypeId().provider()));
        }
    }

    private void rule(RuleDeclaration rule, Pointer ruleAt, Flow.Moment moment) {
        Form.NAME.required(findings, ruleAt, "name", rule.name(), "A rule");
        REGION.optional(findings, ruleAt, "region", rule.region());
        PipelineRules.role(findings, ruleAt, rule.roleArn());
        ActionTypeId type = rule.ruleTypeId();
        Optional<ActionTypeSchema> schema = Optional.empty();
        if (type == null) {
            findings.missing(ruleAt, "ruleTypeId", "A rule needs `ruleTypeId`: category, owner, provider and version");
        } else {
            type(type, ruleAt.child("ruleTypeId"));
            schema = findings.types().find(new ActionTypeId("Rule", "AWS", type.provider(), "1"));
        }
        Integer timeout = rule.timeoutInMinutes();
        if (timeout != null && (timeout < 5 || timeout > 86_400)) {
            findings.error(
                    ruleAt.child("timeoutInMinutes"),
                    "out-of-range",
                    "`timeoutInMinutes` is " + timeout + "; it must be 5 to 86400");
        }
        if (rule.configuration().size() > 200) {
            findings.error(
                    ruleAt.child("configuration"),
                    "too-many",
                    "There are " + rule.configuration().size() + " configuration values; a rule has at most 200");
        }
        new ConfigurationRules(findings, flow, moment, 10_000).check(rule.configuration(), ruleAt, false, schema);
        values(rule, ruleAt.child("configuration"));
        ActionRules.commands(findings, ruleAt, rule.commands(), flow, moment, true);
        if (type != null
                && "Commands".equals(type.provider())
                && rule.commands().isEmpty()) {
            findings.missing(ruleAt, "commands", "A Commands rule needs `commands`, at least 1, and has none");
        }
        flow.inputs(rule.inputArtifacts(), ruleAt.child("inputArtifacts"), moment);
    }

    /** What the schema cannot say; a value with a variable in it is known only when the rule is checked. */
    private void values(RuleDeclaration rule, Pointer at) {
        if (rule.ruleTypeId() == null || rule.ruleTypeId().provider() == null) {
            return;
        }
        if (rule.ruleTypeId().provider().equals("DeploymentWindow")) {
            value(rule, at, "Cron", DeploymentWindow::minutes);
            value(rule, at, "TimeZone", DeploymentWindow::zone);
        } else if (rule.ruleTypeId().provider().equals("CloudWatchAlarm")) {
            value(rule, at, "WaitTime", ConditionRules::waitTime);
        } else if (rule.ruleTypeId().provider().equals("VariableCheck")
                && "MATCHES".equals(rule.configuration().get("Operator"))) {
            value(rule, at, "Value", Pattern::compile);
        }
    }

    private static void waitTime(String minutes) {
        if (!minutes.matches("\\d{1,4}") || Integer.parseInt(minutes) > MAX_WAIT_MINUTES) {
            throw new IllegalArgumentException("it is a number of minutes, 0 to " + MAX_WAIT_MINUTES);
        }
    }

    private void value(RuleDeclaration rule, Pointer at, String key, Consumer<String> parse) {
        String value = rule.configuration().get(key);
        if (value == null || value.contains("#{") || Placeholders.in(value)) {
            return;
        }
        try {
            parse.accept(value);
        } catch (IllegalArgumentException e) {
            findings.error(
                    at.child(key),
                    "wrong-form",
                    "`" + key + "` is " + Spelling.quote(value) + ", which is not understood: "
                            + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private void type(ActionTypeId type, Pointer typeAt) {
        PipelineRules.oneOf(findings, typeAt, "category", type.category(), List.of("Rule"), "A rule type");
        if (type.owner() != null) {
            PipelineRules.oneOf(findings, typeAt, "owner", type.owner(), List.of("AWS"), "A rule type");
        }
        Form.PROVIDER.required(findings, typeAt, "provider", type.provider(), "A rule type");
        Form.VERSION.optional(findings, typeAt, "version", type.version());
        List<String> known = findings.types().all().stream()
                .filter(each -> each.type().category().equals("Rule"))
                .map(each -> each.type().provider())
                .toList();
        if (type.provider() != null && !known.contains(type.provider()) && !Placeholders.in(type.provider())) {
            findings.warning(
                    typeAt.child("provider"),
                    "unknown-action-type",
                    "AWS has no rule " + Spelling.quote(type.provider()) + "; its rules are "
                            + String.join(", ", known));
        }
    }
}
