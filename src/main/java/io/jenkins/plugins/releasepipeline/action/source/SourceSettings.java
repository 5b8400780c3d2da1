package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.NameMappings.Repository;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import java.util.Map;
import java.util.Optional;

/**
 * What a source action says, and what the host makes of its names.
 *
 * @param actionName the action
 * @param configuration its configuration; references are not allowed there
 * @param log where it is said what is not used
 */
record SourceSettings(
        String actionName,
        Map<String, String> configuration,
        NameMappings mappings,
        SecretResolver secrets,
        ActionLog log) {

    static SourceSettings of(ActionContext context) {
        return new SourceSettings(
                context.action().name(), context.configuration(), context.mappings(), context.secrets(), context.log());
    }

    String required(String key) {
        return optional(key)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        "The configuration of action " + actionName + " has no " + key));
    }

    Optional<String> optional(String key) {
        return Optional.ofNullable(configuration.get(key)).filter(value -> !value.isEmpty());
    }

    /** The mapped repository, or a failure that says how to map it. */
    Repository mapped(String connection, String name) {
        return mappings.repository(connection, name)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        "Nothing says where the repository '" + name + "' is. "
                                + mappings.howToMap("repositories", name)));
    }
}
