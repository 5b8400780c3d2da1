package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.ExecutionType;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.RetryTrigger;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public class HistoryCommandTest {
    private static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    public void executions_are_listed_page_by_page_while_another_process_has_the_home_open() throws Exception {
        Path home = folder.newFolder("home").toPath();
        try (HistoryHome open = new HistoryHome(home, Retention.latest(100))) {
            open.run(5);

            Cli.Result first = new Cli(folder.getRoot().toPath())
                    .run("history", "shop", "--home", home.toString(), "--limit", "3");
            assertThat(first.err()).isEmpty();
            assertThat(first.exit()).isZero();
            List<String> lines = first.out().lines().toList();
            assertThat(lines.get(0)).matches("#  STATUS +STARTED +TOOK  TRIGGER +WHAT");
            assertThat(lines.get(1))
                    .matches("5  Succeeded  \\d{4}-\\d\\d-\\d\\d .* StartPipelineExecution bench .* A change");
            assertThat(lines).hasSize(6).last().isEqualTo("There may be more: add --page 3");
        }
        assertThat(history("shop", "--home", home.toString(), "--page", "3")).isZero();
        assertThat(out.toString().lines().skip(1))
                .extracting(line -> line.substring(0, 1))
                .containsExactly("2", "1");
    }

    @Test
    public void an_execution_is_told_by_number_and_by_id_and_as_json() throws Exception {
        Path home = folder.newFolder("home").toPath();
        try (HistoryHome open = new HistoryHome(home, Retention.latest(100))) {
            open.run(2);
        }
        assertThat(history("shop", "1", "--home", home.toString())).isZero();
        String told = out.toString();
        assertThat(told)
                .startsWith("shop execution 1  Succeeded  ")
                .contains("definition version 1")
                .contains("Production  Succeeded")
                .containsPattern("GoLive  Succeeded .*by bench  fine");

        String id = told.lines().findFirst().orElseThrow().replaceAll(".* ", "");
        out.getBuffer().setLength(0);
        assertThat(history("shop", id, "--json", "--home", home.toString())).isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.at("/pipelineExecution/executionNumber").asInt()).isEqualTo(1);
        assertThat(json.at("/actionExecutionDetails/0/actionName").asText()).isEqualTo("GoLive");
        assertThat(json.at("/actionExecutionDetails/0/approvals/0/by").asText()).isEqualTo("bench");
        assertThat(json.at("/actionExecutionDetails/0/input/actionTypeId/provider")
                        .asText())
                .isEqualTo("Manual");

        out.getBuffer().setLength(0);
        assertThat(history("shop", "--json", "--status", "succeeded", "--limit", "1", "--home", home.toString()))
                .isZero();
        assertThat(new JsonMapper().readTree(out.toString()).path("pipelineExecutionSummaries"))
                .hasSize(1);
    }

    @Test
    public void wrong_calls_are_told_what_would_be_right() throws Exception {
        Path home = folder.newFolder("home").toPath();
        assertThat(history("shop", "--home", home.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("There is no pipeline 'shop' in " + home);
        try (HistoryHome open = new HistoryHome(home, Retention.latest(100))) {
            open.run(1);
        }
        assertThat(wrong(home, "bank")).contains("it has shop");
        assertThat(wrong(home, "shop", "7")).contains("has no execution '7'");
        assertThat(wrong(home, "shop", "../../etc")).contains("has no execution");
        assertThat(wrong(home, "shop", "--status", "done")).contains("Superseded");
        assertThat(wrong(home, "shop", "--limit", "0")).contains("1 to 100");
        assertThat(wrong(home, "shop", "--page", "x")).contains("token");
        assertThat(wrong(home, "shop", "--since", "soon")).contains("7d");
    }

    @Test
    public void retries_errors_and_what_is_carried_are_told_in_lines() {
        HistoryText text = new HistoryText(
                new PrintWriter(out, true),
                new Terminal(false, false, false, 100, 40),
                ZoneOffset.UTC,
                Clock.fixed(BEGIN.plusSeconds(90), ZoneOffset.UTC));

        text.tell("shop", retried());
        text.list(List.of(retried()));

        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        """
                        shop execution 12  InProgress  e12
                          started 2026-05-01 12:00:00 by Webhook forge, for 1m 30s, definition version 3
                          variable Ring = canary
                          source Checkout 3f9a11bc Paint it red
                          carries #10
                          carries #11  Checkout 937b8097 Add a basket

                        Build  InProgress  1m 20s
                          attempt 1  Failed  2026-05-01 12:00:10  10s
                          attempt 2  InProgress  2026-05-01 12:01:00  30s  FAILED_ACTIONS by grace
                          beforeEntry  Overridden  4.0s  checked 2 times  by grace  hotfix
                            Window  #1  Failed         1.0s
                              JobFailed: The window is closed.
                          Compile  #1  Failed          10s
                            JobFailed: exit code 1
                          Compile  #2  InProgress      30s  [31mhalf done
                         #  STATUS      STARTED                TOOK  TRIGGER        WHAT
                        12  InProgress  2026-05-01 12:00:00  1m 30s  Webhook forge  3f9a11bc Paint it red  (carries #10, #11)
                        """
                                .replace("[31m", ""));
    }

    private static ExecutionRecord retried() {
        return new ExecutionRecord(
                new ExecutionOrigin(
                        "e12",
                        12,
                        3,
                        ExecutionType.STANDARD,
                        new Trigger(TriggerType.Webhook, "forge"),
                        BEGIN,
                        Map.of("Ring", "canary"),
                        Map.of(),
                        Optional.empty()),
                ExecutionStatus.InProgress,
                "",
                BEGIN.plusSeconds(60),
                List.of(revision("3f9a11bc8899", "Paint it red\n\nAll of it.")),
                List.of(new ExecutionRecord.StageRecord(
                        "Build",
                        StageStatus.InProgress,
                        BEGIN.plusSeconds(10),
                        Optional.empty(),
                        1,
                        List.of(
                                new ExecutionRecord.StageAttempt(
                                        1,
                                        StageStatus.Failed,
                                        BEGIN.plusSeconds(10),
                                        Optional.of(BEGIN.plusSeconds(20)),
                                        Optional.empty()),
                                new ExecutionRecord.StageAttempt(
                                        2,
                                        StageStatus.InProgress,
                                        BEGIN.plusSeconds(60),
                                        Optional.empty(),
                                        Optional.of(new ExecutionRecord.Retry(
                                                RetryMode.FAILED_ACTIONS, RetryTrigger.ManualStageRetry, "grace")))))),
                List.of(
                        action(
                                1,
                                ActionStatus.Failed,
                                10,
                                20,
                                "",
                                Optional.of(new ErrorDetails("JobFailed", "exit code 1"))),
                        action(2, ActionStatus.InProgress, 60, 61, "\u001b[31mhalf done", Optional.empty())),
                Optional.empty(),
                List.of(
                        new CarriedExecution("e10", 10, List.of()),
                        new CarriedExecution("e11", 11, List.of(revision("937b80977777", "Add a basket")))),
                Optional.empty(),
                List.of(new ExecutionRecord.ConditionRecord(
                        "Build",
                        ConditionType.BEFORE_ENTRY,
                        ConditionStatus.Overridden,
                        BEGIN.plusSeconds(5),
                        Optional.of(BEGIN.plusSeconds(9)),
                        2,
                        "hotfix",
                        "grace")),
                List.of(new ExecutionRecord.RuleRecord(
                        "Build",
                        ConditionType.BEFORE_ENTRY,
                        "Window",
                        "r1",
                        1,
                        ActionStatus.Failed,
                        BEGIN.plusSeconds(5),
                        BEGIN.plusSeconds(6),
                        new ActionInput(Map.of(), Map.of(), Map.of()),
                        "",
                        "",
                        "",
                        Optional.of(new ErrorDetails("JobFailed", "The window is closed.")))));
    }

    private static ExecutionRecord.ActionRecord action(
            int attempt, ActionStatus status, int from, int to, String summary, Optional<ErrorDetails> error) {
        return new ExecutionRecord.ActionRecord(
                "Build",
                "Compile",
                "a" + attempt,
                attempt,
                status,
                BEGIN.plusSeconds(from),
                BEGIN.plusSeconds(to),
                new ActionInput(Map.of(), Map.of(), Map.of()),
                summary,
                "",
                "",
                error,
                Map.of(),
                Map.of(),
                "",
                0,
                List.of(),
                List.of());
    }

    private static ArtifactRevision revision(String id, String summary) {
        return new ArtifactRevision("Checkout", "src", id, summary, Optional.empty(), Optional.empty());
    }

    private String wrong(Path home, String... arguments) {
        err.getBuffer().setLength(0);
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(arguments), java.util.stream.Stream.of("--home", home.toString()))
                .toArray(String[]::new);
        assertThat(history(all)).isEqualTo(2);
        return err.toString();
    }

    private int history(String... arguments) {
        return new CommandLine(new HistoryCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println(Messages.of(exception));
                    return ExitCodes.WRONG_CALL;
                })
                .execute(arguments);
    }
}
