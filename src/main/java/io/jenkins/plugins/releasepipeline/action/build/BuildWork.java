package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Artifact;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Phase;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Report;
import io.jenkins.plugins.releasepipeline.action.build.shell.ShellReferences;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One build: inputs are unpacked, one durable process runs the commands, reports are counted, artifacts are stored.
 *
 * <p>It may be begun again after a restart: what comes before the process is done once, as a mark in the workspace says,
 * and all that comes after it gives the same result when done again.
 */
final class BuildWork {
    static final String SOURCE = "source";
    static final String CONTROL = "control";
    private static final String PREPARED = CONTROL + "/prepared";

    /** All output variables of an action together (reference §1.4). */
    private static final int MAX_VARIABLES = 122_880;

    /** A shorter secret inside of a longer text may be there by chance. */
    private static final int SHORTEST_FOUND = 6;

    private static final int MAX_REPORT_FILES = 2000;
    private static final int NAMED_FILES = 20;

    private final ActionWork work;
    private final ActionContext context;
    private final BuildRecipe recipe;
    private final Agent agent;
    private final BuildInputs inputs;
    private Buildspec buildspec;
    private BuildScript script;
    private List<FileSelection> selections;
    private Map<String, String> environment;
    private Set<String> secrets;

    private BuildWork(ActionWork work, BuildRecipe recipe, Agent agent) {
        this.work = work;
        this.context = work.context();
        this.recipe = recipe;
        this.agent = agent;
        this.inputs = new BuildInputs(work, agent);
    }

    /** Begins a build, or finds it again. Returns at once. */
    static ActionRun begin(ActionContext context, Function<ActionWork, BuildRecipe> recipes) {
        return ActionWork.begin(context, work -> {
            BuildRecipe recipe = recipes.apply(work);
            return work.agent(new AgentRequest(recipe.label(), "build"))
                    .thenCompose(agent -> new BuildWork(work, recipe, agent).run());
        });
    }

    private CompletionStage<ActionResult> run() {
        boolean prepared = io(() -> agent.exists(PREPARED));
        context.log().println("[release-pipeline] Build " + id() + " on agent " + agent.name());
        return (prepared ? CompletableFuture.<Void>completedFuture(null) : unpack())
                .thenCompose(nothing -> build(prepared))
                .thenCompose(exit -> io(() -> finish(exit)));
    }

    private String id() {
        return recipe.project() + ":" + context.actionExecutionId();
    }

    private CompletionStage<Void> unpack() {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (String input : context.inputArtifacts().keySet()) {
            all = all.thenCompose(nothing -> inputs.deliver(input, directory(input)));
        }
        if (recipe.primaryInput().isEmpty()) {
            io(() -> inputs.makeDirectory(SOURCE));
        }
        return all;
    }

    private String directory(String input) {
        return recipe.primaryInput().filter(input::equals).isPresent() ? SOURCE : "inputs/" + input;
    }

