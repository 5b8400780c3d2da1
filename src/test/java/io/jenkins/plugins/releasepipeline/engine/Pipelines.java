package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.BeforeEntryConditions;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.FailureConditions;
import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.InputArtifact;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.SuccessConditions;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small definitions for tests. */
public final class Pipelines {
    private Pipelines() {}

    public static PipelineDeclaration pipeline(String name, StageDeclaration... stages) {
        return pipeline(name, List.of(), stages);
    }

    public static PipelineDeclaration pipeline(
            String name, List<VariableDeclaration> variables, StageDeclaration... stages) {
        return new PipelineDeclaration(
                name, null, null, Map.of(), List.of(stages), null, null, null, variables, List.of(), Map.of());
    }

    /** The same pipeline in another mode. */
    public static PipelineDeclaration in(ExecutionMode mode, PipelineDeclaration pipeline) {
        return new PipelineDeclaration(
                pipeline.name(),
                pipeline.roleArn(),
                pipeline.artifactStore(),
                pipeline.artifactStores(),
                pipeline.stages(),
                pipeline.version(),
                mode,
                pipeline.pipelineType(),
                pipeline.variables(),
                pipeline.triggers(),
                pipeline.unknown());
    }

    public static StageDeclaration stage(String name, ActionDeclaration... actions) {
        return new StageDeclaration(name, List.of(), List.of(actions), null, null, null, Map.of());
    }

    public static StageDeclaration stage(
            String name,
            Condition beforeEntry,
            Condition onSuccess,
            FailureConditions onFailure,
            ActionDeclaration... actions) {
        return new StageDeclaration(
                name,
                List.of(),
                List.of(actions),
                beforeEntry == null ? null : new BeforeEntryConditions(List.of(beforeEntry), Map.of()),
                onSuccess == null ? null : new SuccessConditions(List.of(onSuccess), Map.of()),
                onFailure,
                Map.of());
    }

    public static Condition condition(String result, String... rules) {
        return condition(result, null, rules);
    }

    public static Condition condition(String result, HoldConfiguration hold, String... rules) {
        return new Condition(
                result, Stream.of(rules).map(name -> rule(name, Map.of(), null)).toList(), hold, Map.of());
    }

    /** A rule with a configuration of its own. */
    public static RuleDeclaration rule(String name, Map<String, String> configuration, Integer timeoutInMinutes) {
        return new RuleDeclaration(
                name,
                new ActionTypeId("Rule", "AWS", "VariableCheck", "1"),
                configuration,
                List.of(),
                List.of(),
                null,
                null,
                timeoutInMinutes,
                Map.of());
    }

    /** What happens on failure when no rule is asked: {@code ROLLBACK}, or {@code RETRY} once. */
    public static FailureConditions onFailure(String result) {
        return new FailureConditions(result, null, List.of(), Map.of());
    }

    public static FailureConditions onFailure(RetryConfiguration retry) {
        return new FailureConditions("RETRY", retry, List.of(), Map.of());
    }

    public static FailureConditions onFailure(Condition condition) {
        return new FailureConditions(null, null, List.of(condition), Map.of());
    }

    public static ActionDeclaration source(String name) {
        return action(
                name, new ActionTypeId("Source", "Custom", "Git", "1"), 1, Map.of(), List.of(), List.of("src"), name);
    }

    public static ActionDeclaration build(String name, int runOrder) {
        return action(
                name,
                new ActionTypeId("Build", "AWS", "CodeBuild", "1"),
                runOrder,
                Map.of("ProjectName", name),
                List.of("src"),
                List.of(),
                null);
    }

    public static ActionDeclaration approval(String name, int runOrder) {
        return approval(name, runOrder, (Integer) null);
    }

    /** An approval with a timeout; null for the default one. */
    public static ActionDeclaration approval(String name, int runOrder, Integer timeoutInMinutes) {
        return new ActionDeclaration(
                name,
                new ActionTypeId("Approval", "AWS", "Manual", "1"),
                runOrder,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                timeoutInMinutes,
                Map.of());
    }

    /** An approval with a configuration of its own. */
    public static ActionDeclaration approval(String name, int runOrder, Map<String, String> configuration) {
        return action(
                name,
                new ActionTypeId("Approval", "AWS", "Manual", "1"),
                runOrder,
                configuration,
                List.of(),
                List.of(),
                null);
    }

    /** A build with a configuration of its own, which exports variables when it has a namespace. */
    public static ActionDeclaration configured(
            String name, int runOrder, Map<String, String> configuration, String namespace) {
        return action(
                name,
                new ActionTypeId("Build", "AWS", "CodeBuild", "1"),
                runOrder,
                configuration,
                List.of(),
                List.of(),
                namespace);
    }

    /** A Commands action. */
    public static ActionDeclaration commands(
            String name, int runOrder, List<String> commands, List<EnvironmentVariable> environment) {
        return new ActionDeclaration(
                name,
                new ActionTypeId("Compute", "AWS", "Commands", "1"),
                runOrder,
                Map.of(),
                commands,
                List.of(),
                List.of(),
                List.of(),
                environment,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** A build that turns artifacts into others. */
    public static ActionDeclaration making(String name, int runOrder, List<String> inputs, List<String> outputs) {
        return action(
                name,
                new ActionTypeId("Build", "AWS", "CodeBuild", "1"),
                runOrder,
                Map.of("ProjectName", name),
                inputs,
                outputs,
                null);
    }

    /** A pipeline-level variable; with a null default it has to be given at each start. */
    public static VariableDeclaration variable(String name, String defaultValue) {
        return new VariableDeclaration(name, defaultValue, null, Map.of());
    }

    public static ActionDeclaration action(
            String name,
            ActionTypeId type,
            int runOrder,
            Map<String, String> configuration,
            List<String> inputs,
            List<String> outputs,
            String namespace) {
        return new ActionDeclaration(
                name,
                type,
                runOrder,
                configuration,
                List.of(),
                inputs.stream().map(input -> new InputArtifact(input, Map.of())).toList(),
                outputs.stream()
                        .map(output -> new OutputArtifact(output, List.of(), Map.of()))
                        .toList(),
                List.of(),
                List.of(),
                null,
                null,
                namespace,
                null,
                Map.of());
    }
}
