package io.jenkins.plugins.releasepipeline.action.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.build.Buildspec.CacheAction;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.OnFailure;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.PhaseName;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Shell;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Version;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.Test;

public class BuildspecReaderTest {

    @Test
    public void every_documented_key_is_read() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                version: 0.2
                run-as: builder
                env:
                  shell: bash
                  variables:
                    JAVA_HOME: "/usr/lib/jvm"
                    COUNT: 3
                    YES: yes
                  parameter-store:
                    PASSWORD: /app/password
                  secrets-manager:
                    KEY: "prod/key:api:AWSCURRENT"
                  exported-variables:
                    - IMAGE_TAG
                phases:
                  post_build:
                    commands: ["echo post"]
                  install:
                    run-as: root
                    on-failure: ABORT
                    runtime-versions:
                      java: corretto17
                      nodejs: 18
                    commands:
                      - echo one
                      - |
                        echo two
                        echo three
                    finally:
                      - echo finally
                  build:
                    on-failure: continue
                    commands:
                      - make
                reports:
                  unit:
                    files: ["**/*.xml"]
                    base-directory: target/surefire-reports
                    discard-paths: yes
                    file-format: junitxml
                artifacts:
                  files:
                    - target/*.jar
                  exclude-paths: ["**/*.tmp"]
                  base-directory: out
                  discard-paths: no
                  enable-symlinks: yes
                  name: app-$(date +%F)
                  secondary-artifacts:
                    docs:
                      files: ["**/*"]
                      base-directory: docs
                cache:
                  action: restore
                  paths: ["node_modules/**/*"]
                """);

        assertThat(reading.problems()).isEmpty();
        Buildspec spec = reading.buildspec().orElseThrow();
        assertThat(spec.version()).isEqualTo(Version.V0_2);
        assertThat(spec.runAs()).contains("builder");
        assertThat(spec.environment().shell()).isEqualTo(Shell.BASH);
        assertThat(spec.environment().variables())
                .containsExactly(
                        Map.entry("JAVA_HOME", "/usr/lib/jvm"), Map.entry("COUNT", "3"), Map.entry("YES", "yes"));
        assertThat(spec.environment().parameterStore()).containsEntry("PASSWORD", "/app/password");
        assertThat(spec.environment().secretsManager()).containsEntry("KEY", "prod/key:api:AWSCURRENT");
        assertThat(spec.environment().exportedVariables()).containsExactly("IMAGE_TAG");
        assertThat(spec.phases())
                .extracting(Buildspec.Phase::name)
                .containsExactly(PhaseName.INSTALL, PhaseName.BUILD, PhaseName.POST_BUILD);
        Buildspec.Phase install = spec.phases().get(0);
        assertThat(install.runAs()).contains("root");
        assertThat(install.onFailure()).isEqualTo(OnFailure.ABORT);
        assertThat(install.runtimeVersions()).containsEntry("nodejs", "18");
        assertThat(install.commands()).containsExactly("echo one", "echo two\necho three\n");
        assertThat(install.finallyCommands()).containsExactly("echo finally");
        assertThat(spec.phases().get(1).onFailure()).isEqualTo(OnFailure.CONTINUE);
        assertThat(spec.reports().get("unit").format()).isEqualTo("JUNITXML");
        assertThat(spec.reports().get("unit").files().baseDirectory()).isEqualTo("target/surefire-reports");
        assertThat(spec.artifacts().orElseThrow().files().baseDirectory()).isEqualTo("out");
        assertThat(spec.artifacts().orElseThrow().files().excludes()).containsExactly("**/*.tmp");
        assertThat(spec.secondaryArtifacts()).containsOnlyKeys("docs");
        assertThat(spec.cache().action()).isEqualTo(CacheAction.RESTORE);
    }

    @Test
    public void version_0_1_has_its_old_name_for_variables() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                version: 0.1
                environment_variables:
                  plaintext:
                    A: b
                phases:
                  build:
                    commands:
                      - make
                artifacts:
                  type: zip
                  files:
                    - out
                """);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.buildspec().orElseThrow().environment().variables()).containsEntry("A", "b");
    }

    @Test
    public void a_single_value_stands_for_a_list_of_one() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      npm install
                artifacts:
                  files: '**/*'
                """);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.problems()).extracting(BuildspecProblem::line).containsExactly(5, 7);
        assertThat(reading.buildspec().orElseThrow().phases().get(0).commands()).containsExactly("npm install");
    }

    @Test
    public void a_command_that_YAML_takes_for_a_mapping_is_named_with_its_place_and_the_way_out() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - make
                      - echo "Status: done"
                """);

        assertThat(reading.errors()).hasSize(1);
        assertThat(reading.errors().get(0).toString())
                .startsWith("6:9: error: /phases/build/commands/1: ")
                .contains("put it in quotes");
    }

    @Test
    public void all_problems_are_reported_at_once() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                version: 0.3
                env:
                  shell: powershell.exe
                  exported-variables: [MY-VAR]
                phases:
                  deploy:
                    commands: [make]
                  build:
                    on-failure: RETRY-3
                    commands: {a: b}
                artifacts:
                  discard-paths: perhaps
                  files: [a]
                reports:
                  r:
                    file-format: HTML
                """);

        assertThat(reading.buildspec()).isEmpty();
        assertThat(reading.errors())
                .extracting(BuildspecProblem::pointer)
                .containsExactlyInAnyOrder(
                        "/version",
                        "/env/shell",
                        "/env/exported-variables/0",
                        "/phases/deploy",
                        "/phases/build/on-failure",
                        "/phases/build/commands",
                        "/artifacts/discard-paths",
                        "/reports/r/file-format");
        assertThat(reading.errors())
                .anySatisfy(problem ->
                        assertThat(problem.message()).contains("RETRY-3").contains("stage"));
    }

    @Test
    public void keys_that_have_no_effect_here_are_warned_about() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                version: 0.2
                proxy: {logs: yes}
                batch: {fast-fail: true}
                fases: {}
                env:
                  git-credential-helper: yes
                  exported-variables: [AWS_REGION, SECRET, OK]
                  parameter-store: {SECRET: x}
                phases:
                  build:
                    commands: [make]
                cache:
                  key: k
                  paths: [a]
                """);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.problems())
                .extracting(BuildspecProblem::pointer)
                .containsExactlyInAnyOrder(
                        "/proxy",
                        "/batch",
                        "/fases",
                        "/env/git-credential-helper",
                        "/env/exported-variables/0",
                        "/env/exported-variables/1",
                        "/cache/key");
        assertThat(reading.buildspec().orElseThrow().environment().exportedVariables())
                .containsExactly("OK");
    }

    @Test
    public void what_is_no_buildspec_is_refused_in_words() {
        assertThat(refusal("")).contains("empty");
        assertThat(refusal("just text")).contains("mapping");
        assertThat(refusal("- a\n- b")).contains("mapping");
        assertThat(refusal("a: [b\nc: d")).contains("not YAML");
        assertThat(refusal("\tversion: 0.2")).contains("not YAML");
        assertThat(refusal("version: 0.2")).contains("phases is missing");
        assertThat(refusal("phases: {build: {commands: [a]}}")).contains("version is missing");
        assertThat(BuildspecReader.read("version: 0.2".getBytes(StandardCharsets.UTF_16))
                        .errors()
                        .get(0)
                        .message())
                .contains("UTF-8");
        assertThat(BuildspecReader.read(new byte[BuildspecReader.MAX_BYTES + 1])
                        .errors()
                        .get(0)
                        .message())
                .contains("at most");
    }

    @Test
    public void bombs_are_refused_quickly() {
        StringBuilder aliases = new StringBuilder("version: 0.2\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 40; i++) {
            aliases.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]%n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        assertThat(BuildspecReader.read(aliases.toString()).errors()).isNotEmpty();
        assertThat(BuildspecReader.read("a: ".repeat(1) + "[".repeat(100_000)).errors())
                .isNotEmpty();
        assertThat(BuildspecReader.read("&a {version: 0.2, phases: *a, env: {variables: *a}, <<: *a}")
                        .errors())
                .isNotEmpty();
    }

    @Test
    public void merge_keys_and_a_byte_order_mark_are_understood() {
        BuildspecReader.Reading reading = BuildspecReader.read(
                """
                \uFEFFversion: 0.2
                x-common: &common
                  on-failure: ABORT
                phases:
                  build:
                    <<: *common
                    commands: [make]
                """);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.buildspec().orElseThrow().phases().get(0).onFailure())
                .isEqualTo(OnFailure.ABORT);
    }

    @Test
    public void no_mutation_of_a_buildspec_is_more_than_a_problem() {
        String spec =
                """
                version: 0.2
                env: {shell: bash, variables: {A: b}, exported-variables: [A], parameter-store: {P: /x}}
                phases:
                  install: &phase {runtime-versions: {java: 17}, commands: [a, b], on-failure: ABORT}
                  build: {<<: *phase, commands: ["x: y", 'z'], finally: [c]}
                reports: {r: {files: ['**/*'], file-format: JUNITXML}}
                artifacts: {files: [a], secondary-artifacts: {s: {files: [b], base-directory: c}}}
                cache: {paths: ['d/**']}
                """;
        String pieces = "{}[]:,&*!|>'\"%@`#-? \n\t\\0~\u0000\uD800é<";
        Random random = new Random(11);
        for (int i = 0; i < 5000; i++) {
            StringBuilder mutated = new StringBuilder(spec);
            for (int k = random.nextInt(4); k >= 0; k--) {
                int at = random.nextInt(mutated.length());
                switch (random.nextInt(4)) {
                    case 0 -> mutated.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                    case 1 -> mutated.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    case 2 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(30)));
                    default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 40)));
                }
            }
            BuildspecReader.Reading reading = BuildspecReader.read(mutated.toString());
            assertThat(reading.buildspec().isEmpty())
                    .as(mutated.toString())
                    .isEqualTo(!reading.errors().isEmpty());
        }
    }

    private static String refusal(String text) {
        BuildspecReader.Reading reading = BuildspecReader.read(text);
        assertThat(reading.buildspec()).isEmpty();
        return reading.errors().stream().map(BuildspecProblem::message).collect(Collectors.joining("; "));
    }
}
