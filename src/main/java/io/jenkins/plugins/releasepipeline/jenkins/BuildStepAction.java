package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Descriptor;
import hudson.model.Result;
import hudson.tasks.Builder;
import hudson.tasks.Publisher;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;

/**
 * {@code Custom/BuildStep} of a category: a build step of any plugin that can run outside of a freestyle job, on an agent, in the
 * action's workspace. Such a step blocks; it has a thread of its own from when the agent is there until the step is over, and
 * none while the action waits for the agent.
 */
final class BuildStepAction implements ActionProvider {
    static final String PROVIDER = "BuildStep";
    private static final List<String> CATEGORIES = List.of("Build", "Test", "Deploy", "Invoke", "Compute");
    private static final String STEP = "Step";
    private static final String MISSING = "The action has no " + STEP;

    private final ActionTypeId type;
    private final RunOfAttempt runs;
    private final Path records;
    private final Executor threads;

    private BuildStepAction(ActionTypeId type, RunOfAttempt runs, Path records, Executor threads) {
        this.type = type;
        this.runs = runs;
        this.records = records;
        this.threads = threads;
    }

    /**
     * One for each category.
     *
     * @param records what is known of attempts, a directory each that goes with the attempt
     * @param threads where steps block
     */
    static List<ActionProvider> all(RunOfAttempt runs, Path records, Executor threads) {
        List<ActionProvider> all = new ArrayList<>();
        CATEGORIES.forEach(category -> all.add(
                new BuildStepAction(new ActionTypeId(category, "Custom", PROVIDER, "1"), runs, records, threads)));
        return all;
    }

    private static SymbolConfiguration<SimpleBuildStep> steps() {
        List<Descriptor<?>> descriptors = new ArrayList<>(Jenkins.get().getDescriptorList(Builder.class));
        descriptors.addAll(Jenkins.get().getDescriptorList(Publisher.class));
        return new SymbolConfiguration<>("build step", SimpleBuildStep.class, descriptors);
    }

    @Override
    public ActionTypeId type() {
        return type;
    }

    @Override
    public ActionTypeSchema schema() {
        return new ActionTypeSchema(
                type,
                List.of(
                        new ConfigurationProperty(
                                STEP,
                                true,
                                false,
                                "String",
                                "The build step; every other key is one of its parameters",
                                steps().symbols()),
                        new ConfigurationProperty(
                                BlockingWork.LABEL,
                                false,
                                false,
                                "String",
                                "The agents that it may run on, any when absent",
                                List.of())),
                true,
                new ArtifactCount(0, 5),
                new ArtifactCount(0, 5));
    }

    private static SimpleBuildStep step(Map<String, String> configuration) {
        String symbol = configuration.getOrDefault(STEP, "");
        if (symbol.isEmpty()) {
            throw new ActionFailure(FailureType.ConfigurationError, MISSING);
        }
        return steps().make(symbol, parameters(configuration));
    }

    private static Map<String, String> parameters(Map<String, String> configuration) {
        Map<String, String> parameters = new LinkedHashMap<>(configuration);
        parameters.keySet().removeAll(List.of(STEP, BlockingWork.LABEL));
        return parameters;
    }

    /** What is wrong with the configuration of such an action, as far as that can be known without making the step. */
    static Optional<String> problem(ActionDeclaration action) {
        ActionTypeId type = action.actionTypeId();
        boolean known = type.owner().equals("Custom")
                && type.provider().equals(PROVIDER)
                && CATEGORIES.contains(type.category())
                && action.configuration().values().stream()
                        .allMatch(value -> VariableReferences.in(value).isEmpty());
        if (!known) {
            return Optional.empty();
        }
        String symbol = action.configuration().getOrDefault(STEP, "");
        return symbol.isEmpty() ? Optional.of(MISSING) : steps().problem(symbol, parameters(action.configuration()));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return BlockingWork.begin(context, runs, threads, work -> {
            SimpleBuildStep step = step(context.configuration());
            return agent -> perform(work, agent, step);
        });
    }

    /** A step that had begun cannot be found again; one whose agent was waited for begins now. */
    @Override
    public ActionRun reattach(ActionContext context) {
        if (!Files.exists(record(context))) {
            return start(context);
        }
        return ActionWork.begin(
                context,
                work -> CompletableFuture.completedStage(ActionResult.failed(
                        FailureType.SystemUnavailable,
                        "Jenkins ended while the build step "
                                + context.configuration().getOrDefault(STEP, "")
                                + " ran. Build steps do not go on; what it has done may be done in part. Retry the action"
                                + " to do it again.")));
    }

    private Path record(ActionContext context) {
        return records.resolve(context.actionExecutionId()).resolve("begun");
    }

    private ActionResult perform(ActionWork work, JenkinsAgent agent, SimpleBuildStep step)
            throws IOException, InterruptedException {
        ActionContext context = work.context();
        deliver(context, agent);
        Files.createDirectories(record(context).getParent());
        Files.writeString(record(context), "");
        ReleasePipelineRun run = runs.of(context);
        EnvVars environment = agent.environment();
        environment.overrideAll(ActionEnvironment.of(context));
        Result result;
        FilePath workspace = agent.path();
        try (StreamTaskListener listener = ActionLogListener.of(context.log());
                StepResult said = StepResult.onThisThread()) {
            Launcher launcher = agent.launcher(listener).decorateByEnv(environment);
            try {
                step.perform(run, workspace, environment, launcher, listener);
                result = said.get();
            } finally {
                if (work.isStopped()) {
                    launcher.kill(Map.of(ActionEnvironment.ATTEMPT, context.actionExecutionId()));
                }
            }
        } catch (AbortException e) {
            throw new ActionFailure(FailureType.JobFailed, e.getMessage(), e);
        }
        work.checkStopped();
        String name = context.configuration().get(STEP);
        if (result != Result.SUCCESS) {
            return ActionResult.failed(FailureType.JobFailed, "The build step " + name + " ended with " + result);
        }
        return ActionResult.succeeded().withOutputArtifacts(store(work, agent));
    }

    /** The first input artifact is at the top of the workspace, each other in {@code inputs/NAME}. */
    private static void deliver(ActionContext context, Agent agent) throws IOException {
        String directory = ".";
        for (Map.Entry<String, ArtifactDigest> input : context.inputArtifacts().entrySet()) {
            try (InputStream zip = context.artifacts().open(input.getValue())) {
                agent.unpack(zip, directory.equals(".") ? directory : "inputs/" + input.getKey());
            }
            directory = "inputs";
        }
    }

    private static Map<String, ArtifactDigest> store(ActionWork work, Agent agent) throws IOException {
        Map<String, ArtifactDigest> artifacts = new LinkedHashMap<>();
        for (OutputArtifact output : work.context().action().outputArtifacts()) {
            FileSelection selection = output.files().isEmpty()
                    ? FileSelection.all(".")
                    : new FileSelection(".", output.files(), List.of(), false);
            if (agent.list(selection).isEmpty()) {
                throw new ActionFailure(
                        FailureType.JobFailed,
                        "The build step has left no file for the output artifact " + output.name());
            }
            artifacts.put(output.name(), work.store(agent, selection));
        }
        return artifacts;
    }
}
