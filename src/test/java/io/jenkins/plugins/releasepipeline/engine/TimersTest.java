package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.build;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.condition;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.onFailure;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What time brings about happens when it is due, whenever a timer rings. */
public class TimersTest {

    @Test
    public void aConditionThatHoldsIsNotCheckedAgainBeforeItsIntervalIsOver() {
        Rehearsal shop = Rehearsal.of(
                stage("Source", source("Checkout")),
                stage(
                        "Build",
                        condition("HOLD", new HoldConfiguration(60, 10, Map.of()), "Window"),
                        null,
                        null,
                        build("Compile", 1)));
        String execution = shop.startInto("Build");
        shop.failRule(execution, ConditionType.BEFORE_ENTRY, "Window");

        shop.pass(Duration.ofSeconds(59));
        shop.accept(
                new Command.TimerDue(execution, "Build", Timers.of(execution, "Build", ConditionType.BEFORE_ENTRY)));

        assertThat(shop.latest()).isEmpty();
        shop.pass(Duration.ofSeconds(1));
        shop.wakeUp();
        assertThat(shop.latest()).hasAtLeastOneElementOfType(Event.RuleStarted.class);
    }

    @Test
    public void aScheduledRetryDoesNotBeginBeforeItsTime() {
        Rehearsal shop = Rehearsal.of(
                stage("Source", source("Checkout")),
                stage(
                        "Build",
                        null,
                        null,
                        onFailure(new RetryConfiguration(null, 1, 60, null, List.of(), Map.of())),
                        build("Compile", 1)));
        String execution = shop.startInto("Build");
        shop.fail(execution, "Compile");

        shop.pass(Duration.ofSeconds(59));
        shop.accept(new Command.TimerDue(execution, "Build", Timers.ofRetry(execution, "Build")));

        assertThat(shop.latest()).isEmpty();
        shop.pass(Duration.ofSeconds(1));
        shop.wakeUp();
        assertThat(shop.latest()).hasAtLeastOneElementOfType(Event.StageRetried.class);
    }
}
