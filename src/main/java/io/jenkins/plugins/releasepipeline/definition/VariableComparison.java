package io.jenkins.plugins.releasepipeline.definition;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a {@code VariableCheck} says of a variable (reference §1.10). */
public final class VariableComparison {
    private VariableComparison() {}

    /**
     * @param configuration the rule's, with its references resolved
     * @return whether the variable is as the rule wants it
     * @throws IllegalArgumentException when the rule cannot be checked: why, and what would be right
     */
    public static boolean holds(Map<String, String> configuration) {
        String variable = configuration.get("Variable");
        if (variable == null) {
            throw new IllegalArgumentException("The rule has no Variable; write it as #{namespace.key}");
        }
        String value = configuration.getOrDefault("Value", "");
        String operator = configuration.getOrDefault("Operator", "");
        return switch (operator) {
            case "EQ" -> variable.equals(value);
            case "NE" -> !variable.equals(value);
            case "CONTAINS" -> variable.contains(value);
            case "MATCHES" -> matches(variable, value);
            default ->
                throw new IllegalArgumentException(
                        "The Operator " + operator + " is none of EQ, NE, CONTAINS and MATCHES");
        };
    }

    private static boolean matches(String text, String expression) {
        try {
            return Pattern.compile(expression).matcher(new PatientText(text)).matches();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "The Value is no regular expression: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        } catch (PatientText.ExhaustedException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    "The regular expression takes too long on this variable; write it without nested repetitions", e);
        }
    }
}
