package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.BuildProject;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Artifact;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Environment;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Phase;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Report;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Part;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.UnresolvedReferenceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds a CodeBuild action's buildspec: the action's {@code BuildspecOverride}, else the project's, else
 * {@code buildspec.yml}; each a path in the source, an object of a bucket, or the text itself.
 *
 * <p>References in the text of an override are no part of the YAML: a value cannot change what the buildspec says. In
 * commands they stay references; anywhere else they become their values.
 */
final class BuildspecSource implements BuildRecipe.Specification {
    private static final String COPY = BuildWork.CONTROL + "/buildspec.yml";
    private static final String BUCKETS = "arn:aws:s3:::";

    private final ActionContext context;
    private final BuildProject project;

    BuildspecSource(ActionContext context, BuildProject project) {
        this.context = context;
        this.project = project;
    }

    @Override
    public BuildRecipe.Declared read(Agent agent) throws IOException {
        String override = context.action().configuration().getOrDefault("BuildspecOverride", "");
        if (isInline(override)) {
            return inline(override);
        }
        String own = project.buildspec().orElse("");
        String path = !override.isBlank()
                ? context.configuration().getOrDefault("BuildspecOverride", "").strip()
                : own;
        if (override.isBlank() && isInline(own)) {
            return declared(BuildspecReader.read(own), "the project's buildspec", false, UnaryOperator.identity());
        }
        byte[] file = file(agent, path.isBlank() ? "buildspec.yml" : path);
        return declared(
                BuildspecReader.read(file), path.isBlank() ? "buildspec.yml" : path, false, UnaryOperator.identity());
    }

    /** Whether a text is a buildspec rather than a path to one. */
    static boolean isInline(String text) {
        String start = text.strip();
        return start.indexOf('\n') >= 0 || start.startsWith("{") || start.matches("(?s)version\\s*:.*");
    }

    private byte[] file(Agent agent, String path) throws IOException {
        if (!agent.exists(COPY)) {
            String place = place(path);
            if (!agent.exists(place)) {
                throw new ActionFailure(
                        FailureType.ConfigurationError,
                        "YAML_FILE_ERROR: there is no " + path + (path.startsWith(BUCKETS) ? "" : " in the source")
                                + "; add it, or name another with BuildspecOverride or the project's mapping");
            }
            try (InputStream in = agent.read(place)) {
                agent.write(COPY, new ByteArrayInputStream(in.readNBytes(BuildspecReader.MAX_BYTES + 1)));
            }
        }
        try (InputStream in = agent.read(COPY)) {
            return in.readNBytes(BuildspecReader.MAX_BYTES + 1);
        }
    }

    private String place(String path) {
        if (path.startsWith(BUCKETS)) {
            String object = path.substring(BUCKETS.length());
            int slash = object.indexOf('/');
            String bucket = slash < 0 ? object : object.substring(0, slash);
            String directory = context.mappings()
                    .bucket(bucket)
                    .orElseThrow(() -> new ActionFailure(
                            FailureType.ConfigurationError,
                            "The buildspec is in the bucket " + bucket + ", which is not known here. "
                                    + context.mappings().howToMap("buckets", bucket)));
            return directory + "/" + inside(slash < 0 ? "" : object.substring(slash + 1), path);
        }
        String relative = path.startsWith("$CODEBUILD_SRC_DIR/") ? path.substring(19) : path;
        return BuildWork.SOURCE + "/" + inside(relative, path);
    }

