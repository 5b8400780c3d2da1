package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileArtifactStore;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Kills the process that runs a pipeline of four stages at random moments, again and again, and lets another take over:
 * the execution ends as if nothing had happened. As many rounds as the system property {@code killRounds} says.
 */
public class KillMinusNineTest {
    private static final int ROUNDS = Integer.getInteger("killRounds", 15);
    private static final int MAX_KILLS_A_ROUND = 3;
    private static final long DEADLINE_SECONDS = 120;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void an_execution_survives_kill_minus_nine_at_any_moment() throws Exception {
        long seed = Long.getLong("killSeed", System.nanoTime());
        System.out.println("kill -9: " + ROUNDS + " rounds, seed " + seed + " (-DkillSeed repeats it)");
        Random random = new Random(seed);
        Path repository = repository();
        int kills = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            Path home = folder.newFolder("round-" + round).toPath();
            kills += round(home, repository, random, round);
            deleteTree(home);
        }
        System.out.println("kill -9: " + ROUNDS + " rounds, " + kills + " kills, all executions ended rightly");
        assertThat(kills).as("kills that hit a running process").isGreaterThan(ROUNDS / 2);
    }

    private int round(Path home, Path repository, Random random, int number) throws Exception {
        Path ledger = Files.createDirectories(home.resolve("ledger"));
        Path definition = definition(home, repository, ledger);
        int kills = 0;
        boolean started = false;
        for (int kill = 0; kill < MAX_KILLS_A_ROUND; kill++) {
            Process process = run(home, definition, started, "kill-" + kill);
            boolean ended = process.waitFor(200 + random.nextInt(2200), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
                kills++;
            }
            started = started || hasExecution(home);
            if (ended && started) {
                break;
            }
        }
        Process last = run(home, definition, started, "last");
        assertThat(last.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .as("round %d ends in time:%n%s", number, output(home, "last.err"))
                .isTrue();
        String about = "round " + number + ":\n" + output(home, "last.err") + output(home, "last.out");
        assertThat(last.exitValue()).as(about).isEqualTo(0);
        JsonNode result = new JsonMapper().readTree(home.resolve("last.out").toFile());
        assertThat(result.at("/pipelineExecution/status").asText()).as(about).isEqualTo("Succeeded");
        checkLedger(ledger, result, about);
        checkArtifacts(home, result);
        checkNothingIsLeft(home);
        return kills;
    }

    /** Each action's commands ran from beginning to end, once for each attempt. */
    private static void checkLedger(Path ledger, JsonNode result, String about) throws IOException {
        for (String action : List.of("Compile", "Lint", "Check", "Release")) {
            List<String> lines = Files.readAllLines(ledger.resolve(action));
            List<String> ends =
                    lines.stream().filter(line -> line.startsWith("end ")).toList();
            assertThat(ends).as("%s ended once%n%s", action, about).hasSize(1);
            assertThat(lines.stream().filter(line -> line.startsWith("begin ")).toList())
                    .as("%s began once%n%s", action, about)
                    .hasSize(1);
        }
        for (JsonNode action : result.path("actionExecutionDetails")) {
            assertThat(action.path("attempt").asInt()).isEqualTo(1);
        }
    }

    private static void checkArtifacts(Path home, JsonNode result) throws IOException {
        FileArtifactStore store = FileArtifactStore.open(home.resolve("artifacts"));
        int read = 0;
        for (JsonNode action : result.path("actionExecutionDetails")) {
            for (JsonNode artifact : action.at("/output/outputArtifacts")) {
                try (InputStream in =
                        store.open(ArtifactDigest.parse(artifact.path("digest").asText()))) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                    read++;
                }
            }
        }
        assertThat(read).as("artifacts read to their end and whole").isEqualTo(2);
    }

    private static void checkNothingIsLeft(Path home) throws IOException {
        for (String place : List.of("workspaces", "processes")) {
            try (Stream<Path> left = Files.list(home.resolve(place))) {
                assertThat(left.toList()).as("nothing is left in %s", place).isEmpty();
            }
        }
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(file -> file.toString().matches(".*(\\.tmp|\\.unfinished|\\.part)$"))
                            .toList())
                    .as("no temporary file is left")
                    .isEmpty();
        }
    }

    /** Whether an execution is on record: from then on the run is resumed, never started again. */
    private static boolean hasExecution(Path home) throws IOException {
        Path journal = home.resolve("journal");
        if (!Files.isDirectory(journal)) {
            return false;
        }
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                if (Files.readString(file).contains("\"ExecutionStarted\"")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Process run(Path home, Path definition, boolean resume, String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ReleasePipelineCli.class.getName(),
                "run",
                definition.toString(),
                "--json",
                "--home",
                home.toString()));
        if (resume) {
            command.add("--resume");
        }
        return new ProcessBuilder(command)
                .redirectOutput(home.resolve(name + ".out").toFile())
                .redirectError(home.resolve(name + ".err").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private static String output(Path home, String name) throws IOException {
        Path file = home.resolve(name);
        return Files.exists(file) ? name + ":\n" + Files.readString(file) + "\n" : "";
    }

    private Path repository() throws Exception {
        Path repository = folder.newFolder("repository").toPath();
        Files.writeString(repository.resolve("hello.txt"), "hello\n");
        Files.writeString(
                repository.resolve("buildspec.yml"),
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - echo "begin $CODEBUILD_BUILD_ID" >> "$LEDGER/$ACTION"
                      - sleep 0.2
                      - cp hello.txt result.txt
                      - echo "end $CODEBUILD_BUILD_ID" >> "$LEDGER/$ACTION"
                artifacts:
                  files: [result.txt]
                """);
        for (List<String> arguments : List.of(
                List.of("init", "--quiet", "--initial-branch=main"),
                List.of("add", "--all"),
                List.of("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "Begin"))) {
            List<String> command = new ArrayList<>(List.of("git"));
            command.addAll(arguments);
            assertThat(new ProcessBuilder(command)
                            .directory(repository.toFile())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isEqualTo(0);
        }
        return repository;
    }

    private static Path definition(Path home, Path repository, Path ledger) throws IOException {
        String text =
                """
                name: survivor
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "REPOSITORY", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Build
                    actions:
                      - name: Compile
                        actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                        configuration:
                          ProjectName: any
                          EnvironmentVariables: '[{"name":"LEDGER","value":"LEDGER_PATH"},{"name":"ACTION","value":"Compile"}]'
                        inputArtifacts: [{name: Code}]
                        outputArtifacts: [{name: Result}]
                      - name: Lint
                        actionTypeId: {category: Test, owner: AWS, provider: CodeBuild, version: "1"}
                        configuration:
                          ProjectName: any
                          EnvironmentVariables: '[{"name":"LEDGER","value":"LEDGER_PATH"},{"name":"ACTION","value":"Lint"}]'
                        inputArtifacts: [{name: Code}]
                  - name: Check
                    actions:
                      - name: Check
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        commands:
                          - echo "begin check" >> "LEDGER_PATH/Check"
                          - test "$(cat result.txt)" = hello
                          - sleep 0.2
                          - echo "end check" >> "LEDGER_PATH/Check"
                        inputArtifacts: [{name: Result}]
                  - name: Release
                    actions:
                      - name: Release
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        commands:
                          - echo "begin release" >> "LEDGER_PATH/Release"
                          - sleep 0.2
                          - echo "end release" >> "LEDGER_PATH/Release"
                        inputArtifacts: [{name: Result}]
                """;
        Path file = home.resolve("pipeline.yaml");
        Files.write(
                file,
                text.replace("REPOSITORY", repository.toString())
                        .replace("LEDGER_PATH", ledger.toString())
                        .getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
