package io.jenkins.plugins.releasepipeline.engine;

import java.util.Map;

/**
 * What an attempt at an action works with.
 *
 * @param resolvedConfiguration the configuration with its references resolved
 * @param variables the values of all references in the declaration, {@code namespace.key} to value
 * @param inputArtifacts name to digest
 */
public record ActionInput(
        Map<String, String> resolvedConfiguration, Map<String, String> variables, Map<String, String> inputArtifacts) {

    public ActionInput {
        resolvedConfiguration = Maps.copyOf(resolvedConfiguration);
        variables = Maps.copyOf(variables);
        inputArtifacts = Maps.copyOf(inputArtifacts);
    }
}
