package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ValidateCommandTest {
    private static final String GOOD =
            """
            {"pipeline": {"name": "shop", "roleArn": "arn:aws:iam::123456789012:role/r",
              "artifactStore": {"type": "S3", "location": "bucket"},
              "stages": [
                {"name": "Source", "actions": [{"name": "Checkout",
                  "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
                  "configuration": {"RepositoryName": "shop", "BranchName": "main"},
                  "outputArtifacts": [{"name": "Code"}]}]},
                {"name": "Build", "actions": [{"name": "Compile",
                  "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                  "configuration": {"ProjectName": "shop"},
                  "inputArtifacts": [{"name": "Code"}]}]}]}}
            """;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void a_good_definition_is_ok_with_its_size() throws Exception {
        Cli.Result result = cli().run("validate", write("good.json", GOOD));
        assertThat(result).isEqualTo(new Cli.Result(0, "OK shop (2 stages, 2 actions)\n", ""));
    }

    @Test
    public void each_problem_is_a_line_with_its_place() throws Exception {
        String file = write("bad.json", GOOD.replace("\"Code\"}]}]}]}}", "\"Cod\"}], \"runOrder\": 0}]}]}}"));
        Cli.Result result = cli().run("validate", file);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out().lines())
                .hasSize(2)
                .allMatch(line ->
                        line.matches("\\Q" + file + "\\E:\\d+:\\d+: error: /pipeline/stages/1/actions/0/.*: .*"));
        assertThat(result.out()).contains("/inputArtifacts/0", "/runOrder");
    }

    @Test
    public void what_only_aws_would_mind_is_a_warning_and_the_whole_document_has_no_pointer() throws Exception {
        String file = write("local.json", GOOD.replace("\"roleArn\": \"arn:aws:iam::123456789012:role/r\",", ""));
        Cli.Result result = cli().run("validate", file);
        assertThat(result.exit()).isEqualTo(0);
        assertThat(result.out())
                .contains(file + ":1:14: warning: /pipeline: AWS needs 'roleArn'", "OK shop (2 stages, 2 actions)");
        Cli.Result empty = cli().run("validate", write("empty.json", ""));
        assertThat(empty.out()).contains("empty.json:1:1: error: The document is empty");
    }

    @Test
    public void json_is_for_machines() throws Exception {
        Cli.Result result =
                cli().run("validate", "--format", "json", write("good.json", GOOD), write("bad.json", "{\"name\": 3}"));
        JsonNode json = new JsonMapper().readTree(result.out());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(json.at("/0/valid").asBoolean()).isTrue();
        assertThat(json.at("/0/pipeline").asText()).isEqualTo("shop");
        assertThat(json.at("/1/valid").asBoolean()).isFalse();
        assertThat(json.at("/1/problems/0/severity").asText()).isNotEmpty();
    }

    @Test
    public void what_cannot_be_read_ends_with_2() throws Exception {
        Cli.Result missing = cli().run("validate", "missing.json");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).isEqualTo("release-pipeline: missing.json: there is no such file\n");
        Cli.Result directory = cli().run("validate", folder.getRoot().toString());
        assertThat(directory.exit()).isEqualTo(2);
        assertThat(directory.err()).contains("is a directory");
        assertThat(cli().run("validate").exit()).isEqualTo(2);
        assertThat(cli().run("validat").exit()).isEqualTo(2);
    }

    private Cli cli() {
        return new Cli(folder.getRoot().toPath());
    }

    private String write(String name, String text) throws Exception {
        Path file = folder.getRoot().toPath().resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }
}
