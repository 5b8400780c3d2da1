package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.Test;

public class DefinitionRoundTripTest {
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    public void a_definition_is_written_as_it_was_read() throws JsonProcessingException {
        PipelineDefinition read = definition(DefinitionExample.TEXT);
        assertThat(EXACT.readTree(DefinitionWriter.json(read))).isEqualTo(EXACT.readTree(DefinitionExample.TEXT));
    }

    @Test
    public void what_is_written_is_read_as_an_equal_definition_in_json_and_in_yaml() {
        PipelineDefinition read = definition(DefinitionExample.TEXT);
        assertThat(definition(DefinitionWriter.json(read))).isEqualTo(read);
        assertThat(yaml(DefinitionWriter.yaml(read))).isEqualTo(read);
    }

    @Test
    public void unknown_fields_stay_at_every_level_of_the_definition() throws JsonProcessingException {
        ObjectNode tree = DefinitionExample.valid().root();
        int objects = addToEveryObject(tree);
        assertThat(objects).isGreaterThan(40);
        PipelineDefinition read = definition(tree.toString());
        assertThat(DefinitionExample.node(DefinitionWriter.json(read))).isEqualTo(tree);
        assertThat(yaml(DefinitionWriter.yaml(read))).isEqualTo(read);
    }

    /** Everywhere but in an action type, which identifies, and in a configuration, where every key is known. */
    private static int addToEveryObject(JsonNode node) {
        int count = 0;
        for (JsonNode child : node) {
            count += addToEveryObject(child);
        }
        if (node instanceof ObjectNode object && !object.has("provider") && !object.has("ProjectName")) {
            if (object.fieldNames().hasNext()
                    && Character.isLowerCase(object.fieldNames().next().charAt(0))) {
                object.set("xNew", DefinitionExample.node("{\"deep\":[1,null,{\"a\":true}]}"));
                count++;
            }
        }
        return count;
    }

    @Test
    public void explicit_emptiness_stays_and_what_is_absent_stays_absent() {
        DefinitionExample example = DefinitionExample.valid()
                .set("/pipeline/stages/2/actions/0/inputArtifacts", "[]")
                .set("/pipeline/stages/2/actions/0/configuration", "{}")
                .set("/pipeline/stages/2/actions/0/namespace", "null")
                .set("/pipeline/stages/1/actions/0/runOrder", "null")
                .set("/pipeline/artifactStores", "{}")
                .set("/pipeline/stages/0/blockers", "null");
        PipelineDefinition read = definition(example.json());
        String written = DefinitionWriter.json(read);
        assertThat(DefinitionExample.node(written).at("/pipeline"))
                .isEqualTo(example.root().at("/pipeline"));
        assertThat(definition(written)).isEqualTo(read);
        assertThat(yaml(DefinitionWriter.yaml(read))).isEqualTo(read);
        assertThat(read.pipeline().stages().get(2).actions().get(0).inputArtifacts())
                .isEmpty();
        assertThat(read.pipeline().stages().get(1).actions().get(0).runOrderOrDefault())
                .isEqualTo(1);
    }

    @Test
    public void fields_are_written_in_the_order_of_get_pipeline_whatever_order_they_had() {
        String written = DefinitionWriter.json(
                definition("{\"pipeline\":{\"version\":1,\"stages\":[" + stages() + "],\"zz\":1,\"name\":\"p\"}}"));
        assertThat(DefinitionExample.tree(written).get("pipeline").fieldNames())
                .toIterable()
                .containsExactly("name", "stages", "version", "zz");
        assertThat(written)
                .startsWith("{\n    \"pipeline\": {\n        \"name\": \"p\",\n")
                .endsWith("}\n");
    }

    private static String stages() {
        ArrayNode stages = (ArrayNode) DefinitionExample.valid().root().at("/pipeline/stages");
        stages.forEach(stage -> ((ObjectNode) stage).remove(List.of("beforeEntry", "onSuccess", "onFailure")));
        DefinitionExample example = DefinitionExample.valid().text("/pipeline/stages/1/actions/1/commands/0", "ls");
        return example.root().at("/pipeline/stages/0") + "," + example.root().at("/pipeline/stages/1");
    }

