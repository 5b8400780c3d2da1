package io.jenkins.plugins.releasepipeline.simulation;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.BeforeEntryConditions;
import io.jenkins.plugins.releasepipeline.definition.Condition;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Definitions of 2 to 8 stages with 1 to 6 actions each, small ones more often. */
final class RandomDefinitions {
    private static final List<String> STAGES =
            List.of("Source", "Build", "Test", "Beta", "Gamma", "Staging", "Canary", "Production");
    private static final int MAX_ACTIONS = 6;

    private final Random random;
    private final ExecutionMode usual;
    private final int conditions;

    RandomDefinitions(Random random) {
        this.random = random;
        usual = mode();
        conditions = chance(40) ? 0 : 10 + random.nextInt(40);
    }

    PipelineDeclaration next(String pipeline) {
        Known known = new Known();
        List<VariableDeclaration> declared = new ArrayList<>();
        if (chance(30)) {
            declared.add(new VariableDeclaration("target", "eu", null, Map.of()));
            known.variables.add("variables.target");
        }
        if (chance(10)) {
            declared.add(new VariableDeclaration("ticket", null, null, Map.of()));
            known.variables.add("variables.ticket");
        }
        int count = chance(70) ? 2 + random.nextInt(3) : 2 + random.nextInt(STAGES.size() - 1);
        List<StageDeclaration> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stages.add(stage(STAGES.get(i), i == 0, known));
        }
        return new PipelineDeclaration(
                pipeline,
                null,
                null,
                Map.of(),
                stages,
                null,
                chance(80) ? usual : mode(),
                null,
                declared,
                List.of(),
                Map.of());
    }

    private ExecutionMode mode() {
        return pick(List.of(ExecutionMode.values()));
    }

    private StageDeclaration stage(String name, boolean first, Known known) {
        int count =
                first ? 1 + random.nextInt(2) : chance(75) ? 1 + random.nextInt(3) : 1 + random.nextInt(MAX_ACTIONS);
        List<ActionDeclaration> actions = new ArrayList<>();
        Known here = new Known();
        for (int i = 0; i < count; i++) {
            actions.add(action(name + i, first, known, here));
        }
        known.artifacts.addAll(here.artifacts);
        known.variables.addAll(here.variables);
        return new StageDeclaration(
                name,
                List.of(),
                actions,
                !first && chance(conditions)
                        ? new BeforeEntryConditions(List.of(condition(known, "FAIL", "SKIP", "HOLD")), Map.of())
                        : null,
                chance(conditions)
                        ? new SuccessConditions(List.of(condition(known, "FAIL", "ROLLBACK", "HOLD")), Map.of())
                        : null,
                chance(conditions + 10) ? failure(known) : null,
                Map.of());
    }

    private Condition condition(Known known, String... results) {
        List<RuleDeclaration> rules = new ArrayList<>();
        int count = chance(60) ? 1 : 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            rules.add(new RuleDeclaration(
                    "Rule" + i,
                    new ActionTypeId("Rule", "AWS", "VariableCheck", "1"),
                    chance(20) ? Map.of("Variable", "#{" + pick(known.variables) + "}") : Map.of(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    chance(20) ? 5 + random.nextInt(30) : null,
                    Map.of()));
        }
        String result = pick(List.of(results));
        return new Condition(
                result,
                rules,
                result.equals("HOLD")
                        ? new HoldConfiguration(60 + random.nextInt(600), 1 + random.nextInt(20), Map.of())
                        : null,
                Map.of());
    }

    private FailureConditions failure(Known known) {
        return switch (random.nextInt(4)) {
            case 0 -> new FailureConditions("ROLLBACK", null, List.of(), Map.of());
            case 1 -> new FailureConditions(null, null, List.of(condition(known, "ROLLBACK")), Map.of());
            case 2 -> new FailureConditions("RETRY", null, List.of(), Map.of());
            default ->
                new FailureConditions(
                        "RETRY",
                        new RetryConfiguration(
                                pick(Arrays.asList(null, "ALL_ACTIONS", "FAILED_ACTIONS")),
                                1 + random.nextInt(4),
                                chance(30) ? null : random.nextInt(3600),
                                chance(50) ? null : 1 + random.nextInt(10),
                                chance(60) ? List.of() : List.of(pick(List.of("JobFailed", "SystemUnavailable"))),
                                Map.of()),
                        List.of(),
                        Map.of());
        };
    }

    private ActionDeclaration action(String name, boolean source, Known known, Known here) {
        boolean question = !source && chance(20);
        List<InputArtifact> inputs = new ArrayList<>();
        if (!source && !question && !known.artifacts.isEmpty() && chance(40)) {
            inputs.add(new InputArtifact(pick(known.artifacts), Map.of()));
        }
        List<OutputArtifact> outputs = new ArrayList<>();
        if (source || !question && chance(25)) {
            outputs.add(new OutputArtifact(name + "-out", List.of(), Map.of()));
            here.artifacts.add(name + "-out");
        }
        String namespace = !question && chance(40) ? name + "Variables" : null;
        if (namespace != null) {
            here.variables.add(namespace + ".KEY");
        }
        ActionTypeId type = question
                ? new ActionTypeId("Approval", "AWS", "Manual", "1")
                : new ActionTypeId(source ? "Source" : "Build", "Custom", "Any", "1");
        return new ActionDeclaration(
                name,
                type,
                source || chance(30) ? null : 1 + random.nextInt(3),
                question
                        ? policy()
                        : source || chance(60) ? Map.of() : Map.of("Text", "x #{" + pick(known.variables) + "} y"),
                List.of(),
                inputs,
                outputs,
                List.of(),
                List.of(),
                null,
                null,
                namespace,
                question && chance(70) ? 5 + random.nextInt(60) : null,
                Map.of());
    }

    private Map<String, String> policy() {
        return switch (random.nextInt(8)) {
            case 0 -> Map.of("RequiredApprovals", "2");
            case 1 -> Map.of("RequiredApprovals", "3", "Approvers", "@release");
            case 2 -> Map.of("Approvers", "grace, @release", "StarterMayApprove", "false");
            case 3 -> Map.of("AuthorsMayApprove", "false");
            default -> Map.of();
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** What later actions can refer to. */
    private static final class Known {
        private final List<String> artifacts = new ArrayList<>();
        private final List<String> variables = new ArrayList<>(List.of("codepipeline.PipelineExecutionId"));
    }
}
