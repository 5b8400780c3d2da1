package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/**
 * Breaks valid definitions in every way, and reads them: what is wrong is said in words, with a place, and neither time nor
 * memory is lost. The memory is bounded by the heap that the build gives to tests.
 */
public class DefinitionMutationTest {
    @Rule
    public Timeout hang = new Timeout(5, TimeUnit.MINUTES);

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Reads the document, and checks what must be true of any answer. */
    private static ReadResult read(String what, String fileName, byte[] content) {
        ReadResult result = DefinitionReader.read(fileName, content);
        for (Problem problem : result.problems()) {
            assertThat(problem.line()).as(what + ": " + problem).isPositive();
            assertThat(problem.column()).as(what + ": " + problem).isPositive();
            assertThat(problem.message())
                    .as(what)
                    .isNotBlank()
                    .hasSizeLessThan(1_100)
                    .doesNotContain("\n", "Exception", "java.", "com.fasterxml", "snakeyaml")
                    .doesNotContainPattern("`[a-z]");
        }
        assertThat(result.definition().isPresent()).as(what).isEqualTo(!result.hasErrors());
        return result;
    }

    private static ReadResult read(String what, String fileName, String content) {
        return read(what, fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void every_field_removed_retyped_duplicated_misspelt_and_oversized_is_survived() throws Exception {
        List<String> pointers = new ArrayList<>();
        collect(DefinitionExample.valid().root(), "", pointers);
        Map<String, Integer> count = new LinkedHashMap<>();
        int refused = 0;
        for (String pointer : pointers) {
            for (Map.Entry<String, String> mutation : mutations(pointer).entrySet()) {
                String what = mutation.getKey() + " " + pointer;
                ReadResult json = read(what, "example.json", mutation.getValue());
                if (!mutation.getKey().equals("duplicated") && count.getOrDefault(mutation.getKey(), 0) % 3 == 0) {
                    String yaml = YAML.writeValueAsString(DefinitionExample.node(mutation.getValue()));
                    read(what, "example.yaml", yaml);
                }
                count.merge(mutation.getKey(), 1, Integer::sum);
                refused += json.hasErrors() ? 1 : 0;
            }
        }
        System.out.println("Mutations: " + count + ", refused: " + refused);
        assertThat(count.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(1_000);
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        node.properties().forEach(field -> collect(field.getValue(), pointer + "/" + field.getKey(), pointers));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, pointers);
        }
    }

    private static Map<String, String> mutations(String pointer) {
        Map<String, String> mutations = new LinkedHashMap<>();
        mutations.put("removed", DefinitionExample.valid().remove(pointer).json());
        for (String other : List.of("null", "true", "1e400", "\"\"", "[]", "{}", "[[null]]")) {
            mutations.put(
                    "retyped as " + other,
                    DefinitionExample.valid().set(pointer, other).json());
        }
        mutations.put(
                "oversized",
                DefinitionExample.valid().text(pointer, "x".repeat(11_000)).json());
        mutations.put("duplicated", duplicated(pointer));
        JsonNode parent = DefinitionExample.valid().root().at(pointer.substring(0, pointer.lastIndexOf('/')));
        if (parent instanceof ObjectNode object) {
            String name = pointer.substring(pointer.lastIndexOf('/') + 1);
            DefinitionExample misspelt = DefinitionExample.valid();
            JsonNode value = object.get(name);
            misspelt.remove(pointer)
                    .set(
                            pointer.substring(0, pointer.lastIndexOf('/') + 1) + name.substring(0, name.length() - 1),
                            value);
            mutations.put("misspelt", misspelt.json());
        }
        return mutations;
    }

    /** An element copied in its list; a member of an object written twice. */
    private static String duplicated(String pointer) {
        DefinitionExample example = DefinitionExample.valid();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = example.root().at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ArrayNode array) {
            array.insert(
                    Integer.parseInt(name), array.get(Integer.parseInt(name)).deepCopy());
            return example.json();
        }
        example.set(pointer, "\"@@@\"");
        String value = DefinitionExample.valid().root().at(pointer).toString();
        return example.json().replace("\"@@@\"", value + ", \"" + name + "\": " + value);
    }

