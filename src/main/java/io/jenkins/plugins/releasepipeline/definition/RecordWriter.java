package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;

/** Makes Jackson's trees out of the records of this package: the inverse of {@link RecordReader}. */
final class RecordWriter {
    private RecordWriter() {}

    static ObjectNode tree(Record written) {
        Map<String, JsonNode> unknown = written instanceof DefinitionPart part ? part.unknown() : Map.of();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : written.getClass().getRecordComponents()) {
            String name = component.getName();
            if (name.equals(RecordReader.UNKNOWN)) {
                continue;
            }
            Object value = read(written, component);
            if (!isEmpty(value)) {
                tree.set(name, value(value));
            } else if (unknown.containsKey(name)) {
                tree.set(name, unknown.get(name));
            }
        }
        unknown.forEach(tree::putIfAbsent);
        return tree;
    }

    private static boolean isEmpty(Object value) {
        return value == null
                || value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }

    private static JsonNode value(Object value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (value instanceof Record part) {
            return tree(part);
        }
        if (value instanceof Collection<?> list) {
            ArrayNode tree = factory.arrayNode();
            list.forEach(element -> tree.add(value(element)));
            return tree;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode tree = factory.objectNode();
            map.forEach((name, each) -> tree.set((String) name, value(each)));
            return tree;
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        return value instanceof Integer number ? factory.numberNode(number) : factory.textNode(value.toString());
    }

    private static Object read(Record written, RecordComponent component) {
        try {
            return component.getAccessor().invoke(written);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
