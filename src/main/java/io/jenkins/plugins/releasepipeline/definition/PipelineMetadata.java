package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What {@code get-pipeline} adds to a declaration; kept, and not interpreted.
 *
 * @param pipelineArn null when absent
 * @param created as written: a number of seconds or a text; null when absent
 * @param updated like {@code created}
 * @param pollingDisabledAt like {@code created}
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record PipelineMetadata(
        String pipelineArn,
        JsonNode created,
        JsonNode updated,
        JsonNode pollingDisabledAt,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public PipelineMetadata {
        unknown = Ordered.copyOf(unknown);
    }
}
