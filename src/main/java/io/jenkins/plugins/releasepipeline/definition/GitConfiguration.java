package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The filters of a trigger (reference §1.12).
 *
 * @param sourceActionName the source action it watches
 * @param push any of them starts the pipeline
 * @param pullRequest any of them starts the pipeline
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record GitConfiguration(
        String sourceActionName,
        List<PushFilter> push,
        List<PullRequestFilter> pullRequest,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public GitConfiguration {
        push = Ordered.copyOf(push);
        pullRequest = Ordered.copyOf(pullRequest);
        unknown = Ordered.copyOf(unknown);
    }
}
