package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
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
 * Reads YAML: anchors, aliases and merge keys resolved, CloudFormation's short-form tags kept. No tag ever makes an
 * object of any class. A scalar keeps its text, so that {@code version: 1.10} is still {@code 1.10} where a text belongs,
 * and {@code on} and {@code yes} are texts.
 */
final class YamlSource {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,99})");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(0|[1-9][0-9]{0,49})(\\.[0-9]{1,49})?([eE][-+]?[0-9]{1,3})?");

    private static final Pattern CUT_REFERENCE = Pattern.compile("#\\{[A-Za-z0-9@\\-_]+\\.[^{}\\s]+}");
    private static final int LONGEST_REFERENCE = 250;

    private final int[] text;
    private final List<Problem> problems;
    private final Set<Integer> endsSeen = new HashSet<>();
    private final Map<Node, Boolean> open = new IdentityHashMap<>();
    private int nodes;
    private long characters;

    private YamlSource(String text, List<Problem> problems) {
        this.text = text.codePoints().toArray();
        this.problems = problems;
    }

    /**
     * @param problems is told of what is wrong and can be read nevertheless
     * @throws UnreadableException at the first place where the text is not YAML, or at a limit
     */
    static SourceNode read(String text, List<Problem> problems) throws UnreadableException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Limits.BYTES);
        options.setNestingDepthLimit(Limits.DEPTH);
        options.setMaxAliasesForCollections(10_000);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            Place place = mark == null ? new Place(1, 1, Pointer.ROOT) : place(mark, Pointer.ROOT);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw new UnreadableException(place.error(
                    "not-yaml",
                    "This is not YAML: " + JsonSource.oneLine(context + e.getProblem()) + advice(text, mark)));
        } catch (YAMLException e) {
            throw new UnreadableException(new Place(1, 1, Pointer.ROOT)
                    .error("not-yaml", "This is not YAML: " + JsonSource.oneLine(e.getMessage())));
        }
        if (root == null) {
            throw new UnreadableException(new Place(1, 1, Pointer.ROOT)
                    .error("empty", "The document is empty; a pipeline definition was expected"));
        }
        return new YamlSource(text, problems).node(root, Pointer.ROOT, 0);
    }

    private static String advice(String text, Mark mark) {
        if (mark != null
                && mark.getIndex() < text.length()
                && text.codePointAt(Math.min(mark.getIndex(), text.length() - 1)) == '\t') {
            return "; YAML is indented with spaces, never with tabs";
        }
        return "";
    }

    private static Place place(Mark mark, Pointer pointer) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, pointer);
    }

    private SourceNode node(Node node, Pointer pointer, int depth) throws UnreadableException {
        Place place = place(node.getStartMark(), pointer);
        if (++nodes > Limits.NODES) {
            throw new UnreadableException(place.error(
                    "too-large",
                    "The document has more than " + Limits.NODES + " values once its aliases are replaced"));
        }
        if (depth > Limits.DEPTH) {
            throw new UnreadableException(place.error(
                    "too-large",
                    "The document nests deeper than " + Limits.DEPTH + " levels; a definition needs fewer than 15"));
        }
        if (open.put(node, true) != null) {
            throw new UnreadableException(
                    place.error("recursive-alias", "An alias refers to a value that contains it"));
        }
        SourceNode read = tagged(node, place, depth);
        open.remove(node);
        return read;
    }

    private SourceNode tagged(Node node, Place place, int depth) throws UnreadableException {
        String tag = node.getTag().getValue();
        if (!tag.startsWith("!") || tag.equals("!")) {
            return plain(node, place, depth);
        }
        return new SourceNode.FunctionNode(place, tag.substring(1), plain(node, place, depth));
    }

    private SourceNode plain(Node node, Place place, int depth) throws UnreadableException {
        if (node instanceof MappingNode mapping) {
            return object(mapping, place, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<SourceNode> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(node(element, place.pointer().child(elements.size()), depth + 1));
            }
            return new SourceNode.ArrayNode(place, elements);
        }
        ScalarNode scalar = (ScalarNode) node;
        characters += scalar.getValue().length();
        if (characters > 2L * Limits.BYTES) {
            throw new UnreadableException(place.error(
                    "too-large",
                    "The document has more than " + 2 * Limits.BYTES + " characters once its aliases are replaced"));
        }
        if (scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
            warnOfCutReference(scalar.getEndMark(), place);
        }
        return new SourceNode.ScalarNode(place, value(scalar), scalar.getValue());
    }

    /** Behind a space, {@code #} begins a comment, and what looks like a reference to a person is not there. */
    private void warnOfCutReference(Mark end, Place place) {
        if (!endsSeen.add(end.getIndex())) {
            return;
        }
        int begin = end.getIndex();
        while (begin < text.length && (text[begin] == ' ' || text[begin] == '\t')) {
            begin++;
        }
        String rest = new String(text, begin, Math.min(LONGEST_REFERENCE, text.length - begin));
        Matcher cut = CUT_REFERENCE.matcher(rest);
        if (begin > end.getIndex() && cut.lookingAt()) {
            problems.add(place.warning(
                    "cut-reference",
                    "The text ends before '" + cut.group()
                            + "': behind a space, YAML takes # for a comment; put the whole text in quotes"));
        }
    }

    private static ValueNode value(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (Tag.NULL.equals(tag)) {
            return NullNode.getInstance();
        }
        if (Tag.BOOL.equals(tag) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
        }
        if ((Tag.INT.equals(tag) && WHOLE.matcher(text).matches())
                || (Tag.FLOAT.equals(tag) && DECIMAL.matcher(text).matches())) {
            return JsonSource.number(new BigDecimal(text));
        }
        return TextNode.valueOf(text);
    }

    private SourceNode object(MappingNode mapping, Place place, int depth) throws UnreadableException {
        Map<String, SourceNode.Member> members = new LinkedHashMap<>();
        Map<String, SourceNode.Member> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                merge(tuple.getValueNode(), place.pointer(), depth, merged);
                continue;
            }
            String name = key(tuple.getKeyNode(), place.pointer());
            Place keyPlace =
                    place(tuple.getKeyNode().getStartMark(), place.pointer().child(name));
            if (members.containsKey(name)) {
                problems.add(
                        JsonSource.duplicate(keyPlace, name, members.get(name).keyPlace()));
            }
            members.put(
                    name, new SourceNode.Member(keyPlace, node(tuple.getValueNode(), keyPlace.pointer(), depth + 1)));
        }
        merged.forEach(members::putIfAbsent);
        return new SourceNode.ObjectNode(place, members);
    }

    private void merge(Node value, Pointer pointer, int depth, Map<String, SourceNode.Member> merged)
            throws UnreadableException {
        List<Node> sources = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        for (Node source : sources) {
            if (node(source, pointer, depth + 1) instanceof SourceNode.ObjectNode object) {
                object.members().forEach(merged::putIfAbsent);
            } else {
                problems.add(place(source.getStartMark(), pointer)
                        .error("wrong-type", "'<<' merges an object, or a list of objects, into this one"));
            }
        }
    }

    private String key(Node node, Pointer pointer) throws UnreadableException {
        Place place = place(node.getStartMark(), pointer);
        if (!(node instanceof ScalarNode scalar)) {
            throw new UnreadableException(place.error("not-yaml", "A key is a text; this one is a list or an object"));
        }
        if (scalar.getValue().length() > Limits.KEY_LENGTH) {
            throw new UnreadableException(place.error(
                    "too-large", "The document has a key of more than " + Limits.KEY_LENGTH + " characters"));
        }
        return scalar.getValue();
    }
}
