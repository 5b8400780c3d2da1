package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.BuildProject;
import io.jenkins.plugins.releasepipeline.action.build.CodeBuildProvider;
import io.jenkins.plugins.releasepipeline.action.source.CloneRef;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** CodeBuild actions with real shells. */
public class CodeBuildActionTest {
    private static final String COMMIT = "0123456789012345678901234567890123456789";

    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private final CodeBuildProvider provider = CodeBuildProvider.forBuild();

    @Before
    public void aBuild() {
        fixture.type("Build", "AWS", "CodeBuild").configuration("ProjectName", "app");
    }

    @Test
    public void a_project_without_a_mapping_runs_the_buildspec_of_the_source() throws Exception {
        fixture.output("App");
        ActionResult result = build(
                """
                version: 0.2
                env:
                  variables: {GREETING: "hello there"}
                  exported-variables: [VERSION]
                phases:
                  pre_build:
                    commands:
                      - VERSION=1.$CODEBUILD_BUILD_SUCCEEDING
                  build:
                    commands:
                      - mkdir -p out/lib && echo "$GREETING" >out/app.txt && echo lib >out/lib/lib.txt
                      - echo skipped >out/skipped.tmp && chmod +x out/app.txt && ln -s app.txt out/link
                artifacts:
                  base-directory: out
                  files: ['**/*']
                  exclude-paths: ['**/*.tmp']
                """);

        assertThat(result.message()).isEmpty();
        assertThat(result.outputVariables()).isEqualTo(Map.of("VERSION", "1.1"));
        Path app = fixture.unpacked(result.outputArtifacts().get("App"));
        assertThat(tree(app)).containsExactly("app.txt", "lib/lib.txt", "link");
        assertThat(app.resolve("app.txt")).hasContent("hello there").isExecutable();
        assertThat(Files.isSymbolicLink(app.resolve("link"))).isTrue();
        assertThat(result.externalExecutionId()).isEqualTo("app:" + fixture.attempt());
        assertThat(result.summary()).contains("PRE_BUILD", "BUILD");
        assertThat(fixture.progress()).extracting(ActionProgress::summary).containsExactly("PRE_BUILD", "BUILD");
    }

    @Test
    public void a_failed_command_is_named_with_its_exit_code() throws Exception {
        fixture.output("App");
        ActionResult result = build(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - echo fine
                      - |
                        echo about to fail >&2
                        sh -c 'exit 42'
                  post_build:
                    commands: [echo after $CODEBUILD_BUILD_SUCCEEDING]
                artifacts:
                  files: [nothing]
                """);

        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.message())
                .isEqualTo("BUILD: command 2 of 2 ended with exit code 42: echo about to fail >&2 …");
        assertThat(fixture.log()).contains("about to fail", "after 0", "Phase complete: BUILD State: FAILED");
        assertThat(result.summary()).contains("BUILD failed after");
    }

    @Test
    public void a_wrong_buildspec_says_everything_that_is_wrong_and_where() throws Exception {
        ActionResult result = build("version: 0.2\nphases:\n  biuld: {}\nenv: {shell: fish}\n");

        assertThat(result.failure()).contains(FailureType.ConfigurationError);
        assertThat(result.message())
                .contains("YAML_FILE_ERROR", "buildspec.yml:3:3: error: /phases/biuld", "buildspec.yml:4:14: error");
    }

    @Test
    public void a_source_without_a_buildspec_is_told_so() throws Exception {
        fixture.input("Source", Map.of("a.txt", "a"));

        assertThat(fixture.run(provider).message())
                .isEqualTo("YAML_FILE_ERROR: there is no buildspec.yml in the source; add it, or name another with"
                        + " BuildspecOverride or the project's mapping");
    }

    @Test
    public void the_projects_mapping_gives_buildspec_environment_and_timeout() throws Exception {
        fixture.project(
                "app",
                new BuildProject(
                        "",
                        Optional.of("ci/build.yml"),
                        Map.of("A", "project", "B", "project"),
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.empty()));
        fixture.configuration("EnvironmentVariables", "[{\"name\":\"B\",\"value\":\"action\"}]");
        fixture.input(
                "Source",
                Map.of(
                        "ci/build.yml",
                        "version: 0.2\nenv: {variables: {A: spec, B: spec, C: spec}}\n"
                                + "phases: {build: {commands: ['echo \"$A $B $C\"']}}\n"));

        assertThat(fixture.run(provider).isSuccess()).isTrue();
        assertThat(fixture.log()).contains("\nproject action spec\n");
    }

    @Test
    public void a_build_that_takes_too_long_is_ended() throws Exception {
        fixture.project(
                "app",
                new BuildProject(
                        "",
                        Optional.of("version: 0.2\nphases: {build: {commands: [sleep 300]}}"),
                        Map.of(),
                        Optional.of(Duration.ofMillis(700)),
                        Optional.empty()));
        fixture.input("Source", Map.of("a", ""));
        ActionResult result = fixture.run(provider);

        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.message()).contains("the longest it may take").contains("in phase BUILD");
    }

    @Test
    public void codebuilds_own_variables_are_there() throws Exception {
        fixture.region("eu-central-1").revision("Source", COMMIT);
        fixture.input("Lib-2", Map.of("lib.txt", "lib"));
        fixture.configuration("PrimarySource", "Source");
        ActionResult result = build(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - env | grep '^CODEBUILD_\\|^AWS_' | sort
                      - cat "$CODEBUILD_SRC_DIR_Lib_2/lib.txt"
                      - test "$PWD" = "$CODEBUILD_SRC_DIR"
                      - echo "$CODEBUILD_RESOLVED_SOURCE_VERSION" | cut -c 1-7
                """);

        assertThat(result.message()).isEmpty();
        assertThat(fixture.log())
                .contains("CODEBUILD_BUILD_ID=app:" + fixture.attempt())
                .contains("CODEBUILD_BUILD_ARN=arn:aws:codebuild:eu-central-1:000000000000:build/app:")
                .contains("CODEBUILD_INITIATOR=codepipeline/pipeline")
                .contains("CODEBUILD_SRC_DIR=" + fixture.workspace("build") + "/source")
                .contains("CODEBUILD_RESOLVED_SOURCE_VERSION=" + COMMIT)
                .contains("CODEBUILD_BUILD_SUCCEEDING=1")
                .contains("AWS_REGION=eu-central-1", "AWS_DEFAULT_REGION=eu-central-1")
                .contains("\nlib", "\n0123456\n")
                .doesNotContain("CODEBUILD_WEBHOOK");
    }

