package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.BuiltInActions;
import io.jenkins.plugins.releasepipeline.action.BuiltInRules;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the names in a definition that stand for nothing here, before anything runs. */
final class MappingCheck {
    private static final Set<ActionTypeId> BUILT_IN =
            BuiltInActions.all().stream().map(ActionProvider::type).collect(Collectors.toUnmodifiableSet());

    private MappingCheck() {}

    /** A line for each name without a mapping: where it is, and what to write where. */
    static List<String> of(PipelineDeclaration pipeline, NameMappings mappings) {
        List<String> problems = new ArrayList<>();
        for (StageDeclaration stage : pipeline.stages()) {
            for (ActionDeclaration action : stage.actions()) {
                missing(action, mappings)
                        .ifPresent(problem ->
                                problems.add("error: " + stage.name() + "/" + action.name() + ": " + problem));
            }
            for (Condition condition : conditions(stage)) {
                for (RuleDeclaration rule : condition.rules()) {
                    missing(rule, mappings)
                            .ifPresent(problem ->
                                    problems.add("error: " + stage.name() + "/" + rule.name() + ": " + problem));
                }
            }
        }
        return problems;
    }

    private static List<Condition> conditions(StageDeclaration stage) {
        List<Condition> conditions = new ArrayList<>();
        if (stage.beforeEntry() != null) {
            conditions.addAll(stage.beforeEntry().conditions());
        }
        if (stage.onSuccess() != null) {
            conditions.addAll(stage.onSuccess().conditions());
        }
        if (stage.onFailure() != null) {
            conditions.addAll(stage.onFailure().conditions());
        }
        return conditions;
    }

    private static Optional<String> missing(RuleDeclaration rule, NameMappings mappings) {
        if (BuiltInRules.find(rule.ruleTypeId()).isEmpty()) {
            return Optional.of("nothing here checks rules of " + rule.ruleTypeId() + "; there are "
                    + BuiltInRules.all().stream()
                            .map(each -> each.type().provider())
                            .collect(Collectors.joining(", ")));
        }
        String function = rule.configuration().getOrDefault("FunctionName", "");
        if (rule.ruleTypeId().provider().equals("LambdaInvoke")
                && !function.contains("#{")
                && mappings.function(function).isEmpty()) {
            return Optional.of("the function '" + function + "' stands for nothing here. "
                    + mappings.howToMap("functions", function));
        }
        String alarm = rule.configuration().getOrDefault("AlarmName", "");
        if (rule.ruleTypeId().provider().equals("CloudWatchAlarm")
                && !alarm.contains("#{")
                && mappings.alarm(alarm).isEmpty()) {
            return Optional.of(
                    "the alarm '" + alarm + "' stands for nothing here. " + mappings.howToMap("alarms", alarm));
        }
        return Optional.empty();
    }

    private static Optional<String> missing(ActionDeclaration action, NameMappings mappings) {
        ActionTypeId type = action.actionTypeId();
        Map<String, String> configuration = action.configuration();
        if (type.isApproval()) {
            return Optional.empty();
        }
        if (BuiltInActions.find(type).isEmpty()) {
            return Optional.of("nothing here does the work of " + type + "; sources are read from git repositories"
                    + " and buckets. Take another source action: " + new ActionTypeId("Source", "Custom", "Git", "1"));
        }
        if (!BUILT_IN.contains(type) || type.provider().equals("Jenkins")) {
            String project = configuration.getOrDefault("ProjectName", "");
            return mappings.provider(type.provider(), project).isPresent()
                    ? Optional.empty()
                    : Optional.of("nothing here does the work of " + type + ". "
                            + mappings.howToMap("providers", type.provider()));
        }
        String name = LocalMappings.sourceName(action);
        return switch (type.provider()) {
            case "CodeCommit", "CodeStarSourceConnection" ->
                mappings.repository(configuration.getOrDefault("ConnectionArn", ""), name)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of("the repository '" + name + "' stands for nothing here. "
                                + mappings.howToMap("repositories", name) + " Or give --source " + action.name()
                                + "=…");
            case "S3" -> bucket(type.isSource() ? name : configuration.getOrDefault("BucketName", ""), mappings);
            case "ECR" -> image(configuration.getOrDefault("RepositoryName", ""), mappings);
            case "CodeDeploy" ->
                deploymentGroup(
                        configuration.getOrDefault("ApplicationName", ""),
                        configuration.getOrDefault("DeploymentGroupName", ""),
                        mappings);
            default -> Optional.empty();
        };
    }

    private static Optional<String> image(String name, NameMappings mappings) {
        return mappings.image(name).isPresent()
                ? Optional.empty()
                : Optional.of("the image repository '" + name + "' stands for nothing here. "
                        + mappings.howToMap("images", name));
    }

    private static Optional<String> bucket(String name, NameMappings mappings) {
        return mappings.bucket(name).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "the bucket '" + name + "' stands for nothing here. " + mappings.howToMap("buckets", name));
    }

    private static Optional<String> deploymentGroup(String application, String group, NameMappings mappings) {
        return mappings.deploymentGroup(application, group).isPresent()
                ? Optional.empty()
                : Optional.of("the deployment group '" + application + "/" + group + "' stands for nothing here. "
                        + mappings.howToMap("deploymentGroups", application + "/" + group));
    }
}
