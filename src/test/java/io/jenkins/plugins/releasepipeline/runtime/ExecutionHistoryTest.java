package io.jenkins.plugins.releasepipeline.runtime;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.ExecutionType;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Pipelines;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.RetryTrigger;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is read of past executions, what is told of them, and what is forgotten. */
public class ExecutionHistoryTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final PipelineDeclaration SHOP = Pipelines.pipeline(
            "shop", stage("Source", source("Checkout")), stage("Build", configured("Compile", 1, Map.of(), null)));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> released = new ArrayList<>();
    private Path directory;
    private ExecutionHistory history;
    private PipelineState state = PipelineState.unborn("shop");
    private long sequence;

    @Before
    public void begin() throws IOException {
        directory = folder.getRoot().toPath().resolve("history");
        history = with(Retention.latest(1_000_000));
        happen(new Event.DefinitionUpdated(BEGIN, SHOP, Map.of(), UpdatePolicy.CANCEL, "ada"));
    }

    // pages

    @Test
    public void a_page_reads_the_files_of_its_executions_and_no_others() throws IOException {
        run(1, 2500);
        HistoryFiles.Reads before = history.reader().reads();

        HistoryPage page = page(HistoryQuery.latest(20));

        assertThat(numbers(page)).containsExactlyElementsOf(down(2500, 2481));
        assertThat(history.reader().reads().files() - before.files()).isEqualTo(20);
        assertThat(history.reader().reads().bytes() - before.bytes()).isEqualTo(bytes(2481, 2500));
    }

    @Test
    public void a_page_is_right_when_all_other_files_are_damaged() throws IOException {
        run(1, 60);
        for (long number : down(60, 1)) {
            if (number < 31 || number > 40) {
                Files.writeString(file(number), "not history\n");
            }
        }

        assertThat(numbers(page(HistoryQuery.latest(10).from("41")))).containsExactlyElementsOf(down(40, 31));
    }

    @Test
    public void pages_follow_one_another_to_the_end_without_gaps_across_directories() throws IOException {
        run(1, 2100);
        List<Long> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            HistoryQuery query = HistoryQuery.latest(100);
            HistoryPage page = page(token.map(query::from).orElse(query));
            all.addAll(numbers(page));
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(all).containsExactlyElementsOf(down(2100, 1));
    }

    @Test
    public void a_token_stays_good_while_executions_begin_and_are_forgotten() throws IOException {
        run(1, 50);
        HistoryPage first = page(HistoryQuery.latest(10));
        run(51, 60);
        Files.delete(file(38));

        HistoryPage second = page(HistoryQuery.latest(10).from(first.nextToken().orElseThrow()));

        assertThat(numbers(second)).containsExactly(40L, 39L, 37L, 36L, 35L, 34L, 33L, 32L, 31L, 30L);
    }

    @Test
    public void what_is_no_token_is_refused() {
        for (String token : List.of("", "abc", "-1", "0", "1e9", "99999999999999999999")) {
            assertThatThrownBy(() -> HistoryQuery.latest(10).from(token))
                    .as(token)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nextToken");
        }
        assertThatThrownBy(() -> HistoryQuery.latest(0)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> HistoryQuery.latest(101)).hasMessageContaining("1 to 100");
    }

    @Test
    public void a_pipeline_that_never_ran_has_one_empty_page() throws IOException {
        assertThat(page(HistoryQuery.latest(10))).isEqualTo(new HistoryPage(List.of(), Optional.empty()));
    }

    // filters

    @Test
    public void a_filter_finds_what_matches() throws IOException {
        run(1, 30);
        fail(31, TriggerType.Webhook);
        run(32, 40);

        assertThat(numbers(page(status(ExecutionStatus.Failed)))).containsExactly(31L);
        assertThat(numbers(page(trigger(TriggerType.Webhook)))).containsExactly(31L);
        assertThat(numbers(page(succeededIn("Source")))).contains(31L).hasSize(40);
        assertThat(numbers(page(succeededIn("Build")))).doesNotContain(31L).hasSize(39);
        assertThat(numbers(page(succeededIn("Nowhere")))).isEmpty();
    }

    @Test
    public void a_filter_looks_at_no_more_than_two_thousand_executions_for_a_page() throws IOException {
        fail(1, TriggerType.Webhook);
        run(2, 4500);
        HistoryFiles.Reads before = history.reader().reads();

        HistoryPage page = page(status(ExecutionStatus.Failed));

        assertThat(page.executions()).isEmpty();
        assertThat(history.reader().reads().files() - before.files()).isLessThanOrEqualTo(2 * HistoryFiles.BLOCK + 2);
        List<Long> found = new ArrayList<>();
        while (page.nextToken().isPresent()) {
            page = page(status(ExecutionStatus.Failed).from(page.nextToken().get()));
            found.addAll(numbers(page));
        }
        assertThat(found).containsExactly(1L);
    }

    @Test
    public void a_filter_asked_again_reads_summaries_and_what_matches() throws IOException {
        run(1, 900);
        fail(901, TriggerType.Webhook);
        page(status(ExecutionStatus.Failed));
        HistoryFiles.Reads before = history.reader().reads();

        assertThat(numbers(page(status(ExecutionStatus.Failed)))).containsExactly(901L);

        assertThat(history.reader().reads().files() - before.files()).isEqualTo(2);
    }

    @Test
    public void a_filter_sees_what_happened_since_the_summaries_were_written() throws IOException {
        run(1, 100);
        fail(101, TriggerType.Webhook);
        assertThat(numbers(page(status(ExecutionStatus.Failed)))).containsExactly(101L);

        happen(new Event.StageRetried(
                at(101, 7), "e101", "Build", RetryMode.FAILED_ACTIONS, RetryTrigger.ManualStageRetry, "grace"));

        assertThat(page(status(ExecutionStatus.Failed)).executions()).isEmpty();
        assertThat(numbers(page(status(ExecutionStatus.InProgress)))).containsExactly(101L);
    }

    @Test
    public void damaged_summaries_are_made_again() throws IOException {
        run(1, 50);
        page(status(ExecutionStatus.Succeeded));
        Path summaries = directory.resolve("shop/00000/summaries.json");
        assertThat(summaries).exists();
        Files.writeString(summaries, "{\"1\":");

        assertThat(page(status(ExecutionStatus.Succeeded)).executions()).hasSize(50);
    }

    @Test
    public void times_bound_what_is_found_and_what_is_read() throws IOException {
        run(1, 3000);
        HistoryFiles.Reads before = history.reader().reads();

        HistoryPage page = page(between(at(1000, 0), at(1009, 0)));

        assertThat(numbers(page)).containsExactlyElementsOf(down(1009, 1000));
        assertThat(page.nextToken()).isEmpty();
        assertThat(history.reader().reads().files() - before.files()).isLessThan(30);
    }

    @Test
    public void times_and_filters_and_tokens_go_together() throws IOException {
        run(1, 20);
        fail(21, TriggerType.Webhook);
        fail(22, TriggerType.Webhook);
        run(23, 30);
        HistoryQuery query = new HistoryQuery(
                1,
                Optional.empty(),
                Set.of(ExecutionStatus.Failed),
                Set.of(),
                Optional.empty(),
                Optional.of(at(10, 0)),
                Optional.of(at(25, 0)));

        HistoryPage first = page(query);
        HistoryPage second = page(query.from(first.nextToken().orElseThrow()));
        HistoryPage third = page(query.from(second.nextToken().orElseThrow()));

        assertThat(numbers(first)).containsExactly(22L);
        assertThat(numbers(second)).containsExactly(21L);
        assertThat(third).isEqualTo(new HistoryPage(List.of(), Optional.empty()));
    }

    // what is told

    @Test
    public void every_attempt_at_a_stage_is_told_with_who_asked_for_it() throws IOException {
        fail(1, TriggerType.Webhook);
        happen(new Event.StageRetried(
                at(1, 7), "e1", "Build", RetryMode.ALL_ACTIONS, RetryTrigger.ManualStageRetry, "grace"));
        happen(new Event.StageFailed(at(1, 8), "e1", "Build"));
        happen(new Event.StageRetried(
                at(1, 9), "e1", "Build", RetryMode.FAILED_ACTIONS, RetryTrigger.AutomatedStageRetry, ""));
        happen(new Event.StageSucceeded(at(1, 10), "e1", "Build"));

        ExecutionRecord.StageRecord build =
                history.reader().read("shop", "e1").orElseThrow().stages().get(1);

        assertThat(build.status()).isEqualTo(StageStatus.Succeeded);
        assertThat(build.retries()).isEqualTo(2);
        assertThat(build.attempts())
                .containsExactly(
                        new ExecutionRecord.StageAttempt(
                                1, StageStatus.Failed, at(1, 3), Optional.of(at(1, 5)), Optional.empty()),
                        new ExecutionRecord.StageAttempt(
                                2,
                                StageStatus.Failed,
                                at(1, 7),
                                Optional.of(at(1, 8)),
                                Optional.of(new ExecutionRecord.Retry(
                                        RetryMode.ALL_ACTIONS, RetryTrigger.ManualStageRetry, "grace"))),
                        new ExecutionRecord.StageAttempt(
                                3,
                                StageStatus.Succeeded,
                                at(1, 9),
                                Optional.of(at(1, 10)),
                                Optional.of(new ExecutionRecord.Retry(
                                        RetryMode.FAILED_ACTIONS, RetryTrigger.AutomatedStageRetry, ""))));
    }

    @Test
    public void every_answer_to_an_approval_is_told_and_what_was_taken_back() throws IOException {
        run(1, 1);
        happen(
                new Event.ApprovalAnswered(
                        at(1, 7), "e1", "Build", "Compile", "e1-c", ApprovalStatus.Approved, "fine", "ada"),
                new Event.ApprovalWithdrawn(at(1, 8), "e1", "Build", "Compile", "e1-c", "ada"),
                new Event.ApprovalAnswered(
                        at(1, 9), "e1", "Build", "Compile", "e1-c", ApprovalStatus.Approved, "", "grace"));

        assertThat(history.reader()
                        .read("shop", "e1")
                        .orElseThrow()
                        .actions()
                        .get(1)
                        .answers())
                .containsExactly(
                        new ExecutionRecord.Answer(at(1, 7), "Approved", "ada", "fine"),
                        new ExecutionRecord.Answer(at(1, 8), "Withdrawn", "ada", ""),
                        new ExecutionRecord.Answer(at(1, 9), "Approved", "grace", ""));
    }

    @Test
    public void every_check_of_a_condition_is_told_and_who_overrode_it() throws IOException {
        ConditionType entry = ConditionType.BEFORE_ENTRY;
        ErrorDetails closed = new ErrorDetails("JobFailed", "The window is closed.");
        ActionInput input = new ActionInput(Map.of("Cron", "0 0 9 * * ?"), Map.of(), Map.of());
        start(1, TriggerType.Webhook);
        happen(
                new Event.StageEntered(at(1, 1), "e1", "Source"),
                new Event.ConditionStarted(at(1, 1), "e1", "Source", entry, Optional.empty()),
                new Event.RuleStarted(at(1, 1), "e1", "Source", entry, "Window", "r1", 1, input, Optional.empty()));
        happen(
                new Event.RuleFinished(
                        at(1, 2),
                        "e1",
                        "Source",
                        entry,
                        "Window",
                        "r1",
                        ActionStatus.Failed,
                        "closed",
                        "",
                        "",
                        Optional.of(closed)),
                new Event.ConditionHeld(at(1, 2), "e1", "Source", entry, at(1, 3), "Window has not passed."));
        happen(
                new Event.RuleStarted(at(1, 3), "e1", "Source", entry, "Window", "r2", 2, input, Optional.empty()),
                new Event.ConditionOverridden(at(1, 4), "e1", "Source", entry, "hotfix", "grace"));

        ExecutionRecord record = history.reader().read("shop", "e1").orElseThrow();

        assertThat(record.conditions())
                .containsExactly(new ExecutionRecord.ConditionRecord(
                        "Source",
                        entry,
                        ConditionStatus.Overridden,
                        at(1, 1),
                        Optional.of(at(1, 4)),
                        2,
                        "hotfix",
                        "grace"));
        assertThat(record.rules())
                .extracting(ExecutionRecord.RuleRecord::ruleExecutionId)
                .containsExactly("r1", "r2");
        assertThat(record.rules().get(0).error()).contains(closed);
        assertThat(record.rules().get(0).input().resolvedConfiguration()).containsEntry("Cron", "0 0 9 * * ?");
        assertThat(record.rules().get(1).evaluation()).isEqualTo(2);
    }

    @Test
    public void an_execution_tells_what_it_carries_even_when_it_was_superseded_in_the_same_breath() throws IOException {
        start(1, TriggerType.Webhook);
        happen(new Event.StageEntered(at(1, 1), "e1", "Source"));
        start(2, TriggerType.Webhook);
        happen(
                begun(3, TriggerType.Webhook),
                new Event.ExecutionSuperseded(at(3, 0), "e2", "Source", "e3"),
                new Event.StageReached(at(3, 0), "e3", "Source"),
                begun(4, TriggerType.Webhook),
                new Event.ExecutionSuperseded(at(4, 0), "e3", "Source", "e4"),
                new Event.StageReached(at(4, 0), "e4", "Source"));

        assertThat(history.reader().read("shop", "e2").orElseThrow().supersededBy())
                .contains("e3");
        assertThat(history.reader().read("shop", "e3").orElseThrow().carried())
                .extracting(CarriedExecution::executionId)
                .containsExactly("e2");
        assertThat(history.reader().read("shop", "e4").orElseThrow().carried())
                .extracting(CarriedExecution::executionId)
                .containsExactly("e2", "e3");
    }

    @Test
    public void the_definition_that_an_execution_ran_by_is_kept() throws IOException {
        PipelineDeclaration second = Pipelines.pipeline(
                "shop", stage("Source", source("Other")), SHOP.stages().get(1));
        happen(new Event.DefinitionUpdated(BEGIN, second, Map.of(), UpdatePolicy.CANCEL, "ada"));

        assertThat(history.reader().definition("shop", 1)).contains(SHOP);
        assertThat(history.reader().definition("shop", 2)).contains(second);
        assertThat(history.reader().definition("shop", 3)).isEmpty();
    }

    @Test
    public void what_a_crash_kept_from_history_comes_back_from_the_journal() throws IOException {
        List<List<Event>> turns = new ArrayList<>();
        List<PipelineState> states = new ArrayList<>();
        PipelineState before = state;
        for (Event event : events(1, TriggerType.StartPipelineExecution, true)) {
            turns.add(List.of(event));
            states.add(before);
            before = before.apply(event);
        }
        run(1, 1);
        ExecutionRecord whole = history.reader().read("shop", "e1").orElseThrow();
        String text = Files.readString(file(1));
        for (int length : new int[] {0, 10, text.length() / 2, text.length() - 1}) {
            Files.writeString(file(1), text.substring(0, length));
            ExecutionHistory again = with(Retention.latest(10));
            for (int i = 0; i < turns.size(); i++) {
                again.recover("shop", i + 2, turns.get(i), states.get(i));
            }
            assertThat(again.reader().read("shop", "e1")).as("cut at " + length).contains(whole);
        }
    }

    @Test
    public void what_cannot_be_written_is_written_later_in_its_order() throws IOException {
        List<Event> events = events(1, TriggerType.StartPipelineExecution, true);
        Path inTheWay = directory.resolve("shop/00000");
        Files.createDirectories(inTheWay.getParent());
        Files.writeString(inTheWay, "a file where a directory should be");
        happen(events.get(0));
        happen(events.get(1), events.get(2));
        assertThatThrownBy(() -> history.sync()).hasMessageContaining("misses");

        Files.delete(inTheWay);
        for (Event event : events.subList(3, events.size())) {
            happen(event);
        }
        history.sync();

        assertThat(history.reader().read("shop", "e1")).contains(ExecutionRecord.of(events, List.of()));
    }

    @Test
    public void half_a_line_that_a_full_disk_left_is_cut_off_before_it_is_written_again() throws IOException {
        List<Event> events = events(1, TriggerType.StartPipelineExecution, true);
        happen(events.get(0), events.get(1));
        Path aside = directory.resolve("shop/aside");
        Files.move(file(1), aside);
        Files.createDirectory(file(1));
        happen(events.get(2));
        Files.delete(file(1));
        Files.writeString(file(1), Files.readString(aside) + "{\"s\":3,\"e\":[{\"even");
        happen(events.get(3));
        happen(events.subList(4, events.size()).toArray(Event[]::new));

        assertThat(history.reader().read("shop", "e1")).contains(ExecutionRecord.of(events, List.of()));
    }

    @Test
    public void a_damaged_execution_leaves_the_others_of_its_page() throws IOException {
        run(1, 5);
        Files.writeString(file(3), "}{\"s\":1,\"e\":[}\n");
        Files.writeString(file(4), "{\"s\":1,\"e\":[{\"event\":\"Nonsense\"}]}\n");

        assertThat(numbers(page(HistoryQuery.latest(10)))).containsExactly(5L, 2L, 1L);
    }

    // what is forgotten

    @Test
    public void the_latest_are_kept_and_the_others_forgotten_with_their_artifacts() throws IOException {
        run(1, 2300);
        history = with(Retention.latest(100));

        history.forget("shop", state, at(2300, 9));

        assertThat(files()).containsExactlyInAnyOrderElementsOf(down(2300, 2201));
        assertThat(released).hasSize(2200).contains("shop/e1");
        assertThat(directory.resolve("shop/00000")).doesNotExist();
    }

    @Test
    public void executions_that_began_too_long_ago_are_forgotten() throws IOException {
        run(1, 50);
        history = with(new Retention(1000, Optional.of(Duration.ofHours(10))));

        history.forget("shop", state, at(50, 0));

        assertThat(files()).containsExactlyInAnyOrderElementsOf(down(50, 40));
    }

    @Test
    public void what_is_live_or_shown_or_succeeded_last_in_a_stage_is_kept() throws IOException {
        run(1, 1);
        start(2, TriggerType.Webhook);
        happen(new Event.StageEntered(at(2, 1), "e2", "Source"));
        fail(3, TriggerType.Webhook, "Source");
        history = with(new Retention(1, Optional.of(Duration.ofHours(1))));

        history.forget("shop", state, at(5000, 0));

        assertThat(files()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    public void forgetting_reads_little_when_there_is_little_to_forget() throws IOException {
        run(1, 3000);
        history = with(new Retention(2990, Optional.of(Duration.ofDays(365))));

        history.forget("shop", state, at(3000, 9));

        assertThat(files()).hasSize(2990);
        assertThat(history.reader().reads().files()).isLessThanOrEqualTo(2);
    }

    @Test
    public void what_is_said_of_a_forgotten_execution_leaves_no_stump() throws IOException {
        run(1, 30);
        history = with(Retention.latest(10));
        history.forget("shop", state, at(30, 9));

        happen(new Event.LateReport(at(31, 0), "e1", "Build", "Compile", "e1-c", ActionStatus.Failed, ""));

        assertThat(files()).hasSize(10);
        assertThat(numbers(page(HistoryQuery.latest(100)))).hasSize(10);
    }

    // a pipeline's past

    private ExecutionHistory with(Retention retention) {
        return new ExecutionHistory(directory, retention, Artifacts::new, new Logs(), Runnable::run);
    }

    /** Executions an hour apart that succeed. */
    private void run(long from, long to) {
        for (long number = from; number <= to; number++) {
            happen(events(number, TriggerType.StartPipelineExecution, true).toArray(Event[]::new));
        }
    }

    private void fail(long number, TriggerType trigger) {
        happen(events(number, trigger, false).toArray(Event[]::new));
    }

    private void fail(long number, TriggerType trigger, String stage) {
        String id = "e" + number;
        happen(
                begun(number, trigger),
                new Event.StageReached(at(number, 0), id, stage),
                new Event.StageEntered(at(number, 1), id, stage),
                new Event.StageFailed(at(number, 2), id, stage),
                new Event.ExecutionFailed(at(number, 3), id, stage, "Failed."));
    }

    private void start(long number, TriggerType trigger) {
        happen(begun(number, trigger), new Event.StageReached(at(number, 0), "e" + number, "Source"));
    }

    private static Event begun(long number, TriggerType trigger) {
        return new Event.ExecutionStarted(
                at(number, 0),
                "e" + number,
                number,
                ExecutionType.STANDARD,
                new Trigger(trigger, "ada"),
                1,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Event> events(long number, TriggerType trigger, boolean succeeds) {
        String id = "e" + number;
        List<Event> events = new ArrayList<>(List.of(
                begun(number, trigger),
                new Event.StageReached(at(number, 0), id, "Source"),
                new Event.StageEntered(at(number, 1), id, "Source"),
                new Event.ActionStarted(
                        at(number, 1),
                        id,
                        "Source",
                        "Checkout",
                        id + "-s",
                        1,
                        new ActionInput(Map.of(), Map.of(), Map.of()),
                        Optional.empty()),
                new Event.ActionFinished(
                        at(number, 2),
                        id,
                        "Source",
                        "Checkout",
                        id + "-s",
                        ActionStatus.Succeeded,
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Optional.of(new ArtifactRevision(
                                "Checkout", "src", "c" + number, "Change", Optional.empty(), Optional.empty())),
                        ""),
                new Event.StageSucceeded(at(number, 3), id, "Source"),
                new Event.StageReached(at(number, 3), id, "Build"),
                new Event.StageEntered(at(number, 3), id, "Build"),
                new Event.ActionStarted(
                        at(number, 3),
                        id,
                        "Build",
                        "Compile",
                        id + "-c",
                        1,
                        new ActionInput(Map.of(), Map.of(), Map.of()),
                        Optional.empty()),
                new Event.ActionFinished(
                        at(number, 4),
                        id,
                        "Build",
                        "Compile",
                        id + "-c",
                        succeeds ? ActionStatus.Succeeded : ActionStatus.Failed,
                        "",
                        "",
                        "",
                        succeeds ? Optional.empty() : Optional.of(new ErrorDetails("JobFailed", "exit code 1")),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        "")));
        if (succeeds) {
            events.add(new Event.StageSucceeded(at(number, 5), id, "Build"));
            events.add(new Event.ExecutionSucceeded(at(number, 6), id));
        } else {
            events.add(new Event.StageFailed(at(number, 5), id, "Build"));
            events.add(new Event.ExecutionFailed(at(number, 6), id, "Build", "Failed in stage Build."));
        }
        return events;
    }

    private void happen(Event... events) {
        history.append("shop", ++sequence, List.of(events), state);
        for (Event event : events) {
            state = state.apply(event);
        }
    }

    private static Instant at(long number, int minute) {
        return BEGIN.plus(Duration.ofHours(number)).plus(Duration.ofMinutes(minute));
    }

    // what is asked

    private HistoryPage page(HistoryQuery query) throws IOException {
        return history.reader().page("shop", query);
    }

    private static HistoryQuery status(ExecutionStatus status) {
        return query(Set.of(status), Set.of(), Optional.empty());
    }

    private static HistoryQuery trigger(TriggerType trigger) {
        return query(Set.of(), Set.of(trigger), Optional.empty());
    }

    private static HistoryQuery succeededIn(String stage) {
        return query(Set.of(), Set.of(), Optional.of(stage));
    }

    private static HistoryQuery query(
            Set<ExecutionStatus> statuses, Set<TriggerType> triggers, Optional<String> stage) {
        return new HistoryQuery(100, Optional.empty(), statuses, triggers, stage, Optional.empty(), Optional.empty());
    }

    private static HistoryQuery between(Instant since, Instant until) {
        return new HistoryQuery(
                100, Optional.empty(), Set.of(), Set.of(), Optional.empty(), Optional.of(since), Optional.of(until));
    }

    private static List<Long> numbers(HistoryPage page) {
        return page.executions().stream().map(each -> each.origin().number()).toList();
    }

    private static List<Long> down(long from, long to) {
        return LongStream.rangeClosed(to, from).map(i -> from - i + to).boxed().toList();
    }

    private Path file(long number) {
        return directory.resolve(String.format("shop/%05d/%08d-e%d.jsonl", number / 1000, number, number));
    }

    private long bytes(long from, long to) throws IOException {
        long bytes = 0;
        for (long number = from; number <= to; number++) {
            bytes += Files.size(file(number));
        }
        return bytes;
    }

    private List<Long> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl"))
                    .map(name -> Long.parseLong(name.substring(0, 8)))
                    .toList();
        }
    }

    private final class Artifacts implements ArtifactStore {
        private final String pipeline;

        Artifacts(String pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public ArtifactDigest put(String executionId, InputStream zip) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream open(ArtifactDigest artifact) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retain(String executionId, Collection<ArtifactDigest> artifacts) {}

        @Override
        public void release(String executionId) {
            released.add(pipeline + "/" + executionId);
        }
    }

    private static final class Logs implements ActionLogs {
        @Override
        public ActionLog open(ActionLogKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close(ActionLogKey key) {}

        @Override
        public void delete(String pipelineName, String executionId) {}
    }
}
