package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A filter for pushes: all of what is given must match (reference §1.12).
 *
 * @param tags null when absent
 * @param branches null when absent
 * @param filePaths null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record PushFilter(Patterns tags, Patterns branches, Patterns filePaths, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public PushFilter {
        unknown = Ordered.copyOf(unknown);
    }
}