    @Test
    public void several_inputs_need_a_primary_source() throws Exception {
        fixture.input("A", Map.of("a", "")).input("B", Map.of("b", ""));
        assertThat(fixture.run(provider).message()).contains("PrimarySource is missing", "A, B");

        fixture.nextAttempt().configuration("PrimarySource", "C");
        assertThat(fixture.run(provider).message()).contains("PrimarySource is C, which is not an input");
    }

    @Test
    public void batch_builds_are_refused_in_words() throws Exception {
        fixture.input("A", Map.of("a", "")).configuration("BatchEnabled", "true");

        assertThat(fixture.run(provider).message()).contains("batch builds are not supported");
    }

    @Test
    public void several_outputs_are_secondary_artifacts() throws Exception {
        String spec =
                """
                version: 0.2
                phases: {build: {commands: ["mkdir -p a/x b; echo 1 >a/x/1; echo 2 >b/2; echo 3 >b/3"]}}
                artifacts:
                  files: [b/3]
                  secondary-artifacts:
                    One: {files: ['**/*'], base-directory: a, discard-paths: yes}
                    Two: {files: [b/2]}
                """;
        fixture.output("One").output("Two");
        ActionResult result = build(spec);
        assertThat(result.message()).isEmpty();
        assertThat(fixture.files(result.outputArtifacts().get("One"))).containsOnlyKeys("1");
        assertThat(fixture.files(result.outputArtifacts().get("Two"))).containsOnlyKeys("b/2");

        fixture.nextAttempt().output("Three");
        assertThat(fixture.run(provider).message())
                .isEqualTo("The action has 3 output artifacts, and the buildspec has no secondary-artifacts/Three,"
                        + " only One, Two; with several outputs each is a secondary artifact of its name");
    }

    @Test
    public void an_artifact_without_files_says_what_is_there_instead() throws Exception {
        fixture.output("App");
        ActionResult result = build(
                """
                version: 0.2
                phases: {build: {commands: ["mkdir target; echo >target/app-1.0.jar"]}}
                artifacts: {files: ['target/*.war'], exclude-paths: [x]}
                """);

        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.message())
                .isEqualTo("Artifact App: no matching files. files: [target/*.war], exclude-paths: [x] below the source"
                        + " directory (it holds buildspec.yml, target/app-1.0.jar)");

