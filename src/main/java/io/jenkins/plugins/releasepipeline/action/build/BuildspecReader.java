package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Artifact;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Cache;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.CacheAction;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Environment;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.OnFailure;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Phase;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.PhaseName;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Report;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Shell;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Version;
import io.jenkins.plugins.releasepipeline.action.build.BuildspecNodes.Entry;
import io.jenkins.plugins.releasepipeline.action.build.BuildspecNodes.Text;
import io.jenkins.plugins.releasepipeline.action.build.BuildspecNodes.TooMuch;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a buildspec 0.1 or 0.2. As lenient as CodeBuild: a single value stands for a list of one, an unknown key is a
 * warning. What cannot run here is an error that says so. All problems are reported at once.
 */
final class BuildspecReader {
    /** More than any buildspec has, little enough to hold. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;

    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern RETRY = Pattern.compile("(?i)RETRY(-.*)?");
    private static final Set<String> FORMATS = Set.of(
            "CUCUMBERJSON",
            "JUNITXML",
            "NUNITXML",
            "NUNIT3XML",
            "TESTNGXML",
            "VISUALSTUDIOTRX",
            "CLOVERXML",
            "COBERTURAXML",
            "JACOCOXML",
            "SIMPLECOV");

    private final BuildspecNodes nodes = new BuildspecNodes();

    private BuildspecReader() {}

    /**
     * @param buildspec what was read; empty when a problem is an error
     * @param problems in the order of the file
     */
    record Reading(Optional<Buildspec> buildspec, List<BuildspecProblem> problems) {
        Reading {
            problems = List.copyOf(problems);
        }

        List<BuildspecProblem> errors() {
            return problems.stream().filter(BuildspecProblem::error).toList();
        }
    }

    /** Reads a file's bytes: UTF-8, with or without a byte order mark. */
    static Reading read(byte[] file) {
        if (file.length > MAX_BYTES) {
            return refused("a buildspec has at most " + MAX_BYTES + " bytes, this one has " + file.length);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            return refused("the file is not UTF-8; save it as UTF-8");
        }
        return read(text);
    }

    /** Reads a buildspec's text. */
    static Reading read(String text) {
        if (text.length() > MAX_BYTES) {
            return refused("a buildspec has at most " + MAX_BYTES + " bytes");
        }
        return new BuildspecReader().document(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static Reading refused(String message) {
        return new Reading(Optional.empty(), List.of(new BuildspecProblem(true, 1, 1, "", message)));
    }

    private Reading document(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        Node root;
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(text)).iterator();
            root = documents.hasNext() ? documents.next() : null;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            return new Reading(
                    Optional.empty(),
                    List.of(new BuildspecProblem(
                            true,
                            mark == null ? 1 : mark.getLine() + 1,
                            mark == null ? 1 : mark.getColumn() + 1,
                            "",
                            "not YAML: " + (e.getContext() == null ? "" : e.getContext() + ": ") + e.getProblem())));
        } catch (YAMLException e) {
            return refused("not YAML: " + e.getMessage());
        }
        if (root == null || BuildspecNodes.isNull(root)) {
            return refused("the file is empty; a buildspec has version and phases");
        }
        try {
            Buildspec buildspec = buildspec(root);
            boolean wrong = nodes.problems().stream().anyMatch(BuildspecProblem::error);
            return new Reading(wrong ? Optional.empty() : Optional.of(buildspec), nodes.problems());
        } catch (TooMuch e) {
            return new Reading(Optional.empty(), List.of(new BuildspecProblem(true, 1, 1, "", e.getMessage())));
        }
    }

