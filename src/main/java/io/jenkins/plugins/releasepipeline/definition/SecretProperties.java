package io.jenkins.plugins.releasepipeline.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps secrets that stand in definitions from being kept and shown: as {@code get-pipeline} does, their values are
 * {@value #MASK}. A value that only says where the secret is, {@code {{resolve:…}}} or {@code #{…}}, stays.
 */
public final class SecretProperties {
    /** What stands for a secret. */
    public static final String MASK = "****";

    private static final Pattern LOGIN = Pattern.compile("(\\b[A-Za-z][A-Za-z0-9+.-]*://[^/@:\\s]*:)[^/@\\s]+@");
    private static final Pattern WRITTEN =
            Pattern.compile("\\b[A-Za-z][A-Za-z0-9+.-]*://[^/@:\\s]*:(?!\\{\\{resolve:)[^/@\\s?#]+@");

    private SecretProperties() {}

    /** Whether an address in the text has a password, and not only says where one is. */
    public static boolean hasPassword(String text) {
        return WRITTEN.matcher(text).find();
    }

    /** The definition without the values of secret properties. */
    public static PipelineDeclaration masked(
            PipelineDeclaration pipeline, Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        List<StageDeclaration> stages =
                pipeline.stages().stream().map(stage -> masked(stage, schemas)).toList();
        return stages.equals(pipeline.stages())
                ? pipeline
                : new PipelineDeclaration(
                        pipeline.name(),
                        pipeline.roleArn(),
                        pipeline.artifactStore(),
                        pipeline.artifactStores(),
                        stages,
                        pipeline.version(),
                        pipeline.executionMode(),
                        pipeline.pipelineType(),
                        pipeline.variables(),
                        pipeline.triggers(),
                        pipeline.unknown());
    }

    private static StageDeclaration masked(
            StageDeclaration stage, Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        return new StageDeclaration(
                stage.name(),
                stage.blockers(),
                stage.actions().stream()
                        .map(action -> masked(action, schemas.apply(action.actionTypeId())))
                        .toList(),
                stage.beforeEntry(),
                stage.onSuccess(),
                stage.onFailure(),
                stage.unknown());
    }

    private static ActionDeclaration masked(ActionDeclaration action, Optional<ActionTypeSchema> schema) {
        return new ActionDeclaration(
                action.name(),
                action.actionTypeId(),
                action.runOrder(),
                masked(action.configuration(), secrets(schema)),
                action.commands(),
                action.inputArtifacts(),
                action.outputArtifacts(),
                action.outputVariables(),
                action.environmentVariables(),
                action.roleArn(),
                action.region(),
                action.namespace(),
                action.timeoutInMinutes(),
                action.unknown());
    }

    /**
     * A configuration, declared or resolved, as it may be shown: without the values of the type's secret properties and
     * without passwords in addresses.
     *
     * @param schemas the types that the host knows
     */
    public static Map<String, String> shown(
            ActionTypeId type,
            Map<String, String> configuration,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        Map<String, String> shown = new LinkedHashMap<>();
        masked(configuration, secrets(schemas.apply(type)))
                .forEach((key, value) -> shown.put(key, LOGIN.matcher(value).replaceAll("$1" + MASK + "@")));
        return shown;
    }

    /** The same where the catalog's types are all that there are. */
    public static Map<String, String> shown(ActionTypeId type, Map<String, String> configuration) {
        return shown(type, configuration, ActionCatalog::find);
    }

    private static Set<String> secrets(Optional<ActionTypeSchema> schema) {
        return schema.stream()
                .flatMap(found -> found.properties().stream())
                .filter(ActionTypeSchema.ConfigurationProperty::secret)
                .map(ActionTypeSchema.ConfigurationProperty::name)
                .collect(Collectors.toSet());
    }

    private static Map<String, String> masked(Map<String, String> configuration, Set<String> secrets) {
        if (secrets.isEmpty()) {
            return configuration;
        }
        Map<String, String> masked = new LinkedHashMap<>();
        configuration.forEach((key, value) ->
                masked.put(key, secrets.contains(key) && !value.isEmpty() && !isReference(value) ? MASK : value));
        return masked;
    }

    private static boolean isReference(String value) {
        return value.matches("\\{\\{resolve:[^{}]*}}|#\\{[^{}]*}");
    }
}
