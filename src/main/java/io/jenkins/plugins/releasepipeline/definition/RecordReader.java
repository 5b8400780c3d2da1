package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes the records of this package out of a document. A record's components are its fields; where a value does not fit,
 * that is reported, the component stays empty, and the reading goes on.
 */
final class RecordReader {
    static final String UNKNOWN = "unknown";

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Map<Class<?>, String> NOUNS = Map.ofEntries(
            Map.entry(PipelineDefinition.class, "a definition"),
            Map.entry(PipelineDeclaration.class, "a pipeline"),
            Map.entry(PipelineMetadata.class, "the metadata"),
            Map.entry(StageDeclaration.class, "a stage"),
            Map.entry(ActionDeclaration.class, "an action"),
            Map.entry(ActionTypeId.class, "an action type"),
            Map.entry(ArtifactStoreDeclaration.class, "an artifact store"),
            Map.entry(EncryptionKey.class, "an encryption key"),
            Map.entry(InputArtifact.class, "an input artifact"),
            Map.entry(OutputArtifact.class, "an output artifact"),
            Map.entry(EnvironmentVariable.class, "an environment variable"),
            Map.entry(VariableDeclaration.class, "a variable"),
            Map.entry(TriggerDeclaration.class, "a trigger"),
            Map.entry(GitConfiguration.class, "a git configuration"),
            Map.entry(ScheduleConfiguration.class, "a schedule configuration"),
            Map.entry(PipelineStageConfiguration.class, "a pipeline stage configuration"),
            Map.entry(PushFilter.class, "a push filter"),
            Map.entry(PullRequestFilter.class, "a pull request filter"),
            Map.entry(Patterns.class, "a pair of pattern lists"),
            Map.entry(BeforeEntryConditions.class, "beforeEntry"),
            Map.entry(SuccessConditions.class, "onSuccess"),
            Map.entry(FailureConditions.class, "onFailure"),
            Map.entry(RetryConfiguration.class, "a retry configuration"),
            Map.entry(Condition.class, "a condition"),
            Map.entry(HoldConfiguration.class, "a hold configuration"),
            Map.entry(RuleDeclaration.class, "a rule"),
            Map.entry(Blocker.class, "a blocker"),
            Map.entry(Tag.class, "a tag"),
            Map.entry(DisabledTransition.class, "a disabled transition"));

    private final Dialect dialect;
    private final Findings findings;

    RecordReader(Dialect dialect, Findings findings) {
        this.dialect = dialect;
        this.findings = findings;
    }

