package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * What a reader sees of configurations who may see the pipeline, but not its definition: what an approval tells those whom
 * it asks, and whom that is.
 */
public final class PublicConfiguration {
    private static final Set<String> OF_APPROVALS = Set.of(
            "CustomData",
            "ExternalEntityLink",
            "RequiredApprovals",
            "Approvers",
            "StarterMayApprove",
            "AuthorsMayApprove");

    private PublicConfiguration() {}

    /** @param state what a page shows; changed */
    public static void ofState(ObjectNode state) {
        state.path("stageStates").forEach(stage -> stage.path("actionStates").forEach(action -> {
            if (action instanceof ObjectNode object) {
                reduce(object, action.path("actionTypeId"));
            }
        }));
    }

    /** @param execution what {@link ExecutionJson#of} gave; changed */
    public static void ofExecution(ObjectNode execution) {
        for (String details : List.of("actionExecutionDetails", "ruleExecutionDetails")) {
            execution.path(details).forEach(each -> {
                if (each.path("input") instanceof ObjectNode input) {
                    reduce(input, input.path("actionTypeId"));
                }
            });
        }
    }

    private static void reduce(ObjectNode of, JsonNode type) {
        boolean isApproval = type.path("category").asText().equals("Approval");
        for (String field : List.of("configuration", "resolvedConfiguration")) {
            if (of.path(field) instanceof ObjectNode configuration) {
                configuration.retain(isApproval ? OF_APPROVALS : Set.of());
            }
        }
    }
}
