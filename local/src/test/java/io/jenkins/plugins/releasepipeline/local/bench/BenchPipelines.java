package io.jenkins.plugins.releasepipeline.local.bench;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Pipelines;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pipelines of any size. */
final class BenchPipelines {
    private BenchPipelines() {}

    /** A source stage, and {@code stages - 1} stages of {@code actions} actions side by side. */
    static PipelineDeclaration of(String name, int stages, int actions) {
        List<StageDeclaration> declared = new ArrayList<>();
        declared.add(Pipelines.stage("Source", Pipelines.source("Checkout")));
        for (int stage = 2; stage <= stages; stage++) {
            List<ActionDeclaration> builds = new ArrayList<>();
            for (int action = 1; action <= actions; action++) {
                builds.add(Pipelines.build("Action-" + action, 1));
            }
            declared.add(Pipelines.stage("Stage-" + stage, builds.toArray(ActionDeclaration[]::new)));
        }
        return Pipelines.pipeline(name, declared.toArray(StageDeclaration[]::new));
    }

    static PipelineDefinition definition(String name, int stages, int actions) {
        return new PipelineDefinition(of(name, stages, actions), null, List.of(), List.of(), Map.of());
    }

    static Command.StartExecution start(String executionId) {
        return new Command.StartExecution(
                executionId,
                new Trigger(TriggerType.StartPipelineExecution, "bench"),
                Map.of(),
                Map.of(),
                Optional.empty());
    }
}
