package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypes;
import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.DefinitionWriter;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What an editor of definitions asks for: texts with their problems, and what can be filled in. */
public final class DefinitionJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private DefinitionJson() {}

    /**
     * @param format {@code json} or {@code yaml}
     * @throws IllegalArgumentException when the format is neither
     */
    public static ReadResult read(String text, String format) {
        return read(text, format, ActionTypes.builtIn());
    }

    /**
     * @param format {@code json} or {@code yaml}
     * @param types whose configuration is known, and checked
     * @throws IllegalArgumentException when the format is neither
     */
    public static ReadResult read(String text, String format, ActionTypes types) {
        if (!format.equals("json") && !format.equals("yaml")) {
            throw new IllegalArgumentException("'format' is json or yaml.");
        }
        return DefinitionReader.read("definition." + format, text.getBytes(StandardCharsets.UTF_8), types);
    }

    /**
     * What is wrong with a text, and the text in both forms as far as it can be understood.
     *
     * @param text what was read
     * @param unmapped what names of the definition mean nothing to the host: a sentence each
     */
    public static ObjectNode check(ReadResult read, String text, Function<PipelineDeclaration, List<String>> unmapped) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode problems = json.putArray("problems");
        read.problems().stream()
                .filter(problem -> problem.isError() || !problem.code().equals("aws-only"))
                .forEach(problem -> problems.add(problem(problem)));
        if (read.definition().isPresent()) {
            PipelineDefinition definition = read.definition().get();
            unmapped.apply(definition.pipeline()).forEach(sentence -> problems.addObject()
                    .put("severity", "ERROR")
                    .put("code", "no-mapping")
                    .put("pointer", "")
                    .put("message", sentence));
            put(json, definition);
        } else {
            roughly(text, json);
        }
        return json;
    }

    /** Every action type with what it takes. */
    public static ArrayNode actionTypes(Collection<ActionTypeSchema> schemas) {
        ArrayNode types = JsonNodeFactory.instance.arrayNode();
        for (ActionTypeSchema schema : schemas) {
            ObjectNode json = types.addObject();
            json.set("type", JSON.valueToTree(schema.type()));
            json.set("properties", JSON.valueToTree(schema.properties()));
            json.put("additionalProperties", schema.additionalProperties());
            json.set("inputs", JSON.valueToTree(schema.inputs()));
            json.set("outputs", JSON.valueToTree(schema.outputs()));
            ActionCatalog.outputVariables(schema.type())
                    .ifPresent(names -> json.set("outputVariables", JSON.valueToTree(names)));
        }
        return types;
    }

    /** Adds the definition as an object, and as text in both forms. */
    public static void put(ObjectNode json, PipelineDefinition definition) {
        String text = DefinitionWriter.json(definition);
        json.put("json", text);
        json.put("yaml", DefinitionWriter.yaml(definition));
        try {
            json.set("definition", JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is written as JSON can be read as JSON", e);
        }
    }

    /** What has errors may be an object all the same: then both forms can be shown. */
    private static void roughly(String text, ObjectNode json) {
        try {
            JsonNode tree = text.stripLeading().startsWith("{") ? JSON.readTree(text) : YAML.readTree(text);
            if (tree != null && tree.isObject()) {
                json.set("definition", tree);
                json.put("json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
                json.put("yaml", YAML.writeValueAsString(tree));
            }
        } catch (JsonProcessingException e) {
            json.put("unreadable", e.getOriginalMessage());
        }
    }

    private static ObjectNode problem(Problem problem) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("severity", problem.severity().name())
                .put("code", problem.code())
                .put("pointer", problem.pointer())
                .put("line", problem.line())
                .put("column", problem.column())
                .put("message", problem.message());
    }
}
