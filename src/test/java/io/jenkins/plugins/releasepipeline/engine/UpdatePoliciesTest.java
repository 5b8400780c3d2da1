package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.in;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.Map;
import org.junit.Test;

/**
 * What becomes of executions under way when the definition or the mode changes (reference §1.5 "Switching mode /
 * editing"). Cancelling is in {@link DefinitionUpdatesTest}.
 */
public class UpdatePoliciesTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final StageDeclaration BUILD = stage("Build", configured("Compile", 1, Map.of(), null));
    private static final StageDeclaration PRODUCTION = stage("Production", configured("Deploy", 1, Map.of(), null));
    private static final PipelineDeclaration REBUILT =
            pipeline("shop", SOURCE, stage("Build", configured("Make", 1, Map.of(), null)), PRODUCTION);
    private static final PipelineDeclaration WITHOUT_BUILD = pipeline("shop", SOURCE, PRODUCTION);

    private final Rehearsal shop = Rehearsal.of(SOURCE, BUILD, PRODUCTION);

    @Test
    public void aChangeOfTheModeCancelsWhatRunsLikeAnyUpdate() {
        String first = shop.startInto("Build");

        shop.define(in(ExecutionMode.QUEUED, pipeline("shop", SOURCE, BUILD, PRODUCTION)));

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopping);
        shop.succeed(first, "Compile");
        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Cancelled);
    }

    @Test
    public void parallelExecutionsGoOnByTheirOwnDefinition() {
        Rehearsal parallel = Rehearsal.in(ExecutionMode.PARALLEL, SOURCE, BUILD, PRODUCTION);
        String first = parallel.startInto("Build");
        parallel.define(REBUILT);
        String second = parallel.startInto("Build");

        parallel.succeed(first, "Compile");
        parallel.succeed(first, "Deploy");

        assertThat(parallel.ended(first)).isEqualTo(ExecutionStatus.Succeeded);
        assertThat(parallel.running(second)).containsExactly("Make");
        assertThat(parallel.holder("Build")).contains(second);
    }

    @Test
    public void whileADefinitionDrainsWhatRunsFinishesOnTheOldOne() {
        String first = shop.startInto("Build");

        shop.define(REBUILT, UpdatePolicy.DRAIN);

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.InProgress);
        shop.succeed(first, "Compile");
        shop.succeed(first, "Deploy");
        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void whileADefinitionDrainsNothingNewEnters() {
        String first = shop.startInto("Production");
        shop.define(REBUILT, UpdatePolicy.DRAIN);
        String second = shop.start();
        assertThat(shop.waiting("Source")).containsExactly(second);
        assertThat(shop.holder("Source")).isEmpty();

        shop.succeed(first, "Deploy");

        assertThat(shop.holder("Source")).contains(second);
        assertThat(shop.state().drains()).isEmpty();
    }

    @Test
    public void aStopAndAFailureEndADrainToo() {
        String first = shop.startInto("Production");
        shop.define(REBUILT, UpdatePolicy.DRAIN);
        String second = shop.start();
        shop.fail(first, "Deploy");
        assertThat(shop.holder("Source")).contains(second);

        shop.close("Build");
        shop.passUntil(second, "Build");
        shop.define(WITHOUT_BUILD, UpdatePolicy.DRAIN);
        String third = shop.start();
        assertThat(shop.waiting("Source")).containsExactly(third);
        shop.stop(second);
        assertThat(shop.holder("Source")).contains(third);
    }

    @Test
    public void whatWasDrainedIsNotRetriedBesideWhatItWasDrainedFor() {
        String first = shop.startInto("Production");
        shop.define(REBUILT, UpdatePolicy.DRAIN);
        shop.fail(first, "Deploy");

        Refusal refusal = shop.refuse(new Command.RetryStage(first, "Production", RetryMode.FAILED_ACTIONS, "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.StageNotRetryableException);
        assertThat(refusal.message()).contains("the definition has changed since");
    }

    @Test
    public void whatWaitsForTheDrainDoesNotSupersedeWhatHasToFinish() {
        shop.close("Source");
        String old = shop.start();
        shop.define(REBUILT, UpdatePolicy.DRAIN);
        String second = shop.start();
        String third = shop.start();

        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Superseded);
        assertThat(shop.waiting("Source")).containsExactly(old, third);
        shop.open("Source");
        assertThat(shop.holder("Source")).contains(old);
        shop.succeed(old, "Checkout");
        assertThat(shop.waiting("Source")).containsExactly(third);
    }

    @Test
    public void drainsFollowOneAnother() {
        String first = shop.startInto("Build");
        shop.define(REBUILT, UpdatePolicy.DRAIN);
        String second = shop.start();
        shop.define(WITHOUT_BUILD, UpdatePolicy.DRAIN);
        String third = shop.start();
        assertThat(shop.waiting("Source")).containsExactly(second, third);

        shop.fail(first, "Compile");
        assertThat(shop.holder("Source")).contains(second);
        shop.passUntil(second, "Production");
        assertThat(shop.waiting("Source")).containsExactly(third);
        shop.succeed(second, "Deploy");
        assertThat(shop.holder("Source")).contains(third);
    }

    @Test
    public void aPinnedExecutionKeepsItsDefinitionBesideTheNewOne() {
        String first = shop.startInto("Build");
        shop.define(REBUILT, UpdatePolicy.PIN);
        String second = shop.startInto("Build");
        assertThat(shop.waiting("Build")).containsExactly(second);

        shop.succeed(first, "Compile");

        assertThat(shop.running(first)).containsExactly("Deploy");
        assertThat(shop.running(second)).containsExactly("Make");
    }

    @Test
    public void aPinnedExecutionPassesAStageThatTheNewDefinitionHasNot() {
        String first = shop.start();
        shop.define(WITHOUT_BUILD, UpdatePolicy.PIN);

        shop.passUntil(first, "Build");
        assertThat(shop.holder("Build")).contains(first);
        shop.passUntil(first, "Production");
        shop.succeed(first, "Deploy");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Succeeded);
        assertThat(shop.state().stages()).containsOnlyKeys("Source", "Production");
    }

    @Test
    public void aPinnedExecutionCanBeRetried() {
        String first = shop.startInto("Build");
        shop.define(REBUILT, UpdatePolicy.PIN);
        shop.fail(first, "Compile");

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running(first)).containsExactly("Compile");
    }

    @Test
    public void anExecutionThatComesToAStageAfterALaterOneIsSupersededThere() {
        String first = shop.startInto("Build");
        shop.define(WITHOUT_BUILD, UpdatePolicy.PIN);
        String second = shop.startInto("Production");

        shop.succeed(first, "Compile");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Superseded);
        shop.succeed(second, "Deploy");
        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void queuedExecutionsThatArePinnedAreNotSupersededByANewMode() {
        Rehearsal queued = Rehearsal.in(ExecutionMode.QUEUED, SOURCE, BUILD, PRODUCTION);
        String first = queued.startInto("Build");
        String second = queued.startInto("Build");
        queued.define(REBUILT, UpdatePolicy.PIN);
        String third = queued.startInto("Build");
        String fourth = queued.startInto("Build");

        assertThat(queued.ended(third)).isEqualTo(ExecutionStatus.Superseded);
        assertThat(queued.waiting("Build")).containsExactly(second, fourth);
        queued.succeed(first, "Compile");
        assertThat(queued.holder("Build")).contains(second);
    }

    @Test
    public void anUpdateThatCancelsEndsPinnedExecutionsToo() {
        String first = shop.startInto("Build");
        shop.define(REBUILT, UpdatePolicy.PIN);

        shop.define(WITHOUT_BUILD);

        shop.succeed(first, "Compile");
        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Cancelled);
    }
}