    @Test
    public void numbers_keep_their_digits() {
        PipelineDefinition read = definition(DefinitionExample.TEXT
                .replace("1559407567.935", "1559407567.93500000000000000001")
                .replace("\"metadata\": {", "\"metadata\": {\"big\": 123456789012345678901234567890,"));
        assertThat(DefinitionWriter.json(read))
                .contains("1559407567.93500000000000000001")
                .contains("123456789012345678901234567890");
        assertThat(yaml(DefinitionWriter.yaml(read))).isEqualTo(read);
    }

    @Test
    public void texts_that_look_like_something_else_stay_texts_in_yaml() {
        for (String text : List.of(
                "1",
                "1.10",
                "0x1F",
                "010",
                "1e3",
                "yes",
                "on",
                "null",
                "~",
                "true",
                "No",
                "2024-02-29",
                "12:30:45",
                "=",
                "<<",
                " lead",
                "trail ",
                "a: b",
                "a #b",
                "- a",
                "# a",
                "&a",
                "*a",
                "!a",
                "%a",
                "@a",
                "`a",
                "'a'",
                "\"a\"",
                "{a}",
                "[a]",
                "a\nb",
                "a\n",
                "\na",
                "a\n\n  b\n",
                "tab\there",
                "\u00e4\u20ac\ud83d\ude00",
                "back\\slash",
                "#{Package.CHECKSUM}",
                "${x}",
                "|",
                ">",
                "?",
                ":",
                "-",
                "\u0085",
                "a\n\u0085b",
                "a\r\nb",
                "a\rb",
                "\uFEFFa",
                "\u2028",
                "\u0007")) {
            PipelineDefinition read = definition(DefinitionExample.valid()
                    .text("/pipeline/stages/3/actions/0/configuration/DeploymentGroupName", text)
                    .text("/pipeline/xNew", text)
                    .json());
            assertThat(yaml(DefinitionWriter.yaml(read))).as(text).isEqualTo(read);
            assertThat(definition(DefinitionWriter.json(read))).as(text).isEqualTo(read);
        }
    }

    @Test
    public void any_object_mapper_reads_and_writes_each_part() throws JsonProcessingException {
        JsonMapper plain = new JsonMapper();
        PipelineDefinition read = definition(DefinitionExample.valid()
                .set("/pipeline/stages/1/actions/0/xNew", "{\"a\":1.50}")
                .json());
        assertThat(plain.readValue(plain.writeValueAsString(read), PipelineDefinition.class))
                .isEqualTo(read);
        PipelineDeclaration pipeline = read.pipeline();
        assertThat(plain.readValue(plain.writeValueAsString(pipeline), PipelineDeclaration.class))
                .isEqualTo(pipeline);
        assertThat(plain.convertValue(pipeline, PipelineDeclaration.class)).isEqualTo(pipeline);
        Wrapper wrapper = new Wrapper(
                pipeline.stages().get(1).actions(), pipeline.stages().get(0));
        assertThat(plain.readValue(plain.writeValueAsString(wrapper), Wrapper.class))
                .isEqualTo(wrapper);
        ActionTypeId type = pipeline.stages().get(0).actions().get(0).actionTypeId();
        assertThat(plain.readValue(plain.writeValueAsString(type), ActionTypeId.class))
                .isEqualTo(type);
        assertThat(plain.readValue("{\"actions\":null,\"stage\":null}", Wrapper.class))
                .isEqualTo(new Wrapper(null, null));
    }

    /** Something of another package that holds parts of a definition. */
    public record Wrapper(List<ActionDeclaration> actions, StageDeclaration stage) {}

    @Test
    public void an_object_mapper_says_where_a_part_is_wrong() {
        assertThatThrownBy(
                        () -> new JsonMapper().readValue("{\"name\":\"a\",\n\"runOrder\":[]}", ActionDeclaration.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("/runOrder: 'runOrder' must be a whole number, and is a list");
        assertThatThrownBy(() -> new JsonMapper().readValue("[]", ActionDeclaration.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    private static PipelineDefinition definition(String json) {
        return checked(DefinitionExample.read("example.json", json));
    }

    private static PipelineDefinition yaml(String yaml) {
        return checked(DefinitionExample.read("example.yaml", yaml));
    }

    private static PipelineDefinition checked(ReadResult result) {
        assertThat(result.problems()).noneMatch(Problem::isError);
        return result.definition().orElseThrow();
    }
}
