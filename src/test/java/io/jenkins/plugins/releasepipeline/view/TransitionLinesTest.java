package io.jenkins.plugins.releasepipeline.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.engine.ConditionStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.ScheduledRetry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.Test;

public class TransitionLinesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final PipelineState state = PipelineState.unborn("shop");
    private final TransitionLines lines = new TransitionLines(id -> "#" + id, ZoneOffset.UTC);

    @Test
    public void aConditionThatHoldsIsToldOnceUntilItHoldsForAnotherReason() {
        assertThat(line(held("Rule Window did not pass.")))
                .contains("[Prod] the entry condition holds, and is checked again from 2026-03-01 12:00:00:"
                        + " Rule Window did not pass.");
        assertThat(line(held("Rule Window did not pass."))).isEmpty();
        assertThat(line(held("Rule Alarm did not pass: red")))
                .hasValueSatisfying(line -> assertThat(line).contains("red"));
        assertThat(line(new Event.ConditionFinished(
                        NOON, "1", "Prod", ConditionType.BEFORE_ENTRY, ConditionStatus.Succeeded, "")))
                .contains("[Prod] the entry condition is met");
        assertThat(line(held("Rule Alarm did not pass: red"))).isPresent();
    }

    @Test
    public void aRetryToComeAndASupersedingExecutionAreNamed() {
        assertThat(line(new Event.RetryScheduled(
                        NOON, "1", "Prod", new ScheduledRetry(RetryMode.FAILED_ACTIONS, NOON.plusSeconds(90)))))
                .contains("[Prod] is retried by itself at 2026-03-01 12:01:30");
        assertThat(line(new Event.ExecutionSuperseded(NOON, "1", "Prod", "2")))
                .contains("Superseded before Prod by #2");
    }

    @Test
    public void textOfPeopleIsOneLineThatSteersNoTerminal() {
        assertThat(line(new Event.ConditionOverridden(
                        NOON, "1", "Prod", ConditionType.ON_SUCCESS, "known\u001b[2J\u0007\nFinished: SUCCESS", "bob")))
                .contains("[Prod] the success condition is overridden by bob: known [2J ");
        assertThat(line(new Event.ExecutionStopped(NOON, "1", "x".repeat(5_000), "bob"))
                        .orElseThrow())
                .hasSizeLessThan(1_100)
                .endsWith("…");
    }

    private static Event.OfExecution held(String summary) {
        return new Event.ConditionHeld(NOON, "1", "Prod", ConditionType.BEFORE_ENTRY, NOON, summary);
    }

    private Optional<String> line(Event.OfExecution event) {
        return lines.line(state, event);
    }
}