    private Buildspec buildspec(Node root) {
        Map<String, Entry> top = nodes.mapping(root, "");
        if (top == null) {
            nodes.error(root, "", "a buildspec is a mapping with version and phases");
            top = Map.of();
        }
        nodes.unknown(
                top,
                "",
                Set.of(
                        "version",
                        "run-as",
                        "env",
                        "environment_variables",
                        "proxy",
                        "batch",
                        "phases",
                        "reports",
                        "artifacts",
                        "cache",
                        "eb_codebuild_settings"));
        Version version = version(root, top);
        Optional<String> runAs = user(top.get("run-as"), "/run-as");
        Environment environment = environment(top, version);
        nodes.noted(top, "proxy", "there is no proxy to configure here; ignored");
        nodes.noted(
                top,
                "batch",
                "batch builds are not supported: this builds once, by phases; with BatchEnabled the action fails");
        nodes.noted(top, "eb_codebuild_settings", "settings of the Elastic Beanstalk CLI; ignored");
        List<Phase> phases = phases(root, top.get("phases"));
        Map<String, Report> reports = reports(top.get("reports"));
        Map<String, Artifact> secondary = new LinkedHashMap<>();
        Optional<Artifact> artifacts = artifacts(top.get("artifacts"), secondary, version);
        Cache cache = cache(top.get("cache"));
        return new Buildspec(version, runAs, environment, phases, reports, artifacts, secondary, cache);
    }

    private Version version(Node root, Map<String, Entry> top) {
        Entry entry = top.get("version");
        if (entry == null) {
            nodes.error(root, "", "version is missing; write \"version: 0.2\" as the first line");
            return Version.V0_2;
        }
        String text = nodes.scalar(entry.value(), "/version", "a version");
        for (Version version : Version.values()) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        if (text != null) {
            nodes.error(
                    entry.value(),
                    "/version",
                    "there is no version " + BuildspecNodes.quoted(text) + "; versions are 0.1 and 0.2");
        }
        return Version.V0_2;
    }

    private Environment environment(Map<String, Entry> top, Version version) {
        Shell shell = Shell.SH;
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>();
        List<String> exported = new ArrayList<>();
        boolean helper = false;
        Entry old = top.get("environment_variables");
        if (old != null && !BuildspecNodes.isNull(old.value())) {
            if (version == Version.V0_2) {
                nodes.warn(old.key(), "/environment_variables", "is called env since version 0.2; read all the same");
            }
            Map<String, Entry> map = nodes.expectMapping(old.value(), "/environment_variables");
            nodes.unknown(map, "/environment_variables", Set.of("plaintext"));
            variables.putAll(variables(map.get("plaintext"), "/environment_variables/plaintext"));
        }
        Entry env = top.get("env");
        if (env != null && !BuildspecNodes.isNull(env.value())) {
            Map<String, Entry> map = nodes.expectMapping(env.value(), "/env");
            nodes.unknown(
                    map,
                    "/env",
                    Set.of(
                            "shell",
                            "variables",
                            "parameter-store",
                            "secrets-manager",
                            "exported-variables",
                            "git-credential-helper"));
            shell = shell(map.get("shell"));
            variables.putAll(variables(map.get("variables"), "/env/variables"));
            parameters.putAll(variables(map.get("parameter-store"), "/env/parameter-store"));
            secrets.putAll(variables(map.get("secrets-manager"), "/env/secrets-manager"));
            Entry names = map.get("exported-variables");
            for (Text name : nodes.list(names, "/env/exported-variables", "the name of a variable")) {
                if (!VARIABLE_NAME.matcher(name.text()).matches()) {
                    nodes.error(
                            name.node(),
                            name.pointer(),
                            BuildspecNodes.quoted(name.text())
                                    + " is not the name of a variable: letters, digits and _");
                } else if (name.text().startsWith("AWS_")) {
                    nodes.warn(
                            name.node(), name.pointer(), "variables that begin with AWS_ cannot be exported; left out");
                } else if (parameters.containsKey(name.text()) || secrets.containsKey(name.text())) {
                    nodes.warn(name.node(), name.pointer(), "a secret cannot be exported; left out");
                } else if (!exported.contains(name.text())) {
                    exported.add(name.text());
                }
            }
            helper = nodes.flag(map.get("git-credential-helper"), "/env/git-credential-helper");
            if (helper) {
                nodes.warn(
                        map.get("git-credential-helper").key(),
                        "/env/git-credential-helper",
                        "there is no git credential helper here; git uses what the agent has");
            }
        }
        return new Environment(shell, variables, parameters, secrets, exported, helper);
    }

