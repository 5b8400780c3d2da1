package io.jenkins.plugins.releasepipeline.action.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.FunctionMapping;
import java.util.concurrent.CompletionStage;

/**
 * {@code LambdaInvoke}: calls a function and passes when it answers without an error (reference §1.10). A function that
 * answers with a status of 4xx or with a JSON {@code errorMessage} reports an error, and the rule does not pass; one that
 * answers with 5xx, or not at all, could not be asked. {@linkplain ActionContext#afterFailure After a failure} it is the
 * other way around: the rule passes when the function reports an error.
 */
public final class LambdaRule extends CheckedRule {

    public LambdaRule() {
        super("LambdaInvoke");
    }

    @Override
    CompletionStage<ActionResult> check(ActionWork work) {
        ActionContext context = work.context();
        String name = work.required("FunctionName");
        FunctionMapping function = context.mappings()
                .function(name)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        "No function '" + name + "' is known here. "
                                + context.mappings().howToMap("functions", name)));
        ObjectNode event = JsonHttp.JSON.createObjectNode();
        event.put("pipelineName", context.pipelineName());
        event.put("pipelineExecutionId", context.pipelineExecutionId());
        event.put("stageName", context.stageName());
        event.put("ruleName", context.action().name());
        event.put("ruleExecutionId", context.actionExecutionId());
        event.put("userParameters", context.configuration().getOrDefault("UserParameters", ""));
        return JsonHttp.post(context, function.url(), function.credentialsId(), function.timeout(), event)
                .thenApply(answer -> result(context.afterFailure(), name, function.url(), answer));
    }

    private static ActionResult result(boolean afterFailure, String name, String url, JsonHttp.Answer answer) {
        if (answer.status() >= 500 || answer.status() / 100 == 3) {
            return ActionResult.failed(
                    FailureType.SystemUnavailable, "Function " + name + ": " + url + " answered " + answer.status());
        }
        String error = answer.maybeJson()
                .map(body -> body.path("errorMessage").asText(""))
                .orElse("");
        boolean reportsError = answer.status() >= 400 || !error.isEmpty();
        String said = reportsError
                ? "Function " + name + " says: " + (error.isEmpty() ? "status " + answer.status() : error)
                : "Function " + name + " answered " + answer.status();
        return reportsError == afterFailure ? passes(said) : doesNotPass(said);
    }
}
