package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** First definitions and later ones (reference §1.5 "Switching mode / editing"). */
public class DefinitionUpdatesTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final StageDeclaration BUILD = stage("Build", configured("Compile", 1, Map.of(), null));
    private static final StageDeclaration PRODUCTION =
            stage("Production", approval("GoLive", 1), configured("Deploy", 2, Map.of(), null));
    private static final PipelineDeclaration WITHOUT_BUILD = pipeline("shop", SOURCE, PRODUCTION);
    private static final PipelineDeclaration REBUILT =
            pipeline("shop", SOURCE, stage("Build", configured("Make", 1, Map.of(), null)), PRODUCTION);

    private final Rehearsal shop = Rehearsal.of(SOURCE, BUILD, PRODUCTION);

    @Test
    public void versionsCountFromOne() {
        assertThat(shop.state().version()).isEqualTo(1);
        assertThat(shop.state().definition().version()).isEqualTo(1);

        shop.define(REBUILT);

        assertThat(shop.state().version()).isEqualTo(2);
        assertThat(shop.state().definition().version()).isEqualTo(2);
    }

    @Test
    public void thePipelineKnowsWhenItWasCreatedAndUpdated() {
        shop.pass(java.time.Duration.ofHours(1));
        shop.define(REBUILT);

        assertThat(shop.state().created()).contains(Rehearsal.BEGIN);
        assertThat(shop.state().updated()).contains(shop.now());
    }

    @Test
    public void theSameDefinitionAgainChangesNothing() {
        String first = shop.startInto("Build");
        shop.define(pipeline("shop", SOURCE, BUILD, PRODUCTION));
        shop.define(pipeline("shop", SOURCE, BUILD, PRODUCTION).withVersion(99));

        assertThat(shop.latest()).isEmpty();
        assertThat(shop.running(first)).containsExactly("Compile");
    }

    @Test
    public void aPipelineCannotBeRenamed() {
        Refusal refusal = shop.refuse(new Command.UpdateDefinition(pipeline("store", SOURCE, BUILD), Map.of(), "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ValidationException);
        assertThat(refusal.message()).contains("'shop'", "'store'");
    }

    @Test
    public void anExecutionThatWaitsIsCancelledAtOnce() {
        shop.close("Build");
        String first = shop.startInto("Build");

        shop.define(REBUILT);

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Cancelled);
        shop.open("Build");
        assertThat(shop.holder("Build")).isEmpty();
    }

    @Test
    public void aRunningActionFinishesBeforeItsExecutionIsCancelled() {
        String first = shop.startInto("Build");

        shop.define(REBUILT);
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopping);
        assertThat(shop.holder("Build")).contains(first);
        shop.succeed(first, "Compile");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Cancelled);
        assertThat(shop.status(first, "Build")).isEqualTo(StageStatus.Cancelled);
        assertThat(shop.execution(first).statusSummary()).contains("version 2");
        assertThat(shop.holder("Build")).isEmpty();
    }

    @Test
    public void anOpenApprovalIsAbandonedAtOnce() {
        String first = shop.startInto("Production");

        shop.define(REBUILT);

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Cancelled);
        assertThat(shop.attempt(first, "GoLive").status()).isEqualTo(ActionStatus.Abandoned);
    }

    @Test
    public void nobodyWhoWaitsForACancelledExecutionEntersByTheEarlierDefinition() {
        String first = shop.startInto("Production");
        String second = shop.startInto("Production");

        shop.define(REBUILT);

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Cancelled);
        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Cancelled);
        assertThat(shop.latest()).noneMatch(Event.StageEntered.class::isInstance);
    }

    @Test
    public void aNewExecutionRunsByTheNewDefinitionAndWaitsForTheStageThatTheOldOneHolds() {
        String first = shop.startInto("Build");
        shop.define(REBUILT);
        String second = shop.startInto("Build");
        assertThat(shop.waiting("Build")).containsExactly(second);

        shop.succeed(first, "Compile");

        assertThat(shop.running(second)).containsExactly("Make");
    }

    @Test
    public void aStageThatIsGoneIsShownUntilItsExecutionHasEnded() {
        String first = shop.startInto("Build");

        shop.define(WITHOUT_BUILD);
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopping);
        assertThat(shop.holder("Build")).contains(first);
        shop.succeed(first, "Compile");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Cancelled);
        assertThat(shop.state().stage("Build")).isEmpty();
    }

    @Test
    public void aStageThatComesBackIsStillHeldByTheExecutionThatWorksInIt() {
        String first = shop.startInto("Build");
        shop.define(WITHOUT_BUILD);
        shop.define(REBUILT);
        assertThat(shop.holder("Build")).contains(first);
        String second = shop.startInto("Build");
        assertThat(shop.waiting("Build")).containsExactly(second);

        shop.succeed(first, "Compile");

        assertThat(shop.running(second)).containsExactly("Make");
    }

    @Test
    public void anExecutionThatWasStoppingStaysOneThatSomebodyStopped() {
        String first = shop.startInto("Build");
        shop.stop(first);
        shop.define(REBUILT);
        shop.succeed(first, "Compile");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(shop.execution(first).statusSummary()).isEqualTo("not now");
    }

    @Test
    public void anExecutionThatIsBeingCancelledCanBeAbandoned() {
        String first = shop.startInto("Build");
        shop.define(REBUILT);

        shop.abandon(first);

        assertThat(shop.attempt(first, "Compile").status()).isEqualTo(ActionStatus.Abandoned);
        assertThat(shop.holder("Build")).isEmpty();
    }

    @Test
    public void whatIsOverStaysAsItIsAndTheStageStillShowsIt() {
        String first = shop.startInto("Build");
        shop.fail(first, "Compile");
        shop.define(REBUILT);

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.state().stage("Build").orElseThrow().latest()).contains(first);
        assertThat(shop.state().definitions()).containsOnlyKeys(1, 2);
    }

    @Test
    public void aDefinitionThatNothingRunsByIsForgotten() {
        String first = shop.startInto("Production");
        shop.define(REBUILT);
        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Cancelled);

        shop.startInto("Production");

        assertThat(shop.state().definitions()).containsOnlyKeys(2);
    }

    @Test
    public void aNewPipelineMayBeginWithClosedTransitions() {
        Rehearsal fresh = Rehearsal.unborn("shop");
        fresh.accept(new Command.UpdateDefinition(REBUILT, Map.of("Production", "not before the audit"), "ada"));

        String first = fresh.startInto("Production");

        assertThat(fresh.waiting("Production")).containsExactly(first);
        assertThat(fresh.state().stage("Production").orElseThrow().inbound())
                .isEqualTo(new Transition(false, "ada", Optional.of(fresh.now()), "not before the audit"));
    }

    @Test
    public void aTransitionOfAStageThatIsNotThereCannotBeginClosed() {
        Refusal refusal =
                Rehearsal.unborn("shop").refuse(new Command.UpdateDefinition(REBUILT, Map.of("Prod", "freeze"), "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ValidationException);
        assertThat(refusal.message()).contains("'Prod'", "Source, Build, Production");
    }

    @Test
    public void aTransitionBeginsClosedWithAReasonThatCouldCloseItLater() {
        Refusal refusal =
                Rehearsal.unborn("shop").refuse(new Command.UpdateDefinition(REBUILT, Map.of("Production", ""), "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ValidationException);
    }

    @Test
    public void withoutADefinitionThereIsNoPipeline() {
        Rehearsal fresh = Rehearsal.unborn("shop");

        assertThat(fresh.refuse(new Command.SetTransition("Source", true, "", "ada"))
                        .error())
                .isEqualTo(Refusal.Error.PipelineNotFoundException);
        assertThat(fresh.refuse(new Command.StartExecution(
                                "e1", Rehearsal.BY_HAND, Map.of(), Map.of(), Optional.empty()))
                        .error())
                .isEqualTo(Refusal.Error.PipelineNotFoundException);
    }
}
