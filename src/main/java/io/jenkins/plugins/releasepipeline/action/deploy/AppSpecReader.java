package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.FileExists;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.FileMapping;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.ObjectType;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Permission;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Platform;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Script;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.Problem.Severity;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
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
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads an application specification, YAML or JSON, as strict as CodeDeploy's agent where that refuses, and as lenient
 * where it does not look. All problems are reported at once.
 */
final class AppSpecReader {
    /** More than any appspec has, little enough to hold. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_NODES = 50_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_PROBLEMS = 100;

    private static final Pattern ZERO = Pattern.compile("[+-]?0+(\\.0*)?");
    private static final Pattern MODE = Pattern.compile("[0-7]{1,4}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@$-]{0,255}");

    private final List<Problem> problems = new ArrayList<>();
    private int nodes;

    private AppSpecReader() {}

    /**
     * @param appspec what was read; empty when a problem is an error
     * @param problems in the order of the file
     */
    record Reading(Optional<AppSpec> appspec, List<Problem> problems) {
        Reading {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file's bytes: UTF-8, with or without a byte order mark. */
    static Reading read(byte[] file) {
        if (file.length > MAX_BYTES) {
            return refused("an appspec has at most " + MAX_BYTES + " bytes, this one has more");
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
        return new AppSpecReader().document(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static Reading refused(String message) {
        return new Reading(
                Optional.empty(), List.of(new Problem(Severity.ERROR, "appspec-unreadable", "", 1, 1, message)));
    }

    private Reading document(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        AppSpec appspec;
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(text)).iterator();
            Node root = documents.hasNext() ? documents.next() : null;
            if (root == null || isNull(root)) {
                return refused("the file is empty; it has at least version and os");
            }
            if (!(root instanceof MappingNode)) {
                return refused("the file is not a mapping; it begins with \"version: 0.0\"");
            }
            appspec = read(mapping(root, ""));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            return new Reading(
                    Optional.empty(),
                    List.of(new Problem(
                            Severity.ERROR,
                            "appspec-unreadable",
                            "",
                            mark == null ? 1 : mark.getLine() + 1,
                            mark == null ? 1 : mark.getColumn() + 1,
                            "not YAML: " + context + e.getProblem())));
        } catch (YAMLException | TooMuch e) {
            return refused("not YAML that can be read: " + e.getMessage());
        }
        boolean wrong = problems.stream().anyMatch(Problem::isError);
        return new Reading(wrong ? Optional.empty() : Optional.of(appspec), problems);
    }

    private AppSpec read(Map<String, Entry> map) {
        version(map.get("version"));
        Entry resources = map.containsKey("Resources") ? map.get("Resources") : map.get("resources");
        if (resources != null && !map.containsKey("os")) {
            return new AppSpec(service(resources), List.of(), FileExists.DISALLOW, List.of(), Map.of());
        }
        unknown(map, "", Set.of("version", "os", "files", "file_exists_behavior", "permissions", "hooks"));
        Platform platform = os(map.get("os"));
        return new AppSpec(
                platform,
                files(map.get("files"), platform),
                fileExists(map.get("file_exists_behavior")),
                permissions(map.get("permissions"), platform),
                hooks(map.get("hooks"), platform));
    }

    private void version(Entry entry) {
        if (entry == null) {
            problems.add(new Problem(
                    Severity.ERROR, "appspec-version", "/version", 1, 1, "version is missing; write \"version: 0.0\""));
            return;
        }
        String text = scalar(entry.value, "/version", "the version");
        if (text == null) {
            return;
        }
        if (!ZERO.matcher(text).matches()) {
            error(
                    entry.value,
                    "appspec-version",
                    "/version",
                    "version is " + quoted(text) + "; the only version there is is 0.0");
        } else if (Tag.STR.equals(entry.value.getTag())) {
            warn(
                    entry.value,
                    "appspec-version",
                    "/version",
                    "is a text; CodeDeploy wants the number 0.0 without quotes");
        }
    }

    private Platform os(Entry entry) {
        if (entry == null) {
            problems.add(new Problem(
                    Severity.ERROR,
                    "appspec-os",
                    "/os",
                    1,
                    1,
                    "os is missing; write \"os: linux\" (a service or function has Resources instead)"));
            return Platform.LINUX;
        }
        String text = scalar(entry.value, "/os", "the operating system");
        if ("windows".equals(text)) {
            return Platform.WINDOWS;
        }
        if (text != null && !text.equals("linux")) {
            error(entry.value, "appspec-os", "/os", "os is " + quoted(text) + "; it is linux or windows");
        }
        return Platform.LINUX;
    }

    private Platform service(Entry entry) {
        String types = "/Resources/0/*/Type";
        if (entry.value instanceof SequenceNode list && !list.getValue().isEmpty()) {
            Map<String, Entry> resource = mapping(list.getValue().get(0), "/Resources/0");
            if (resource != null && !resource.isEmpty()) {
                Map<String, Entry> body = mapping(resource.values().iterator().next().value, "/Resources/0/*");
                Entry type = body == null ? null : body.get("Type");
                String text = type == null ? "" : scalar(type.value, types, "the type");
                if ("AWS::ECS::Service".equals(text)) {
                    return Platform.ECS;
                }
                if ("AWS::Lambda::Function".equals(text)) {
                    return Platform.LAMBDA;
                }
            }
        }
        error(
                entry.key,
                "appspec-resources",
                "/Resources",
                "has no resource of Type AWS::ECS::Service or AWS::Lambda::Function");
        return Platform.ECS;
    }

    private List<FileMapping> files(Entry entry, Platform platform) {
        List<FileMapping> files = new ArrayList<>();
        for (Item item : items(entry, "/files", "a source and a destination")) {
            Map<String, Entry> map = expectMapping(item.node, item.pointer);
            unknown(map, item.pointer, Set.of("source", "destination"));
            String source = needed(map, "source", item);
            String destination = needed(map, "destination", item);
            if (source == null || destination == null) {
                continue;
            }
            if (platform == Platform.WINDOWS) {
                files.add(new FileMapping(source, destination));
                continue;
            }
            if (source.contains("://")) {
                warn(
                        map.get("source").value,
                        "appspec-source",
                        item.pointer + "/source",
                        quoted(source) + " is taken as a path in the revision; nothing is downloaded");
            }
            Optional<String> inside = TargetPath.inside(source);
            if (inside.isEmpty()) {
                error(
                        map.get("source").value,
                        "appspec-source",
                        item.pointer + "/source",
                        quoted(source) + " leads out of the revision");
            }
            files.add(new FileMapping(
                    inside.orElse(""),
                    absolute(map.get("destination").value, item.pointer + "/destination", destination)));
        }
        return files;
    }

    private String absolute(Node node, String pointer, String path) {
        if (!path.startsWith("/")) {
            warn(node, "appspec-path", pointer, quoted(path) + " is not absolute; taken as /" + path);
        }
        return TargetPath.normal(path);
    }

    private String needed(Map<String, Entry> map, String key, Item item) {
        Entry entry = map.get(key);
        if (entry == null || isNull(entry.value)) {
            error(item.node, "appspec-missing", item.pointer + "/" + key, "has no " + key);
            return null;
        }
        String text = scalar(entry.value, item.pointer + "/" + key, "the " + key);
        if (text != null && (text.isBlank() || text.chars().anyMatch(Character::isISOControl))) {
            error(
                    entry.value,
                    "appspec-missing",
                    item.pointer + "/" + key,
                    "is empty or has a control character in it");
            return null;
        }
        return text == null ? null : text.strip();
    }

    private FileExists fileExists(Entry entry) {
        if (entry == null || isNull(entry.value)) {
            return FileExists.DISALLOW;
        }
        String text = scalar(entry.value, "/file_exists_behavior", "the behavior");
        for (FileExists behavior : FileExists.values()) {
            if (behavior.name().equals(text)) {
                return behavior;
            }
        }
        if (text != null) {
            error(
                    entry.value,
                    "appspec-file-exists",
                    "/file_exists_behavior",
                    quoted(text) + " is not one of DISALLOW, OVERWRITE and RETAIN");
        }
        return FileExists.DISALLOW;
    }

    private List<Permission> permissions(Entry entry, Platform platform) {
        List<Permission> permissions = new ArrayList<>();
        List<Item> items = items(entry, "/permissions", "an object and what it gets");
        if (platform == Platform.WINDOWS && !items.isEmpty()) {
            error(entry.key, "appspec-permissions", "/permissions", "os windows has no permissions; leave them out");
            return permissions;
        }
        for (Item item : items) {
            Map<String, Entry> map = expectMapping(item.node, item.pointer);
            unknown(
                    map,
                    item.pointer,
                    Set.of("object", "pattern", "except", "owner", "group", "mode", "acls", "context", "type"));
            noted(map, "acls", item.pointer, "access control lists are not applied here");
            noted(map, "context", item.pointer, "SELinux labels are not applied here");
            String object = needed(map, "object", item);
            if (object == null) {
                continue;
            }
            permissions.add(new Permission(
                    absolute(map.get("object").value, item.pointer + "/object", object),
                    text(map.get("pattern"), item.pointer + "/pattern", "a pattern")
                            .orElse("**"),
                    texts(map.get("except"), item.pointer + "/except", "a pattern"),
                    account(map.get("owner"), item.pointer + "/owner"),
                    account(map.get("group"), item.pointer + "/group"),
                    mode(map.get("mode"), item.pointer + "/mode"),
                    types(map.get("type"), item.pointer + "/type")));
        }
        return permissions;
    }

    private Optional<String> account(Entry entry, String pointer) {
        return text(entry, pointer, "a name").filter(name -> {
            if (ACCOUNT.matcher(name).matches()) {
                return true;
            }
            error(entry.value, "appspec-account", pointer, quoted(name) + " is not the name of a user or group");
            return false;
        });
    }

    private Optional<String> mode(Entry entry, String pointer) {
        return text(entry, pointer, "a mode").flatMap(mode -> {
            if (!MODE.matcher(mode).matches()) {
                error(
                        entry.value,
                        "appspec-mode",
                        pointer,
                        quoted(mode) + " is not a mode of one to four octal digits, 644 for example");
                return Optional.empty();
            }
            return Optional.of("0".repeat(Math.max(0, 3 - mode.length())) + mode);
        });
    }

    private Set<ObjectType> types(Entry entry, String pointer) {
        Set<ObjectType> types = EnumSet.noneOf(ObjectType.class);
        for (String text : texts(entry, pointer, "file or directory")) {
            Optional<ObjectType> type = Arrays.stream(ObjectType.values())
                    .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst();
            if (type.isEmpty()) {
                error(entry.value, "appspec-type", pointer, quoted(text) + " is not one of file and directory");
            }
            type.ifPresent(types::add);
        }
        return types.isEmpty() ? EnumSet.allOf(ObjectType.class) : types;
    }

    private Map<LifecycleEvent, List<Script>> hooks(Entry entry, Platform platform) {
        Map<LifecycleEvent, List<Script>> hooks = new EnumMap<>(LifecycleEvent.class);
        if (entry == null || isNull(entry.value)) {
            return hooks;
        }
        expectMapping(entry.value, "/hooks").forEach((name, hook) -> {
            String pointer = "/hooks/" + escape(name);
            Optional<LifecycleEvent> event = LifecycleEvent.named(name);
            List<Script> scripts = scripts(hook, pointer, platform);
            if (event.isPresent()) {
                hooks.put(event.get(), scripts);
                if (event.get().needsLoadBalancer()) {
                    warn(hook.key, "appspec-hook", pointer, name + " needs a load balancer; its scripts are not run");
                }
            } else if (LifecycleEvent.RESERVED.contains(name)) {
                warn(hook.key, "appspec-hook", pointer, name + " is reserved for CodeDeploy and runs no scripts");
            } else {
                error(
                        hook.key,
                        "appspec-hook",
                        pointer,
                        quoted(name) + " is not a lifecycle event; the events are "
                                + String.join(
                                        ", ",
                                        Arrays.stream(LifecycleEvent.values())
                                                .map(Enum::name)
                                                .toList()));
            }
        });
        return hooks;
    }

    private List<Script> scripts(Entry hook, String pointer, Platform platform) {
        List<Script> scripts = new ArrayList<>();
        long seconds = 0;
        for (Item item : items(hook, pointer, "a script with its location")) {
            Map<String, Entry> map = expectMapping(item.node, item.pointer);
            unknown(map, item.pointer, Set.of("location", "timeout", "runas"));
            String location = needed(map, "location", item);
            Optional<Duration> timeout = timeout(map.get("timeout"), item.pointer + "/timeout");
            Optional<String> runas = account(map.get("runas"), item.pointer + "/runas");
            seconds += timeout.map(Duration::toSeconds).orElse(0L);
            if (location == null) {
                continue;
            }
            Optional<String> inside =
                    platform == Platform.WINDOWS ? Optional.of(location) : TargetPath.inside(location);
            if (inside.isEmpty() || inside.get().isEmpty()) {
                error(
                        map.get("location").value,
                        "appspec-location",
                        item.pointer + "/location",
                        quoted(location) + " is not a file of the revision");
                continue;
            }
            scripts.add(new Script(inside.get(), timeout, runas));
        }
        if (seconds > AppSpec.EVENT_LIMIT.toSeconds()) {
            warn(
                    hook.key,
                    "appspec-timeout",
                    pointer,
                    "its scripts may take " + seconds + " seconds together; an event is over after 3600");
        }
        return scripts;
    }

    private Optional<Duration> timeout(Entry entry, String pointer) {
        return text(entry, pointer, "a number of seconds").flatMap(text -> {
            if (!SECONDS.matcher(text).matches() || Integer.parseInt(text) == 0) {
                error(
                        entry.value,
                        "appspec-timeout",
                        pointer,
                        quoted(text) + " is not a number of seconds greater than 0");
                return Optional.empty();
            }
            return Optional.of(Duration.ofSeconds(Integer.parseInt(text)));
        });
    }

    private record Item(Node node, String pointer) {}

    private record Entry(Node key, Node value) {}

    private List<Item> items(Entry entry, String pointer, String what) {
        List<Item> items = new ArrayList<>();
        if (entry == null || isNull(entry.value)) {
            return items;
        }
        if (!(entry.value instanceof SequenceNode list)) {
            error(entry.value, "appspec-list", pointer, "is a list, each item " + what + "; begin each with \"- \"");
            return items;
        }
        int index = 0;
        for (Node node : list.getValue()) {
            count();
            items.add(new Item(node, pointer + "/" + index++));
        }
        return items;
    }

    private List<String> texts(Entry entry, String pointer, String what) {
        List<String> texts = new ArrayList<>();
        if (entry == null || isNull(entry.value)) {
            return texts;
        }
        if (entry.value instanceof ScalarNode) {
            warn(entry.value, "appspec-list", pointer, "is a list; read as a list of one");
            text(entry, pointer, what).ifPresent(texts::add);
            return texts;
        }
        for (Item item : items(entry, pointer, what)) {
            String text = scalar(item.node, item.pointer, what);
            if (text != null && !text.isBlank()) {
                texts.add(text.strip());
            }
        }
        return texts;
    }

    private Optional<String> text(Entry entry, String pointer, String what) {
        if (entry == null || isNull(entry.value)) {
            return Optional.empty();
        }
        return Optional.ofNullable(scalar(entry.value, pointer, what))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private String scalar(Node node, String pointer, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        error(node, "appspec-text", pointer, what + " is a text or number, and here is a list or mapping");
        return null;
    }

    private Map<String, Entry> expectMapping(Node node, String pointer) {
        Map<String, Entry> map = isNull(node) ? Map.of() : mapping(node, pointer);
        if (map == null) {
            error(node, "appspec-mapping", pointer, "is a mapping: write \"key: value\" lines");
            return Map.of();
        }
        return map;
    }

    /** The entries of a mapping; null for what is none. */
    private Map<String, Entry> mapping(Node node, String pointer) {
        if (!(node instanceof MappingNode mapping)) {
            return null;
        }
        Map<String, Entry> own = new LinkedHashMap<>();
        Map<String, Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            count();
            if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                merge(tuple.getValueNode(), merged, 0);
            } else if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                error(tuple.getKeyNode(), "appspec-text", pointer, "a key is a text");
            } else if (own.put(key.getValue(), new Entry(key, tuple.getValueNode())) != null) {
                warn(
                        key,
                        "appspec-duplicate",
                        pointer + "/" + escape(key.getValue()),
                        "is there twice; the last one counts");
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private void merge(Node node, Map<String, Entry> into, int depth) {
        count();
        if (depth > MAX_DEPTH) {
            throw new TooMuch();
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                count();
                if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                    merge(tuple.getValueNode(), into, depth + 1);
                } else if (tuple.getKeyNode() instanceof ScalarNode key) {
                    into.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> merge(item, into, depth + 1));
        }
    }

    private void unknown(Map<String, Entry> map, String pointer, Set<String> known) {
        map.forEach((key, entry) -> {
            if (!known.contains(key)) {
                warn(
                        entry.key,
                        "appspec-unknown",
                        pointer + "/" + escape(key),
                        quoted(key) + " means nothing to CodeDeploy here; ignored. Keys are "
                                + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    private void noted(Map<String, Entry> map, String key, String pointer, String message) {
        if (map.containsKey(key)) {
            warn(map.get(key).key, "appspec-not-applied", pointer + "/" + key, message);
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    private void error(Node node, String code, String pointer, String message) {
        problem(Severity.ERROR, node, code, pointer, message);
    }

    private void warn(Node node, String code, String pointer, String message) {
        problem(Severity.WARNING, node, code, pointer, message);
    }

    private void problem(Severity severity, Node node, String code, String pointer, String message) {
        if (problems.size() < MAX_PROBLEMS || severity == Severity.ERROR && problems.size() < 2 * MAX_PROBLEMS) {
            Mark mark = node.getStartMark();
            problems.add(new Problem(severity, code, pointer, mark.getLine() + 1, mark.getColumn() + 1, message));
        }
    }

    private void count() {
        if (++nodes > MAX_NODES) {
            throw new TooMuch();
        }
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super("it repeats itself too often by anchors and aliases: more than " + MAX_NODES + " values");
        }
    }
}
