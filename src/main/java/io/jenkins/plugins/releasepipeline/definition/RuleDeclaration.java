package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A rule of a condition (reference §1.1, §1.10).
 *
 * @param name unique in the condition
 * @param ruleTypeId what checks it; its category is {@code Rule}
 * @param configuration the provider's properties
 * @param commands shell lines of a Commands rule
 * @param inputArtifacts what it takes
 * @param roleArn kept, and without meaning here
 * @param region null when absent
 * @param timeoutInMinutes null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record RuleDeclaration(
        String name,
        ActionTypeId ruleTypeId,
        Map<String, String> configuration,
        List<String> commands,
        List<InputArtifact> inputArtifacts,
        String roleArn,
        String region,
        Integer timeoutInMinutes,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public RuleDeclaration {
        configuration = Ordered.copyOf(configuration);
        commands = Ordered.copyOf(commands);
        inputArtifacts = Ordered.copyOf(inputArtifacts);
        unknown = Ordered.copyOf(unknown);
    }

    /** The rule in the shape of an action: what a provider is given to check. */
    public ActionDeclaration asAction() {
        return new ActionDeclaration(
                name,
                ruleTypeId,
                null,
                configuration,
                commands,
                inputArtifacts,
                List.of(),
                List.of(),
                List.of(),
                roleArn,
                region,
                null,
                timeoutInMinutes,
                Map.of());
    }
}
