package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The times at which a trigger starts a pipeline. CodePipeline keeps them outside the definition, in EventBridge.
 *
 * @param expression a cron expression of Quartz, as {@link CronSchedule} reads it
 * @param timeZone as {@link CronSchedule} reads it; null for UTC
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record ScheduleConfiguration(String expression, String timeZone, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public ScheduleConfiguration {
        unknown = Ordered.copyOf(unknown);
    }
}