    @Test
    public void a_field_given_twice_is_always_an_error() {
        List<String> pointers = new ArrayList<>();
        collect(DefinitionExample.valid().root(), "", pointers);
        for (String pointer : pointers) {
            if (!Character.isDigit(pointer.charAt(pointer.lastIndexOf('/') + 1))) {
                assertThat(read(pointer, "example.json", duplicated(pointer)).problems())
                        .as(pointer)
                        .anySatisfy(problem -> {
                            assertThat(problem.code()).isEqualTo("duplicate-key");
                            assertThat(problem.pointer()).isEqualTo(pointer);
                        });
            }
        }
    }

    @Test
    public void a_text_cut_short_or_garbled_anywhere_is_survived() {
        Random random = new Random(7);
        PipelineDefinition definition =
                DefinitionExample.valid().read().definition().orElseThrow();
        for (String fileName : List.of("example.json", "example.yaml")) {
            String text =
                    fileName.endsWith("json") ? DefinitionWriter.json(definition) : DefinitionWriter.yaml(definition);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 150; i++) {
                int cut = random.nextInt(bytes.length);
                read("cut at " + cut, fileName, Arrays.copyOf(bytes, cut));
                byte[] garbled = bytes.clone();
                for (int j = 0; j < 1 + random.nextInt(4); j++) {
                    garbled[random.nextInt(garbled.length)] =
                            (byte) "{}[]:,\"'\\\t\n#&*!|>-?@`%\0 aZ9\u00ff".charAt(random.nextInt(28));
                }
                read("garbled " + i, fileName, garbled);
            }
        }
    }

    @Test
    public void noise_is_refused_in_words() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            assertThat(read("noise " + i, i % 2 == 0 ? "a.json" : "a.yaml", noise)
                            .hasErrors())
                    .isTrue();
        }
    }

    @Test
    public void huge_and_deep_documents_are_refused_at_a_limit() {
        int many = 50 * 1024 * 1024;
        for (String fileName : List.of("a.json", "a.yaml", "a")) {
            for (byte each : "[{ \n-\"a".getBytes(StandardCharsets.US_ASCII)) {
                byte[] content = new byte[many];
                Arrays.fill(content, each);
                tooLarge("50 MB of " + (char) each, fileName, content);
            }
        }
    }

    @Test
    public void nesting_below_the_size_limit_is_refused_at_the_depth_limit() {
        int times = 1_000_000;
        for (String[] each : new String[][] {
            {"a.json", "[", ""},
            {"a.json", "{\"name\":", ""},
            {"a.json", "{\"name\":\"a\",\"stages\":[", ""},
            {"a.yaml", "[", ""},
            {"a.yaml", "{a: ", ""},
            {"a.yaml", "- ", "a"},
            {"a.yaml", "? ", "a"},
            {"a.yaml", "!a [", ""},
            {"a.yaml", "&a [", ""}
        }) {
            int repeat = Math.min(times, (Limits.BYTES - 10) / each[1].length());
            ReadResult result = read(each[1], each[0], each[1].repeat(repeat) + each[2]);
            assertThat(result.hasErrors()).as(each[1]).isTrue();
        }
        assertThat(read("json", "a.json", "{\"name\":" + "[".repeat(200)).problems())
                .extracting(Problem::message)
                .containsExactly("The document nests deeper than 100 levels; a definition needs fewer than 15");
        StringBuilder indented = new StringBuilder("stages:\n");
        for (int i = 0; i < 2_000; i++) {
            indented.append(" ".repeat(i)).append("- a:\n");
        }
        assertThat(read("indented", "a.yaml", indented.toString()).hasErrors()).isTrue();
    }

    private static void tooLarge(String what, String fileName, byte[] content) {
        assertThat(read(what, fileName, content).problems())
                .as(what)
                .extracting(Problem::code)
                .containsExactly("too-large");
    }

    @Test
    public void an_anchor_bomb_is_refused() {
        StringBuilder lists = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        StringBuilder merges = new StringBuilder("a0: &a0 {x: y}\n");
        StringBuilder texts = new StringBuilder("a0: &a0 " + "x".repeat(1_000_000) + "\nname: [");
        for (int i = 1; i < 40; i++) {
            lists.append("a%d: &a%d [".formatted(i, i))
                    .append(String.join(", ", Collections.nCopies(9, "*a" + (i - 1))))
                    .append("]\n");
            merges.append("a%d: &a%d {<<: [*a%d, *a%d, *a%d], b: *a%d}\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        texts.append("*a0, ".repeat(10_000)).append("x]\n");
        for (String bomb : List.of(lists.toString(), merges.toString(), texts.toString())) {
            tooLarge("bomb", "a.yaml", ("name: a\nstages: []\n" + bomb).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    public void functions_within_functions_cost_no_more_than_their_text() {
        for (String function : List.of(
                "!If [a, %s, b]",
                "!If [a, [%s], {b: c}]",
                "!Join ['', [%s, %s]]",
                "!Sub ['${a}${a}', {a: %s}]",
                "!Select [0, [%s]]",
                "!Ref [%s]")) {
            String nested = "x";
            for (int i = 0; i < 30; i++) {
                nested = nested.length() > 100_000 ? "!Ref x" : function.replace("%s", nested);
            }
            read(
                    function,
                    "a.yaml",
                    "Resources: {P: {Type: 'AWS::CodePipeline::Pipeline', Properties: {Name: a, Stages: [" + nested
                            + "]}}}");
            read(function, "a.yaml", "name: " + nested + "\nstages: []\n");
        }
        String repeated =
                "name: !Sub ['" + "${a}".repeat(200_000) + "', {a: " + "x".repeat(900_000) + "}]\nstages: []\n";
        read("repeated", "a.yaml", repeated);
    }

    @Test
    public void giant_scalars_and_very_many_problems_are_listed_within_bounds() {
        String giant = "x".repeat(1_900_000);
        read(
                "giant",
                "a.json",
                DefinitionExample.valid().text("/pipeline/name", giant).json());
        read("giant", "a.yaml", "name: " + giant + "\nstages: []\n");
        read("giant", "a.yaml", "name: |\n  " + giant + "\nstages: []\n");
        read("giant", "a.yaml", "name: \"" + "\\u00e9".repeat(300_000) + "\"\nstages: []\n");
        read("giant number", "a.json", "{\"name\":\"a\",\"stages\":[],\"version\":" + "9".repeat(100_000) + "}");
        read("giant number", "a.yaml", "name: a\nstages: []\nversion: " + "9".repeat(100_000) + "\n");
        read("giant key", "a.json", "{\"name\":\"a\",\"" + "k".repeat(100_000) + "\":1}");
        read("giant key", "a.yaml", "name: a\n" + "k".repeat(900) + ": 1\n? " + "k".repeat(100_000) + "\n: 1\n");

        ReadResult wrong = read("many", "a.json", "{\"name\":\"a\",\"stages\":[" + "1,".repeat(150_000) + "1]}");
        assertThat(wrong.problems()).hasSizeLessThan(600);
        assertThat(wrong.problems().get(wrong.problems().size() - 1).message()).contains("There are more problems");
        StringBuilder unknown = new StringBuilder("{\"name\":\"a\"");
        for (int i = 0; i < 100_000; i++) {
            unknown.append(",\"nam").append(i).append("\":0");
        }
        assertThat(read("unknown", "a.json", unknown + "}").hasErrors()).isTrue();
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            inputs.append(",{\"name\":\"input").append(i).append("\"}");
        }
        read(
                "inputs",
                "a.json",
                DefinitionExample.valid()
                        .json()
                        .replace(
                                "\"inputArtifacts\" : [ {\n          \"name\" : \"PackageArtifact\"\n        }",
                                "\"inputArtifacts\" : [ {\"name\":\"PackageArtifact\"}" + inputs));
        assertThat(read(
                                "references",
                                "a.json",
                                DefinitionExample.valid()
                                        .text("/pipeline/stages/1/actions/1/commands/0", "#{a.b}#{c}".repeat(100_000))
                                        .json())
                        .hasErrors())
                .isTrue();
    }
}