    private CompletionStage<ProcessExit> build(boolean prepared) {
        BuildRecipe.Declared declared = io(() -> recipe.specification().read(agent));
        declared.warnings().forEach(warning -> context.log().println("[release-pipeline] " + warning));
        BuildEnvironment variables = new BuildEnvironment(context, recipe, declared);
        Map<String, String> own = variables.own();
        secrets = variables.secrets();
        ShellReferences.Rewritten rewritten = rewrite(declared, variables.taintedBy(), own);
        if (!rewritten.refusals().isEmpty()) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The commands do not run: " + String.join("\n", rewritten.refusals()));
        }
        environment = new HashMap<>(own);
        environment.putAll(variables.codeBuild(agent, this::directory));
        environment.putAll(rewritten.environment());
        Optional.ofNullable(environment.remove("PATH")).ifPresent(path -> environment.put(BuildScript.PATH, path));
        Map<String, String> shown = new HashMap<>();
        buildspec = withCommands(declared.buildspec(), rewritten.commands(), shown);
        selections = selections(buildspec);
        script = BuildScript.of(buildspec, command -> shown.getOrDefault(command, command), patterns());
        if (!prepared) {
            BuildCache cache = new BuildCache(context, agent, recipe.cacheDirectory());
            io(() -> {
                cache.restore(buildspec.cache());
                for (Map.Entry<String, String> file : script.files().entrySet()) {
                    write(CONTROL + "/" + file.getKey(), file.getValue());
                }
                write(PREPARED, "");
                return null;
            });
        }
        return work.run(
                agent,
                new ProcessSpec(
                        "build",
                        List.of("/bin/sh", agent.workspace() + "/" + CONTROL + "/run.sh"),
                        environment,
                        SOURCE,
                        Optional.empty(),
                        recipe.timeout(),
                        new PhaseLog(context)));
    }

    private ShellReferences.Rewritten rewrite(
            BuildRecipe.Declared declared, Map<String, Set<Reference>> tainted, Map<String, String> own) {
        List<String> commands = new ArrayList<>();
        for (Phase phase : declared.buildspec().phases()) {
            commands.addAll(phase.commands());
            commands.addAll(phase.finallyCommands());
        }
        if (own.keySet().stream().anyMatch(name -> name.startsWith("RP_VAR_"))) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "Variables whose names begin with RP_VAR_ are made here; choose another name");
        }
        return ShellReferences.rewrite(
                commands,
                declared.references(),
                reference -> Optional.ofNullable(context.variables().get(reference.name())),
                tainted);
    }

    private static Buildspec withCommands(Buildspec spec, List<String> commands, Map<String, String> shown) {
        Iterator<String> next = commands.iterator();
        Function<List<String>, List<String>> replace = old -> {
            List<String> list = new ArrayList<>();
            for (String command : old) {
                String replaced = next.next();
                shown.put(replaced, command);
                list.add(replaced);
            }
            return list;
        };
        List<Phase> phases = new ArrayList<>();
        for (Phase phase : spec.phases()) {
            List<String> ordinary = replace.apply(phase.commands());
            phases.add(new Phase(
                    phase.name(),
                    phase.runAs(),
                    phase.onFailure(),
                    phase.runtimeVersions(),
                    ordinary,
                    replace.apply(phase.finallyCommands())));
        }
        return new Buildspec(
                spec.version(),
                spec.runAs(),
                spec.environment(),
                phases,
                spec.reports(),
                spec.artifacts(),
                spec.secondaryArtifacts(),
                spec.cache());
    }

    // What files a build names: base directory, includes and excludes of each selection, one after the other

    private static List<FileSelection> selections(Buildspec spec) {
        List<FileSelection> selections = new ArrayList<>();
        spec.artifacts().map(Artifact::files).ifPresent(selections::add);
        spec.secondaryArtifacts().values().stream().map(Artifact::files).forEach(selections::add);
        spec.reports().values().stream().map(Report::files).forEach(selections::add);
        return selections;
    }

    private List<String> patterns() {
        List<String> patterns = new ArrayList<>();
        for (FileSelection selection : selections) {
            patterns.add(selection.baseDirectory());
            patterns.addAll(selection.includes());
            patterns.addAll(selection.excludes());
        }
        return patterns;
    }

    private Map<FileSelection, FileSelection> expanded(List<String> texts) {
        Map<FileSelection, FileSelection> expanded = new HashMap<>();
        Iterator<String> next = (texts.isEmpty() ? patterns() : texts).iterator();
        for (FileSelection selection : selections) {
            String base = next.next();
            List<String> includes = selection.includes().stream()
                    .map(pattern -> relative(next.next()))
                    .toList();
            List<String> excludes = selection.excludes().stream()
                    .map(pattern -> relative(next.next()))
                    .toList();
            String directory = relative(base);
            expanded.put(
                    selection,
                    new FileSelection(
                            directory.startsWith("/")
                                    ? directory
                                    : directory.isEmpty() || directory.equals(".") ? SOURCE : SOURCE + "/" + directory,
                            includes,
                            excludes,
                            selection.discardPaths()));
        }
        return expanded;
    }

    /** A path without the source directory before it, and a directory's path as a pattern of all it holds. */
    private String relative(String path) {
        String source = agent.workspace() + "/" + SOURCE;
        String text =
                path.equals(source) ? "." : path.startsWith(source + "/") ? path.substring(source.length() + 1) : path;
        while (text.startsWith("./")) {
            text = text.substring(2);
        }
        return text.endsWith("**/") ? text + "*" : text;
    }

    // After the process

    private CompletionStage<ActionResult> finish(ProcessExit exit) throws IOException {
        BuildOutcome outcome =
                BuildOutcome.read(agent, CONTROL, script, buildspec, patterns().size());
        Map<FileSelection, FileSelection> files = expanded(outcome.expanded());
        Optional<String> tests = reports(files);
        String took = took(outcome);
        String summary = tests.orElse(took);
        if (!exit.isSuccess()) {
            return CompletableFuture.completedFuture(
                    failure(exit, outcome).withSummary(summary).withExternalExecution(id(), ""));
        }
        ActionResult result = ActionResult.succeeded()
                .withSummary(summary)
                .withExternalExecution(id(), "")
                .withOutputVariables(variables(outcome))
                .withOutputArtifacts(artifacts(files));
        return new BuildCache(context, agent, recipe.cacheDirectory())
                .save(work, buildspec.cache())
                .thenApply(nothing -> result);
    }

    private String took(BuildOutcome outcome) {
        if (buildspec.phases().size() == 1 && outcome.failures().isEmpty()) {
            int commands = buildspec.phases().get(0).commands().size();
            long seconds = outcome.phases().stream()
                    .mapToLong(BuildOutcome.PhaseResult::seconds)
                    .sum();
            return commands + (commands == 1 ? " command in " : " commands in ") + seconds + " s";
        }
        return outcome.phases().stream()
                .map(phase -> phase.name() + (phase.succeeded() ? " " : " failed after ") + phase.seconds() + " s")
                .collect(Collectors.joining(", "));
    }

    private ActionResult failure(ProcessExit exit, BuildOutcome outcome) {
        String phases = outcome.failures().stream()
                .map(failure -> failure.describe(buildspec))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
        return switch (exit.outcome()) {
            case EXITED ->
                ActionResult.failed(
                        FailureType.JobFailed,
                        !phases.isEmpty()
                                ? phases
                                : exit.code() == 69
                                        ? "The agent " + agent.name() + " has no "
                                                + buildspec.environment().shell().program
                                                + ", which the buildspec asks for (env/shell)"
                                        : "The build ended with exit code " + exit.code());
            case TIMED_OUT ->
                ActionResult.failed(
                        FailureType.JobFailed,
                        "The build was ended after " + words(recipe.timeout()) + ", the longest it may take"
                                + underWay(outcome) + (phases.isEmpty() ? "" : "\n" + phases));
            case KILLED -> ActionResult.failed(FailureType.JobFailed, "The build was killed" + underWay(outcome));
            case NOT_STARTED ->
                ActionResult.failed(FailureType.SystemUnavailable, "The build did not start: " + exit.message());
            case LOST -> ActionResult.failed(FailureType.SystemUnavailable, "The build was lost: " + exit.message());
        };
    }

    private String underWay(BuildOutcome outcome) {
        int ended = outcome.phases().size();
        return !outcome.complete() && ended < buildspec.phases().size()
                ? ", in phase " + buildspec.phases().get(ended).name()
                : "";
    }

    private static String words(Duration time) {
        if (time.toSecondsPart() > 0) {
            return time.toSeconds() + " seconds";
        }
        return time.toMinutesPart() > 0 ? time.toMinutes() + " minutes" : time.toHours() + " hours";
    }

    private Optional<String> reports(Map<FileSelection, FileSelection> files) {
        TestReports counts = new TestReports();
        boolean counted = false;
        for (Map.Entry<String, Report> report : buildspec.reports().entrySet()) {
            String group = "Report group " + report.getKey();
            if (!report.getValue().format().equals("JUNITXML")) {
                note(group + ": " + report.getValue().format() + " is not counted");
                continue;
            }
            FileSelection selection = files.get(report.getValue().files());
            try {
                List<String> found = agent.list(new FileSelection(
                        selection.baseDirectory(), selection.includes(), selection.excludes(), false));
                if (found.isEmpty()) {
                    note(group + ": no file matches " + selection.includes() + " in " + selection.baseDirectory());
                }
                for (String file : found.subList(0, Math.min(found.size(), MAX_REPORT_FILES))) {
                    counted |= count(counts, group, selection.baseDirectory(), file);
                }
                if (found.size() > MAX_REPORT_FILES) {
                    note(group + ": of " + found.size() + " files " + MAX_REPORT_FILES + " are counted");
                }
            } catch (IOException e) {
                note(group + ": " + message(e));
            }
        }
        if (counted) {
            note(counts.summary());
            counts.failedNames().forEach(name -> note("Failed: " + name));
        }
        return counted ? Optional.of(counts.summary()) : Optional.empty();
    }

    private boolean count(TestReports counts, String group, String base, String file) {
        try (InputStream xml = agent.read(inBase(base, file))) {
            counts.add(xml);
            return true;
        } catch (IOException e) {
            note(group + ": " + file + " is not counted: " + message(e));
            return false;
        }
    }

    private static String inBase(String base, String file) {
        return file.startsWith("/") ? file : base + "/" + file;
    }

    private Map<String, String> variables(BuildOutcome outcome) {
        Map<String, String> variables = new LinkedHashMap<>();
        outcome.exported().forEach((name, value) -> {
            if (secrets.stream().anyMatch(secret -> holds(value, secret))) {
                note("The exported variable " + name + " holds a secret; left out");
            } else {
                variables.put(name, value);
            }
        });
        long size = variables.entrySet().stream()
                .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
        if (size > MAX_VARIABLES) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "OutputVariablesSizeExceededException: the exported variables have " + size
                            + " bytes together; an action may export " + MAX_VARIABLES
                            + ". Pass a large text on as a file of an artifact");
        }
        return variables;
    }

    private static boolean holds(String value, String secret) {
        return value.equals(secret) || secret.length() >= SHORTEST_FOUND && value.contains(secret);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Map<String, ArtifactDigest> artifacts(Map<FileSelection, FileSelection> files) throws IOException {
        List<OutputArtifact> outputs = context.action().outputArtifacts();
        Map<String, ArtifactDigest> artifacts = new LinkedHashMap<>();
        for (OutputArtifact output : outputs) {
            String name = output.name();
            Artifact secondary = buildspec.secondaryArtifacts().get(name);
            Artifact artifact = outputs.size() == 1 ? buildspec.artifacts().orElse(secondary) : secondary;
            if (artifact == null) {
                throw new ActionFailure(FailureType.ConfigurationError, missing(name, outputs.size()));
            }
            artifacts.put(name, store(name, files.get(artifact.files())));
        }
        return artifacts;
    }

    private String missing(String name, int outputs) {
        if (outputs == 1) {
            return "The action has the output artifact " + name
                    + ", and the buildspec says of no files that they are artifacts; add artifacts/files";
        }
        return "The action has " + outputs + " output artifacts, and the buildspec has no secondary-artifacts/" + name
                + (buildspec.secondaryArtifacts().isEmpty()
                        ? ""
                        : ", only "
                                + String.join(
                                        ", ", buildspec.secondaryArtifacts().keySet()))
                + "; with several outputs each is a secondary artifact of its name";
    }

    private ArtifactDigest store(String name, FileSelection selection) throws IOException {
        List<String> found;
        try {
            found = agent.list(selection);
        } catch (NoSuchFileException e) {
            throw new ActionFailure(
                    FailureType.JobFailed,
                    "Artifact " + name + ": there is no directory " + shown(selection.baseDirectory())
                            + " (base-directory) after the build",
                    e);
        } catch (IOException e) {
            throw new ActionFailure(FailureType.ConfigurationError, "Artifact " + name + ": " + message(e), e);
        }
        if (found.isEmpty()) {
            throw new ActionFailure(
                    FailureType.JobFailed,
                    "Artifact " + name + ": no matching files. files: " + selection.includes()
                            + (selection.excludes().isEmpty() ? "" : ", exclude-paths: " + selection.excludes())
                            + " below " + shown(selection.baseDirectory()) + " ("
                            + there(selection.baseDirectory()) + ")");
        }
        ArtifactDigest digest = work.store(agent, selection);
        note("Artifact " + name + ": " + found.size() + (found.size() == 1 ? " file, " : " files, ") + digest.size()
                + " bytes");
        return digest;
    }

    private static String shown(String directory) {
        return directory.equals(SOURCE)
                ? "the source directory"
                : directory.startsWith(SOURCE + "/") ? directory.substring(SOURCE.length() + 1) : directory;
    }

    private String there(String directory) {
        try {
            List<String> all = agent.list(new FileSelection(directory, List.of("**/*"), List.of(".git/**/*"), false));
            if (all.isEmpty()) {
                return "it is empty";
            }
            return "it holds " + String.join(", ", all.subList(0, Math.min(all.size(), NAMED_FILES)))
                    + (all.size() > NAMED_FILES ? " and " + (all.size() - NAMED_FILES) + " more" : "");
        } catch (IOException e) {
            return message(e);
        }
    }

    private void note(String line) {
        context.log().println("[release-pipeline] " + line);
    }

    private void write(String path, String text) throws IOException {
        agent.write(path, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Work that blocks on files. */
    interface Blocking<T> {
        T get() throws IOException;
    }

    static <T> T io(Blocking<T> blocking) {
        try {
            return blocking.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
