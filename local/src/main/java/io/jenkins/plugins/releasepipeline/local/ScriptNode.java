package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A part of a simulation's script that knows where it stands, so that what is wrong with it can be said with its line. */
final class ScriptNode {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,4})d)?\\s*(?:(\\d{1,5})h)?\\s*(?:(\\d{1,6})m)?\\s*(?:(\\d{1,8})s)?");

    private final Path file;
    private final Node node;

    private ScriptNode(Path file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** @throws WrongCallException when the file is no YAML, or too large */
    static ScriptNode read(Path file) throws IOException, WrongCallException {
        if (!Files.isRegularFile(file)) {
            throw new WrongCallException(file + ": "
                    + (Files.exists(file) ? "is no file; name the scripts in it" : "there is no such file"));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new WrongCallException(
                    file + ": has " + Files.size(file) + " bytes; a script has at most " + MAX_BYTES);
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(20);
        try {
            Node root = new Yaml(options).compose(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            if (root == null) {
                throw new WrongCallException(file + ": is empty; a script has 'steps'");
            }
            return new ScriptNode(file, root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new WrongCallException(file + ":" + line + ": This is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new WrongCallException(file + ": This is not YAML: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** {@code FILE:LINE}. */
    String place() {
        return file + ":" + line();
    }

    /** A path beside the script. */
    Path sibling() throws WrongCallException {
        return file.toAbsolutePath().resolveSibling(text());
    }

    WrongCallException wrong(String message) {
        return new WrongCallException(place() + ": " + message);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    String text() throws WrongCallException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong("this must be a text");
    }

    /** The members by their names, in their order. */
    Map<String, ScriptNode> members() throws WrongCallException {
        if (!(node instanceof MappingNode map)) {
            throw wrong("this must be an object of names and values");
        }
        Map<String, ScriptNode> members = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            ScriptNode key = new ScriptNode(file, tuple.getKeyNode());
            if (members.put(key.text(), new ScriptNode(file, tuple.getValueNode())) != null) {
                throw key.wrong("'" + key.text() + "' is there twice");
            }
        }
        return members;
    }

    /** The members, all of which are {@code known}. */
    Map<String, ScriptNode> members(Set<String> known) throws WrongCallException {
        Map<String, ScriptNode> members = members();
        for (Map.Entry<String, ScriptNode> member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                throw member.getValue()
                        .wrong("there is no '" + member.getKey() + "' here; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return members;
    }

    List<ScriptNode> items() throws WrongCallException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("this must be a list");
        }
        List<ScriptNode> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(new ScriptNode(file, item)));
        return items;
    }

    Map<String, String> texts() throws WrongCallException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, ScriptNode> member : members().entrySet()) {
            texts.put(member.getKey(), member.getValue().text());
        }
        return texts;
    }

    /** {@code 1d 2h 30m 10s}. */
    Duration duration() throws WrongCallException {
        Matcher matcher = DURATION.matcher(text().strip());
        if (text().isBlank() || !matcher.matches()) {
            throw wrong("'" + text() + "' is no time; write one as 90s, 5m, 2h 30m or 7d");
        }
        return Duration.ofDays(number(matcher, 1))
                .plusHours(number(matcher, 2))
                .plusMinutes(number(matcher, 3))
                .plusSeconds(number(matcher, 4));
    }

    Instant instant() throws WrongCallException {
        try {
            return Instant.parse(text());
        } catch (DateTimeParseException e) {
            throw wrong("'" + text() + "' is no point in time; write one as 2026-11-23T10:00:00Z");
        }
    }

    <E extends Enum<E>> E oneOf(Class<E> type) throws WrongCallException {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(text())) {
                return each;
            }
        }
        throw wrong("'" + text() + "' must be one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    }

    boolean flag() throws WrongCallException {
        if (text().equals("true") || text().equals("false")) {
            return Boolean.parseBoolean(text());
        }
        throw wrong("'" + text() + "' must be true or false");
    }

    private static long number(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).map(Long::parseLong).orElse(0L);
    }
}
