package io.jenkins.plugins.releasepipeline.action.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** Runs generated scripts with the real shells. */
@RunWith(Parameterized.class)
public class BuildScriptTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String shell;
    private BuildScript script;
    private Path source;
    private Path control;
    private List<String> output;
    private int exit;

    public BuildScriptTest(String shell) {
        this.shell = shell;
    }

    @Parameterized.Parameters(name = "{0}")
    public static List<String> shells() {
        return List.of("sh", "bash");
    }

    @Test
    public void one_shell_runs_all_commands_of_version_0_2() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  install:
                    commands:
                      - NOT_EXPORTED=one
                      - export EXPORTED="two words"
                      - greet() { echo "hello $1"; }
                  build:
                    commands:
                      - greet "$NOT_EXPORTED"
                      - mkdir -p sub && cd sub
                      - sh -c 'echo "child sees $EXPORTED and $NOT_EXPORTED"'
                  post_build:
                    commands:
                      - basename "$PWD"
                """);

        assertThat(exit).isZero();
        assertThat(said()).containsExactly("hello one", "child sees two words and one", "sub");
        assertThat(phases()).containsExactly("INSTALL SUCCEEDED", "BUILD SUCCEEDED", "POST_BUILD SUCCEEDED");
    }

    @Test
    public void every_command_of_version_0_1_has_a_shell_of_its_own() throws Exception {
        run(
                """
                version: 0.1
                phases:
                  build:
                    commands:
                      - export A=1; cd /
                      - echo "A is ${A-unset} in $(basename "$PWD")"
                      - exit 0
                      - echo still here
                """);

        assertThat(exit).isZero();
        assertThat(said()).containsExactly("A is unset in source", "still here");
    }

    @Test
    public void exit_0_ends_its_command_and_not_the_phase() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - |
                        KEPT=yes
                        mkdir -p d; cd d
                        if true; then exit 0; fi
                      - echo "kept=$KEPT in $(basename "$PWD")"
                      - exit
                      - exec true
                      - echo after exec
                """);

        assertThat(exit).isZero();
        assertThat(said()).containsExactly("kept=yes in d", "after exec");
    }

    @Test
    public void the_first_failing_command_ends_its_phase_and_finally_runs() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  install:
                    commands:
                      - echo one
                      - sh -c 'exit 7'
                      - echo never
                    finally:
                      - echo "finally $CODEBUILD_BUILD_SUCCEEDING"
                      - echo finally 2
                  pre_build:
                    commands:
                      - echo never
                """);

        assertThat(exit).isEqualTo(1);
        assertThat(said()).containsExactly("one", "finally 0", "finally 2");
        assertThat(phases()).containsExactly("INSTALL FAILED");
        assertThat(failures()).containsExactly("3 7");
        assertThat(String.join("\n", output))
                .contains("Entering phase INSTALL", "Running command sh -c 'exit 7'", "exit status 7 of sh -c")
                .contains("Phase complete: INSTALL State: FAILED")
                .doesNotContain("PRE_BUILD");
    }

    @Test
    public void post_build_runs_after_a_failed_build_and_can_see_that_it_failed() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - false
                  post_build:
                    commands:
                      - echo "succeeding=$CODEBUILD_BUILD_SUCCEEDING"
                """);

        assertThat(exit).isEqualTo(1);
        assertThat(said()).containsExactly("succeeding=0");
        assertThat(phases()).containsExactly("BUILD FAILED", "POST_BUILD SUCCEEDED");
    }

    @Test
    public void on_failure_ABORT_ends_the_build_and_CONTINUE_goes_on() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  pre_build:
                    on-failure: CONTINUE
                    commands:
                      - exit 3
                  build:
                    on-failure: ABORT
                    commands:
                      - echo build
                      - exit 4
                  post_build:
                    commands:
                      - echo never
                """);

        assertThat(exit).isEqualTo(1);
        assertThat(said()).containsExactly("build");
        assertThat(phases()).containsExactly("PRE_BUILD FAILED", "BUILD FAILED");
        assertThat(failures()).containsExactly("2 3", "6 4");
    }

    @Test
    public void a_failing_finally_command_fails_the_phase() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - echo fine
                    finally:
                      - exit 5
                      - echo never
                """);

        assertThat(exit).isEqualTo(1);
        assertThat(said()).containsExactly("fine");
        assertThat(failures()).containsExactly("3 5");
    }

    @Test
    public void whatever_ends_the_shell_fails_its_command_and_finally_still_runs() throws Exception {
        for (String end : List.of(
                "set -e; false; echo never",
                "if then (",
                "echo \"never",
                "exec sh -c \"exit 9\"",
                "kill -9 $$",
                "set -u; echo $NOT_SET_AT_ALL; echo never",
                "trap \"exit 6\" EXIT; exit 5",
                "cd /nowhere/at/all",
                ": ${NOT_SET_AT_ALL?}",
                "return 4",
                "nosuchcommand_at_all")) {
            run(
                    """
                    version: 0.2
                    phases:
                      build:
                        commands:
                          - echo begin
                          - COMMAND
                          - echo never
                        finally:
                          - echo finally
                      post_build:
                        commands:
                          - echo "post $CODEBUILD_BUILD_SUCCEEDING"
                    """
                            .replace("COMMAND", "'" + end.replace("'", "''") + "'"));

            assertThat(exit).as(end).isEqualTo(1);
            assertThat(said()).as(end).contains("begin", "finally", "post 0").doesNotContain("never");
            assertThat(failures()).as(end).hasSize(1);
            assertThat(failures().get(0)).as(end).startsWith("3 ");
        }
    }

    @Test
    public void options_that_a_command_sets_stay_for_the_next_one_and_do_not_disturb_the_log() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - set -euf
                      - IFS=,
                      - echo *
                      - |
                        false
                        echo never
                """);

        assertThat(exit).isEqualTo(1);
        assertThat(said()).containsExactly("*");
        assertThat(output).noneMatch(line -> line.contains("__rp"));
    }

    @Test
    public void commands_keep_their_quotes_lines_and_here_documents() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - echo "it's" 'a "test"' \\$HOME `echo back` $(echo paren)
                      - |
                        cat <<EOF
                        {
                          "a": "$VALUE"
                        }
                        EOF
                      - |
                        for i in 1 2; do
                          # a comment
                          echo "line $i"
                        done
                      - echo last # not said
                """,
                Map.of("VALUE", "x'y\"z"),
                List.of());

        assertThat(exit).isZero();
        assertThat(said())
                .containsExactly(
                        "it's a \"test\" $HOME back paren",
                        "{",
                        "  \"a\": \"x'y\"z\"",
                        "}",
                        "line 1",
                        "line 2",
                        "last");
    }

    @Test
    public void variables_are_exported_with_the_values_they_have_at_the_end() throws Exception {
        run(
                """
                version: 0.2
                env:
                  exported-variables: [FIRST, LINES, NEVER, GIVEN, LATE]
                phases:
                  install:
                    commands:
                      - FIRST=a
                      - LINES="$(printf 'x\\ny z')"
                  post_build:
                    commands:
                      - export FIRST=b
                      - LATE='$(touch pwned) `touch pwned`'; exit 0
                """,
                Map.of("GIVEN", "from outside"),
                List.of());

        assertThat(exit).isZero();
        assertThat(exported("FIRST")).isEqualTo("b");
        assertThat(exported("LINES")).isEqualTo("x\ny z");
        assertThat(exported("GIVEN")).isEqualTo("from outside");
        assertThat(exported("LATE")).isEqualTo("$(touch pwned) `touch pwned`");
        assertThat(control.resolve("exported/NEVER")).doesNotExist();
        assertThat(source.resolve("pwned")).doesNotExist();
        assertThat(String.join("\n", output)).contains("The exported variable NEVER was never set.");
    }

    @Test
    public void patterns_are_filled_in_with_variables_and_nothing_else() throws Exception {
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands: ["ARTIFACT=app-1.deb"]
                """,
                Map.of(),
                List.of("$ARTIFACT", "out/${ARTIFACT}.sig", "it's $(touch pwned) `x` *.jar ${UNSET}!"));

        assertThat(expanded(0)).isEqualTo("app-1.deb");
        assertThat(expanded(1)).isEqualTo("out/app-1.deb.sig");
        assertThat(expanded(2)).isEqualTo("it's $(touch pwned) `x` *.jar !");
        assertThat(source.resolve("pwned")).doesNotExist();
    }

    @Test
    public void run_as_is_for_the_agents_own_user_alone() throws Exception {
        run("version: 0.2\nrun-as: " + System.getProperty("user.name")
                + "\nphases: {build: {commands: [echo same]}}\n");
        assertThat(exit).isZero();

        run("version: 0.2\nphases: {build: {run-as: nobody-here, commands: [echo never], finally: [echo never]}}\n");
        assertThat(exit).isEqualTo(1);
        assertThat(said()).isEmpty();
        assertThat(failures()).containsExactly("1 run-as");
        assertThat(String.join("\n", output)).contains("nobody-here is not the user of this agent");
    }

    @Test
    public void processes_that_a_build_leaves_running_end_with_it() throws Exception {
        assumeTrue("SKIPPED: needs /proc", Files.exists(Path.of("/proc/self/environ")));
        run(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - nohup sleep 300 >/dev/null 2>&1 & echo $! >pid
                """);

        assertThat(exit).isZero();
        long pid = Long.parseLong(Files.readString(source.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    @Test
    public void runtime_versions_are_noted() throws Exception {
        run("version: 0.2\nphases: {install: {runtime-versions: {java: corretto17}}}\n");

        assertThat(exit).isZero();
        assertThat(String.join("\n", output)).contains("java corretto17 is not installed here");
    }

    private void run(String buildspec) throws Exception {
        run(buildspec, Map.of(), List.of());
    }

    private void run(String buildspec, Map<String, String> environment, List<String> patterns) throws Exception {
        String text = shell.equals("bash")
                ? buildspec.contains("env:\n")
                        ? buildspec.replace("env:\n", "env:\n  shell: bash\n")
                        : buildspec + "\nenv: {shell: bash}\n"
                : buildspec;
        BuildspecReader.Reading reading = BuildspecReader.read(text);
        Buildspec spec = reading.buildspec().orElseThrow(() -> new AssertionError(reading.problems()));
        Path root = folder.newFolder().toPath();
        source = Files.createDirectory(root.resolve("source"));
        control = Files.createDirectory(root.resolve("control"));
        script = BuildScript.of(spec, UnaryOperator.identity(), patterns);
        for (Map.Entry<String, String> file : script.files().entrySet()) {
            Path path = control.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", control.resolve("run.sh").toString())
                .directory(source.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Path log = root.resolve("log");
        builder.redirectOutput(log.toFile());
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("hangs: " + Files.readString(log));
        }
        exit = process.exitValue();
        output = Files.readAllLines(log, StandardCharsets.UTF_8);
    }

    /** What the commands said, without our own lines and the shell's complaints. */
    private List<String> said() {
        String text = String.join("\n", output) + "\n";
        for (BuildScript.Step step : script.steps()) {
            text = text.replace(
                    "[release-pipeline] Running command " + step.command().strip() + "\n", "");
        }
        return text.lines()
                .filter(line -> !line.startsWith("[release-pipeline]") && !line.contains("control/"))
                .toList();
    }

    private List<String> phases() throws IOException {
        return Files.readAllLines(control.resolve("phases")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private List<String> failures() throws IOException {
        return Files.readAllLines(control.resolve("failures"));
    }

    private String exported(String name) throws IOException {
        return Files.readString(control.resolve("exported").resolve(name));
    }

    private String expanded(int index) throws IOException {
        return Files.readString(control.resolve("expanded/" + index));
    }
}
