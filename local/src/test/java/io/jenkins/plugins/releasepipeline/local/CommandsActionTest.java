package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.build.CodeBuildProvider;
import io.jenkins.plugins.releasepipeline.action.build.CommandsProvider;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Commands actions with a real shell, and what a hostile commit message can do to them and to builds: nothing. */
public class CommandsActionTest {

    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private final CommandsProvider provider = new CommandsProvider();
    private Path pwned;
    private Path pwned2;
    private String message;

    @Before
    public void aCommandsAction() throws Exception {
        fixture.type("Compute", "AWS", "Commands").input("Source", Map.of("hello.txt", "hello\n"));
        pwned = fixture.home().resolve("pwned");
        pwned2 = fixture.home().resolve("pwned2");
        message = "\"; touch " + pwned + "; $(touch " + pwned2 + ") '";
        fixture.variable("SourceVariables.CommitMessage", message);
    }

    @Test
    public void commands_run_in_one_shell_in_the_files_of_the_input() throws Exception {
        fixture.commands(
                        "VERSION=7",
                        "cat hello.txt",
                        "mkdir -p out && echo $VERSION >out/v",
                        "export LABEL=\"v $VERSION\"")
                .outputVariables("VERSION", "LABEL")
                .environment(new EnvironmentVariable("TOKEN", "vault:key", "SECRETS_MANAGER", Map.of()))
                .secret("vault", "{\"key\":\"t0ps3cret\"}")
                .commands("echo \"token is $TOKEN\"")
                .output("Out", "out/**/*");
        ActionResult result = fixture.run(provider);

        assertThat(result.message()).isEmpty();
        assertThat(result.summary()).startsWith("5 commands in ");
        assertThat(result.outputVariables()).isEqualTo(Map.of("VERSION", "7", "LABEL", "v 7"));
        assertThat(fixture.files(result.outputArtifacts().get("Out"))).isEqualTo(Map.of("out/v", "7\n"));
        assertThat(fixture.log()).contains("\nhello\n", "token is *****").doesNotContain("t0ps3cret");
    }

    @Test
    public void all_files_may_be_written_as_two_stars_and_a_slash() throws Exception {
        fixture.commands("echo x >new").output("Out", "**/");
        ActionResult result = fixture.run(provider);

        assertThat(result.message()).isEmpty();
        assertThat(fixture.files(result.outputArtifacts().get("Out"))).containsOnlyKeys("hello.txt", "new");
    }

