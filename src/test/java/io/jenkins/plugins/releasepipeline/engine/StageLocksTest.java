package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.Test;

/** Stage locks and the inbound slot of SUPERSEDED mode (reference §1.5). */
public class StageLocksTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout")),
            stage("Build", configured("Compile", 1, Map.of(), null)),
            stage("Production", approval("GoLive", 1), configured("Deploy", 2, Map.of(), null)));

    @Test
    public void anExecutionPassesTheStagesInTheirOrderAndSucceeds() {
        String first = shop.start();
        assertThat(shop.running(first)).containsExactly("Checkout");
        shop.succeed(first, "Checkout");
        assertThat(shop.running(first)).containsExactly("Compile");
        shop.succeed(first, "Compile");
        assertThat(shop.running(first)).containsExactly("GoLive");
        shop.approve(first, "GoLive");
        assertThat(shop.running(first)).containsExactly("Deploy");
        shop.succeed(first, "Deploy");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Succeeded);
        assertThat(shop.execution(first).stages().values())
                .extracting(StageExecution::status)
                .containsOnly(StageStatus.Succeeded);
    }

    @Test
    public void aStageIsHeldFromEntryUntilItsExecutionHasSucceededThere() {
        String first = shop.start();
        assertThat(shop.holder("Source")).contains(first);
        assertThat(shop.holder("Build")).isEmpty();

        shop.succeed(first, "Checkout");

        assertThat(shop.holder("Source")).isEmpty();
        assertThat(shop.holder("Build")).contains(first);
    }

    @Test
    public void executionsWorkInDifferentStagesAtTheSameTime() {
        String first = shop.startInto("Production");
        String second = shop.startInto("Build");
        String third = shop.start();

        assertThat(shop.running(first)).containsExactly("GoLive");
        assertThat(shop.running(second)).containsExactly("Compile");
        assertThat(shop.running(third)).containsExactly("Checkout");
    }

    @Test
    public void anExecutionWaitsInFrontOfAHeldStageAndEntersWhenItIsFree() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");
        assertThat(shop.waiting("Build")).containsExactly(second);
        assertThat(shop.running(second)).isEmpty();

        shop.succeed(first, "Compile");

        assertThat(shop.waiting("Build")).isEmpty();
        assertThat(shop.holder("Build")).contains(second);
        assertThat(shop.running(second)).containsExactly("Compile");
    }

    @Test
    public void whileItWaitsInFrontOfAStageItHoldsNoOther() {
        shop.startInto("Build");
        String second = shop.startInto("Build");

        assertThat(shop.execution(second).waiting()).isTrue();
        assertThat(shop.holder("Source")).isEmpty();
    }

    @Test
    public void aLaterExecutionTakesThePlaceOfTheOneThatWaits() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");
        String third = shop.startInto("Build");

        assertThat(shop.waiting("Build")).containsExactly(third);
        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Superseded);
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.InProgress);
    }

    @Test
    public void aSupersededExecutionSaysByWhichOne() {
        shop.startInto("Build");
        String second = shop.startInto("Build");
        shop.close("Source");
        String third = shop.start();
        shop.open("Source");
        shop.succeed(third, "Checkout");

        assertThat(shop.latest())
                .filteredOn(Event.ExecutionSuperseded.class::isInstance)
                .containsExactly(new Event.ExecutionSuperseded(shop.now(), second, "Build", third));
    }

    @Test
    public void aRunningStageIsNeverInterruptedByALaterExecution() {
        String first = shop.start();
        String second = shop.start();
        String third = shop.start();

        assertThat(shop.running(first)).containsExactly("Checkout");
        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Superseded);
        assertThat(shop.waiting("Source")).containsExactly(third);
    }

    @Test
    public void thereIsOnePlaceToWaitInFrontOfEachStage() {
        String first = shop.startInto("Production");
        String second = shop.startInto("Production");
        String third = shop.startInto("Build");
        String fourth = shop.startInto("Build");
        String fifth = shop.start();
        String sixth = shop.start();

        assertThat(shop.holder("Production")).contains(first);
        assertThat(shop.waiting("Production")).containsExactly(second);
        assertThat(shop.holder("Build")).contains(third);
        assertThat(shop.waiting("Build")).containsExactly(fourth);
        assertThat(shop.holder("Source")).contains(fifth);
        assertThat(shop.waiting("Source")).containsExactly(sixth);
    }

    @Test
    public void oneFreedStageLetsTheWholeLineMoveUp() {
        String first = shop.startInto("Production");
        shop.approve(first, "GoLive");
        String second = shop.startInto("Build");
        shop.close("Production");
        shop.succeed(second, "Compile");
        String third = shop.startInto("Build");
        shop.close("Build");
        String fourth = shop.startInto("Build");
        shop.open("Production");
        shop.open("Build");
        assertThat(shop.waiting("Production")).containsExactly(second);
        assertThat(shop.waiting("Build")).containsExactly(fourth);

        shop.succeed(first, "Deploy");
        assertThat(shop.holder("Production")).contains(second);
        shop.succeed(third, "Compile");
        assertThat(shop.waiting("Production")).containsExactly(third);
        assertThat(shop.holder("Build")).contains(fourth);
    }

    @Test
    public void aStageWithAnOpenApprovalStaysHeld() {
        String first = shop.startInto("Production");
        String second = shop.startInto("Production");

        assertThat(shop.holder("Production")).contains(first);
        assertThat(shop.waiting("Production")).containsExactly(second);

        shop.reject(first, "GoLive");

        assertThat(shop.holder("Production")).contains(second);
    }

    @Test
    public void aFailureFreesTheStageForTheOneThatWaits() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");

        shop.fail(first, "Compile");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Build")).contains(second);
    }

    @Test
    public void theStageViewShowsAnotherExecutionInEachStage() {
        String first = shop.start();
        shop.passUntil(first, "Production");
        shop.reject(first, "GoLive");
        String second = shop.startInto("Build");
        String third = shop.start();

        assertThat(shop.state().stages().values())
                .extracting(each -> each.latest().orElseThrow())
                .containsExactly(third, second, first);
    }

    @Test
    public void anExecutionThatIsOverAndShownNowhereIsForgotten() {
        String first = shop.start();
        shop.passUntil(first, "Production");
        shop.succeed(first, "GoLive", "Deploy");
        assertThat(shop.state().execution(first)).isPresent();

        String second = shop.start();
        shop.passUntil(second, "Production");

        assertThat(shop.state().execution(first)).isEmpty();
        assertThat(shop.state().executions()).containsOnlyKeys(second);
    }
}
