package io.jenkins.plugins.releasepipeline.action.rule;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.VariableComparison;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code VariableCheck}: compares a variable with a value (reference §1.10). */
public final class VariableCheckRule extends CheckedRule {

    public VariableCheckRule() {
        super("VariableCheck");
    }

    @Override
    CompletionStage<ActionResult> check(ActionWork work) {
        Map<String, String> configuration = work.context().configuration();
        boolean passes;
        try {
            passes = VariableComparison.holds(configuration);
        } catch (IllegalArgumentException e) {
            throw new ActionFailure(FailureType.ConfigurationError, e.getMessage());
        }
        String said = work.context().action().configuration().getOrDefault("Variable", "") + " "
                + configuration.getOrDefault("Operator", "") + " " + configuration.getOrDefault("Value", "");
        return CompletableFuture.completedFuture(passes ? passes(said) : doesNotPass(said + " does not hold."));
    }
}
