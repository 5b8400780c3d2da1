package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The structure of a pipeline (reference §1.1).
 *
 * @param name unique on its host; never changes
 * @param roleArn kept, and without meaning here
 * @param artifactStore null when {@code artifactStores} is there, or neither is
 * @param artifactStores region to store; empty when there is one store
 * @param stages in their order
 * @param version counts the updates from 1; null in a definition that was never saved
 * @param executionMode null stands for {@link ExecutionMode#SUPERSEDED}
 * @param pipelineType null when not declared
 * @param variables the pipeline-level variables
 * @param triggers what starts it
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record PipelineDeclaration(
        String name,
        String roleArn,
        ArtifactStoreDeclaration artifactStore,
        Map<String, ArtifactStoreDeclaration> artifactStores,
        List<StageDeclaration> stages,
        Integer version,
        ExecutionMode executionMode,
        PipelineType pipelineType,
        List<VariableDeclaration> variables,
        List<TriggerDeclaration> triggers,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public PipelineDeclaration {
        artifactStores = Ordered.copyOf(artifactStores);
        stages = Ordered.copyOf(stages);
        variables = Ordered.copyOf(variables);
        triggers = Ordered.copyOf(triggers);
        unknown = Ordered.copyOf(unknown);
    }

    /** The execution mode, {@link ExecutionMode#SUPERSEDED} when none is declared. */
    public ExecutionMode executionModeOrDefault() {
        return executionMode == null ? ExecutionMode.SUPERSEDED : executionMode;
    }

    /** The first stage of that name. */
    public Optional<StageDeclaration> stage(String stageName) {
        return stages.stream().filter(stage -> stageName.equals(stage.name())).findFirst();
    }

    /** The same declaration under another version number. */
    public PipelineDeclaration withVersion(int number) {
        return new PipelineDeclaration(
                name,
                roleArn,
                artifactStore,
                artifactStores,
                stages,
                number,
                executionMode,
                pipelineType,
                variables,
                triggers,
                unknown);
    }

    PipelineDeclaration withName(String other) {
        return new PipelineDeclaration(
                other,
                roleArn,
                artifactStore,
                artifactStores,
                stages,
                version,
                executionMode,
                pipelineType,
                variables,
                triggers,
                unknown);
    }
}
