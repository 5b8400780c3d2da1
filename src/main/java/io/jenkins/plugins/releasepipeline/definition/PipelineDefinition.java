package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A pipeline's definition as {@code get-pipeline} prints it: the declaration, and what the service adds (reference §1.16).
 *
 * @param pipeline the declaration
 * @param metadata null when there is none
 * @param tags empty when there are none
 * @param disableInboundStageTransitions the transitions to close when the pipeline is made; a CloudFormation template
 *     declares them
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record PipelineDefinition(
        PipelineDeclaration pipeline,
        PipelineMetadata metadata,
        List<Tag> tags,
        List<DisabledTransition> disableInboundStageTransitions,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public PipelineDefinition {
        tags = Ordered.copyOf(tags);
        disableInboundStageTransitions = Ordered.copyOf(disableInboundStageTransitions);
        unknown = Ordered.copyOf(unknown);
    }

    /** The same definition of a pipeline with another name: for a host that names pipelines itself. */
    public PipelineDefinition withName(String name) {
        return new PipelineDefinition(pipeline.withName(name), metadata, tags, disableInboundStageTransitions, unknown);
    }
}
