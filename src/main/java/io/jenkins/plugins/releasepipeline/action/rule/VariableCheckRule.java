package io.jenkins.plugins.releasepipeline.action.rule;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code VariableCheck}: compares a variable with a value (reference §1.10). */
public final class VariableCheckRule extends CheckedRule {

    public VariableCheckRule() {
        super("VariableCheck");
    }

    @Override
    CompletionStage<ActionResult> check(ActionWork work) {
        String variable = variable(work);
        String value = work.context().configuration().getOrDefault("Value", "");
        String operator = work.required("Operator");
        boolean passes =
                switch (operator) {
                    case "EQ" -> variable.equals(value);
                    case "NE" -> !variable.equals(value);
                    case "CONTAINS" -> variable.contains(value);
                    case "MATCHES" -> matches(variable, value);
                    default ->
                        throw new ActionFailure(
                                FailureType.ConfigurationError,
                                "The Operator " + operator + " is none of EQ, NE, CONTAINS and MATCHES");
                };
        String declared = work.context().action().configuration().getOrDefault("Variable", "");
        String said = declared + " " + operator + " " + value;
        return CompletableFuture.completedFuture(passes ? passes(said) : doesNotPass(said + " does not hold."));
    }

    /** A variable may be empty; one that is not named is a mistake. */
    private static String variable(ActionWork work) {
        String value = work.context().configuration().get("Variable");
        return value == null ? work.required("Variable") : value;
    }

    private static boolean matches(String text, String expression) {
        try {
            return Pattern.compile(expression).matcher(new PatientText(text)).matches();
        } catch (PatternSyntaxException e) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The Value is no regular expression: "
                            + e.getMessage().lines().findFirst().orElse(""));
        } catch (PatientText.ExhaustedException | StackOverflowError e) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The regular expression takes too long on this variable; write it without nested repetitions");
        }
    }
}
