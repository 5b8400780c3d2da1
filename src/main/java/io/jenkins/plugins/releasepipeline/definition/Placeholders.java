package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts texts in the place of CloudFormation's functions, which nothing here evaluates: {@code !Ref Bucket} becomes
 * {@code ${Ref Bucket}}, {@code !Sub "${Stack}-x"} becomes {@code ${Ref Stack}-x}. What needs no evaluation is done:
 * texts are joined, {@code AWS::NoValue} goes away, and of {@code !If} with lists or objects one branch is taken.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Z][A-Za-z0-9]* [^{}]*}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^{}]*)}");
    private static final int LONGEST_ARGUMENT = 200;
    private static final int LONGEST_TEXT = 20_000;

    private final boolean longForms;
    private List<Problem> problems;
    private int depth;

    private Placeholders(boolean longForms, List<Problem> problems) {
        this.longForms = longForms;
        this.problems = problems;
    }

    /** Whether the text holds a value that is not known, and so cannot be judged. */
    static boolean in(String text) {
        return text != null && text.contains("${") && PLACEHOLDER.matcher(text).find();
    }

    /**
     * The value with every function replaced.
     *
     * @param longForms whether an object of {@code Ref} or {@code Fn::…} alone is a function
     * @param problems is told of each placeholder
     */
    static SourceNode fill(SourceNode node, boolean longForms, List<Problem> problems) {
        SourceNode filled = new Placeholders(longForms, problems).fill(node);
        return filled == null ? new SourceNode.ObjectNode(node.place(), Map.of()) : filled;
    }

    /** Null when the value is {@code AWS::NoValue}. */
    private SourceNode fill(SourceNode node) {
        if (node instanceof SourceNode.FunctionNode function) {
            return outermost(function.place(), function.function(), function.argument());
        }
        if (node instanceof SourceNode.ArrayNode array) {
            List<SourceNode> elements = new ArrayList<>();
            for (SourceNode element : array.elements()) {
                SourceNode filled = fill(element);
                if (filled != null) {
                    elements.add(filled);
                }
            }
            return new SourceNode.ArrayNode(array.place(), elements);
        }
        if (node instanceof SourceNode.ObjectNode object) {
            if (longForms && object.members().size() == 1) {
                Map.Entry<String, SourceNode.Member> only =
                        object.members().entrySet().iterator().next();
                if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                    String name =
                            only.getKey().startsWith("Fn::") ? only.getKey().substring(4) : only.getKey();
                    return outermost(object.place(), name, only.getValue().value());
                }
            }
            Map<String, SourceNode.Member> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> {
                SourceNode filled = fill(member.value());
                if (filled != null) {
                    members.put(name, new SourceNode.Member(member.keyPlace(), filled));
                }
            });
            return new SourceNode.ObjectNode(object.place(), members);
        }
        return node;
    }

    private SourceNode outermost(Place place, String name, SourceNode argument) {
        if (name.equals("If")
                && argument instanceof SourceNode.ArrayNode array
                && array.elements().size() == 3) {
            return choose(place, array.elements());
        }
        depth++;
        SourceNode filled = function(place, name, fill(argument));
        depth--;
        return reported(place, name, filled);
    }

    private SourceNode reported(Place place, String name, SourceNode filled) {
        if (depth == 0 && filled instanceof SourceNode.ScalarNode scalar && in(scalar.text())) {
            problems.add(place.warning(
                    "placeholder",
                    name + " is not evaluated here; the value is kept as the text " + Spelling.quote(scalar.text())));
        }
        return filled;
    }

    /** Null when the value is {@code AWS::NoValue}. */
    private static SourceNode function(Place place, String name, SourceNode argument) {
        SourceNode result =
                switch (name) {
                    case "Ref" -> isText(argument, "AWS::NoValue") ? null : unknown(place, name, argument);
                    case "Sub" -> sub(place, argument);
                    case "Join" -> join(place, argument);
                    case "Select" -> select(place, argument);
                    default -> unknown(place, name, argument);
                };
        boolean huge =
                result instanceof SourceNode.ScalarNode scalar && scalar.text().length() > LONGEST_TEXT;
        return huge ? unknown(place, name, argument) : result;
    }

    private static boolean isText(SourceNode node, String text) {
        return node instanceof SourceNode.ScalarNode scalar && scalar.text().equals(text);
    }

    private static SourceNode.ScalarNode text(Place place, String text) {
        return new SourceNode.ScalarNode(place, TextNode.valueOf(text), text);
    }

    private static SourceNode.ScalarNode unknown(Place place, String name, SourceNode argument) {
        List<String> words = new ArrayList<>();
        words(argument, words);
        String separator = name.equals("GetAtt") || name.equals("FindInMap") ? "." : " ";
        String text = String.join(separator, words).replaceAll("[{}$\\s]+", " ").strip();
        String function = name.replaceAll("[^A-Za-z0-9]", "");
        if (function.isEmpty() || !Character.isUpperCase(function.charAt(0))) {
            function = "Tag" + function;
        }
        String shown = text.length() > LONGEST_ARGUMENT ? text.substring(0, LONGEST_ARGUMENT) + "…" : text;
        return text(place, "${" + function + " " + shown + "}");
    }

    private static void words(SourceNode node, List<String> words) {
        if (node instanceof SourceNode.ScalarNode scalar) {
            words.add(scalar.text());
        } else if (node instanceof SourceNode.ArrayNode array) {
            array.elements().forEach(element -> words(element, words));
        } else if (node instanceof SourceNode.ObjectNode object) {
            object.members().forEach((name, member) -> {
                words.add(name);
                words(member.value(), words);
            });
        }
    }

    private static SourceNode sub(Place place, SourceNode argument) {
        SourceNode template = argument;
        Map<String, SourceNode.Member> values = Map.of();
        if (argument instanceof SourceNode.ArrayNode array && !array.elements().isEmpty()) {
            template = array.elements().get(0);
            if (array.elements().size() > 1 && array.elements().get(1) instanceof SourceNode.ObjectNode object) {
                values = object.members();
            }
        }
        if (!(template instanceof SourceNode.ScalarNode scalar)) {
            return unknown(place, "Sub", argument);
        }
        Matcher matcher = VARIABLE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        while (matcher.find() && text.length() <= LONGEST_TEXT) {
            matcher.appendReplacement(text, Matcher.quoteReplacement(substitute(place, matcher, values)));
        }
        matcher.appendTail(text);
        return text(place, text.toString());
    }

    private static String substitute(Place place, Matcher matcher, Map<String, SourceNode.Member> values) {
        String name = matcher.group(2).strip();
        if (!matcher.group(1).isEmpty()) {
            return "${" + name + "}";
        }
        if (values.containsKey(name) && values.get(name).value() instanceof SourceNode.ScalarNode value) {
            return value.text();
        }
        return unknown(place, name.contains(".") ? "GetAtt" : "Ref", text(place, name))
                .text();
    }

    private static SourceNode join(Place place, SourceNode argument) {
        if (!(argument instanceof SourceNode.ArrayNode array)
                || array.elements().size() != 2
                || !(array.elements().get(0) instanceof SourceNode.ScalarNode delimiter)
                || !(array.elements().get(1) instanceof SourceNode.ArrayNode parts)) {
            return unknown(place, "Join", argument);
        }
        StringJoiner text = new StringJoiner(delimiter.text());
        for (SourceNode part : parts.elements()) {
            if (!(part instanceof SourceNode.ScalarNode scalar) || text.length() > LONGEST_TEXT) {
                return unknown(place, "Join", argument);
            }
            text.add(scalar.text());
        }
        return text(place, text.toString());
    }

    private static SourceNode select(Place place, SourceNode argument) {
        if (argument instanceof SourceNode.ArrayNode array
                && array.elements().size() == 2
                && array.elements().get(0) instanceof SourceNode.ScalarNode index
                && index.text().matches("[0-9]{1,4}")
                && array.elements().get(1) instanceof SourceNode.ArrayNode choices
                && Integer.parseInt(index.text()) < choices.elements().size()) {
            return choices.elements().get(Integer.parseInt(index.text()));
        }
        return unknown(place, "Select", argument);
    }

    private SourceNode choose(Place place, List<SourceNode> arguments) {
        List<Problem> outer = problems;
        List<Problem> ofYes = new ArrayList<>();
        List<Problem> ofNo = new ArrayList<>();
        problems = ofYes;
        SourceNode yes = fill(arguments.get(1));
        problems = ofNo;
        SourceNode no = fill(arguments.get(2));
        problems = outer;
        SourceNode condition = arguments.get(0);
        String name = condition instanceof SourceNode.ScalarNode scalar ? scalar.text() : "condition";
        if (yes instanceof SourceNode.ScalarNode first && no instanceof SourceNode.ScalarNode second) {
            SourceNode.ArrayNode known =
                    new SourceNode.ArrayNode(place, List.of(text(place, name), text(place, "?"), first, second));
            return reported(place, "If", unknown(place, "If", known));
        }
        problems.addAll(yes != null ? ofYes : ofNo);
        if (depth == 0) {
            problems.add(place.warning(
                    "condition",
                    "If is not evaluated here; it is read as if " + Spelling.quote(name) + " were "
                            + (yes != null ? "true" : "false")));
        }
        return yes != null ? yes : no;
    }
}
