package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.Test;

/** Stop and wait, stop and abandon (reference §1.7). */
public class StopsTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout")),
            stage(
                    "Build",
                    configured("Compile", 1, Map.of(), null),
                    configured("Lint", 1, Map.of(), null),
                    configured("Package", 2, Map.of(), null)),
            stage("Production", approval("GoLive", 1), configured("Deploy", 2, Map.of(), null)));

    @Test
    public void stopAndWaitLetsRunningActionsFinishAndStartsNothingMore() {
        String first = shop.startInto("Build");

        shop.stop(first);
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopping);
        assertThat(shop.running(first)).containsExactly("Compile", "Lint");
        assertThat(shop.effects()).isEmpty();
        shop.succeed(first, "Compile");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopping);
        assertThat(shop.holder("Build")).contains(first);
        shop.succeed(first, "Lint");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.status(first, "Build")).isEqualTo(StageStatus.Stopped);
        assertThat(shop.holder("Build")).isEmpty();
        assertThat(shop.execution(first).stage("Build").orElseThrow().action("Package"))
                .isEmpty();
    }

    @Test
    public void anActionThatFinishesWhileTheExecutionStopsKeepsItsRealResult() {
        String first = shop.startInto("Build");
        shop.stop(first);
        shop.succeed(first, "Compile");
        shop.fail(first, "Lint");

        assertThat(shop.attempt(first, "Compile").status()).isEqualTo(ActionStatus.Succeeded);
        assertThat(shop.attempt(first, "Lint").status()).isEqualTo(ActionStatus.Failed);
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
    }

    @Test
    public void aStoppedExecutionSaysWhyAndByWhom() {
        String first = shop.start();
        shop.abandon(first);

        assertThat(shop.execution(first).statusSummary()).isEqualTo("wrong commit");
        assertThat(shop.latest()).contains(new Event.ExecutionStopped(shop.now(), first, "wrong commit", "ada"));
    }

    @Test
    public void anExecutionThatStopsInItsLastActionIsStoppedNotSucceeded() {
        String first = shop.startInto("Production");
        shop.approve(first, "GoLive");
        shop.stop(first);
        shop.succeed(first, "Deploy");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.status(first, "Production")).isEqualTo(StageStatus.Stopped);
    }

    @Test
    public void stopAndWaitWaitsForAnOpenApprovalToo() {
        String first = shop.startInto("Production");
        shop.stop(first);
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopping);

        shop.approve(first, "GoLive");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.attempt(first, "GoLive").status()).isEqualTo(ActionStatus.Succeeded);
    }

    @Test
    public void stopAndWaitTwiceIsADuplicate() {
        String first = shop.start();
        shop.stop(first);

        Refusal refusal = shop.refuse(new Command.StopExecution(first, false, "", "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.DuplicatedStopRequestException);
        assertThat(refusal.message()).contains("abandoned");
    }

    @Test
    public void abandonEndsRunningActionsAndFreesTheStageAtOnce() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");

        shop.abandon(first);

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.latest())
                .filteredOn(Event.ActionFinished.class::isInstance)
                .extracting(event ->
                        ((Event.ActionFinished) event).action() + " " + ((Event.ActionFinished) event).status())
                .containsExactly("Compile Abandoned", "Lint Abandoned");
        assertThat(shop.holder("Build")).contains(second);
    }

    @Test
    public void abandonTellsTheWorldToStopEachRunningAction() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();
        String lint = shop.attempt(first, "Lint").actionExecutionId();

        shop.abandon(first);

        assertThat(shop.effects())
                .containsExactly(
                        new Effect.StopAction(first, compile, "wrong commit"),
                        new Effect.StopAction(first, lint, "wrong commit"));
    }

    @Test
    public void anExecutionThatStopsCanStillBeAbandoned() {
        String first = shop.startInto("Build");
        shop.stop(first);
        shop.succeed(first, "Compile");

        shop.abandon(first);

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.attempt(first, "Compile").status()).isEqualTo(ActionStatus.Succeeded);
        assertThat(shop.attempt(first, "Lint").status()).isEqualTo(ActionStatus.Abandoned);
    }

    @Test
    public void abandonClosesAnOpenApproval() {
        String first = shop.startInto("Production");
        Command.PutApproval answer = shop.answer(first, "GoLive", ApprovalStatus.Approved);

        shop.abandon(first);

        assertThat(shop.attempt(first, "GoLive").status()).isEqualTo(ActionStatus.Abandoned);
        assertThat(shop.refuse(answer).error()).isEqualTo(Refusal.Error.ApprovalAlreadyCompletedException);
    }

    @Test
    public void anExecutionThatWaitsIsStoppedAtOnceAndDoesNotEnter() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");

        shop.stop(second);

        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.waiting("Build")).isEmpty();
        shop.succeed(first, "Compile", "Lint", "Package");
        assertThat(shop.holder("Build")).isEmpty();
    }

    @Test
    public void anExecutionStoppedInFrontOfAClosedTransitionDoesNotEnterWhenItOpens() {
        shop.close("Build");
        String first = shop.startInto("Build");
        shop.stop(first);

        shop.open("Build");

        assertThat(shop.holder("Build")).isEmpty();
        assertThat(shop.latest()).hasOnlyElementsOfType(Event.TransitionChanged.class);
    }

    @Test
    public void aStoppedStageLetsTheNextExecutionIn() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");
        shop.stop(first);
        shop.succeed(first, "Compile", "Lint");

        assertThat(shop.holder("Build")).contains(second);
    }

    @Test
    public void withTheTransitionClosedFirstAStopLetsNobodyIn() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");
        shop.close("Build");

        shop.abandon(first);

        assertThat(shop.holder("Build")).isEmpty();
        assertThat(shop.waiting("Build")).containsExactly(second);
    }

    @Test
    public void aStopWhileTheOthersOfAFailedStageWorkEndsStopped() {
        String first = shop.startInto("Build");
        shop.fail(first, "Lint");
        shop.stop(first);
        shop.succeed(first, "Compile");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.status(first, "Build")).isEqualTo(StageStatus.Stopped);
    }

    @Test
    public void anExecutionThatIsOverCannotBeStopped() {
        String first = shop.start();
        shop.fail(first, "Checkout");

        Refusal refusal = shop.refuse(new Command.StopExecution(first, true, "", "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.PipelineExecutionNotStoppableException);
        assertThat(refusal.message()).contains(first, "Failed");
    }

    @Test
    public void anUnknownExecutionCannotBeStopped() {
        assertThat(shop.refuse(new Command.StopExecution("nobody", false, "", "ada"))
                        .error())
                .isEqualTo(Refusal.Error.PipelineExecutionNotFoundException);
    }

    @Test
    public void aReasonHasAtMost200Characters() {
        String first = shop.start();

        Refusal refusal = shop.refuse(new Command.StopExecution(first, false, "x".repeat(201), "ada"));
        assertThat(refusal.error()).isEqualTo(Refusal.Error.ValidationException);
        assertThat(refusal.message()).contains("201", "200");
        shop.accept(new Command.StopExecution(first, false, "x".repeat(200), "ada"));
    }
}
