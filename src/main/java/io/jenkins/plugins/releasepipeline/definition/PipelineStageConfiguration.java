package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The stage of another pipeline that a trigger waits for. CodePipeline has no such trigger.
 *
 * @param pipelineName the other pipeline
 * @param stageName its stage; each success in it starts the pipeline
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record PipelineStageConfiguration(String pipelineName, String stageName, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public PipelineStageConfiguration {
        unknown = Ordered.copyOf(unknown);
    }
}
