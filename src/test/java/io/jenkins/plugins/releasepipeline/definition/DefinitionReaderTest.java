package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class DefinitionReaderTest {
    private static final String YAML =
            """
            name: shop
            roleArn: arn:aws:iam::111122223333:role/pipeline
            artifactStore: {type: S3, location: shop-artifacts}
            stages:
            - name: Source
              actions:
              - name: App
                actionTypeId: {category: Source, owner: Custom, provider: Git, version: 1}
                configuration: {Url: /srv/shop.git}
                outputArtifacts: [{name: Source}]
            - name: Build
              actions:
              - name: Compile
                actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: 1}
                configuration: {ProjectName: shop}
                inputArtifacts: [{name: Source}]
            """;

    private static final String TEMPLATE =
            """
            AWSTemplateFormatVersion: '2010-09-09'
            Parameters:
              Bucket: {Type: String}
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties: {BucketName: !Sub "${AWS::StackName}-x"}
              Shop:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: shop
                  RoleArn: arn:aws:iam::111122223333:role/pipeline
                  ArtifactStore: {Type: S3, Location: shop-artifacts}
                  Stages:
                  - Name: Source
                    Actions:
                    - Name: App
                      ActionTypeId: {Category: Source, Owner: Custom, Provider: Git, Version: 1}
                      Configuration: {Url: /srv/shop.git}
                      OutputArtifacts: [{Name: Source}]
                  - Name: Build
                    Actions:
                    - Name: Compile
                      ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
                      Configuration: {ProjectName: shop}
                      InputArtifacts: [{Name: Source}]
            """;

    private static ReadResult read(String fileName, String content) {
        return DefinitionExample.read(fileName, content);
    }

    private static PipelineDefinition accepted(ReadResult result) {
        assertThat(result.problems()).isEmpty();
        return result.definition().orElseThrow();
    }

    @Test
    public void the_same_pipeline_is_read_from_every_form() {
        PipelineDefinition bare = accepted(read("shop.yaml", YAML));
        PipelineDefinition wrapped = accepted(read("shop.yml", "pipeline:\n" + YAML.indent(2)));
        PipelineDefinition json = accepted(read("shop.json", DefinitionWriter.json(bare)));
        PipelineDefinition nameless = accepted(read("shop", DefinitionWriter.json(bare)));
        PipelineDefinition template = accepted(read("shop.template", TEMPLATE));
        assertThat(List.of(wrapped, json, nameless, template)).containsOnly(bare);
        assertThat(bare.pipeline().name()).isEqualTo("shop");
        assertThat(bare.pipeline().stages().get(1).actions().get(0).actionTypeId())
                .isEqualTo(new ActionTypeId("Build", "AWS", "CodeBuild", "1"));
    }

    @Test
    public void a_lone_resource_and_a_template_in_json_are_read_too() {
        PipelineDefinition expected = accepted(read("shop.yaml", YAML));
        String resource = TEMPLATE.substring(TEMPLATE.indexOf("    Type: AWS::CodePipeline"));
        assertThat(accepted(read("resource.yaml", resource))).isEqualTo(expected);
        String json =
                """
                {"Resources": {"Shop": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {
                  "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                  "ArtifactStore": {"Type": "S3", "Location": {"Ref": "Bucket"}},
                  "Stages": [
                    {"Name": "Source", "Actions": [{"Name": "App", "RunOrder": "1",
                      "ActionTypeId": {"Category": "Source", "Owner": "Custom", "Provider": "Git", "Version": 1},
                      "Configuration": {"Url": {"Fn::Join": ["/", ["", "srv", {"Ref": "Repository"}]]}, "Branch": 7},
                      "OutputArtifacts": [{"Name": "Source"}]}]},
                    {"Name": "Build", "Actions": [{"Name": "Compile",
                      "ActionTypeId": {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"},
                      "Configuration": {"ProjectName": "shop", "BatchEnabled": false},
                      "InputArtifacts": [{"Name": "Source"}]}]}]}}}}
                """;
        ReadResult result = read("shop.json", json);
        assertThat(result.problems()).hasSize(3).allMatch(problem -> problem.code()
                .equals("placeholder"));
        PipelineDeclaration pipeline = result.definition().orElseThrow().pipeline();
        assertThat(pipeline.name()).isEqualTo("Shop");
        assertThat(pipeline.roleArn()).isEqualTo("${GetAtt Role.Arn}");
        assertThat(pipeline.stages().get(0).actions().get(0).configuration())
                .containsEntry("Url", "/srv/${Ref Repository}")
                .containsEntry("Branch", "7");
        assertThat(pipeline.stages().get(1).actions().get(0).configuration()).containsEntry("BatchEnabled", "false");
    }

    @Test
    public void positions_are_those_of_the_text_in_every_form() {
        String yaml = YAML.replace("runOrder", "")
                .replace("[{name: Source}]\n- name: Build", "[{name: Sorce}]\n- name: Build");
        assertThat(read("shop.yaml", yaml).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString())
                    .isEqualTo("16:29: error: /stages/1/actions/0/inputArtifacts/0/name: No action has the output"
                            + " artifact 'Source'; did you mean 'Sorce'?");
        });
        String template = TEMPLATE.replace("InputArtifacts: [{Name: Source}]", "InputArtifacts: [{Name: Sourse}]");
        assertThat(read("shop.yaml", template).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer())
                    .isEqualTo("/Resources/Shop/Properties/Stages/1/Actions/0/InputArtifacts/0/Name");
            assertThat(line(template, problem)).contains("Sourse");
            assertThat(line(template, problem).substring(problem.column() - 1)).startsWith("Sourse");
        });
        String json = DefinitionExample.TEXT.replace("\"timeoutInMinutes\": 60", "\"timeoutInMinutes\": 1");
        assertThat(read("shop.json", json).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/pipeline/stages/2/actions/0/timeoutInMinutes");
            assertThat(line(json, problem).substring(problem.column() - 1)).isEqualTo("1");
        });
    }

    private static String line(String text, Problem problem) {
        return text.split("\n", -1)[problem.line() - 1];
    }

    @Test
    public void all_problems_are_reported_at_once_in_the_order_of_the_text() {
        String json = DefinitionExample.valid()
                .text("/pipeline/name", "my shop")
                .set("/pipeline/stages/1/actions/0/runOrder", "\"first\"")
                .set("/pipeline/stages/1/actions/1/inputArtifacts", "[{\"nam\":\"BuildArtifact\"}]")
                .remove("/pipeline/stages/3/actions/0/configuration/ApplicationName")
                .text("/pipeline/executionMode", "SERIAL")
                .set("/tags/0/value", "7")
                .json();
        List<Problem> problems = read("shop.json", json).problems();
        assertThat(problems)
                .extracting(Problem::code)
                .containsExactly(
                        "pattern", "wrong-type", "missing", "misspelt-field", "missing", "unknown-value", "wrong-type");
        assertThat(problems).isSortedAccordingTo(Problem.BY_POSITION);
    }

    @Test
    public void what_cannot_be_read_is_reported_once() {
        assertThat(read(
                                "shop.json",
                                DefinitionExample.valid()
                                        .set("/pipeline/stages/0/actions/0/outputArtifacts", "\"SourceArtifact\"")
                                        .json())
                        .problems())
                .extracting(Problem::code)
                .containsExactly("wrong-type");
        assertThat(read(
                                "shop.json",
                                DefinitionExample.valid()
                                        .set("/pipeline/stages/0", "7")
                                        .json())
                        .problems())
                .extracting(Problem::code)
                .contains("wrong-type")
                .doesNotContain("unknown-artifact", "unknown-namespace", "source-stage");
    }

    @Test
    public void messages_spell_fields_as_the_document_does() {
        assertThat(read("shop.yaml", TEMPLATE.replace("- Name: App", "- Nam: App"))
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "'Nam' is not a field of an action and has no effect; did you mean 'Name'?",
                        "An action needs 'Name', and has none");
    }

    @Test
    public void yaml_anchors_aliases_and_merge_keys_are_resolved() {
        String yaml = YAML.replace(
                        "{category: Build, owner: AWS, provider: CodeBuild, version: 1}",
                        "{<<: *git, category: Build, provider: Mine}")
                .replace("actionTypeId: {category: Source", "actionTypeId: &git {category: Source")
                .replace("outputArtifacts: [{name: Source}]", "outputArtifacts: &source [{name: Source}]")
                .replace("inputArtifacts: [{name: Source}]", "inputArtifacts: *source");
        PipelineDeclaration pipeline = accepted(read("shop.yaml", yaml)).pipeline();
        assertThat(pipeline.stages().get(1).actions().get(0).actionTypeId())
                .isEqualTo(new ActionTypeId("Build", "Custom", "Mine", "1"));
        assertThat(pipeline.stages()
                        .get(1)
                        .actions()
                        .get(0)
                        .inputArtifacts()
                        .get(0)
                        .name())
                .isEqualTo("Source");
    }

    @Test
    public void a_yaml_scalar_is_the_text_that_was_written_where_a_text_belongs() {
        String yaml = YAML.replace(
                        "ProjectName: shop",
                        "ProjectName: 1.10, A: yes, B: on, C: 010, D: 2024-02-29, E: 1_000, F: 0x1F, G: 12:30:45")
                .replace("provider: CodeBuild", "provider: Mine")
                .replace("owner: AWS", "owner: Custom");
        assertThat(accepted(read("shop.yaml", yaml))
                        .pipeline()
                        .stages()
                        .get(1)
                        .actions()
                        .get(0)
                        .configuration())
                .containsEntry("ProjectName", "1.10")
                .containsEntry("A", "yes")
                .containsEntry("B", "on")
                .containsEntry("C", "010")
                .containsEntry("D", "2024-02-29")
                .containsEntry("E", "1_000")
                .containsEntry("F", "0x1F")
                .containsEntry("G", "12:30:45");
    }

    @Test
    public void functions_of_cloudformation_become_placeholders_with_a_warning() {
        for (String[] each : new String[][] {
            {"!Ref Bucket", "${Ref Bucket}"},
            {"{Ref: Bucket}", "${Ref Bucket}"},
            {"!GetAtt Bucket.Arn", "${GetAtt Bucket.Arn}"},
            {"!GetAtt [Bucket, Arn]", "${GetAtt Bucket.Arn}"},
            {"{'Fn::GetAtt': [Bucket, Arn]}", "${GetAtt Bucket.Arn}"},
            {"!Sub '${AWS::StackName}-${Bucket.Name}-x'", "${Ref AWS::StackName}-${GetAtt Bucket.Name}-x"},
            {"!Sub ['a-${B}-${C}', {B: !Ref D}]", "a-${Ref D}-${Ref C}"},
            {"!Sub ['a-${B}', {B: !ImportValue D}]", "a-${ImportValue D}"},
            {"!Join ['-', [a, !Ref B, c]]", "a-${Ref B}-c"},
            {"!Join ['-', !Ref List]", "${Join - Ref List}"},
            {"!Select [1, [a, !Ref B]]", "${Ref B}"},
            {"!Select [0, !GetAZs '']", "${Select 0 GetAZs}"},
            {"!Select [0, !Ref List]", "${Select 0 Ref List}"},
            {"!Split [',', !Ref List]", "${Split , Ref List}"},
            {"!FindInMap [Map, !Ref 'AWS::Region', Key]", "${FindInMap Map. Ref AWS::Region .Key}"},
            {"!ImportValue Other", "${ImportValue Other}"},
            {"!If [IsProd, a, b]", "${If IsProd ? a b}"},
            {"{'Fn::If': [IsProd, {Ref: A}, b]}", "${If IsProd ? Ref A b}"},
            {"!Base64 text", "${Base64 text}"},
            {"!Cidr ['10.0.0.0/16', 6, 8]", "${Cidr 10.0.0.0/16 6 8}"},
            {"!Transform {Name: AWS::Include}", "${Transform Name AWS::Include}"},
            {"!Unheard {of: [a]}", "${Unheard of a}"},
            {"!lower x", "${Taglower x}"}
        }) {
            ReadResult result = read(
                    "shop.yaml",
                    TEMPLATE.replace(
                            "Configuration: {ProjectName: shop}", "Configuration: {ProjectName: " + each[0] + "}"));
            assertThat(result.problems()).as(each[0]).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("placeholder");
                assertThat(problem.isError()).isFalse();
                assertThat(problem.pointer()).endsWith("/Stages/1/Actions/0/Configuration/ProjectName");
            });
            assertThat(result.definition()
                            .orElseThrow()
                            .pipeline()
                            .stages()
                            .get(1)
                            .actions()
                            .get(0)
                            .configuration())
                    .as(each[0])
                    .containsEntry("ProjectName", each[1]);
        }
    }

    @Test
    public void what_needs_no_evaluation_is_done_without_a_warning() {
        for (String[] each : new String[][] {
            {"!Sub plain", "plain"},
            {"!Sub '${!Literal}'", "${Literal}"},
            {"!Join ['', [a, b]]", "ab"},
            {"!Join [',', []]", ""},
            {"!Select ['1', [a, b]]", "b"}
        }) {
            ReadResult result =
                    read("shop.yaml", TEMPLATE.replace("{Url: /srv/shop.git}", "{Url: x, Branch: " + each[0] + "}"));
            assertThat(result.problems())
                    .filteredOn(problem -> !problem.code().equals("too-short"))
                    .isEmpty();
            assertThat(result.definition()
                            .orElseThrow()
                            .pipeline()
                            .stages()
                            .get(0)
                            .actions()
                            .get(0)
                            .configuration())
                    .containsEntry("Branch", each[1]);
        }
    }

    @Test
    public void placeholders_are_not_judged_by_patterns_and_lengths() {
        String template = TEMPLATE.replace("- Name: Build", "- Name: !Sub '${Environment} stage'")
                .replace("- Name: Compile", "- Name: !Ref ActionName")
                .replace("OutputArtifacts: [{Name: Source}]", "OutputArtifacts: [{Name: !Join ['.', [!Ref A, b]]}]")
                .replace("InputArtifacts: [{Name: Source}]", "InputArtifacts: [{Name: !Join ['.', [!Ref A, b]]}]")
                .replace("Provider: CodeBuild", "Provider: !Ref Provider")
                .replace("Owner: AWS", "RunOrderX: 1, Owner: !Ref Owner")
                .replace("RunOrderX: 1, ", "");
        assertThat(read("shop.yaml", template).problems()).hasSize(6).allMatch(problem -> problem.code()
                .equals("placeholder"));
        String modes = TEMPLATE.replace("Name: shop\n", "Name: shop\n      ExecutionMode: !Ref Mode\n")
                .replace("- Name: Compile", "- Name: Compile\n          RunOrder: !Ref Order");
        ReadResult result = read("shop.yaml", modes);
        assertThat(result.hasErrors()).isFalse();
        assertThat(result.definition().orElseThrow().pipeline().executionModeOrDefault())
                .isEqualTo(ExecutionMode.SUPERSEDED);
    }

    @Test
    public void one_branch_of_an_if_with_objects_is_read_and_no_value_goes_away() {
        String template = TEMPLATE.replace(
                        "      - Name: Build\n",
                        "      - !If [Fast, !Ref 'AWS::NoValue', {Name: Slow, Actions: [{Name: Wait,"
                                + " ActionTypeId: {Category: Approval, Owner: AWS, Provider: Manual, Version: '1'}}]}]\n"
                                + "      - Name: Build\n")
                .replace(
                        "Configuration: {Url: /srv/shop.git}",
                        "Configuration: {Url: /srv/shop.git, Branch: !Ref AWS::NoValue}");
        ReadResult result = read("shop.yaml", template);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("condition");
            assertThat(problem.message()).contains("'Fast' were false");
        });
        PipelineDeclaration pipeline = result.definition().orElseThrow().pipeline();
        assertThat(pipeline.stages()).extracting(StageDeclaration::name).containsExactly("Source", "Slow", "Build");
        assertThat(pipeline.stages().get(0).actions().get(0).configuration()).doesNotContainKey("Branch");
    }

    @Test
    public void a_name_that_is_not_known_yet_gives_way_to_the_logical_id() {
        ReadResult result =
                read("shop.yaml", TEMPLATE.replace("Name: shop\n", "Name: !Sub '${AWS::StackName}-shop'\n"));
        assertThat(result.hasErrors()).isFalse();
        assertThat(result.definition().orElseThrow().pipeline().name()).isEqualTo("Shop");
        assertThat(result.problems())
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("here it is 'Shop'"));
    }

    @Test
    public void what_a_template_says_beside_the_pipeline_is_kept() {
        String template = TEMPLATE.replace(
                        "Name: shop\n",
                        """
                Name: shop
                      Tags: [{Key: team, Value: shop}]
                      DisableInboundStageTransitions: [{StageName: Build, Reason: Not yet}]
                      RestartExecutionOnUpdate: true
                """)
                .replace(
                        "ArtifactStore: {Type: S3, Location: shop-artifacts}",
                        "ArtifactStores: [{Region: eu-west-1, ArtifactStore: {Type: S3, Location: shop-artifacts}}]");
        ReadResult result = read("shop.yaml", template);
        assertThat(result.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("'RestartExecutionOnUpdate' is kept and has no effect here"));
        PipelineDefinition definition = result.definition().orElseThrow();
        assertThat(definition.tags()).extracting(Tag::key).containsExactly("team");
        assertThat(definition.disableInboundStageTransitions())
                .extracting(DisabledTransition::stageName)
                .containsExactly("Build");
        assertThat(definition.pipeline().artifactStores()).containsKey("eu-west-1");
        assertThat(DefinitionExample.read("x.json", DefinitionWriter.json(definition))
                        .definition())
                .contains(definition);
    }

    @Test
    public void lists_and_objects_in_a_configuration_become_json() {
        ReadResult result = read(
                "shop.yaml",
                TEMPLATE.replace(
                        "{ProjectName: shop}",
                        "{ProjectName: shop, EnvironmentVariables: [{name: A, value: !Ref B}]}"));
        assertThat(result.hasErrors()).isFalse();
        assertThat(result.definition()
                        .orElseThrow()
                        .pipeline()
                        .stages()
                        .get(1)
                        .actions()
                        .get(0)
                        .configuration())
                .containsEntry("EnvironmentVariables", "[{\"name\":\"A\",\"value\":\"${Ref B}\"}]");
    }

    @Test
    public void of_several_pipelines_one_is_chosen_by_name() {
        String second = TEMPLATE.substring(TEMPLATE.indexOf("  Shop:"))
                .replace("  Shop:", "  Other:")
                .replace("Name: shop\n", "Name: other\n");
        byte[] both = (TEMPLATE + second).getBytes(StandardCharsets.UTF_8);
        assertThat(DefinitionReader.read("both.yaml", both).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.isError()).isTrue();
                    assertThat(problem.message())
                            .isEqualTo("The template has 2 pipelines; choose one by name: Shop, Other");
                });
        assertThat(DefinitionReader.read("both.yaml", both, "other")
                        .definition()
                        .orElseThrow()
                        .pipeline()
                        .name())
                .isEqualTo("other");
        assertThat(DefinitionReader.read("both.yaml", both, "Shop")
                        .definition()
                        .orElseThrow()
                        .pipeline()
                        .name())
                .isEqualTo("shop");
        assertThat(DefinitionReader.read("both.yaml", both, "none").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("There is no pipeline 'none' here; there is Shop or Other"));
        assertThat(DefinitionReader.readAll("both.yaml", both))
                .extracting(each -> each.definition().orElseThrow().pipeline().name())
                .containsExactly("shop", "other");
    }

    @Test
    public void a_lone_pipeline_is_read_under_its_own_name_and_no_other() {
        byte[] yaml = YAML.getBytes(StandardCharsets.UTF_8);
        assertThat(DefinitionReader.read("shop.yaml", yaml, "shop").definition())
                .isPresent();
        assertThat(DefinitionReader.read("shop.yaml", yaml, "other").problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).isEqualTo("There is no pipeline 'other' here; there is shop"));
    }

    @Test
    public void byte_order_marks_and_utf_16_are_read() {
        assertThat(accepted(read("shop.yaml", "\uFEFF" + YAML)).pipeline().name())
                .isEqualTo("shop");
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            for (String mark : List.of("", "\uFEFF")) {
                ReadResult result =
                        DefinitionReader.read("shop.json", (mark + DefinitionExample.TEXT).getBytes(charset));
                assertThat(result.definition()).as(charset + mark).isPresent();
                assertThat(result.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                        .contains("save it as UTF-8"));
            }
        }
    }

    @Test
    public void documents_that_are_no_definitions_are_refused_in_words() {
        for (String[] each : new String[][] {
            {"a.json", "", "1:1: error: : The document is empty; a pipeline definition was expected"},
            {"a.yaml", "# nothing\n", "The document is empty"},
            {"a.json", "[]", "A definition is an object with name and stages; this is a list"},
            {"a.yaml", "just text", "this is text"},
            {"a.json", "{}", "This is no pipeline definition"},
            {"a.json", "{\"a\":1}", "This is no pipeline definition"},
            {"a.yaml", "Resources: {A: {Type: 'AWS::S3::Bucket'}}", "no resource of type AWS::CodePipeline::Pipeline"},
            {"a.yaml", "Resources: {A: {Type: 'AWS::CodePipeline::Pipeline'}}", "The resource 'A' has no Properties"},
            {"a.json", "{\"pipeline\": 7}", "'pipeline' must be an object, and is a number ('7')"},
            {"a.json", "{\"name\": \"a\",}", "1:14: error: : This is not JSON"},
            {"a.json", "{\"name\": 'a'}", "This is not JSON"},
            {"a.json", "{\"name\": \"a\"} x", "This is not JSON"},
            {"a.json", "{\"name\": \"a\"} {}", "more after the end"},
            {"a.json", "{\"name\": \"a\"", "This is not JSON"},
            {"a.json", "{\"name\": \"a\", \"stages\": [] // none\n}", "This is not JSON"},
            {"a.yaml", "name: a\nstages:\n\t- name: b\n", "3:1: error: : This is not YAML"},
            {"a.yaml", "name: a\n---\nname: b\n", "This is not YAML"},
            {"a.yaml", "name: a\nstages: *none\n", "This is not YAML"},
            {"a.yaml", "name: a\nstages: &s [*s]\n", "An alias refers to a value that contains it"},
            {"a.yaml", "? [a]\n: b\n", "A key is a text"},
            {"a.yaml", "name: a\n<<: 7\n", "'<<' merges an object"},
            {"a.json", "{\"name\":\"a\",\"name\":\"b\",\"stages\":[]}", "'name' is given twice, first in line 1"},
            {"a.yaml", "name: a\nstages: []\nname: b\n", "3:1: error: /name: 'name' is given twice, first in line 1"}
        }) {
            ReadResult result = read(each[0], each[1]);
            assertThat(result.hasErrors()).as(each[1]).isTrue();
            assertThat(result.definition()).isEmpty();
            assertThat(result.problems()).as(each[1]).anySatisfy(problem -> assertThat(problem.toString())
                    .contains(each[2]));
        }
    }

    @Test
    public void bytes_that_are_no_text_are_refused_where_they_are() {
        byte[] yaml = YAML.getBytes(StandardCharsets.UTF_8);
        yaml[YAML.indexOf("shop-artifacts")] = (byte) 0xE9;
        assertThat(DefinitionReader.read("shop.yaml", yaml).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(3);
                    assertThat(problem.message()).contains("is not UTF-8; save the file as UTF-8");
                });
    }

    @Test
    public void flow_yaml_that_begins_like_json_is_yaml_unless_the_file_says_json() {
        String flow = "{name: shop, # comment\n stages: []}";
        assertThat(read("shop.yaml", flow).problems())
                .extracting(Problem::code)
                .contains("missing")
                .doesNotContain("not-json");
        assertThat(read("shop.json", flow).problems()).extracting(Problem::code).containsExactly("not-json");
    }

    @Test
    public void a_definition_that_was_never_text_is_checked_too() {
        PipelineDefinition definition = new PipelineDefinition(
                new PipelineDeclaration("a b", null, null, null, null, null, null, null, null, null, null),
                null,
                null,
                null,
                null);
        assertThat(DefinitionValidator.validate(definition))
                .filteredOn(Problem::isError)
                .extracting(Problem::toString)
                .containsExactly(
                        "0:0: error: /pipeline/name: 'name' is 'a b'; it may have only letters, digits and . @ - _",
                        "0:0: error: /pipeline: A pipeline needs 'stages', at least 2 of them, and has none");
    }

    @Test
    public void every_built_in_action_type_has_a_schema() {
        assertThat(ActionCatalog.all()).hasSizeGreaterThan(30).allSatisfy(schema -> {
            assertThat(ActionCatalog.schema(schema.type())).isEqualTo(schema);
            assertThat(schema.properties())
                    .allSatisfy(property -> assertThat(property.description()).isNotBlank());
        });
        assertThat(ActionCatalog.find(new ActionTypeId("Source", "Custom", "Git", "1"))
                        .orElseThrow()
                        .properties())
                .extracting(ActionTypeSchema.ConfigurationProperty::name)
                .containsExactly("Url", "Branch", "OutputArtifactFormat");
        assertThat(ActionCatalog.find(new ActionTypeId("Build", "Custom", "Mine", "1")))
                .isEmpty();
    }

    @Test
    public void a_type_that_the_host_has_from_elsewhere_is_checked_at_its_line_too() {
        ActionTypeId type = new ActionTypeId("Deploy", "Custom", "Ship", "1");
        ActionTypeSchema ship = new ActionTypeSchema(
                type,
                List.of(new ActionTypeSchema.ConfigurationProperty(
                        "To", true, false, "String", "Where it goes", List.of())),
                false,
                new ActionTypeSchema.ArtifactCount(0, 0),
                new ActionTypeSchema.ArtifactCount(0, 0));
        String definition =
                """
                pipeline:
                  name: shop
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: 'https://git.example.org/shop.git'}
                          outputArtifacts: [{name: Code}]
                    - name: Production
                      actions:
                        - name: Ship
                          actionTypeId: {category: Deploy, owner: Custom, provider: Ship, version: '1'}
                          configuration: {Too: harbour}
                """;
        byte[] bytes = definition.getBytes(StandardCharsets.UTF_8);

        assertThat(DefinitionReader.read("shop.yaml", bytes).problems()).noneMatch(Problem::isError);
        assertThat(DefinitionReader.read("shop.yaml", bytes, ActionTypes.with(List.of(ship)))
                        .problems())
                .filteredOn(problem -> problem.pointer().contains("/stages/1"))
                .extracting(Problem::code, Problem::line)
                .containsExactlyInAnyOrder(tuple("missing", 14), tuple("unknown-property", 14));
    }

    @Test
    public void a_reference_that_yaml_takes_for_a_comment_is_pointed_out() {
        ReadResult result = DefinitionReader.read(
                "pipeline.yaml",
                "name: shop\nvariables:\n  - name: Greeting\n    defaultValue: Hello #{a.b} there\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(result.problems()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo("cut-reference");
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.message()).contains("#{a.b}", "quotes");
        });
    }

    @Test
    public void a_cut_reference_is_told_once_and_looked_for_in_time_that_grows_with_the_document() {
        String longLine = "{name: 'a #{b.c}', stages: [" + "a,".repeat(150_000) + "b".repeat(1_500_000) + "]}";
        assertThat(read("shop.yaml", longLine).problems())
                .extracting(Problem::code)
                .doesNotContain("cut-reference");
        String aliases = "name: &a shop" + " ".repeat(1_000_000) + "#{b.c}\nstages: [" + "*a ,".repeat(100) + "*a ]\n";
        assertThat(read("shop.yaml", aliases).problems())
                .filteredOn(problem -> problem.code().equals("cut-reference"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/name"));
    }
}
