package io.jenkins.plugins.releasepipeline.action.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes YAML nodes for what a buildspec wants there, and collects the problems of those that are something else. */
final class BuildspecNodes {
    private static final int MAX_NODES = 50_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_PROBLEMS = 100;

    private final List<BuildspecProblem> problems = new ArrayList<>();
    private int nodes;

    /** In the order in which they were met. */
    List<BuildspecProblem> problems() {
        return List.copyOf(problems);
    }

    boolean flag(Entry entry, String pointer) {
        if (entry == null || isNull(entry.value())) {
            return false;
        }
        String text = scalar(entry.value(), pointer, "yes or no");
        if (text == null) {
            return false;
        }
        switch (text.toLowerCase(Locale.ROOT)) {
            case "yes":
            case "true":
            case "on":
                return true;
            case "no":
            case "false":
            case "off":
                return false;
            default:
                error(entry.value(), pointer, quoted(text) + " is not one of yes and no");
                return false;
        }
    }

    record Text(String text, Node node, String pointer) {}

    static List<String> texts(List<Text> list) {
        return list.stream().map(Text::text).filter(text -> !text.isBlank()).toList();
    }

    List<Text> list(Entry entry, String pointer, String what) {
        List<Text> result = new ArrayList<>();
        if (entry == null || isNull(entry.value())) {
            return result;
        }
        if (entry.value() instanceof ScalarNode scalar) {
            warn(scalar, pointer, "is a list; read as a list of one");
            result.add(new Text(scalar.getValue(), scalar, pointer));
        } else if (entry.value() instanceof SequenceNode sequence) {
            int index = 0;
            for (Node item : sequence.getValue()) {
                count();
                String at = pointer + "/" + index++;
                if (isNull(item)) {
                    warn(item, at, "an empty item; left out");
                } else {
                    String text = scalar(item, at, what);
                    if (text != null) {
                        result.add(new Text(text, item, at));
                    }
                }
            }
        } else {
            error(entry.value(), pointer, "is a list, each item " + what + "; begin each with \"- \"");
        }
        return result;
    }

    String scalar(Node node, String pointer, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        error(
                node,
                pointer,
                node instanceof MappingNode
                        ? what
                                + " is text, and YAML reads a mapping here because of \": \" or { }; put it in quotes, or"
                                + " on its own lines after \"|\""
                        : what + " is text, not a list; put it in quotes");
        return null;
    }

    record Entry(Node key, Node value) {}

    Map<String, Entry> expectMapping(Node node, String pointer) {
        Map<String, Entry> map = isNull(node) ? Map.of() : mapping(node, pointer);
        if (map == null) {
            error(node, pointer, "is a mapping; write its keys on lines of their own, further to the right");
            return Map.of();
        }
        return map;
    }

    Map<String, Entry> mapping(Node node, String pointer) {
        if (!(node instanceof MappingNode mapping)) {
            return null;
        }
        Map<String, Entry> own = new LinkedHashMap<>();
        Map<String, Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            count();
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                error(key, pointer, "a key is text");
            } else if (Tag.MERGE.equals(key.getTag())) {
                merge(tuple.getValueNode(), pointer, merged, 0);
            } else if (own.put(scalar.getValue(), new Entry(key, tuple.getValueNode())) != null) {
                warn(key, pointer + "/" + escape(scalar.getValue()), "is there twice; the last one counts");
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    void merge(Node node, String pointer, Map<String, Entry> into, int depth) {
        count();
        if (depth > MAX_DEPTH) {
            throw new TooMuch();
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                count();
                if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                    merge(tuple.getValueNode(), pointer, into, depth + 1);
                } else if (tuple.getKeyNode() instanceof ScalarNode key) {
                    into.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> merge(item, pointer, into, depth + 1));
        } else {
            error(node, pointer, "\"<<\" takes a mapping");
        }
    }

    void unknown(Map<String, Entry> map, String pointer, Set<String> known) {
        map.forEach((key, entry) -> {
            if (!known.contains(key)) {
                warn(
                        entry.key(),
                        pointer + "/" + escape(key),
                        quoted(key) + " is not a key of a buildspec here; ignored. Keys are "
                                + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    void noted(Map<String, Entry> map, String key, String message) {
        noted(map, key, "", message);
    }

    void noted(Map<String, Entry> map, String key, String pointer, String message) {
        if (map.containsKey(key)) {
            warn(map.get(key).key, pointer + "/" + key, message);
        }
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    void error(Node node, String pointer, String message) {
        problem(true, node, pointer, message);
    }

    void warn(Node node, String pointer, String message) {
        problem(false, node, pointer, message);
    }

    void problem(boolean error, Node node, String pointer, String message) {
        if (problems.size() < MAX_PROBLEMS || error && problems.size() < 2 * MAX_PROBLEMS) {
            Mark mark = node.getStartMark();
            problems.add(new BuildspecProblem(error, mark.getLine() + 1, mark.getColumn() + 1, pointer, message));
        }
    }

    void count() {
        if (++nodes > MAX_NODES) {
            throw new TooMuch();
        }
    }

    static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
    }

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super("the file repeats itself too often by anchors and aliases: more than " + MAX_NODES + " values");
        }
    }
}
