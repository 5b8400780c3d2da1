package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a script says comes of actions and rules, by {@code Stage/Name}. What it does not mention succeeds at once. */
final class ScriptedOutcomes {
    private static final Set<String> ACTION = Set.of("takes", "result", "error", "outputVariables", "revision");
    private static final Set<String> RULE = Set.of("takes", "result");

    private final Map<String, Outcome> actions = new HashMap<>();
    private final Map<String, Outcome> rules = new HashMap<>();

    /**
     * @param takes how long it works
     * @param error why it fails: a kind of failure; empty when it succeeds
     * @param outputVariables what it exports when it succeeds
     * @param revision what a source action delivers; empty for one that is made up
     */
    record Outcome(
            Duration takes, Optional<String> error, Map<String, String> outputVariables, Optional<String> revision) {
        static final Outcome AT_ONCE = new Outcome(Duration.ZERO, Optional.empty(), Map.of(), Optional.empty());
    }

    Outcome action(String stage, String action) {
        return actions.getOrDefault(stage + "/" + action, Outcome.AT_ONCE);
    }

    /** Empty when the script leaves it to the rule itself. */
    Optional<Outcome> rule(String stage, String rule) {
        return Optional.ofNullable(rules.get(stage + "/" + rule));
    }

    /** @param known every {@code Stage/Action} that there is */
    void readActions(ScriptNode node, Set<String> known) throws WrongCallException {
        for (Map.Entry<String, ScriptNode> each : node.members().entrySet()) {
            check(each, known, "action");
            Map<String, ScriptNode> members = each.getValue().members(ACTION);
            Optional<String> error = failure(members, "succeeded", "failed");
            if (members.containsKey("error")) {
                error = Optional.of(
                        members.get("error").oneOf(FailureType.class).name());
            }
            actions.put(
                    each.getKey(),
                    new Outcome(
                            takes(members),
                            error,
                            members.containsKey("outputVariables")
                                    ? members.get("outputVariables").texts()
                                    : Map.of(),
                            members.containsKey("revision")
                                    ? Optional.of(members.get("revision").text())
                                    : Optional.empty()));
        }
    }

    /** @param known every {@code Stage/Rule} that there is */
    void readRules(ScriptNode node, Set<String> known) throws WrongCallException {
        for (Map.Entry<String, ScriptNode> each : node.members().entrySet()) {
            check(each, known, "rule");
            Map<String, ScriptNode> members = each.getValue().members(RULE);
            rules.put(
                    each.getKey(),
                    new Outcome(takes(members), failure(members, "passes", "fails"), Map.of(), Optional.empty()));
        }
    }

    private static void check(Map.Entry<String, ScriptNode> each, Set<String> known, String what)
            throws WrongCallException {
        if (!known.contains(each.getKey())) {
            throw each.getValue()
                    .wrong("the definition has no " + what + " '" + each.getKey() + "'; it has "
                            + (known.isEmpty()
                                    ? "none"
                                    : String.join(", ", known.stream().sorted().toList())));
        }
    }

    private static Duration takes(Map<String, ScriptNode> members) throws WrongCallException {
        return members.containsKey("takes") ? members.get("takes").duration() : Duration.ZERO;
    }

    private static Optional<String> failure(Map<String, ScriptNode> members, String good, String bad)
            throws WrongCallException {
        if (!members.containsKey("result")) {
            return Optional.empty();
        }
        ScriptNode result = members.get("result");
        if (result.text().equals(good)) {
            return Optional.empty();
        }
        if (result.text().equals(bad)) {
            return Optional.of("JobFailed");
        }
        if (result.text().equals("errored")) {
            return Optional.of("SystemUnavailable");
        }
        throw result.wrong("'" + result.text() + "' must be " + good + ", " + bad + " or errored");
    }
}
