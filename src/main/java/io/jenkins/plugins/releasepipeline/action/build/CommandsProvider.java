package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Artifact;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code Compute/AWS/Commands}: runs the action's commands one after the other in one shell, in the files of its first
 * input artifact, until one fails.
 */
public final class CommandsProvider extends RestartableAction {
    private static final Duration TIMEOUT = Duration.ofMinutes(55);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public CommandsProvider() {
        super(new ActionTypeId("Compute", "AWS", "Commands", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return BuildWork.begin(context, CommandsProvider::recipe);
    }

    private static BuildRecipe recipe(ActionWork work) {
        ActionContext context = work.context();
        ActionDeclaration action = context.action();
        if (action.commands().isEmpty()) {
            throw new ActionFailure(FailureType.ConfigurationError, "The action has no commands");
        }
        Optional<String> environmentType = work.optional("EnvironmentType");
        if (environmentType.filter(type -> type.startsWith("WINDOWS")).isPresent()) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "EnvironmentType " + environmentType.get() + " is not supported; commands run on Linux");
        }
        Buildspec spec = Buildspec.ofCommands(action.commands(), action.outputVariables());
        Buildspec complete = new Buildspec(
                spec.version(),
                spec.runAs(),
                spec.environment(),
                spec.phases(),
                spec.reports(),
                artifact(action),
                spec.secondaryArtifacts(),
                spec.cache());
        action.outputVariables().forEach(CommandsProvider::checkName);
        return new BuildRecipe(
                "commands",
                "",
                action.timeoutInMinutes() == null ? TIMEOUT : Duration.ofMinutes(action.timeoutInMinutes()),
                context.inputArtifacts().keySet().stream().findFirst(),
                Map.of(),
                environment(action),
                Optional.empty(),
                agent -> new BuildRecipe.Declared(complete, true, Map.of(), List.of()));
    }

    private static Optional<Artifact> artifact(ActionDeclaration action) {
        return action.outputArtifacts().stream()
                .findFirst()
                .filter(output -> !output.files().isEmpty())
                .map(output -> new Artifact(new FileSelection(".", output.files(), List.of(), false), false));
    }

    private static List<BuildRecipe.Variable> environment(ActionDeclaration action) {
        List<BuildRecipe.Variable> variables = new ArrayList<>();
        for (EnvironmentVariable variable : action.environmentVariables()) {
            checkName(variable.name());
            String type = variable.type() == null ? "PLAINTEXT" : variable.type();
            if (!type.equals("PLAINTEXT") && !type.equals("SECRETS_MANAGER")) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "The type of the environment variable " + variable.name() + " is " + type
                                + "; types are PLAINTEXT and SECRETS_MANAGER");
            }
            variables.add(new BuildRecipe.Variable(
                    variable.name(), variable.value() == null ? "" : variable.value(), type.equals("SECRETS_MANAGER")));
        }
        return variables;
    }

    private static void checkName(String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "\"" + name + "\" is not the name of a variable: letters, digits and _, not a digit first");
        }
    }
}
