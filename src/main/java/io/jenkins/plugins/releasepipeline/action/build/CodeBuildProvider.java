package io.jenkins.plugins.releasepipeline.action.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.BuildProject;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code AWS/CodeBuild} for Build and Test: runs the commands of a buildspec on an agent. A project that the host has no
 * mapping for runs on any agent with the source's {@code buildspec.yml}.
 */
public final class CodeBuildProvider extends RestartableAction {
    /** What CodePipeline allows a build and a test (reference of limits). */
    private static final Duration LONGEST_BUILD = Duration.ofHours(36);

    private static final Duration LONGEST_TEST = Duration.ofHours(8);

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final BuildProject UNMAPPED =
            new BuildProject("", Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    private static final ObjectMapper JSON = new ObjectMapper();

    private CodeBuildProvider(String category) {
        super(new ActionTypeId(category, "AWS", "CodeBuild", "1"));
    }

    public static CodeBuildProvider forBuild() {
        return new CodeBuildProvider("Build");
    }

    public static CodeBuildProvider forTest() {
        return new CodeBuildProvider("Test");
    }

    @Override
    public ActionRun start(ActionContext context) {
        return BuildWork.begin(context, this::recipe);
    }

    private BuildRecipe recipe(ActionWork work) {
        ActionContext context = work.context();
        String name = work.required("ProjectName");
        if (work.flag("BatchEnabled")) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "BatchEnabled: batch builds are not supported; set it to false and use one action for each build");
        }
        if (work.flag("CombineArtifacts")) {
            throw new ActionFailure(
                    FailureType.ConfigurationError, "CombineArtifacts is for batch builds, which are not supported");
        }
        BuildProject project = context.mappings().buildProject(name).orElse(UNMAPPED);
        Duration longest = type().category().equals("Test") ? LONGEST_TEST : LONGEST_BUILD;
        Duration timeout =
                project.timeout().filter(own -> own.compareTo(longest) < 0).orElse(longest);
        return new BuildRecipe(
                name,
                project.label(),
                timeout,
                Optional.of(primary(work)),
                project.environment(),
                environment(context),
                project.cacheDirectory(),
                new BuildspecSource(context, project));
    }

    private static String primary(ActionWork work) {
        List<String> inputs = List.copyOf(work.context().inputArtifacts().keySet());
        if (inputs.isEmpty()) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "A CodeBuild action takes 1 to 5 input artifacts, this one has none");
        }
        Optional<String> named = work.optional("PrimarySource");
        if (named.isEmpty()) {
            if (inputs.size() > 1) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "PrimarySource is missing: with several input artifacts it names the one with the buildspec,"
                                + " one of " + String.join(", ", inputs));
            }
            return inputs.get(0);
        }
        if (!inputs.contains(named.get())) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "PrimarySource is " + named.get() + ", which is not an input artifact of the action; those are "
                            + String.join(", ", inputs));
        }
        return named.get();
    }

    private static List<BuildRecipe.Variable> environment(ActionContext context) {
        String declared = context.action().configuration().getOrDefault("EnvironmentVariables", "");
        if (declared.isBlank()) {
            return List.of();
        }
        JsonNode list;
        try {
            list = JSON.readTree(declared);
        } catch (JsonProcessingException e) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "EnvironmentVariables is not JSON (" + e.getOriginalMessage()
                            + "); it is a list such as [{\"name\":\"A\",\"value\":\"b\",\"type\":\"PLAINTEXT\"}]"
                            + (VariableReferences.in(declared).isEmpty()
                                    ? ""
                                    : ", with references inside of its texts"));
        }
        if (!list.isArray()) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "EnvironmentVariables is a JSON list such as [{\"name\":\"A\",\"value\":\"b\"}]");
        }
        List<BuildRecipe.Variable> variables = new ArrayList<>();
        for (JsonNode item : list) {
            String name = item.path("name").asText("");
            if (!NAME.matcher(name).matches()) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "EnvironmentVariables: \"" + name
                                + "\" is not the name of a variable: letters, digits and _, not a digit first");
            }
            if (!item.path("value").isValueNode()) {
                throw new ActionFailure(
                        FailureType.ConfigurationError, "EnvironmentVariables: " + name + " has no value");
            }
            String kind = item.path("type").asText("PLAINTEXT");
            if (!List.of("PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER").contains(kind)) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "EnvironmentVariables: the type of " + name + " is " + kind
                                + "; types are PLAINTEXT, PARAMETER_STORE and SECRETS_MANAGER");
            }
            variables.add(new BuildRecipe.Variable(name, item.path("value").asText(), !kind.equals("PLAINTEXT")));
        }
        return variables;
    }
}
