package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import java.util.Map;
import org.junit.Test;

/** Which actions of a stage run when, and what a failure among them does (reference §1.1, §1.5). */
public class RunOrderTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout"), source("Config")),
            stage("Build", build("Package", 7), build("Compile", 2), build("Lint", 2), build("Scan", 2)),
            stage("Production", build("Deploy", 1)));

    @Test
    public void actionsOfTheSameRunOrderStartTogether() {
        String first = shop.startInto("Build");

        assertThat(shop.running(first)).containsExactly("Compile", "Lint", "Scan");
    }

    @Test
    public void aHigherRunOrderStartsWhenAllOfTheLowerHaveSucceeded() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Lint", "Scan");
        assertThat(shop.running(first)).containsExactly("Compile");

        shop.succeed(first, "Compile");

        assertThat(shop.running(first)).containsExactly("Package");
    }

    @Test
    public void runOrdersMayHaveGapsAndStandInAnyOrderInTheDefinition() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Scan", "Compile", "Lint", "Package");

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void actionsWithoutARunOrderAreOfTheFirst() {
        ActionDeclaration plain = build("Plain", 1);
        ActionDeclaration undeclared = new ActionDeclaration(
                "Undeclared",
                plain.actionTypeId(),
                null,
                Map.of(),
                plain.commands(),
                plain.inputArtifacts(),
                plain.outputArtifacts(),
                plain.outputVariables(),
                plain.environmentVariables(),
                null,
                null,
                null,
                null,
                Map.of());
        Rehearsal rehearsal =
                Rehearsal.of(stage("Source", source("Checkout")), stage("Build", build("Last", 2), undeclared, plain));

        String first = rehearsal.startInto("Build");

        assertThat(rehearsal.running(first)).containsExactly("Undeclared", "Plain");
    }

    @Test
    public void anExecutionLeavesTheStageWhenAllActionsHaveSucceeded() {
        String first = shop.start();
        shop.succeed(first, "Config");
        assertThat(shop.holder("Source")).contains(first);

        shop.succeed(first, "Checkout");

        assertThat(shop.status(first, "Source")).isEqualTo(StageStatus.Succeeded);
        assertThat(shop.holder("Build")).contains(first);
    }

    @Test
    public void aFailureFailsTheStageAtOnceAndStartsNothingMore() {
        String first = shop.startInto("Build");

        shop.fail(first, "Lint");

        assertThat(shop.status(first, "Build")).isEqualTo(StageStatus.Failed);
        shop.succeed(first, "Compile", "Scan");
        assertThat(shop.latest()).noneMatch(Event.ActionStarted.class::isInstance);
        assertThat(shop.execution(first).stage("Build").orElseThrow().action("Package"))
                .isEmpty();
    }

    @Test
    public void actionsThatWorkBesideAFailedOneFinishAndTheStageIsHeldUntilThen() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");

        shop.fail(first, "Lint");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.InProgress);
        assertThat(shop.running(first)).containsExactly("Compile", "Scan");
        assertThat(shop.holder("Build")).contains(first);
        shop.succeed(first, "Compile");
        assertThat(shop.holder("Build")).contains(first);

        shop.succeed(first, "Scan");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Build")).contains(second);
    }

    @Test
    public void aFailedExecutionNamesTheStageAndAllActionsThatFailed() {
        String first = shop.startInto("Build");
        shop.fail(first, "Lint");
        shop.fail(first, "Compile");
        shop.succeed(first, "Scan");

        assertThat(shop.execution(first).statusSummary())
                .contains("Build", "Lint", "Compile")
                .doesNotContain("Scan");
    }

    @Test
    public void aStageFailsOnceHoweverManyActionsFail() {
        String first = shop.startInto("Build");
        shop.fail(first, "Lint", "Compile", "Scan");

        assertThat(shop.history())
                .filteredOn(Event.StageFailed.class::isInstance)
                .hasSize(1);
        assertThat(shop.history())
                .filteredOn(Event.ExecutionFailed.class::isInstance)
                .hasSize(1);
    }

    @Test
    public void aFailedExecutionGoesNoFurther() {
        String first = shop.startInto("Build");
        shop.fail(first, "Lint", "Compile", "Scan");

        assertThat(shop.holder("Production")).isEmpty();
        assertThat(shop.waiting("Production")).isEmpty();
        assertThat(shop.holder("Build")).isEmpty();
    }

    @Test
    public void anActionIsStartedInTheWorldOncePerAttempt() {
        String first = shop.startInto("Build");

        assertThat(shop.effects())
                .filteredOn(Effect.StartAction.class::isInstance)
                .extracting(effect -> ((Effect.StartAction) effect).action())
                .containsExactly("Compile", "Lint", "Scan");
        shop.succeed(first, "Lint");
        assertThat(shop.effects()).noneMatch(Effect.StartAction.class::isInstance);
    }

    private static ActionDeclaration build(String name, int runOrder) {
        return configured(name, runOrder, Map.of(), null);
    }
}
