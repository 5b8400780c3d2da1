package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stage (reference §1.1).
 *
 * @param name unique in the pipeline
 * @param blockers reserved by CodePipeline
 * @param actions 1 to 50
 * @param beforeEntry null when absent
 * @param onSuccess null when absent
 * @param onFailure null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record StageDeclaration(
        String name,
        List<Blocker> blockers,
        List<ActionDeclaration> actions,
        BeforeEntryConditions beforeEntry,
        SuccessConditions onSuccess,
        FailureConditions onFailure,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public StageDeclaration {
        blockers = Ordered.copyOf(blockers);
        actions = Ordered.copyOf(actions);
        unknown = Ordered.copyOf(unknown);
    }

    /** The first action of that name. */
    public Optional<ActionDeclaration> action(String actionName) {
        return actions.stream()
                .filter(action -> actionName.equals(action.name()))
                .findFirst();
    }
}