    @Test
    public void the_first_failing_command_ends_the_action() throws Exception {
        fixture.commands("echo one", "exit 3", "echo never");
        ActionResult result = fixture.run(provider);

        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.message()).isEqualTo("BUILD: command 2 of 3 ended with exit code 3: exit 3");
        assertThat(fixture.log()).doesNotContain("\nnever\n");
    }

    @Test
    public void a_hostile_commit_message_is_printed_and_never_executed() throws Exception {
        fixture.commands(
                "echo 1 #{SourceVariables.CommitMessage}",
                "echo '2 #{SourceVariables.CommitMessage}'",
                "echo \"3 #{SourceVariables.CommitMessage}\"",
                "sh -c \"echo '4 #{SourceVariables.CommitMessage}'\"",
                "sh -c 'echo \"5 #{SourceVariables.CommitMessage}\"'",
                "eval \"echo '6 #{SourceVariables.CommitMessage}'\"",
                "echo `echo '7 #{SourceVariables.CommitMessage}'`",
                "echo \"8 $(echo \"#{SourceVariables.CommitMessage}\")\"",
                "bash -ec \"eval \\\"echo '9 #{SourceVariables.CommitMessage}'\\\"\"");
        ActionResult result = fixture.run(provider);

        assertThat(result.message()).isEmpty();
        for (int way = 1; way <= 9; way++) {
            assertThat(fixture.log()).contains("\n" + way + " " + message + "\n");
        }
        assertThat(fixture.log()).contains("Running command echo '2 #{SourceVariables.CommitMessage}'");
        assertNothingWasExecuted();
    }

    @Test
    public void a_hostile_commit_message_that_would_be_code_is_refused_before_anything_runs() throws Exception {
        for (String command : List.of(
                "echo \"#{SourceVariables.CommitMessage}\" | sh",
                "ssh host 'echo #{SourceVariables.CommitMessage}'",
                "python3 -c \"print('#{SourceVariables.CommitMessage}')\"",
                "#{SourceVariables.CommitMessage}")) {
            ActionResult result = fixture.nextAttempt().onlyCommands(command).run(provider);
            assertThat(result.failure()).as(command).contains(FailureType.ConfigurationError);
            assertThat(result.message())
                    .contains("#{SourceVariables.CommitMessage}")
                    .doesNotContain("touch");
        }
        assertNothingWasExecuted();
    }

    @Test
    public void a_hostile_commit_message_in_an_environment_variable_is_a_value_and_nothing_else() throws Exception {
        fixture.environment(new EnvironmentVariable("MESSAGE", "#{SourceVariables.CommitMessage}", null, Map.of()))
                .commands("echo \"1 $MESSAGE\"", "sh -c 'echo \"2 $MESSAGE\"'");
        ActionResult result = fixture.run(provider);

        assertThat(result.message()).isEmpty();
        assertThat(fixture.log()).contains("\n1 " + message + "\n", "\n2 " + message + "\n");

        fixture.nextAttempt().commands("sh -c \"echo $MESSAGE\"");
        assertThat(fixture.run(provider).message())
                .contains("a shell evaluates $MESSAGE")
                .contains("CommitMessage");
        assertNothingWasExecuted();
    }

    @Test
    public void a_hostile_commit_message_in_a_build_is_a_value_and_nothing_else() throws Exception {
        fixture.type("Build", "AWS", "CodeBuild")
                .configuration("ProjectName", "app")
                .configuration(
                        "EnvironmentVariables",
                        "[{\"name\":\"FROM_ACTION\",\"value\":\"#{SourceVariables.CommitMessage}\"}]")
                .configuration(
                        "BuildspecOverride",
                        """
                        version: 0.2
                        env:
                          variables:
                            FROM_SPEC: "#{SourceVariables.CommitMessage}"
                            PLAIN: #{SourceVariables.CommitMessage}
                          exported-variables: [FROM_SPEC]
                        phases:
                          build:
                            commands:
                              - echo "1 $FROM_ACTION"; echo "2 $FROM_SPEC"; echo "3 $PLAIN"
                              - echo 4 #{SourceVariables.CommitMessage}
                              - "echo '5 #{SourceVariables.CommitMessage}'"
                              - |
                                cat <<'EOF'
                                6 #{SourceVariables.CommitMessage}
                                EOF
                                sh <<EOF
                                echo "7 #{SourceVariables.CommitMessage}"
                                EOF
                              - 'echo "8 $(printf %s "#{SourceVariables.CommitMessage}")"'
                            finally:
                              - "sh -c \\"echo '9 #{SourceVariables.CommitMessage}'\\""
                        """);
        ActionResult result = fixture.run(CodeBuildProvider.forBuild());

        assertThat(result.message()).isEmpty();
        for (int way = 1; way <= 9; way++) {
            assertThat(fixture.log()).as("way " + way).contains("\n" + way + " " + message + "\n");
        }
        assertThat(result.outputVariables()).isEqualTo(Map.of("FROM_SPEC", message));
        assertNothingWasExecuted();
    }

    @Test
    public void a_hostile_message_cannot_add_to_a_buildspec() throws Exception {
        fixture.variable(
                        "SourceVariables.CommitMessage", "x\n      - touch " + pwned + "\n  post_build: {commands: []}")
                .type("Build", "AWS", "CodeBuild")
                .configuration("ProjectName", "app")
                .configuration(
                        "BuildspecOverride",
                        "version: 0.2\nphases:\n  build:\n    commands:\n      - echo #{SourceVariables.CommitMessage}\n");
        assertThat(fixture.run(CodeBuildProvider.forBuild()).message()).isEmpty();
        assertThat(fixture.log()).doesNotContain("POST_BUILD").contains("\nx\n      - touch");
        assertNothingWasExecuted();
    }

    private void assertNothingWasExecuted() {
        assertThat(pwned).doesNotExist();
        assertThat(pwned2).doesNotExist();
    }
}
