package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.CommandMapping;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An action whose work the host maps to a command line: {@code Custom/Jenkins}, or any other provider that is not built
 * in.
 *
 * <p>The command runs in the workspace. The files of each input artifact are in {@code inputs/NAME}, and what it leaves in
 * {@code outputs/NAME} is that output artifact. Its environment has {@code PROJECT_NAME}, {@code SERVER_URL},
 * {@code PIPELINE_NAME}, {@code PIPELINE_EXECUTION_ID}, {@code STAGE_NAME}, {@code ACTION_NAME},
 * {@code ACTION_EXECUTION_ID}, {@code PROVIDER_NAME}, and each configuration key as {@code CONFIG_} and its letters in
 * capitals.
 */
public final class MappedCommandProvider implements ActionProvider {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final String PREPARED = "control/prepared";

    private final ActionTypeId type;

    public MappedCommandProvider(ActionTypeId type) {
        this.type = type;
    }

    /** {@code Build/Custom/Jenkins}. */
    public static MappedCommandProvider jenkinsBuild() {
        return new MappedCommandProvider(new ActionTypeId("Build", "Custom", "Jenkins", "1"));
    }

    /** {@code Test/Custom/Jenkins}. */
    public static MappedCommandProvider jenkinsTest() {
        return new MappedCommandProvider(new ActionTypeId("Test", "Custom", "Jenkins", "1"));
    }

    @Override
    public ActionTypeId type() {
        return type;
    }

    @Override
    public ActionTypeSchema schema() {
        return ActionCatalog.find(type)
                .orElseGet(() ->
                        new ActionTypeSchema(type, List.of(), true, new ArtifactCount(0, 5), new ArtifactCount(0, 5)));
    }

    @Override
    public boolean needsMapping() {
        return true;
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, work -> {
            String project = work.optional("ProjectName")
                    .or(() -> work.optional("FunctionName"))
                    .orElse("");
            CommandMapping mapping = context.mappings()
                    .provider(type.provider(), project)
                    .orElseThrow(() -> new ActionFailure(
                            FailureType.ConfigurationError,
                            "No command line stands for the provider " + type.provider()
                                    + (project.isEmpty() ? "" : " and its project " + project) + " here. "
                                    + context.mappings().howToMap("providers", type.provider())));
            return work.agent(new AgentRequest(mapping.label(), "command"))
                    .thenCompose(agent -> run(work, agent, mapping, project));
        });
    }

    @Override
    public ActionRun reattach(ActionContext context) {
        return start(context);
    }

    private CompletionStage<ActionResult> run(ActionWork work, Agent agent, CommandMapping mapping, String project) {
        ActionContext context = work.context();
        boolean prepared = BuildWork.io(() -> agent.exists(PREPARED));
        return (prepared ? CompletableFuture.<Void>completedFuture(null) : prepare(work, agent))
                .thenCompose(nothing -> {
                    context.log()
                            .println("[release-pipeline] " + type.provider() + " is mapped to: "
                                    + String.join(" ", mapping.command()));
                    Duration timeout = mapping.timeout().orElse(LONGEST);
                    return work.run(
                            agent,
                            new ProcessSpec(
                                    "command",
                                    mapping.command(),
                                    environment(context, project),
                                    ".",
                                    Optional.empty(),
                                    timeout,
                                    context.log()));
                })
                .thenApply(exit -> BuildWork.io(() -> finish(work, agent, mapping, exit)));
    }

    private static CompletionStage<Void> prepare(ActionWork work, Agent agent) {
        ActionContext context = work.context();
        BuildInputs inputs = new BuildInputs(work, agent);
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (String input : context.inputArtifacts().keySet()) {
            all = all.thenCompose(nothing -> inputs.deliver(input, "inputs/" + input));
        }
        return all.thenAccept(nothing -> BuildWork.io(() -> {
            for (OutputArtifact output : context.action().outputArtifacts()) {
                inputs.makeDirectory("outputs/" + output.name());
            }
            agent.write(PREPARED, InputStream.nullInputStream());
            return null;
        }));
    }

    private Map<String, String> environment(ActionContext context, String project) {
        Map<String, String> environment = new HashMap<>();
        context.configuration().forEach((key, value) -> {
            if (value.indexOf('\0') < 0) {
                environment.put("CONFIG_" + key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value);
            }
        });
        environment.put("PROJECT_NAME", project);
        environment.put("SERVER_URL", context.configuration().getOrDefault("ServerURL", ""));
        environment.put("PROVIDER_NAME", type.provider());
        environment.put("PIPELINE_NAME", context.pipelineName());
        environment.put("PIPELINE_EXECUTION_ID", context.pipelineExecutionId());
        environment.put("STAGE_NAME", context.stageName());
        environment.put("ACTION_NAME", context.action().name());
        environment.put("ACTION_EXECUTION_ID", context.actionExecutionId());
        return environment;
    }

    private ActionResult finish(ActionWork work, Agent agent, CommandMapping mapping, ProcessExit exit)
            throws IOException {
        if (!exit.isSuccess()) {
            boolean own = exit.outcome() == ProcessExit.Outcome.EXITED
                    || exit.outcome() == ProcessExit.Outcome.TIMED_OUT
                    || exit.outcome() == ProcessExit.Outcome.KILLED;
            return ActionResult.failed(
                    own ? FailureType.JobFailed : FailureType.SystemUnavailable,
                    "The command for " + type.provider() + ", "
                            + mapping.command().get(0) + ", "
                            + (exit.outcome() == ProcessExit.Outcome.EXITED
                                    ? "ended with exit code " + exit.code()
                                    : "did not come to its end: " + exit.message()));
        }
        Map<String, ArtifactDigest> artifacts = new LinkedHashMap<>();
        for (OutputArtifact output : work.context().action().outputArtifacts()) {
            FileSelection selection = FileSelection.all("outputs/" + output.name());
            if (agent.list(selection).isEmpty()) {
                return ActionResult.failed(
                        FailureType.JobFailed,
                        "The command for " + type.provider() + " has left no file in outputs/" + output.name()
                                + ", which is the output artifact " + output.name());
            }
            artifacts.put(output.name(), work.store(agent, selection));
        }
        return ActionResult.succeeded().withOutputArtifacts(artifacts);
    }
}
