package io.jenkins.plugins.releasepipeline.action;

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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the names in a definition that stand for nothing here, before anything runs. Does no I/O. */
public final class NameCheck {
    private static final Set<ActionTypeId> BUILT_IN =
            BuiltInActions.all().stream().map(ActionProvider::type).collect(Collectors.toUnmodifiableSet());
    private static final String REFERENCE = "#{";

    private final NameMappings mappings;
    private final Function<ActionTypeId, Optional<ActionProvider>> providers;

    /**
     * A name without a mapping.
     *
     * @param stage the stage that has the action or rule
     * @param name the action's or rule's name
     * @param isSource whether it is a source action that reads a repository
     * @param problem what is missing, and what to write where
     */
    public record Missing(String stage, String name, boolean isSource, String problem) {
        /** Where it is, and the problem: one line. */
        @Override
        public String toString() {
            return stage + "/" + name + ": " + problem;
        }
    }

    /** @param providers who does the work of a type here, those included for which a mapping is needed */
    public NameCheck(NameMappings mappings, Function<ActionTypeId, Optional<ActionProvider>> providers) {
        this.mappings = mappings;
        this.providers = providers;
    }

    /** In the definition's order; a name that holds a reference to a variable is not looked at. */
    public List<Missing> missing(PipelineDeclaration pipeline) {
        List<Missing> all = new ArrayList<>();
        for (StageDeclaration stage : pipeline.stages()) {
            for (ActionDeclaration action : stage.actions()) {
                problem(action)
                        .ifPresent(problem ->
                                all.add(new Missing(stage.name(), action.name(), readsRepository(action), problem)));
            }
            for (RuleDeclaration rule : rules(stage).toList()) {
                problem(rule).ifPresent(problem -> all.add(new Missing(stage.name(), rule.name(), false, problem)));
            }
        }
        return all;
    }

    /** The name that a source action calls its repository or bucket; empty for one that names neither. */
    public static String sourceName(ActionDeclaration action) {
        Map<String, String> configuration = action.configuration();
        return switch (action.actionTypeId().provider()) {
            case "CodeCommit" -> configuration.getOrDefault("RepositoryName", "");
            case "CodeStarSourceConnection" -> configuration.getOrDefault("FullRepositoryId", "");
            case "GitHub" -> configuration.getOrDefault("Owner", "") + "/" + configuration.getOrDefault("Repo", "");
            case "Git" -> configuration.getOrDefault("Url", "");
            case "S3" -> configuration.getOrDefault("S3Bucket", "");
            default -> "";
        };
    }

    private static boolean readsRepository(ActionDeclaration action) {
        return Set.of("CodeCommit", "CodeStarSourceConnection")
                .contains(action.actionTypeId().provider());
    }

    private static Stream<RuleDeclaration> rules(StageDeclaration stage) {
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
        return conditions.stream().flatMap(condition -> condition.rules().stream());
    }

    private Optional<String> problem(RuleDeclaration rule) {
        if (providers.apply(rule.ruleTypeId()).isEmpty()) {
            return Optional.of("nothing here checks rules of " + rule.ruleTypeId() + "; there are "
                    + BuiltInRules.all().stream()
                            .map(each -> each.type().provider())
                            .collect(Collectors.joining(", ")));
        }
        Map<String, String> configuration = rule.configuration();
        return switch (rule.ruleTypeId().provider()) {
            case "LambdaInvoke" -> function(configuration.getOrDefault("FunctionName", ""));
            case "CloudWatchAlarm" -> {
                String alarm = configuration.getOrDefault("AlarmName", "");
                yield unless(mappings.alarm(alarm).isPresent(), "alarm", "alarms", alarm);
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> problem(ActionDeclaration action) {
        ActionTypeId type = action.actionTypeId();
        Map<String, String> configuration = action.configuration();
        if (type.isApproval()) {
            return Optional.empty();
        }
        Optional<ActionProvider> provider = providers.apply(type);
        if (provider.isEmpty()) {
            return Optional.of("nothing here does the work of " + type + "; sources are read from git repositories"
                    + " and buckets. Take another source action: " + new ActionTypeId("Source", "Custom", "Git", "1"));
        }
        if (provider.get().needsMapping()) {
            return provider(
                    type, configuration.getOrDefault("ProjectName", configuration.getOrDefault("FunctionName", "")));
        }
        if (!BUILT_IN.contains(type)) {
            return Optional.empty();
        }
        String name = sourceName(action);
        return switch (type.provider()) {
            case "CodeCommit", "CodeStarSourceConnection" ->
                unless(
                        mappings.repository(configuration.getOrDefault("ConnectionArn", ""), name)
                                .isPresent(),
                        "repository",
                        "repositories",
                        name);
            case "S3" -> bucket(type.isSource() ? name : configuration.getOrDefault("BucketName", ""));
            case "ECR" -> {
                String image = configuration.getOrDefault("RepositoryName", "");
                yield unless(mappings.image(image).isPresent(), "image repository", "images", image);
            }
            case "CodeDeploy" -> {
                String application = configuration.getOrDefault("ApplicationName", "");
                String group = configuration.getOrDefault("DeploymentGroupName", "");
                yield unless(
                        mappings.deploymentGroup(application, group).isPresent(),
                        "deployment group",
                        "deploymentGroups",
                        application + "/" + group);
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> provider(ActionTypeId type, String project) {
        boolean isMapped = project.contains(REFERENCE)
                || mappings.provider(type.provider(), project).isPresent()
                || mappings.job(type.provider(), project).isPresent();
        return isMapped
                ? Optional.empty()
                : Optional.of("nothing here does the work of " + type + ". "
                        + mappings.howToMap("providers", type.provider()));
    }

    private Optional<String> function(String name) {
        boolean isMapped = mappings.function(name).isPresent()
                || mappings.job("Lambda", name).isPresent();
        return unless(isMapped, "function", "functions", name);
    }

    private Optional<String> bucket(String name) {
        return unless(mappings.bucket(name).isPresent(), "bucket", "buckets", name);
    }

    private Optional<String> unless(boolean isMapped, String what, String kind, String name) {
        return isMapped || name.contains(REFERENCE)
                ? Optional.empty()
                : Optional.of(
                        "the " + what + " '" + name + "' stands for nothing here. " + mappings.howToMap(kind, name));
    }
}
