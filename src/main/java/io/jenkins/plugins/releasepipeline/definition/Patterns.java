package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Glob patterns; an exclude beats an include (reference §1.12).
 *
 * @param includes one of them must match
 * @param excludes none of them may match
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record Patterns(List<String> includes, List<String> excludes, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public Patterns {
        includes = Ordered.copyOf(includes);
        excludes = Ordered.copyOf(excludes);
        unknown = Ordered.copyOf(unknown);
    }
}