    private static String inside(String path, String shown) {
        if (path.isEmpty() || path.startsWith("/") || List.of(path.split("/")).contains("..")) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The buildspec's path " + shown + " leads out of the source; write it relative to the source");
        }
        return path;
    }

    private BuildRecipe.Declared inline(String text) {
        String mark = "RPREF";
        while (text.contains(mark)) {
            mark += "X";
        }
        Map<String, Reference> references = new LinkedHashMap<>();
        StringBuilder marked = new StringBuilder();
        for (Part part : VariableReferences.parse(text)) {
            if (part instanceof Reference reference) {
                String token = mark + "N" + references.size() + "E";
                references.put(token, reference);
                marked.append(token);
            } else {
                marked.append(part.text());
            }
        }
        UnaryOperator<String> written = replaced -> {
            String result = replaced;
            for (Map.Entry<String, Reference> reference : references.entrySet()) {
                result = result.replace(reference.getKey(), reference.getValue().text());
            }
            return result;
        };
        return declared(BuildspecReader.read(marked.toString()), "BuildspecOverride", true, written);
    }

    private BuildRecipe.Declared declared(
            BuildspecReader.Reading reading, String where, boolean references, UnaryOperator<String> written) {
        List<String> warnings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (BuildspecProblem problem : reading.problems()) {
            (problem.error() ? errors : warnings).add(where + ":" + written.apply(problem.toString()));
        }
        Buildspec spec = reading.buildspec()
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError, "YAML_FILE_ERROR: " + String.join("\n", errors)));
        Map<String, Set<Reference>> held = new LinkedHashMap<>();
        spec.environment().variables().forEach((name, text) -> {
            List<Reference> found = VariableReferences.in(written.apply(text));
            if (references && !found.isEmpty()) {
                held.put(name, Set.copyOf(found));
            }
        });
        return new BuildRecipe.Declared(references ? filled(spec, written) : spec, references, held, warnings);
    }

    private Buildspec filled(Buildspec spec, UnaryOperator<String> written) {
        UnaryOperator<String> value = text -> value(written.apply(text));
        Environment environment = spec.environment();
        Map<String, Report> reports = new LinkedHashMap<>();
        spec.reports()
                .forEach((name, report) ->
                        reports.put(value.apply(name), new Report(filled(report.files(), value), report.format())));
        Map<String, Artifact> secondary = new LinkedHashMap<>();
        spec.secondaryArtifacts()
                .forEach((name, artifact) -> secondary.put(value.apply(name), filled(artifact, value)));
        return new Buildspec(
                spec.version(),
                spec.runAs().map(value),
                new Environment(
                        environment.shell(),
                        filled(environment.variables(), value),
                        filled(environment.parameterStore(), value),
                        filled(environment.secretsManager(), value),
                        environment.exportedVariables(),
                        environment.gitCredentialHelper()),
                spec.phases().stream()
                        .map(phase -> new Phase(
                                phase.name(),
                                phase.runAs().map(value),
                                phase.onFailure(),
                                filled(phase.runtimeVersions(), value),
                                phase.commands().stream().map(written).toList(),
                                phase.finallyCommands().stream().map(written).toList()))
                        .toList(),
                reports,
                spec.artifacts().map(artifact -> filled(artifact, value)),
                secondary,
                new Buildspec.Cache(
                        spec.cache().paths().stream().map(value).toList(),
                        spec.cache().action()));
    }

    private static Artifact filled(Artifact artifact, UnaryOperator<String> value) {
        return new Artifact(filled(artifact.files(), value), artifact.enableSymlinks());
    }

    private static FileSelection filled(FileSelection files, UnaryOperator<String> value) {
        return new FileSelection(
                value.apply(files.baseDirectory()),
                files.includes().stream().map(value).toList(),
                files.excludes().stream().map(value).toList(),
                files.discardPaths());
    }

    private static Map<String, String> filled(Map<String, String> map, UnaryOperator<String> value) {
        Map<String, String> result = new LinkedHashMap<>();
        map.forEach((name, text) -> result.put(name, value.apply(text)));
        return result;
    }

    private String value(String text) {
        try {
            return VariableReferences.resolve(
                    text, reference -> Optional.ofNullable(context.variables().get(reference.name())));
        } catch (UnresolvedReferenceException e) {
            throw new ActionFailure(FailureType.ConfigurationError, e.getMessage(), e);
        }
    }
}