    /**
     * @param at where the object stands in the definition as {@code get-pipeline} prints it
     */
    <T extends Record> T object(SourceNode.ObjectNode node, Class<T> type, Pointer at) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> fields = Arrays.stream(components)
                .map(RecordComponent::getName)
                .filter(name -> !name.equals(UNKNOWN))
                .toList();
        boolean keepsUnknown = fields.size() < components.length;
        Map<String, JsonNode> unknown = new LinkedHashMap<>();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            SourceNode value = node.get(name);
            if (value == null || name.equals(UNKNOWN)) {
                continue;
            }
            if (keepsUnknown && saysNothing(value, components[i].getType())) {
                unknown.put(name, json(value));
            } else {
                arguments[i] =
                        value(value, components[i].getGenericType(), at.child(name), "'" + dialect.spell(name) + "'");
            }
        }
        node.members().forEach((name, member) -> {
            if (fields.contains(name)) {
                return;
            }
            reportUnknown(type, fields, name, member, keepsUnknown);
            unknown.put(name, json(member.value()));
        });
        if (keepsUnknown) {
            arguments[components.length - 1] = unknown;
        }
        return create(type, components, arguments);
    }

    private void reportUnknown(
            Class<?> type, List<String> fields, String name, SourceNode.Member member, boolean kept) {
        List<String> spelled = fields.stream().map(dialect::spell).toList();
        String message = Spelling.quote(name) + " is not a field of " + NOUNS.getOrDefault(type, "this object");
        String suggestion = findings.suggestion(name, spelled);
        if (type == PipelineDefinition.class && name.equals("restartExecutionOnUpdate")) {
            findings.add(member.keyPlace()
                    .warning("no-effect", "'" + dialect.spell(name) + "' is kept and has no effect here"));
        } else if (!kept) {
            String fieldsAre = suggestion.isEmpty() ? "; it has " + String.join(", ", spelled) : suggestion;
            findings.add(member.keyPlace().error("unknown-field", message + fieldsAre));
        } else if (suggestion.isEmpty()) {
            findings.add(member.keyPlace().warning("unknown-field", message + "; it is kept and has no effect"));
        } else {
            findings.add(member.keyPlace().warning("misspelt-field", message + " and has no effect" + suggestion));
        }
    }

    private static boolean saysNothing(SourceNode value, Class<?> type) {
        if (value instanceof SourceNode.ScalarNode scalar) {
            return scalar.isNull();
        }
        if (type == List.class && value instanceof SourceNode.ArrayNode array) {
            return array.elements().isEmpty();
        }
        return type == Map.class
                && value instanceof SourceNode.ObjectNode object
                && object.members().isEmpty();
    }

    private Object value(SourceNode node, Type type, Pointer at, String what) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list(node, arguments[0], at, what)
                    : map(node, arguments[1], at, what);
        }
        if (type == String.class) {
            return text(node, at, what);
        }
        if (type == Integer.class) {
            return whole(node, at, what);
        }
        if (type == JsonNode.class) {
            return json(node);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return constant(node, raw, at, what);
        }
        if (node instanceof SourceNode.ObjectNode object) {
            return object(object, raw.asSubclass(Record.class), at);
        }
        wrongType(node, at, what, "an object");
        return null;
    }

    private List<Object> list(SourceNode node, Type elementType, Pointer at, String what) {
        List<Object> read = new ArrayList<>();
        if (dialect == Dialect.TEMPLATE && node instanceof SourceNode.ObjectNode) {
            findings.add(node.place()
                    .warning("wrong-type", what + " must be a list; this object is taken as its one element"));
            read.add(value(node, elementType, at.child(0), "each of " + what));
            return read;
        }
        if (!(node instanceof SourceNode.ArrayNode array)) {
            wrongType(node, at, what, "a list");
            return read;
        }
        for (SourceNode element : array.elements()) {
            Object value = value(element, elementType, at.child(read.size()), "each of " + what);
            read.add(value == null ? filler(elementType) : value);
        }
        return read;
    }

    private Map<String, Object> map(SourceNode node, Type valueType, Pointer at, String what) {
        Map<String, Object> read = new LinkedHashMap<>();
        if (!(node instanceof SourceNode.ObjectNode object)) {
            wrongType(node, at, what, "an object");
            return read;
        }
        object.members().forEach((name, member) -> {
            Object value = value(member.value(), valueType, at.child(name), Spelling.quote(name) + " of " + what);
            read.put(name, value == null ? filler(valueType) : value);
        });
        return read;
    }

    /** Keeps the place of an element that could not be read. */
    private Object filler(Type type) {
        if (type == String.class) {
            return "";
        }
        SourceNode.ObjectNode empty = new SourceNode.ObjectNode(new Place(0, 0, Pointer.ROOT), Map.of());
        return object(empty, ((Class<?>) type).asSubclass(Record.class), Pointer.ROOT);
    }

    private String text(SourceNode node, Pointer at, String what) {
        if (node instanceof SourceNode.ScalarNode scalar && !scalar.isNull()) {
            if (scalar.isText() || dialect.takesAnyScalarAsText()) {
                return scalar.text();
            }
            findings.add(scalar.place()
                    .error(
                            "wrong-type",
                            what + " must be text, and is " + scalar.kind() + "; write \"" + scalar.text() + "\""));
            findings.unreadable(at);
            return null;
        }
        wrongType(node, at, what, "text");
        return null;
    }

    private Integer whole(SourceNode node, Pointer at, String what) {
        if (node instanceof SourceNode.ScalarNode scalar && Placeholders.in(scalar.text())) {
            findings.add(scalar.place()
                    .warning("placeholder", what + " is a placeholder where a whole number is needed; it is left out"));
            findings.unreadable(at);
            return null;
        }
        if (node instanceof SourceNode.ScalarNode scalar
                && (scalar.value().isNumber() || (scalar.isText() && dialect.takesAnyScalarAsText()))
                && WHOLE.matcher(plain(scalar)).matches()) {
            try {
                return Integer.valueOf(plain(scalar));
            } catch (NumberFormatException e) {
                findings.add(scalar.place().error("out-of-range", what + " is far too large a number"));
                findings.unreadable(at);
                return null;
            }
        }
        wrongType(node, at, what, "a whole number");
        return null;
    }

    /** The digits of a number, {@code 1.0} and {@code 1e2} as whole numbers too. */
    private static String plain(SourceNode.ScalarNode scalar) {
        if (!scalar.value().isNumber()) {
            return scalar.text();
        }
        BigDecimal value = scalar.value().decimalValue();
        boolean whole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        return whole && value.precision() - value.scale() < 100
                ? value.toBigInteger().toString()
                : scalar.text();
    }

    private Object constant(SourceNode node, Class<?> type, Pointer at, String what) {
        String text = text(node, at, what);
        if (text == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equals(text)) {
                return constant;
            }
            names.add(name);
        }
        findings.unreadable(at);
        if (Placeholders.in(text)) {
            findings.add(node.place().warning("placeholder", what + " is a placeholder; it is left out"));
        } else {
            findings.add(node.place()
                    .error(
                            "unknown-value",
                            what + " is " + Spelling.quote(text) + "; it must be " + Spelling.oneOf(names)));
        }
        return null;
    }

    private void wrongType(SourceNode node, Pointer at, String what, String expected) {
        String written = node instanceof SourceNode.ScalarNode scalar && !scalar.isNull()
                ? " (" + Spelling.quote(scalar.text()) + ")"
                : "";
        findings.add(
                node.place().error("wrong-type", what + " must be " + expected + ", and is " + node.kind() + written));
        findings.unreadable(at);
    }

    /** A value of which nothing is known, as Jackson has it. */
    static JsonNode json(SourceNode node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node instanceof SourceNode.ObjectNode object) {
            var tree = factory.objectNode();
            object.members().forEach((name, member) -> tree.set(name, json(member.value())));
            return tree;
        }
        if (node instanceof SourceNode.ArrayNode array) {
            var tree = factory.arrayNode();
            array.elements().forEach(element -> tree.add(json(element)));
            return tree;
        }
        if (node instanceof SourceNode.FunctionNode function) {
            return factory.objectNode().set(function.function(), json(function.argument()));
        }
        return ((SourceNode.ScalarNode) node).value();
    }

    private static <T extends Record> T create(Class<T> type, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The canonical constructor of " + type.getName() + " failed", e);
        }
    }
}