    private Shell shell(Entry entry) {
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return Shell.SH;
        }
        String text = nodes.scalar(entry.value(), "/env/shell", "a shell");
        if (text == null) {
            return Shell.SH;
        }
        switch (text) {
            case "bash":
            case "/bin/bash":
                return Shell.BASH;
            case "sh":
            case "/bin/sh":
                return Shell.SH;
            case "powershell.exe":
            case "cmd.exe":
                nodes.error(
                        entry.value(),
                        "/env/shell",
                        text + " needs Windows; builds run on Linux here, with bash or /bin/sh");
                return Shell.SH;
            default:
                nodes.error(
                        entry.value(),
                        "/env/shell",
                        "there is no shell " + BuildspecNodes.quoted(text) + "; use bash or /bin/sh");
                return Shell.SH;
        }
    }

    private Map<String, String> variables(Entry entry, String pointer) {
        Map<String, String> result = new LinkedHashMap<>();
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return result;
        }
        nodes.expectMapping(entry.value(), pointer).forEach((name, value) -> {
            String at = pointer + "/" + BuildspecNodes.escape(name);
            if (!VARIABLE_NAME.matcher(name).matches()) {
                nodes.error(
                        value.key(),
                        at,
                        BuildspecNodes.quoted(name) + " is not the name of a variable: letters, digits and _");
            } else if (name.startsWith("CODEBUILD_")) {
                nodes.warn(
                        value.key(), at, "names that begin with CODEBUILD_ are reserved; CodeBuild's own value wins");
            }
            String text = BuildspecNodes.isNull(value.value()) ? "" : variableValue(value.value(), at);
            if (text != null) {
                if (text.indexOf('\0') >= 0) {
                    nodes.error(value.value(), at, "a variable cannot hold the character NUL");
                }
                result.put(name, text);
            }
        });
        return result;
    }

    private String variableValue(Node node, String pointer) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        nodes.error(
                node,
                pointer,
                "a variable's value is text, not "
                        + (node instanceof MappingNode ? "a mapping" : "a list")
                        + "; put it in quotes");
        return null;
    }

    private List<Phase> phases(Node root, Entry entry) {
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            nodes.error(
                    entry == null ? root : entry.key(),
                    entry == null ? "" : "/phases",
                    "phases is missing; say which commands to run, under install, pre_build, build or post_build");
            return List.of();
        }
        Map<String, Entry> map = nodes.expectMapping(entry.value(), "/phases");
        Map<PhaseName, Phase> phases = new EnumMap<>(PhaseName.class);
        map.forEach((key, value) -> {
            PhaseName name = null;
            for (PhaseName candidate : PhaseName.values()) {
                if (candidate.key.equals(key)) {
                    name = candidate;
                }
            }
            if (name == null) {
                nodes.error(
                        value.key(),
                        "/phases/" + BuildspecNodes.escape(key),
                        "there is no phase " + BuildspecNodes.quoted(key)
                                + "; phases are install, pre_build, build and post_build");
            } else if (!BuildspecNodes.isNull(value.value())) {
                phases.put(name, phase(name, value.value()));
            } else {
                nodes.warn(value.key(), "/phases/" + key, "the phase has no commands");
            }
        });
        return List.copyOf(phases.values());
    }

    private Phase phase(PhaseName name, Node node) {
        String pointer = "/phases/" + name.key;
        Map<String, Entry> map = nodes.expectMapping(node, pointer);
        nodes.unknown(map, pointer, Set.of("run-as", "on-failure", "runtime-versions", "commands", "finally"));
        Map<String, String> runtimes = new LinkedHashMap<>();
        Entry versions = map.get("runtime-versions");
        if (versions != null && !BuildspecNodes.isNull(versions.value())) {
            if (name != PhaseName.INSTALL) {
                nodes.warn(versions.key(), pointer + "/runtime-versions", "belongs in the install phase; ignored");
            } else {
                nodes.expectMapping(versions.value(), pointer + "/runtime-versions")
                        .forEach((runtime, version) -> {
                            String text = BuildspecNodes.isNull(version.value())
                                    ? ""
                                    : nodes.scalar(
                                            version.value(),
                                            pointer + "/runtime-versions/" + BuildspecNodes.escape(runtime),
                                            "a version");
                            if (text != null) {
                                runtimes.put(runtime, text);
                            }
                        });
            }
        }
        List<String> commands = commands(map.get("commands"), pointer + "/commands");
        List<String> last = commands(map.get("finally"), pointer + "/finally");
        if (commands.isEmpty() && last.isEmpty() && runtimes.isEmpty()) {
            nodes.warn(node, pointer, "the phase has no commands");
        }
        return new Phase(
                name,
                user(map.get("run-as"), pointer + "/run-as"),
                onFailure(map.get("on-failure"), pointer + "/on-failure"),
                runtimes,
                commands,
                last);
    }

    private List<String> commands(Entry entry, String pointer) {
        List<String> commands = new ArrayList<>();
        for (Text command : nodes.list(entry, pointer, "a command")) {
            if (command.text().indexOf('\0') >= 0) {
                nodes.error(command.node(), command.pointer(), "a command cannot hold the character NUL");
            } else if (command.text().isBlank()) {
                nodes.warn(command.node(), command.pointer(), "an empty command; left out");
            } else {
                commands.add(command.text());
            }
        }
        return commands;
    }

    private OnFailure onFailure(Entry entry, String pointer) {
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return OnFailure.BY_PHASE;
        }
        String text = nodes.scalar(entry.value(), pointer, "ABORT or CONTINUE");
        if (text == null) {
            return OnFailure.BY_PHASE;
        }
        switch (text.toUpperCase(Locale.ROOT)) {
            case "ABORT":
                return OnFailure.ABORT;
            case "CONTINUE":
                return OnFailure.CONTINUE;
            default:
                nodes.error(
                        entry.value(),
                        pointer,
                        RETRY.matcher(text).matches()
                                ? "a phase cannot ask for the build to be retried (" + text
                                        + ") here; use ABORT or CONTINUE, and onFailure RETRY of the pipeline's stage"
                                : BuildspecNodes.quoted(text) + " is not one of ABORT and CONTINUE");
                return OnFailure.BY_PHASE;
        }
    }

    private Optional<String> user(Entry entry, String pointer) {
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return Optional.empty();
        }
        return Optional.ofNullable(nodes.scalar(entry.value(), pointer, "the name of a user"));
    }

    private Map<String, Report> reports(Entry entry) {
        Map<String, Report> reports = new LinkedHashMap<>();
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return reports;
        }
        nodes.expectMapping(entry.value(), "/reports").forEach((group, value) -> {
            String pointer = "/reports/" + BuildspecNodes.escape(group);
            Map<String, Entry> map = nodes.expectMapping(value.value(), pointer);
            nodes.unknown(map, pointer, Set.of("files", "base-directory", "discard-paths", "file-format"));
            Entry formatEntry = map.get("file-format");
            String format = formatEntry == null || BuildspecNodes.isNull(formatEntry.value())
                    ? "JUNITXML"
                    : nodes.scalar(formatEntry.value(), pointer + "/file-format", "a format");
            if (format != null) {
                format = format.toUpperCase(Locale.ROOT);
                if (!FORMATS.contains(format)) {
                    nodes.error(
                            formatEntry.value(),
                            pointer + "/file-format",
                            "there is no format " + BuildspecNodes.quoted(format) + "; formats are "
                                    + String.join(", ", new TreeSet<>(FORMATS)));
                } else if (!format.equals("JUNITXML")) {
                    nodes.warn(
                            formatEntry.value(),
                            pointer + "/file-format",
                            format + " is accepted and not counted; JUNITXML is");
                }
            }
            List<String> files = BuildspecNodes.texts(nodes.list(map.get("files"), pointer + "/files", "a path"));
            if (files.isEmpty()) {
                nodes.warn(value.key(), pointer, "the report group names no files");
            }
            reports.put(group, new Report(selection(map, files, List.of(), pointer), format == null ? "" : format));
        });
        return reports;
    }

    private Optional<Artifact> artifacts(Entry entry, Map<String, Artifact> secondary, Version version) {
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return Optional.empty();
        }
        Map<String, Entry> map = nodes.expectMapping(entry.value(), "/artifacts");
        Entry more = map.get("secondary-artifacts");
        if (more != null && !BuildspecNodes.isNull(more.value())) {
            nodes.expectMapping(more.value(), "/artifacts/secondary-artifacts").forEach((name, value) -> {
                String pointer = "/artifacts/secondary-artifacts/" + BuildspecNodes.escape(name);
                artifact(nodes.expectMapping(value.value(), pointer), pointer, version, value.key(), true)
                        .ifPresent(artifact -> secondary.put(name, artifact));
            });
        }
        return artifact(map, "/artifacts", version, entry.key(), secondary.isEmpty());
    }

    private Optional<Artifact> artifact(
            Map<String, Entry> map, String pointer, Version version, Node at, boolean filesExpected) {
        nodes.unknown(
                map,
                pointer,
                Set.of(
                        "files",
                        "name",
                        "type",
                        "discard-paths",
                        "base-directory",
                        "exclude-paths",
                        "enable-symlinks",
                        "s3-prefix",
                        "secondary-artifacts"));
        if (version == Version.V0_2) {
            nodes.noted(map, "type", pointer, "is not used since version 0.2; ignored");
        }
        nodes.noted(map, "s3-prefix", pointer, "a pipeline decides where its artifacts are; ignored");
        List<String> files = BuildspecNodes.texts(nodes.list(map.get("files"), pointer + "/files", "a path"));
        if (files.isEmpty()) {
            if (filesExpected) {
                nodes.warn(at, pointer, "names no files; an action with an output artifact will fail");
            }
            return Optional.empty();
        }
        List<String> excludes =
                BuildspecNodes.texts(nodes.list(map.get("exclude-paths"), pointer + "/exclude-paths", "a path"));
        boolean links = nodes.flag(map.get("enable-symlinks"), pointer + "/enable-symlinks");
        return Optional.of(new Artifact(selection(map, files, excludes, pointer), links));
    }

    private FileSelection selection(Map<String, Entry> map, List<String> files, List<String> excludes, String pointer) {
        Entry base = map.get("base-directory");
        String directory = base == null || BuildspecNodes.isNull(base.value())
                ? "."
                : nodes.scalar(base.value(), pointer + "/base-directory", "a directory");
        return new FileSelection(
                directory == null ? "." : directory,
                files,
                excludes,
                nodes.flag(map.get("discard-paths"), pointer + "/discard-paths"));
    }

    private Cache cache(Entry entry) {
        if (entry == null || BuildspecNodes.isNull(entry.value())) {
            return new Cache(List.of(), CacheAction.RESTORE_AND_SAVE);
        }
        Map<String, Entry> map = nodes.expectMapping(entry.value(), "/cache");
        nodes.unknown(map, "/cache", Set.of("paths", "key", "fallback-keys", "action"));
        nodes.noted(
                map, "key", "/cache", "keys are not supported: one cache is kept for each path of a project; ignored");
        nodes.noted(map, "fallback-keys", "/cache", "keys are not supported; ignored");
        CacheAction action = CacheAction.RESTORE_AND_SAVE;
        Entry what = map.get("action");
        if (what != null && !BuildspecNodes.isNull(what.value())) {
            String text = nodes.scalar(what.value(), "/cache/action", "restore or save");
            if ("restore".equals(text)) {
                action = CacheAction.RESTORE;
            } else if ("save".equals(text)) {
                action = CacheAction.SAVE;
            } else if (text != null) {
                nodes.error(
                        what.value(), "/cache/action", BuildspecNodes.quoted(text) + " is not one of restore and save");
            }
        }
        return new Cache(BuildspecNodes.texts(nodes.list(map.get("paths"), "/cache/paths", "a path")), action);
    }
}
