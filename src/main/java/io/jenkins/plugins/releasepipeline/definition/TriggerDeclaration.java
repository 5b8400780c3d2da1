package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What starts a pipeline by itself (reference §1.12). CodePipeline has {@code CodeStarSourceConnection} alone; the other
 * two are extensions.
 *
 * @param providerType {@value #GIT}, {@value #SCHEDULE} or {@value #PIPELINE_STAGE}
 * @param gitConfiguration the filters of {@value #GIT}; otherwise null
 * @param scheduleConfiguration the times of {@value #SCHEDULE}; otherwise null
 * @param pipelineStageConfiguration the stage of {@value #PIPELINE_STAGE}; otherwise null
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record TriggerDeclaration(
        String providerType,
        GitConfiguration gitConfiguration,
        ScheduleConfiguration scheduleConfiguration,
        PipelineStageConfiguration pipelineStageConfiguration,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public static final String GIT = "CodeStarSourceConnection";
    public static final String SCHEDULE = "Schedule";
    public static final String PIPELINE_STAGE = "PipelineStage";

    public TriggerDeclaration {
        unknown = Ordered.copyOf(unknown);
    }
}
