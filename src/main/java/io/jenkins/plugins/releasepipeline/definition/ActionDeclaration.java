package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * An action of a stage (reference §1.1).
 *
 * @param name unique in its stage
 * @param actionTypeId what does the work
 * @param runOrder null stands for 1
 * @param configuration the provider's properties
 * @param commands shell lines of a Commands action
 * @param inputArtifacts what it takes
 * @param outputArtifacts what it gives
 * @param outputVariables the variables a Commands action exports
 * @param environmentVariables what its commands find in their environment
 * @param roleArn kept, and without meaning here
 * @param region null when absent
 * @param namespace under which its output variables are known; null when it exports none
 * @param timeoutInMinutes null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record ActionDeclaration(
        String name,
        ActionTypeId actionTypeId,
        Integer runOrder,
        Map<String, String> configuration,
        List<String> commands,
        List<InputArtifact> inputArtifacts,
        List<OutputArtifact> outputArtifacts,
        List<String> outputVariables,
        List<EnvironmentVariable> environmentVariables,
        String roleArn,
        String region,
        String namespace,
        Integer timeoutInMinutes,
        Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public ActionDeclaration {
        configuration = Ordered.copyOf(configuration);
        commands = Ordered.copyOf(commands);
        inputArtifacts = Ordered.copyOf(inputArtifacts);
        outputArtifacts = Ordered.copyOf(outputArtifacts);
        outputVariables = Ordered.copyOf(outputVariables);
        environmentVariables = Ordered.copyOf(environmentVariables);
        unknown = Ordered.copyOf(unknown);
    }

    /** The run order, 1 when none is declared. */
    public int runOrderOrDefault() {
        return runOrder == null ? 1 : runOrder;
    }
}