        fixture.nextAttempt();
        assertThat(build(
                                "version: 0.2\nphases: {build: {commands: [true]}}\nartifacts: {files: [a], base-directory: d}")
                        .message())
                .isEqualTo("Artifact App: there is no directory d (base-directory) after the build");

        fixture.nextAttempt();
        assertThat(build("version: 0.2\nphases: {build: {commands: [true]}}").message())
                .contains("the buildspec says of no files that they are artifacts");
    }

    @Test
    public void names_of_artifact_files_may_hold_variables_of_the_build() throws Exception {
        fixture.output("App");
        ActionResult result = build(
                """
                version: 0.2
                phases:
                  build:
                    commands: ['NAME=app-7.deb', 'mkdir dist', 'echo >dist/$NAME', 'echo >dist/other']
                artifacts:
                  base-directory: $CODEBUILD_SRC_DIR/dist
                  files: ['$NAME']
                """);

        assertThat(result.message()).isEmpty();
        assertThat(fixture.files(result.outputArtifacts().get("App"))).containsOnlyKeys("app-7.deb");
    }

    @Test
    public void secrets_come_from_the_host_and_are_masked() throws Exception {
        fixture.secret("/app/password", "s3cr3t-one").secret("db", "{\"user\":\"u\",\"key\":\"s3cr3t-two\"}");
        fixture.secret("third", "s3cr3t-three");
        fixture.configuration(
                "EnvironmentVariables", "[{\"name\":\"THREE\",\"value\":\"third\",\"type\":\"PARAMETER_STORE\"}]");
        ActionResult result = build(
                """
                version: 0.2
                env:
                  parameter-store: {ONE: /app/password}
                  secrets-manager: {TWO: "db:key:AWSCURRENT"}
                  exported-variables: [ONE, LENGTHS, COPY]
                phases:
                  build:
                    commands:
                      - echo "values $ONE $TWO $THREE"
                      - LENGTHS="${#ONE} ${#TWO} ${#THREE}"; COPY="a $ONE"
                """);

        assertThat(result.message()).isEmpty();
        assertThat(result.outputVariables()).isEqualTo(Map.of("LENGTHS", "10 10 12"));
        assertThat(fixture.log())
                .contains("values ***** ***** *****", "The exported variable COPY holds a secret; left out")
                .doesNotContain("s3cr3t");
        try (Stream<Path> files = Files.walk(fixture.workspace("build"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith("exported/COPY"))
                    .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("s3cr3t");
            }
        }
    }

    @Test
    public void a_secret_that_is_not_there_says_how_to_give_it() throws Exception {
        ActionResult result =
                build("version: 0.2\nenv: {parameter-store: {P: /a/b}}\nphases: {build: {commands: [true]}}\n");

        assertThat(result.failure()).contains(FailureType.ConfigurationError);
        assertThat(result.message())
                .isEqualTo("parameter-store gives P the secret /a/b, which is not known here. call"
                        + " fixture.secret(\"/a/b\", …)");
    }

    @Test
    public void junit_reports_are_counted_into_the_summary_of_a_failed_build_too() throws Exception {
        ActionResult result = build(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - mkdir -p target/reports
                      - |
                        cat >target/reports/a.xml <<'EOF'
                        <testsuite name="s" tests="3">
                          <testcase classname="a.B" name="works"/>
                          <testcase classname="a.B" name="fails"><failure message="x">trace</failure></testcase>
                          <testcase classname="a.B" name="left out"><skipped/></testcase>
                        </testsuite>
                        EOF
                      - cp target/reports/a.xml target/reports/b.xml
                      - echo '<html/>' >target/reports/c.xml
                      - |
                        cat >target/reports/d.xml <<'EOF'
                        <!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&e;"/></testsuite>
                        EOF
                      - exit 1
                reports:
                  unit: {files: ['*.xml'], base-directory: target/reports}
                  coverage: {files: ['*.json'], file-format: SIMPLECOV}
                """);

        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.summary()).isEqualTo("6 tests, 2 failed, 2 skipped");
        assertThat(fixture.log())
                .contains("Failed: a.B.fails")
                .contains("c.xml is not counted: its root is <html>")
                .contains("d.xml is not counted: it has a document type")
                .contains("SIMPLECOV is not counted")
                .doesNotContain("root:");
    }

    @Test
    public void the_cache_of_a_project_is_there_in_its_next_build() throws Exception {
        Path cache = fixture.directory("cache");
        fixture.project(
                "app",
                new BuildProject("", Optional.empty(), Map.of(), Optional.empty(), Optional.of(cache.toString())));
        String spec =
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - ls node_modules 2>/dev/null || echo "no cache"
                      - mkdir -p node_modules/m && date >>node_modules/m/index.js
                cache:
                  paths: ['node_modules/**/*', '/root/.m2/**/*', 'never/**/*']
                """;
        assertThat(build(spec).message()).isEmpty();
        assertThat(fixture.log()).contains("\nno cache\n", "Cache: saved", "it stays on the agent");

        fixture.nextAttempt();
        assertThat(build(spec).message()).isEmpty();
        assertThat(fixture.log())
                .contains("Cache: restored node_modules/**/*", "\nm\n")
                .doesNotContain("\nno cache\n");
        assertThat(tree(cache)).singleElement().asString().endsWith(".zip");
    }

    @Test
    public void an_input_that_is_a_clone_reference_is_cloned_with_its_history() throws Exception {
        Path repository = fixture.directory("repository");
        git(repository, "init", "-q", "-b", "main");
        Files.writeString(
                repository.resolve("buildspec.yml"),
                "version: 0.2\nphases: {build: {commands: [git log --format=%s, git status --porcelain]}}\n");
        git(repository, "add", ".");
        git(repository, "commit", "-q", "-m", "first");
        git(repository, "commit", "-q", "--allow-empty", "-m", "second");
        String commit = git(repository, "rev-parse", "HEAD");
        fixture.input("Source", cloneReference(new CloneRef(repository.toString(), commit, "main", "")));
        fixture.revision("Source", commit);

        assertThat(fixture.run(provider).message()).isEmpty();
        assertThat(fixture.log()).contains("\nsecond\nfirst\n").doesNotContain("?? ");

        fixture.nextAttempt()
                .credentials("deploy-key", "u", "p")
                .input(
                        "Source",
                        cloneReference(
                                new CloneRef("https://elsewhere.invalid/x.git", "1".repeat(40), "main", "deploy-key")));
        ActionResult forged = fixture.run(provider);
        assertThat(forged.failure()).contains(FailureType.PermissionError);
        assertThat(forged.message()).contains("no source action of this execution has delivered it");
    }

    private ArtifactDigest cloneReference(CloneRef reference) throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        reference.write(zip);
        return fixture.store().put(ActionFixture.PIPELINE_EXECUTION, new ByteArrayInputStream(zip.toByteArray()));
    }

    private static String git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=T", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    public void a_variable_that_breaks_the_path_breaks_the_commands_and_not_the_build() throws Exception {
        ActionResult result = build(
                """
                version: 0.2
                env: {variables: {PATH: "$PATH:/opt/bin"}, exported-variables: [PATH]}
                phases: {build: {commands: ['echo "$PATH"', 'exit 0', 'ls']}}
                """);

        assertThat(result.message()).isEqualTo("BUILD: command 3 of 3 ended with exit code 127: ls");
        assertThat(fixture.log()).contains("\n$PATH:/opt/bin\n", "Phase complete: BUILD State: FAILED (");
    }

    @Test
    public void what_a_build_puts_in_place_of_its_results_does_not_hold_the_host_up() throws Exception {
        ActionResult result = build(
                """
                version: 0.2
                env: {exported-variables: [X]}
                phases:
                  build:
                    commands:
                      - X=1; cd ../control; rm -r exported; mkdir exported; ln -s /etc/passwd exported/Y
                      - (while [ ! -e done ]; do sleep 0.05; done; rm -f exported/X; mkfifo exported/X) >/dev/null 2>&1 &
                """);

        assertThat(result.isSuccess()).isTrue();
    }

    @Test
    public void bash_in_a_build_of_sh_is_hinted_at() throws Exception {
        assertThat(build("version: 0.2\nphases: {build: {commands: ['[[ a == a ]] ; nosuchcommand']}}")
                        .message())
                .contains("exit code 127")
                .contains("the shell is sh");
    }

    @Test
    public void a_buildspec_override_is_a_path_or_the_text_itself() throws Exception {
        fixture.configuration("BuildspecOverride", "other/spec.yml");
        fixture.input(
                "Source", Map.of("other/spec.yml", "version: 0.2\nphases: {build: {commands: [echo from-path]}}"));
        assertThat(fixture.run(provider).message()).isEmpty();
        assertThat(fixture.log()).contains("\nfrom-path\n");

        fixture.nextAttempt()
                .configuration("BuildspecOverride", "version: 0.2\nphases: {build: {commands: [echo text]}}");
        assertThat(fixture.run(provider).message()).isEmpty();
        assertThat(fixture.log()).contains("\ntext\n");

        Path bucket = fixture.directory("bucket");
        Files.writeString(bucket.resolve("s.yml"), "version: 0.2\nphases: {build: {commands: [echo bucket]}}");
        fixture.nextAttempt().bucket("specs", bucket).configuration("BuildspecOverride", "arn:aws:s3:::specs/s.yml");
        assertThat(fixture.run(provider).message()).isEmpty();
        assertThat(fixture.log()).contains("\nbucket\n");

        fixture.nextAttempt().configuration("BuildspecOverride", "../../../etc/passwd");
        assertThat(fixture.run(provider).message()).contains("leads out of the source");
    }

    @Test
    public void a_build_is_found_again_after_a_restart_and_ends_as_if_nothing_had_happened() throws Exception {
        fixture.output("App");
        Path gate = fixture.home().resolve("gate");
        fixture.input(
                "Source",
                Map.of(
                        "buildspec.yml",
                        """
                version: 0.2
                env: {exported-variables: [X]}
                phases:
                  build:
                    commands:
                      - echo started; echo run >>runs; rm buildspec.yml
                      - while [ ! -e 'GATE' ]; do sleep 0.05; done
                      - X=done; echo finished
                artifacts: {files: [runs]}
                """
                                .replace("GATE", gate.toString())));
        fixture.start(provider);
        fixture.awaitLog("\nstarted\n");
        fixture.restart();
        ActionRun again = fixture.reattach(provider);
        Files.createFile(gate);
        ActionResult result = fixture.result(again);

        assertThat(result.message()).isEmpty();
        assertThat(result.outputVariables()).isEqualTo(Map.of("X", "done"));
        assertThat(fixture.files(result.outputArtifacts().get("App"))).isEqualTo(Map.of("runs", "run\n"));
        assertThat(fixture.log()).containsOnlyOnce("\nstarted\n").containsOnlyOnce("\nfinished\n");
    }

    @Test
    public void a_stopped_build_ends_with_the_reason() throws Exception {
        fixture.input(
                "Source",
                Map.of(
                        "buildspec.yml",
                        """
                version: 0.2
                phases: {build: {commands: [echo started, sleep 300]}}
                """));
        ActionRun run = fixture.start(provider);
        fixture.awaitLog("\nstarted\n");
        run.stop("abandoned by ana");

        assertThat(fixture.result(run).message()).isEqualTo("Stopped: abandoned by ana");
    }

    @Test
    public void too_much_in_exported_variables_is_refused() throws Exception {
        ActionResult result = build(
                """
                version: 0.2
                env: {exported-variables: [BIG]}
                phases: {build: {commands: ["BIG=$(head -c 122881 /dev/zero | tr '\\\\0' x)"]}}
                """);

        assertThat(result.failure()).contains(FailureType.ConfigurationError);
        assertThat(result.message()).contains("OutputVariablesSizeExceededException");
    }

    @Test
    public void wrong_environment_variables_are_refused_in_words() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("{}", "is a JSON list");
        wrong.put("[", "is not JSON");
        wrong.put("[{\"name\":\"A-B\",\"value\":\"\"}]", "\"A-B\" is not the name of a variable");
        wrong.put("[{\"name\":\"A\"}]", "A has no value");
        wrong.put("[{\"name\":\"A\",\"value\":\"\",\"type\":\"SECRET\"}]", "the type of A is SECRET");
        wrong.put("[{\"name\":\"RP_VAR_1\",\"value\":\"\"}]", "choose another name");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            fixture.nextAttempt().configuration("EnvironmentVariables", each.getKey());
            ActionResult result = build("version: 0.2\nphases: {build: {commands: [true]}}");
            assertThat(result.failure()).contains(FailureType.ConfigurationError);
            assertThat(result.message()).contains(each.getValue());
        }
    }

    private ActionResult build(String buildspec) throws Exception {
        fixture.input("Source", Map.of("buildspec.yml", buildspec));
        return fixture.run(provider);
    }

    private static List<String> tree(Path directory) throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !Files.isDirectory(path))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
