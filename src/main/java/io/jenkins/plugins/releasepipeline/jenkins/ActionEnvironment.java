package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.UnresolvedReferenceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment variables that an action declares, and which attempt it is. */
final class ActionEnvironment {
    /** Tells the processes of an attempt from all others. */
    static final String ATTEMPT = "RELEASE_PIPELINE_ATTEMPT";

    private ActionEnvironment() {}

    /** Secrets are looked up and masked in the action's log. Blocks. */
    static Map<String, String> of(ActionContext context) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvironmentVariable variable : context.action().environmentVariables()) {
            String value = resolve(context, variable.value() == null ? "" : variable.value());
            environment.put(
                    variable.name(), "SECRETS_MANAGER".equals(variable.type()) ? secret(context, value) : value);
        }
        environment.put("RELEASE_PIPELINE_EXECUTION_ID", context.pipelineExecutionId());
        environment.put("RELEASE_PIPELINE_STAGE", context.stageName());
        environment.put("RELEASE_PIPELINE_ACTION", context.action().name());
        environment.put(ATTEMPT, context.actionExecutionId());
        return environment;
    }

    private static String secret(ActionContext context, String name) {
        String value = context.secrets()
                .secret(name)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        "The secret " + name + " is not known here. "
                                + context.secrets().howToMap(name)));
        if (!value.isBlank()) {
            context.log().mask(value);
        }
        return value;
    }

    private static String resolve(ActionContext context, String text) {
        try {
            return VariableReferences.resolve(
                    text, reference -> Optional.ofNullable(context.variables().get(reference.name())));
        } catch (UnresolvedReferenceException e) {
            throw new ActionFailure(FailureType.ConfigurationError, e.getMessage(), e);
        }
    }
}
