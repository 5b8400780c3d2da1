package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * An artifact that an action gives.
 *
 * @param name unique in the pipeline
 * @param files patterns of the files that go in, for a Commands action
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record OutputArtifact(String name, List<String> files, Map<String, JsonNode> unknown) implements DefinitionPart {
    public OutputArtifact {
        files = Ordered.copyOf(files);
        unknown = Ordered.copyOf(unknown);
    }
}
