package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What must hold for a stage to succeed once its actions have (reference §1.10).
 *
 * @param conditions exactly one
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record SuccessConditions(List<Condition> conditions, Map<String, JsonNode> unknown) implements DefinitionPart {
    public SuccessConditions {
        conditions = Ordered.copyOf(conditions);
        unknown = Ordered.copyOf(unknown);
    }
}
