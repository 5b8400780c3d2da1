package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What providers report about attempts, in time and too late. */
public class AttemptFencingTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout")),
            stage("Build", configured("Compile", 1, Map.of(), null), configured("Lint", 1, Map.of(), null)));

    @Test
    public void aReportThatComesTwiceCountsOnce() {
        String first = shop.start();
        Command.ActionReported report = shop.success(first, "Checkout", Map.of(), Map.of());
        shop.accept(report);
        PipelineState after = shop.state();

        shop.accept(report);

        assertThat(shop.state()).isEqualTo(after);
        assertThat(shop.latest()).hasOnlyElementsOfType(Event.LateReport.class).hasSize(1);
    }

    @Test
    public void aReportOfAnAbandonedAttemptIsOnRecordAndChangesNothing() {
        String first = shop.startInto("Build");
        Command.ActionReported report = shop.success(first, "Compile", Map.of(), Map.of("app", "sha256:aa"));
        shop.abandon(first);
        PipelineState after = shop.state();

        shop.accept(report);

        assertThat(shop.state()).isEqualTo(after);
        assertThat(shop.latest())
                .containsExactly(new Event.LateReport(
                        shop.now(),
                        first,
                        "Build",
                        "Compile",
                        report.actionExecutionId(),
                        ActionStatus.Succeeded,
                        "done"));
    }

    @Test
    public void aReportOfAnEarlierAttemptDoesNotEndTheLaterOne() {
        String first = shop.startInto("Build");
        Command.ActionReported old = shop.success(first, "Compile", Map.of(), Map.of());
        shop.abandon(first);
        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        shop.accept(old);

        assertThat(shop.running(first)).containsExactly("Compile", "Lint");
    }

    @Test
    public void aReportOfAnAttemptThatWasNeverMadeChangesNothing() {
        String first = shop.start();
        PipelineState before = shop.state();

        shop.accept(
                Rehearsal.report(first, "Source", "Checkout", "made-up", ActionStatus.Succeeded, Map.of(), Map.of()));
        shop.accept(
                Rehearsal.report(first, "Nowhere", "Checkout", "made-up", ActionStatus.Succeeded, Map.of(), Map.of()));
        shop.accept(Rehearsal.report(
                "nobody", "Source", "Checkout", "made-up", ActionStatus.Succeeded, Map.of(), Map.of()));

        assertThat(shop.state()).isEqualTo(before);
    }

    @Test
    public void aReportUnderAnotherActionsNameChangesNothing() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();

        shop.accept(Rehearsal.report(first, "Build", "Lint", compile, ActionStatus.Succeeded, Map.of(), Map.of()));

        assertThat(shop.running(first)).containsExactly("Compile", "Lint");
    }

    @Test
    public void progressShowsInTheStateAsLongAsTheAttemptIsUnderWay() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();

        shop.accept(progress(first, compile, "half of it", Optional.of(50), "build-7", "https://ci.example/7"));
        shop.accept(progress(first, compile, "", Optional.empty(), "", ""));

        ActionExecution attempt = shop.attempt(first, "Compile");
        assertThat(attempt.summary()).isEqualTo("half of it");
        assertThat(attempt.percentComplete()).hasValue(50);
        assertThat(attempt.externalExecutionId()).isEqualTo("build-7");
        assertThat(attempt.externalExecutionUrl()).isEqualTo("https://ci.example/7");
    }

    @Test
    public void theEndKeepsTheWorksOwnIdAndDropsHowFarItWas() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();
        shop.accept(progress(first, compile, "half of it", Optional.of(50), "build-7", "https://ci.example/7"));

        shop.succeed(first, "Compile");

        ActionExecution attempt = shop.attempt(first, "Compile");
        assertThat(attempt.summary()).isEqualTo("done");
        assertThat(attempt.percentComplete()).isEmpty();
        assertThat(attempt.externalExecutionId()).isEqualTo("build-7");
    }

    @Test
    public void progressOfAnAttemptThatIsOverIsIgnored() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();
        shop.succeed(first, "Compile");

        shop.accept(progress(first, compile, "nearly", Optional.of(99), "", ""));

        assertThat(shop.latest()).isEmpty();
    }

    @Test
    public void thatAnAttemptHasNoAgentIsToldUntilItHasOne() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();

        shop.accept(new Command.AgentAwaited(first, "Build", compile, "linux", "all are busy"));
        Instant since = shop.now();
        shop.pass(Duration.ofMinutes(2));
        shop.accept(new Command.AgentAwaited(first, "Build", compile, "linux", "none is online"));

        assertThat(shop.attempt(first, "Compile").agentWait())
                .contains(new AgentWait("linux", "none is online", since));

        shop.accept(new Command.AgentLent(first, "Build", compile));

        assertThat(shop.attempt(first, "Compile").agentWait()).isEmpty();
    }

    @Test
    public void whatIsToldOfAnAgentTwiceOrTooLateIsNotOnRecord() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();
        Command awaited = new Command.AgentAwaited(first, "Build", compile, "", "all are busy");
        shop.accept(awaited);

        shop.accept(awaited);
        assertThat(shop.latest()).isEmpty();

        shop.succeed(first, "Compile");
        shop.accept(awaited);
        assertThat(shop.latest()).isEmpty();
        shop.accept(new Command.AgentLent(first, "Build", compile));
        assertThat(shop.latest()).isEmpty();
        assertThat(shop.attempt(first, "Compile").agentWait()).isEmpty();
    }

    @Test
    public void aReasonOfAHostIsCutToASensibleLength() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();

        shop.accept(new Command.AgentAwaited(first, "Build", compile, "", "x".repeat(10_000)));

        assertThat(shop.attempt(first, "Compile").agentWait().orElseThrow().reason())
                .hasSize(500);
    }

    @Test
    public void everyAttemptThatEndsIsReleasedInTheWorld() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();
        String lint = shop.attempt(first, "Lint").actionExecutionId();

        shop.fail(first, "Compile");
        assertThat(shop.effects()).containsExactly(new Effect.ReleaseAction(first, compile));
        shop.succeed(first, "Lint");
        assertThat(shop.effects()).containsExactly(new Effect.ReleaseAction(first, lint));
    }

    @Test
    public void attemptsHaveIdsOfTheirOwn() {
        String first = shop.startInto("Build");
        shop.fail(first, "Compile", "Lint");
        shop.retry(first, "Build", RetryMode.ALL_ACTIONS);
        shop.fail(first, "Compile", "Lint");
        shop.startInto("Build");

        assertThat(shop.history())
                .filteredOn(Event.ActionStarted.class::isInstance)
                .extracting(event -> ((Event.ActionStarted) event).actionExecutionId())
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    @Test
    public void aReportSaysSucceededOrFailed() {
        for (ActionStatus status : new ActionStatus[] {ActionStatus.InProgress, ActionStatus.Abandoned}) {
            assertThatThrownBy(() -> Rehearsal.report("e1", "Source", "Checkout", "a", status, Map.of(), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(status.name());
        }
    }

    private static Command progress(
            String execution, String attempt, String summary, Optional<Integer> percent, String id, String url) {
        return new Command.ActionProgressed(execution, "Build", "Compile", attempt, summary, percent, id, url);
    }
}
