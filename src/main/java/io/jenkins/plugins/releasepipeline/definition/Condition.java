package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Rules that must all pass, and what happens otherwise (reference §1.10).
 *
 * @param result {@code ROLLBACK}, {@code FAIL}, {@code RETRY} or {@code SKIP}; or {@code HOLD}, which CodePipeline has
 *     not: wait until the rules pass
 * @param rules 1 to 5
 * @param holdConfiguration how long {@code HOLD} waits; null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record Condition(
        String result, List<RuleDeclaration> rules, HoldConfiguration holdConfiguration, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public Condition {
        rules = Ordered.copyOf(rules);
        unknown = Ordered.copyOf(unknown);
    }
}
