package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A filter for pull requests: all of what is given must match (reference §1.12).
 *
 * @param events of {@code OPEN}, {@code UPDATED}, {@code CLOSED}
 * @param branches null when absent
 * @param filePaths null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record PullRequestFilter(
        List<String> events, Patterns branches, Patterns filePaths, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public PullRequestFilter {
        events = Ordered.copyOf(events);
        unknown = Ordered.copyOf(unknown);
    }
}
