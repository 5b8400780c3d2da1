package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.variable;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Starts of executions: validation and idempotency (reference §1.4, §1.5, §1.12). */
public class StartsTest {
    private final Rehearsal shop = Rehearsal.of(
            List.of(variable("target", "eu"), variable("ticket", null)),
            stage("Source", source("Checkout")),
            stage("Production", configured("Deploy", 1, Map.of(), null)));

    @Test
    public void variablesTakeTheirDefaultsUnlessTheyAreGiven() {
        String first = shop.start(Map.of("ticket", "T-1"));
        shop.succeed(first, "Checkout");
        String second = shop.start(Map.of("ticket", "T-2", "target", "us"));

        assertThat(shop.execution(first).origin().variables())
                .containsExactly(Map.entry("target", "eu"), Map.entry("ticket", "T-1"));
        assertThat(shop.execution(second).origin().variables())
                .containsExactly(Map.entry("target", "us"), Map.entry("ticket", "T-2"));
    }

    @Test
    public void aVariableWithoutADefaultMustBeGiven() {
        assertThat(problems(Map.of(), Map.of())).contains("'ticket'", "no default");
    }

    @Test
    public void aVariableThatIsNotDeclaredIsRefused() {
        assertThat(problems(Map.of("ticket", "T-1", "tarGet", "us"), Map.of())).contains("'tarGet'", "target, ticket");
    }

    @Test
    public void aValueHasOneTo1000Characters() {
        assertThat(problems(Map.of("ticket", ""), Map.of())).contains("'ticket'", "1 to 1000");
        assertThat(problems(Map.of("ticket", "x".repeat(1001)), Map.of())).contains("'ticket'", "1001");
        assertThat(shop.start(Map.of("ticket", "x".repeat(1000)))).isNotEmpty();
    }

    @Test
    public void allProblemsOfAStartAreNamedAtOnce() {
        assertThat(problems(Map.of("other", "x"), Map.of("Deploy", "c0ffee")))
                .contains("'ticket'", "'other'", "'Deploy'");
    }

    @Test
    public void aRefusedStartChangesNothingAndItsTokenMayBeUsedAgain() {
        assertThat(shop.refuse(command("x1", Map.of(), Map.of(), Optional.of("token")))
                        .error())
                .isEqualTo(Refusal.Error.ValidationException);

        Decision.Accepted accepted =
                shop.accept(command("x2", Map.of("ticket", "T-1"), Map.of(), Optional.of("token")));

        assertThat(accepted.executionId()).contains("x2");
    }

    @Test
    public void aSourceActionCanBePinnedToARevision() {
        shop.accept(command("x1", Map.of("ticket", "T-1"), Map.of("Checkout", "c0ffee"), Optional.empty()));

        assertThat(shop.execution("x1").origin().sourceRevisions()).containsExactly(Map.entry("Checkout", "c0ffee"));
    }

    @Test
    public void onlySourceActionsArePinnedAndNotToNothing() {
        assertThat(problems(Map.of("ticket", "T-1"), Map.of("Deploy", "c0ffee")))
                .contains("'Deploy'", "Checkout");
        assertThat(problems(Map.of("ticket", "T-1"), Map.of("Checkout", " "))).contains("'Checkout'", "empty");
    }

    @Test
    public void theSameTokenTwiceStartsOnce() {
        Decision.Accepted one = shop.accept(command("x1", Map.of("ticket", "T-1"), Map.of(), Optional.of("token")));
        Decision.Accepted two = shop.accept(command("x2", Map.of("ticket", "T-1"), Map.of(), Optional.of("token")));

        assertThat(one.executionId()).contains("x1");
        assertThat(two.executionId()).contains("x1");
        assertThat(two.events()).isEmpty();
    }

    @Test
    public void theTokenOfAnExecutionThatIsLongOverStillNamesIt() {
        shop.accept(command("x1", Map.of("ticket", "T-1"), Map.of(), Optional.of("token")));
        shop.fail("x1", "Checkout");
        shop.start(Map.of("ticket", "T-2"));
        assertThat(shop.state().execution("x1")).isEmpty();

        assertThat(shop.accept(command("x9", Map.of("ticket", "T-1"), Map.of(), Optional.of("token")))
                        .executionId())
                .contains("x1");
    }

    @Test
    public void theLast100TokensAreRemembered() {
        for (int i = 0; i <= PipelineState.REMEMBERED_STARTS; i++) {
            shop.accept(command("x" + i, Map.of("ticket", "T-1"), Map.of(), Optional.of("token-" + i)));
        }

        assertThat(shop.state().recentStarts())
                .hasSize(PipelineState.REMEMBERED_STARTS)
                .doesNotContainKey("token-0")
                .containsKey("token-1");
    }

    @Test
    public void aTokenHasOneTo128LettersDigitsAndDashes() {
        for (String token : new String[] {"", "x".repeat(129), "a b", "a_b"}) {
            Refusal refusal = shop.refuse(command("x1", Map.of("ticket", "T-1"), Map.of(), Optional.of(token)));
            assertThat(refusal.error()).as("token '%s'", token).isEqualTo(Refusal.Error.ValidationException);
            assertThat(refusal.message()).contains("token");
        }
        shop.accept(command("x1", Map.of("ticket", "T-1"), Map.of(), Optional.of("x".repeat(128))));
    }

    @Test
    public void anExecutionIdIsUsedOnce() {
        shop.accept(command("x1", Map.of("ticket", "T-1"), Map.of(), Optional.empty()));

        assertThat(shop.refuse(command("x1", Map.of("ticket", "T-1"), Map.of(), Optional.empty()))
                        .error())
                .isEqualTo(Refusal.Error.ConflictException);
    }

    @Test
    public void executionsAreCountedFromOne() {
        String first = shop.start(Map.of("ticket", "T-1"));
        shop.succeed(first, "Checkout");
        String second = shop.start(Map.of("ticket", "T-2"));

        assertThat(shop.execution(first).origin().number()).isEqualTo(1);
        assertThat(shop.execution(second).origin().number()).isEqualTo(2);
    }

    @Test
    public void anExecutionKnowsWhatStartedItInAtMost1024Characters() {
        shop.accept(new Command.StartExecution(
                "x1",
                new Trigger(TriggerType.WebhookV2, "x".repeat(2000)),
                Map.of("ticket", "T-1"),
                Map.of(),
                Optional.empty()));

        assertThat(shop.execution("x1").origin().trigger())
                .isEqualTo(new Trigger(TriggerType.WebhookV2, "x".repeat(1024)));
    }

    @Test
    public void allSourceActionsRunAtEachStart() {
        Rehearsal twoSources = Rehearsal.of(
                stage("Source", source("Checkout"), source("Config")),
                stage("Production", configured("Deploy", 1, Map.of(), null)));
        String first = twoSources.start();

        assertThat(twoSources.running(first)).containsExactly("Checkout", "Config");
    }

    private String problems(Map<String, String> variables, Map<String, String> revisions) {
        Refusal refusal = shop.refuse(command("x0", variables, revisions, Optional.empty()));
        assertThat(refusal.error()).isEqualTo(Refusal.Error.ValidationException);
        return refusal.message();
    }

    private static Command command(
            String id, Map<String, String> variables, Map<String, String> revisions, Optional<String> token) {
        return new Command.StartExecution(id, Rehearsal.BY_HAND, variables, revisions, token);
    }
}
