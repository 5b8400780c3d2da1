package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Transitions that a person closes and opens (reference §1.6). */
public class TransitionsTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout")), stage("Production", configured("Deploy", 1, Map.of(), null)));

    @Test
    public void anExecutionWaitsInFrontOfAClosedTransitionAndEntersWhenItOpens() {
        shop.close("Production");
        String first = shop.startInto("Production");
        assertThat(shop.waiting("Production")).containsExactly(first);
        assertThat(shop.holder("Source")).isEmpty();

        shop.open("Production");

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void inFrontOfAClosedTransitionTheLatestExecutionWaits() {
        shop.close("Production");
        String first = shop.startInto("Production");
        String second = shop.startInto("Production");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Superseded);
        assertThat(shop.waiting("Production")).containsExactly(second);
    }

    @Test
    public void closingATransitionDoesNotTouchWhatIsInTheStage() {
        String first = shop.startInto("Production");

        shop.close("Production");
        shop.succeed(first, "Deploy");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void openingATransitionOfAHeldStageLetsNobodyInYet() {
        String first = shop.startInto("Production");
        shop.close("Production");
        String second = shop.startInto("Production");

        shop.open("Production");
        assertThat(shop.waiting("Production")).containsExactly(second);
        shop.succeed(first, "Deploy");

        assertThat(shop.holder("Production")).contains(second);
    }

    @Test
    public void theWayIntoTheFirstStageCanBeClosedToo() {
        shop.close("Source");
        String first = shop.start();

        assertThat(shop.running(first)).isEmpty();
        shop.open("Source");
        assertThat(shop.running(first)).containsExactly("Checkout");
    }

    @Test
    public void aClosedTransitionSaysWhoClosedItWhenAndWhy() {
        shop.close("Production");

        assertThat(shop.state().stage("Production").orElseThrow().inbound())
                .isEqualTo(new Transition(false, "ada", Optional.of(shop.now()), "freeze"));
    }

    @Test
    public void anOpenedTransitionSaysWhoOpenedItAndKeepsNoReason() {
        shop.close("Production");
        shop.open("Production");

        assertThat(shop.state().stage("Production").orElseThrow().inbound())
                .isEqualTo(new Transition(true, "grace", Optional.of(shop.now()), ""));
    }

    @Test
    public void closingWhatIsClosedForTheSameReasonChangesNothing() {
        shop.close("Production");
        shop.close("Production");

        assertThat(shop.latest()).isEmpty();
        shop.open("Production");
        shop.open("Production");
        assertThat(shop.latest()).isEmpty();
    }

    @Test
    public void anotherReasonForAClosedTransitionReplacesTheFirst() {
        shop.close("Production");
        shop.accept(new Command.SetTransition("Production", false, "audit", "grace"));

        assertThat(shop.state().stage("Production").orElseThrow().inbound().disabledReason())
                .isEqualTo("audit");
    }

    @Test
    public void aTransitionStaysClosedOverAnUpdateOfTheDefinition() {
        shop.close("Production");
        shop.define(pipeline(
                "shop",
                stage("Source", source("Checkout")),
                stage("Production", configured("DeployAll", 1, Map.of(), null))));

        String first = shop.startInto("Production");

        assertThat(shop.waiting("Production")).containsExactly(first);
    }

    @Test
    public void aTransitionIsClosedWithAReasonOfAllowedCharacters() {
        for (String reason : new String[] {"", "x".repeat(301), "new\nline", "<script>", "caf\u00e9", "a;b"}) {
            assertThat(shop.refuse(new Command.SetTransition("Production", false, reason, "ada"))
                            .error())
                    .as("reason '%s'", reason)
                    .isEqualTo(Refusal.Error.ValidationException);
        }
        for (String reason : new String[] {"x", "x".repeat(300), "Freeze (until 2026-01-02)! Ask ops@shop.example?"}) {
            shop.accept(new Command.SetTransition("Production", false, reason, "ada"));
        }
    }

    @Test
    public void aStageThatDoesNotExistHasNoTransition() {
        Refusal refusal = shop.refuse(new Command.SetTransition("Prod", true, "", "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.StageNotFoundException);
        assertThat(refusal.message()).contains("Prod", "Source, Production");
    }
}
