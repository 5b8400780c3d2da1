package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RunCommandTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Cli cli;
    private Path definition;

    @Before
    public void prepare() throws Exception {
        Path root = folder.getRoot().toPath();
        cli = new Cli(root);
        GitRepository.create(root.resolve("repository"))
                .write("a.txt", "hello\n")
                .commit("Say hello");
    }

    @Test
    public void a_run_that_succeeds_says_each_transition_on_a_line_and_ends_with_0() throws Exception {
        define("echo done");
        Cli.Result result = run("--approve-all", "--var", "Who=Ada");
        assertThat(result.exit()).as(result.toString()).isEqualTo(0);
        assertThat(result.out())
                .containsSubsequence(
                        "Source: entered",
                        "Source / Checkout: succeeded",
                        "Work / GoAhead: waits for approval",
                        "Work / GoAhead: succeeded",
                        "Work / Job: succeeded",
                        "shop execution 1 Succeeded");
        assertThat(result.out()).doesNotContain("\u001b");
        assertThat(result.err()).as("what only AWS would mind is for validate").isEmpty();
    }

    @Test
    public void a_run_that_fails_shows_why_with_the_tail_of_the_log_and_ends_with_1() throws Exception {
        define("echo about to fail; exit 7");
        Cli.Result result = run("--approve-all", "--var", "Who=Ada");
        assertThat(result.exit()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).contains("Failed: Work / Job", "JobFailed", "| about to fail");
    }

    @Test
    public void json_is_all_there_is_on_standard_output() throws Exception {
        define("echo done");
        Cli.Result result = run("--approve-all", "--var", "Who=Ada", "--json");
        JsonNode json = new JsonMapper().readTree(result.out());
        assertThat(json.at("/pipelineExecution/status").asText()).isEqualTo("Succeeded");
        assertThat(json.at("/pipelineExecution/variables/0/resolvedValue").asText())
                .isEqualTo("Ada");
        assertThat(json.at("/pipelineExecution/artifactRevisions/0/revisionSummary")
                        .asText())
                .contains("Say hello");
        assertThat(json.at("/actionExecutionDetails")).hasSize(3);
        assertThat(json.at("/actionExecutionDetails/0/actionName").asText()).isEqualTo("Job");
    }

    @Test
    public void the_call_is_refused_with_2_and_what_would_be_right() throws Exception {
        define("echo done");
        assertRefused(run("--approve-all"), "variable 'Who' has no default");
        assertRefused(run("--approve-all", "--var", "Whom=Ada", "--var", "Who=Ada"), "no variable 'Whom'");
        assertRefused(run("--approve", "Work/Nothing", "--var", "Who=Ada"), "it has Work/GoAhead");
        assertRefused(run("--var", "Who=Ada"), "--approve Work/GoAhead");
        assertRefused(run("--approve-all", "--source", "Chekout=x", "--var", "Who=Ada"), "it has Checkout");
        assertRefused(cli.run("run", "nowhere.yaml"), "nowhere.yaml: there is no such file");
        assertRefused(cli.run("run"), "Missing required parameter");
    }

    @Test
    public void a_wrong_definition_is_refused_with_2_and_its_problems() throws Exception {
        definition = folder.getRoot().toPath().resolve("wrong.yaml");
        Files.writeString(definition, "name: shop\nstages: []\n");
        Cli.Result result = run("--approve-all");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("wrong.yaml:1:1: error: ", "at least 2 of them");
    }

    @Test
    public void names_without_a_mapping_are_all_told_before_anything_runs() throws Exception {
        definition = folder.getRoot().toPath().resolve("unmapped.yaml");
        Files.writeString(
                definition,
                """
                name: shop
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                        configuration: {RepositoryName: shop, BranchName: main}
                        outputArtifacts: [{name: Code}]
                  - name: Deploy
                    actions:
                      - name: Deploy
                        actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                        configuration: {ActionMode: CREATE_UPDATE, StackName: shop, TemplatePath: "Code::t.yaml", RoleArn: "r"}
                        inputArtifacts: [{name: Code}]
                """);
        Cli.Result result = run("--approve-all");
        assertThat(result.exit()).as(result.toString()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "error: Source/Checkout: ",
                        "repositories:",
                        "error: Deploy/Deploy: ",
                        "providers:",
                        "CloudFormation");
    }

    @Test
    public void a_provider_that_is_not_built_in_runs_the_command_line_it_is_mapped_to() throws Exception {
        define("echo done");
        Files.writeString(
                definition,
                Files.readString(definition)
                        .replace(
                                "Compute, owner: AWS, provider: Commands",
                                "Deploy, owner: AWS, provider: CloudFormation")
                        .replace(
                                "commands: [\"echo done\"]",
                                "configuration: {ActionMode: CREATE_UPDATE, StackName: shop, TemplatePath: \"Code::a.txt\","
                                        + " RoleArn: \"arn:aws:iam::111122223333:role/r\"}"));
        Path map = folder.getRoot().toPath().resolve("map.yaml");
        Files.writeString(
                map,
                "providers: {CloudFormation: {command: [sh, -c, 'echo $CONFIG_STACKNAME; cat inputs/Code/a.txt']}}\n");
        Cli.Result result = run("--approve-all", "--var", "Who=Ada", "--map", map.toString());
        assertThat(result.exit()).as(result.toString()).isEqualTo(0);
        assertThat(log("Work.Job")).contains("shop\nhello\n");
    }

    @Test
    public void a_source_that_nothing_here_reads_is_told_before_anything_runs() throws Exception {
        define("echo done");
        Files.writeString(
                definition,
                Files.readString(definition)
                        .replace("owner: Custom, provider: Git,", "owner: ThirdParty, provider: Perforce,")
                        .replaceAll("configuration: \\{Url: .*", "configuration: {RepositoryName: shop}"));
        Cli.Result result = run("--approve-all", "--var", "Who=Ada");
        assertThat(result.exit()).as(result.toString()).isEqualTo(2);
        assertThat(result.err())
                .contains("nothing here does the work of Source/ThirdParty/Perforce/1", "Source/Custom/Git");
    }

    @Test
    public void a_source_is_taken_from_elsewhere_at_another_revision() throws Exception {
        define("cat a.txt");
        GitRepository other = GitRepository.create(folder.getRoot().toPath().resolve("other"));
        other.write("a.txt", "from elsewhere\n").commit("One");
        other.git("tag", "v1");
        other.write("a.txt", "too new\n").commit("Two");
        Cli.Result result =
                run("--approve-all", "--var", "Who=Ada", "--source", "Checkout=" + other.directory() + "@v1");
        assertThat(result.exit()).as(result.toString()).isEqualTo(0);
        assertThat(log("Work.Job")).contains("from elsewhere").doesNotContain("too new");
    }

    @Test
    public void ctrl_c_stops_when_the_running_action_has_ended_and_ends_with_3() throws Exception {
        define("echo begun; sleep 2; echo ended");
        Cli.Running running = start("--approve-all", "--var", "Who=Ada");
        running.awaitOutput("Work / Job: started");
        running.interrupt();
        Cli.Result result = running.result();
        assertThat(result.exit()).as(result.toString()).isEqualTo(3);
        assertThat(result.out()).contains("Ctrl-C again abandons", "Work / Job: succeeded", "Stopped");
        assertThat(log("Work.Job")).contains("ended");
    }

    @Test
    public void ctrl_c_twice_abandons_the_running_action() throws Exception {
        define("echo begun; sleep 60; echo ended");
        Cli.Running running = start("--approve-all", "--var", "Who=Ada");
        running.awaitOutput("Work / Job: started");
        running.interrupt();
        running.awaitOutput("Ctrl-C again abandons");
        running.interrupt();
        Cli.Result result = running.result();
        assertThat(result.exit()).as(result.toString()).isEqualTo(3);
        assertThat(result.out()).contains("Work / Job: abandoned");
    }

    @Test
    public void a_rollback_that_begins_by_itself_is_waited_for() throws Exception {
        define("true");
        add("    onFailure: {result: ROLLBACK}");
        assertThat(run("--approve-all", "--var", "Who=Ada").exit()).isZero();

        define("test #{variables.Who} = Ada");
        add("    onFailure: {result: ROLLBACK}");
        assertThat(run("--approve-all", "--var", "Who=Ada").exit()).isZero();
        Cli.Result result = run("--approve-all", "--var", "Who=Eve");

        assertThat(result.exit()).as(result.toString()).isEqualTo(1);
        assertThat(result.out())
                .containsSubsequence(
                        "Work / Job: failed",
                        "Rolling back to execution ",
                        "shop execution 3 Failed",
                        "Rolled back by execution 4: Succeeded");
    }

    @Test
    public void several_approvals_are_given_by_different_people() throws Exception {
        define("true");
        Files.writeString(
                definition,
                Files.readString(definition)
                        .replace(
                                "CustomData:",
                                "RequiredApprovals: \"3\", Approvers: \"@release, grace\", StarterMayApprove: \"false\", CustomData:"));

        Cli.Result result = run("--approve-all", "--var", "Who=Ada", "--json");

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.out()).contains("\"by\" : \"grace\"", "\"by\" : \"approver-1\"", "\"by\" : \"approver-2\"");
    }

    private void add(String line) throws IOException {
        Files.writeString(definition, Files.readString(definition) + line + "\n");
    }

    private void define(String command) throws IOException {
        definition = folder.getRoot().toPath().resolve("pipeline.yaml");
        Files.writeString(
                definition,
                """
                name: shop
                variables: [{name: Who}]
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "ROOT/repository", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Work
                    actions:
                      - name: GoAhead
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                        configuration: {CustomData: "For #{variables.Who}"}
                      - name: Job
                        runOrder: 2
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        commands: ["COMMAND"]
                        inputArtifacts: [{name: Code}]
                """
                        .replace("ROOT", folder.getRoot().toString())
                        .replace("COMMAND", command));
    }

    private Cli.Result run(String... more) throws Exception {
        return start(more).result();
    }

    private Cli.Running start(String... more) throws Exception {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "run";
        arguments[1] = definition.toString();
        arguments[2] = "--home";
        arguments[3] = folder.getRoot().toPath().resolve("home").toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return cli.start(arguments);
    }

    private static void assertRefused(Cli.Result result, String why) {
        assertThat(result.exit()).as(result.toString()).isEqualTo(2);
        assertThat(result.err()).contains(why).doesNotContain("\tat ");
    }

    private String log(String name) throws IOException {
        try (var files = Files.walk(folder.getRoot().toPath().resolve("home/logs"))) {
            return Files.readString(
                    files.filter(file -> file.getFileName().toString().startsWith(name))
                            .findFirst()
                            .orElseThrow());
        }
    }
}
