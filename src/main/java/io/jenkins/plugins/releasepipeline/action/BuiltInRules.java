package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.action.rule.AlarmRule;
import io.jenkins.plugins.releasepipeline.action.rule.CommandsRule;
import io.jenkins.plugins.releasepipeline.action.rule.DeploymentWindowRule;
import io.jenkins.plugins.releasepipeline.action.rule.LambdaRule;
import io.jenkins.plugins.releasepipeline.action.rule.VariableCheckRule;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.util.List;
import java.util.Optional;

/** The rules that come with the project, for any host. */
public final class BuiltInRules {
    private static final List<RuleProvider> ALL = List.of(
            new DeploymentWindowRule(), new VariableCheckRule(), new CommandsRule(), new LambdaRule(), new AlarmRule());

    private BuiltInRules() {}

    /** One provider for each rule type that is built in. */
    public static List<RuleProvider> all() {
        return ALL;
    }

    /** What checks rules of a type. A rule's declaration may leave out its owner and version. */
    public static Optional<RuleProvider> find(ActionTypeId type) {
        return ALL.stream()
                .filter(rule ->
                        "Rule".equals(type.category()) && rule.type().provider().equals(type.provider()))
                .findFirst();
    }
}
