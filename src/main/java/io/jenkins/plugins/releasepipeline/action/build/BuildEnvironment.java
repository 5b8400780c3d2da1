package io.jenkins.plugins.releasepipeline.action.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.UnresolvedReferenceException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The variables in the environment of a build's commands. The action's win over the project's, and those over the
 * buildspec's; names that begin with {@code CODEBUILD_} are CodeBuild's own.
 */
final class BuildEnvironment {
    /** What Linux allows for one variable, less its name. */
    private static final int MAX_VALUE = 120 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ActionContext context;
    private final BuildRecipe recipe;
    private final Buildspec.Environment declared;
    private final Map<String, Set<Reference>> tainted = new HashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    BuildEnvironment(ActionContext context, BuildRecipe recipe, BuildRecipe.Declared declared) {
        this.context = context;
        this.recipe = recipe;
        this.declared = declared.buildspec().environment();
        this.tainted.putAll(declared.held());
    }

    /**
     * The variables that somebody has set, secrets among them; those are masked in the log from now on. Blocks.
     *
     * @throws ActionFailure when a secret or a value is missing
     */
    Map<String, String> own() {
        Map<String, String> variables = new LinkedHashMap<>(declared.variables());
        declared.parameterStore()
                .forEach((name, parameter) -> variables.put(name, secret("parameter-store", name, parameter)));
        declared.secretsManager()
                .forEach((name, secret) -> variables.put(name, secret("secrets-manager", name, secret)));
        variables.putAll(recipe.projectEnvironment());
        tainted.keySet().removeAll(recipe.projectEnvironment().keySet());
        for (BuildRecipe.Variable variable : recipe.actionEnvironment()) {
            String value = resolve(variable.declared());
            variables.put(
                    variable.name(),
                    variable.secret() ? secret("the action's environment variables", variable.name(), value) : value);
            tainted.remove(variable.name());
            if (!variable.secret()) {
                Set<Reference> references = new LinkedHashSet<>(VariableReferences.in(variable.declared()));
                if (!references.isEmpty()) {
                    tainted.put(variable.name(), references);
                }
            }
        }
        variables.keySet().removeIf(name -> name.startsWith("CODEBUILD_"));
        variables.forEach(BuildEnvironment::check);
        return variables;
    }

    /** The variables whose values hold references, with these. Known once {@link #own()} was called. */
    Map<String, Set<Reference>> taintedBy() {
        return Map.copyOf(tainted);
    }

    /** The values that were secrets. Known once {@link #own()} was called. */
    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    private static void check(String name, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The environment variable " + name + " would hold the character NUL, which none can");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The environment variable " + name + " would have more than " + MAX_VALUE
                            + " bytes, which the system does not pass to a process; pass it as a file");
        }
    }

    private String resolve(String text) {
        try {
            return VariableReferences.resolve(
                    text, reference -> Optional.ofNullable(context.variables().get(reference.name())));
        } catch (UnresolvedReferenceException e) {
            throw new ActionFailure(FailureType.ConfigurationError, e.getMessage(), e);
        }
    }

    private String secret(String where, String name, String secret) {
        String value = find(secret)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        where + " gives " + name + " the secret " + secret + ", which is not known here. "
                                + context.secrets().howToMap(secret)));
        if (!value.isBlank()) {
            context.log().mask(value);
            secrets.add(value);
        }
        return value;
    }

    /** As written; else {@code secret-id:json-key:…} as a key of the JSON object that the secret is. */
    private Optional<String> find(String name) {
        Optional<String> whole = context.secrets().secret(name);
        if (whole.isPresent()) {
            return whole;
        }
        int from = name.startsWith("arn:") ? nthColon(name, 6) : 0;
        int colon = from < 0 ? -1 : name.indexOf(':', from + 1);
        if (colon < 0) {
            return Optional.empty();
        }
        String id = name.substring(0, colon);
        String[] rest = name.substring(colon + 1).split(":", -1);
        Optional<String> secret = context.secrets().secret(id);
        if (secret.isEmpty() || rest[0].isEmpty()) {
            return secret;
        }
        context.log().mask(secret.get());
        try {
            JsonNode value = JSON.readTree(secret.get()).path(rest[0]);
            if (!value.isValueNode()) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "The secret " + id + " is JSON without a value for the key " + rest[0]);
            }
            return Optional.of(value.asText());
        } catch (JsonProcessingException e) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The secret " + id + " is not a JSON object, so it has no key " + rest[0]);
        }
    }

    private static int nthColon(String text, int count) {
        int at = -1;
        for (int i = 0; i < count; i++) {
            at = text.indexOf(':', at + 1);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    /**
     * CodeBuild's own variables.
     *
     * @param directories an input artifact to its directory in the workspace
     */
    Map<String, String> codeBuild(Agent agent, UnaryOperator<String> directories) {
        Map<String, String> variables = new HashMap<>();
        String region = context.action().region();
        if (region != null && !region.isEmpty()) {
            variables.put("AWS_REGION", region);
            variables.put("AWS_DEFAULT_REGION", region);
        }
        String arn = "arn:aws:codebuild:" + (region == null || region.isEmpty() ? "local" : region) + ":000000000000:";
        String id = recipe.project() + ":" + context.actionExecutionId();
        variables.put("CODEBUILD_CI", "true");
        variables.put("CODEBUILD_BUILD_ID", id);
        variables.put("CODEBUILD_BUILD_ARN", arn + "build/" + id);
        variables.put("CODEBUILD_PROJECT_ARN", arn + "project/" + recipe.project());
        variables.put(
                "CODEBUILD_PROJECT_UUID",
                UUID.nameUUIDFromBytes(recipe.project().getBytes(StandardCharsets.UTF_8))
                        .toString());
        variables.put("CODEBUILD_BUILD_IMAGE", "release-pipeline/" + agent.name());
        variables.put(
                "CODEBUILD_BUILD_NUMBER", Long.toString(context.startedAt().getEpochSecond()));
        variables.put("CODEBUILD_START_TIME", Long.toString(context.startedAt().toEpochMilli()));
        variables.put("CODEBUILD_INITIATOR", "codepipeline/" + context.pipelineName());
        variables.put("CODEBUILD_BUILD_SUCCEEDING", "1");
        variables.put("CODEBUILD_LOG_PATH", context.actionExecutionId());
        variables.put("CODEBUILD_SRC_DIR", agent.workspace() + "/" + BuildWork.SOURCE);
        for (String input : context.inputArtifacts().keySet()) {
            boolean primary = recipe.primaryInput().filter(input::equals).isPresent();
            String suffix = primary ? "" : "_" + input.replace('-', '_');
            variables.put("CODEBUILD_SRC_DIR" + suffix, agent.workspace() + "/" + directories.apply(input));
            Optional<SourceRevision> revision =
                    Optional.ofNullable(context.inputRevisions().get(input));
            variables.put(
                    "CODEBUILD_SOURCE_VERSION" + suffix,
                    revision.map(SourceRevision::id)
                            .orElse(context.inputArtifacts().get(input).sha256()));
            revision.ifPresent(known -> variables.put("CODEBUILD_RESOLVED_SOURCE_VERSION" + suffix, known.id()));
            variables.put("CODEBUILD_SOURCE_REPO_URL" + suffix, "");
        }
        return variables;
    }
}
