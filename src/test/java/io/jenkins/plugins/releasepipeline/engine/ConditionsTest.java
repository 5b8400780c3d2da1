package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.ConditionType.BEFORE_ENTRY;
import static io.jenkins.plugins.releasepipeline.engine.ConditionType.ON_FAILURE;
import static io.jenkins.plugins.releasepipeline.engine.ConditionType.ON_SUCCESS;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.condition;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.onFailure;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.rule;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Stage conditions and their rules (reference §1.10). */
public class ConditionsTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final ActionDeclaration DEPLOY = configured("Deploy", 1, Map.of(), null);
    private static final StageDeclaration AFTER = stage("After", configured("Announce", 1, Map.of(), null));
    private static final HoldConfiguration EVERY_MINUTE_FOR_AN_HOUR = new HoldConfiguration(60, 60, Map.of());

    private final Rehearsal guarded = entering(condition("FAIL", "Window", "Freeze"));
    private final Rehearsal skipping = entering(condition("SKIP", "Window"));
    private final Rehearsal holding = entering(condition("HOLD", EVERY_MINUTE_FOR_AN_HOUR, "Window", "Freeze"));

    // before entry

    @Test
    public void theRulesAreCheckedTogetherAfterTheStageIsTakenAndBeforeItsActionsStart() {
        String first = guarded.startInto("Production");

        assertThat(guarded.holder("Production")).contains(first);
        assertThat(guarded.effects())
                .filteredOn(Effect.EvaluateRule.class::isInstance)
                .extracting(effect -> ((Effect.EvaluateRule) effect).rule())
                .containsExactly("Window", "Freeze");
        assertThat(guarded.running(first)).isEmpty();
    }

    @Test
    public void theActionsStartWhenAllRulesHavePassed() {
        String first = guarded.startInto("Production");

        guarded.pass(first, BEFORE_ENTRY, "Window");
        assertThat(guarded.running(first)).isEmpty();
        guarded.pass(first, BEFORE_ENTRY, "Freeze");

        assertThat(guarded.running(first)).containsExactly("Deploy");
        assertThat(guarded.condition(first, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Succeeded);
    }

    @Test
    public void aRuleThatDoesNotPassFailsTheStageAtOnceAndFreesIt() {
        String first = guarded.startInto("Production");
        String second = guarded.startInto("Production");

        guarded.failRule(first, BEFORE_ENTRY, "Freeze");

        assertThat(guarded.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(guarded.holder("Production")).contains(second);
    }

    @Test
    public void theFailureSaysWhichRuleAndWhy() {
        String first = guarded.startInto("Production");

        guarded.failRule(first, BEFORE_ENTRY, "Freeze");

        assertThat(guarded.execution(first).statusSummary())
                .contains("Production", "Rule Freeze did not pass: it is Friday");
        assertThat(guarded.rule(first, BEFORE_ENTRY, "Window").status()).isEqualTo(ActionStatus.Abandoned);
        assertThat(guarded.effects())
                .contains(new Effect.StopAction(
                        first,
                        guarded.rule(first, BEFORE_ENTRY, "Window").ruleExecutionId(),
                        "Another rule of the condition has not passed."));
    }

    @Test
    public void aStageWhoseEntryConditionSkipsItIsPassedBy() {
        String first = skipping.startInto("Production");

        skipping.failRule(first, BEFORE_ENTRY, "Window");

        assertThat(skipping.status(first, "Production")).isEqualTo(StageStatus.Skipped);
        assertThat(skipping.holder("Production")).isEmpty();
        assertThat(skipping.running(first)).containsExactly("Announce");
        assertThat(skipping.state().stage("Production").orElseThrow().succeeded())
                .isEmpty();
    }

    @Test
    public void anExecutionThatSkipsItsLastStageSucceeds() {
        Rehearsal shop = Rehearsal.of(SOURCE, stage("Production", condition("SKIP", "Window"), null, null, DEPLOY));
        String first = shop.startInto("Production");

        shop.failRule(first, BEFORE_ENTRY, "Window");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void aSkippedStageCannotBeRetried() {
        String first = skipping.startInto("Production");
        skipping.failRule(first, BEFORE_ENTRY, "Window");

        assertThat(skipping.refuse(new Command.RetryStage(first, "Production", RetryMode.ALL_ACTIONS, "ada"))
                        .error())
                .isEqualTo(Refusal.Error.StageNotRetryableException);
    }

    @Test
    public void aRuleThatCouldNotBeCheckedFailsTheStageAndNeverSkipsIt() {
        String first = skipping.startInto("Production");

        skipping.breakRule(first, BEFORE_ENTRY, "Window");

        assertThat(skipping.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(skipping.condition(first, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Errored);
        assertThat(skipping.execution(first).statusSummary()).contains("Rule Window could not be checked: no answer");
    }

    @Test
    public void aRuleWhoseVariableHasNoValueCouldNotBeChecked() {
        Condition reading = new Condition(
                "SKIP", List.of(rule("Green", Map.of("Variable", "#{tests.RESULT}"), null)), null, Map.of());
        Rehearsal shop = entering(reading);

        String first = shop.startInto("Production");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.rule(first, BEFORE_ENTRY, "Green").error().orElseThrow().message())
                .contains("#{tests.RESULT}");
    }

    @Test
    public void aRuleIsGivenItsConfigurationWithTheVariablesResolved() {
        Condition reading = new Condition(
                "FAIL",
                List.of(rule("Mine", Map.of("Variable", "#{codepipeline.PipelineExecutionId}"), null)),
                null,
                Map.of());
        Rehearsal shop = entering(reading);

        String first = shop.startInto("Production");

        assertThat(shop.rule(first, BEFORE_ENTRY, "Mine").input().orElseThrow().resolvedConfiguration())
                .containsEntry("Variable", first);
    }

    @Test
    public void aRuleThatDoesNotAnswerInItsTimeCouldNotBeChecked() {
        Condition slow = new Condition("FAIL", List.of(rule("Alarm", Map.of(), 5)), null, Map.of());
        Rehearsal shop = entering(slow);
        String first = shop.startInto("Production");
        shop.pass(Duration.ofMinutes(4));
        shop.wakeUp();
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.InProgress);

        shop.pass(Duration.ofMinutes(1));
        shop.wakeUp();

        assertThat(shop.condition(first, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Errored);
        assertThat(shop.effects()).anyMatch(Effect.StopAction.class::isInstance);
    }

    @Test
    public void aReportOfACheckThatIsOverChangesNothing() {
        String first = guarded.startInto("Production");
        Command late = guarded.checked(first, BEFORE_ENTRY, "Window", Optional.empty());
        guarded.failRule(first, BEFORE_ENTRY, "Freeze");

        guarded.accept(late);

        assertThat(guarded.latest()).isEmpty();
    }

    // retry

    @Test
    public void aRetryChecksAnEntryConditionAgainThatHasFailed() {
        String first = guarded.startInto("Production");
        guarded.failRule(first, BEFORE_ENTRY, "Freeze");

        guarded.retry(first, "Production", RetryMode.FAILED_ACTIONS);
        guarded.pass(first, BEFORE_ENTRY, "Window", "Freeze");

        assertThat(guarded.running(first)).containsExactly("Deploy");
    }

    @Test
    public void aRetryOfFailedActionsDoesNotAskAnEntryConditionAgainThatHasPassed() {
        String first = guarded.startInto("Production");
        guarded.pass(first, BEFORE_ENTRY, "Window", "Freeze");
        guarded.fail(first, "Deploy");

        guarded.retry(first, "Production", RetryMode.FAILED_ACTIONS);
        assertThat(guarded.running(first)).containsExactly("Deploy");
        guarded.fail(first, "Deploy");

        guarded.retry(first, "Production", RetryMode.ALL_ACTIONS);
        assertThat(guarded.running(first)).isEmpty();
        assertThat(guarded.condition(first, BEFORE_ENTRY).isInProgress()).isTrue();
    }

    // hold

    @Test
    public void aHoldWaitsAndChecksAllItsRulesAgain() {
        String first = holding.startInto("Production");
        holding.pass(first, BEFORE_ENTRY, "Window");
        holding.failRule(first, BEFORE_ENTRY, "Freeze");

        ConditionExecution held = holding.condition(first, BEFORE_ENTRY);
        assertThat(held.isInProgress()).isTrue();
        assertThat(held.nextCheck()).contains(holding.now().plusSeconds(60));
        assertThat(held.summary()).contains("Rule Freeze did not pass");
        holding.wakeUp();
        assertThat(holding.condition(first, BEFORE_ENTRY)).isEqualTo(held);

        holding.pass(Duration.ofMinutes(1));
        holding.wakeUp();
        assertThat(holding.condition(first, BEFORE_ENTRY).evaluation()).isEqualTo(2);
        holding.pass(first, BEFORE_ENTRY, "Window", "Freeze");
        assertThat(holding.running(first)).containsExactly("Deploy");
    }

    @Test
    public void aHoldWaitsForARuleThatCannotBeCheckedToo() {
        String first = holding.startInto("Production");

        holding.breakRule(first, BEFORE_ENTRY, "Window");

        assertThat(holding.condition(first, BEFORE_ENTRY).isInProgress()).isTrue();
    }

    @Test
    public void aHoldFailsTheStageAtItsTimeout() {
        String first = holding.startInto("Production");
        int checks = 0;
        while (holding.status(first) == ExecutionStatus.InProgress) {
            holding.failRule(first, BEFORE_ENTRY, "Window");
            holding.pass(Duration.ofMinutes(1));
            holding.wakeUp();
            checks++;
        }

        assertThat(checks).isEqualTo(60);
        assertThat(holding.execution(first).statusSummary()).contains("held until its timeout");
    }

    @Test
    public void aHoldEndsAtItsTimeoutEvenWhileARuleIsBeingChecked() {
        String first = holding.startInto("Production");

        holding.pass(Duration.ofHours(1));
        holding.wakeUp();

        assertThat(holding.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(holding.condition(first, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Failed);
        assertThat(holding.rule(first, BEFORE_ENTRY, "Window").status()).isEqualTo(ActionStatus.Abandoned);
        assertThat(holding.execution(first).statusSummary()).contains("held until its timeout");
    }

    @Test
    public void aHeldStageStaysTakenAndTheNextExecutionWaits() {
        String first = holding.startInto("Production");
        holding.failRule(first, BEFORE_ENTRY, "Window");
        String second = holding.startInto("Production");

        assertThat(holding.holder("Production")).contains(first);
        assertThat(holding.waiting("Production")).containsExactly(second);
    }

    @Test
    public void aHeldExecutionCanBeStopped() {
        String first = holding.startInto("Production");
        holding.failRule(first, BEFORE_ENTRY, "Window");

        holding.stop(first);

        assertThat(holding.ended(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(holding.condition(first, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Cancelled);
    }

    @Test
    public void anExecutionIsStoppedAtOnceWhileRulesAreChecked() {
        String first = guarded.startInto("Production");

        guarded.stop(first);

        assertThat(guarded.ended(first)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(guarded.condition(first, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Cancelled);
        String second = guarded.startInto("Production");
        guarded.abandon(second);
        assertThat(guarded.condition(second, BEFORE_ENTRY).status()).isEqualTo(ConditionStatus.Abandoned);
    }

    // on success

    @Test
    public void aSuccessConditionIsCheckedAfterAllActionsHaveSucceeded() {
        Rehearsal shop = succeeding(condition("FAIL", "Alarm"));
        String first = shop.startInto("Production");
        shop.succeed(first, "Deploy");

        assertThat(shop.holder("Production")).contains(first);
        assertThat(shop.status(first, "Production")).isEqualTo(StageStatus.InProgress);
        shop.pass(first, ON_SUCCESS, "Alarm");

        assertThat(shop.running(first)).containsExactly("Announce");
    }

    @Test
    public void aSuccessConditionThatDoesNotPassFailsTheStage() {
        Rehearsal shop = succeeding(condition("FAIL", "Alarm"));
        String first = shop.startInto("Production");
        shop.succeed(first, "Deploy");

        shop.failRule(first, ON_SUCCESS, "Alarm");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.state().stage("Production").orElseThrow().succeeded()).isEmpty();
    }

    @Test
    public void aRetryAfterASuccessConditionChecksThatAloneOrAllOver() {
        Rehearsal shop = succeeding(condition("FAIL", "Alarm"));
        String first = shop.startInto("Production");
        shop.succeed(first, "Deploy");
        shop.failRule(first, ON_SUCCESS, "Alarm");

        shop.retry(first, "Production", RetryMode.FAILED_ACTIONS);
        assertThat(shop.running(first)).isEmpty();
        shop.failRule(first, ON_SUCCESS, "Alarm");
        shop.retry(first, "Production", RetryMode.ALL_ACTIONS);
        assertThat(shop.running(first)).containsExactly("Deploy");
        shop.succeed(first, "Deploy");
        shop.pass(first, ON_SUCCESS, "Alarm");

        assertThat(shop.running(first)).containsExactly("Announce");
    }

    @Test
    public void aSuccessConditionThatRollsBackTakesTheStageToWhatSucceededLast() {
        Rehearsal shop = succeeding(condition("ROLLBACK", "Alarm"));
        String good = through(shop);
        String bad = shop.startInto("Production");
        shop.succeed(bad, "Deploy");

        shop.failRule(bad, ON_SUCCESS, "Alarm");

        assertThat(shop.ended(bad)).isEqualTo(ExecutionStatus.Failed);
        ExecutionState back = shop.execution(shop.holder("Production").orElseThrow());
        assertThat(back.origin().type()).isEqualTo(ExecutionType.ROLLBACK);
        assertThat(back.origin().rollbackTarget()).contains(good);
        assertThat(back.origin().trigger()).isEqualTo(new Trigger(TriggerType.AutomatedRollback, bad));
    }

    @Test
    public void aSuccessConditionThatCouldNotBeCheckedDoesNotRollBack() {
        Rehearsal shop = succeeding(condition("ROLLBACK", "Alarm"));
        through(shop);
        String bad = shop.startInto("Production");
        shop.succeed(bad, "Deploy");

        shop.breakRule(bad, ON_SUCCESS, "Alarm");

        assertThat(shop.ended(bad)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Production")).isEmpty();
    }

    @Test
    public void whatWasRolledBackIsCheckedToo() {
        Rehearsal shop = succeeding(condition("ROLLBACK", "Alarm"));
        through(shop);
        String bad = shop.startInto("Production");
        shop.succeed(bad, "Deploy");
        shop.failRule(bad, ON_SUCCESS, "Alarm");
        String back = shop.holder("Production").orElseThrow();
        shop.succeed(back, "Deploy");

        shop.failRule(back, ON_SUCCESS, "Alarm");

        assertThat(shop.ended(back)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Production")).isEmpty();
    }

    // on failure

    @Test
    public void aFailureConditionThatIsMetRollsBack() {
        Rehearsal shop = failing(condition("ROLLBACK", "Alarm"));
        String good = through(shop);
        String bad = shop.startInto("Production");
        shop.fail(bad, "Deploy");
        assertThat(shop.status(bad)).isEqualTo(ExecutionStatus.InProgress);
        assertThat(shop.status(bad, "Production")).isEqualTo(StageStatus.Failed);

        shop.pass(bad, ON_FAILURE, "Alarm");

        assertThat(shop.ended(bad)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.execution(shop.holder("Production").orElseThrow())
                        .origin()
                        .rollbackTarget())
                .contains(good);
    }

    @Test
    public void aFailureConditionThatIsNotMetLeavesTheStageFailed() {
        Rehearsal shop = failing(condition("ROLLBACK", "Alarm"));
        through(shop);
        String bad = shop.startInto("Production");
        shop.fail(bad, "Deploy");

        shop.failRule(bad, ON_FAILURE, "Alarm");

        assertThat(shop.ended(bad)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Production")).isEmpty();
    }

    @Test
    public void aFailureConditionWithoutRulesIsAlwaysMet() {
        Rehearsal shop = failing(condition("ROLLBACK"));
        String good = through(shop);
        String bad = shop.startInto("Production");

        shop.fail(bad, "Deploy");

        assertThat(shop.execution(shop.holder("Production").orElseThrow())
                        .origin()
                        .rollbackTarget())
                .contains(good);
    }

    @Test
    public void aStageThatFailedAtItsEntryHasNothingToTakeBack() {
        Rehearsal shop = Rehearsal.of(
                SOURCE, stage("Production", condition("FAIL", "Window"), null, onFailure("ROLLBACK"), DEPLOY), AFTER);
        String good = shop.startInto("Production");
        shop.pass(good, BEFORE_ENTRY, "Window");
        shop.passUntil(good, "After");
        String late = shop.startInto("Production");

        shop.failRule(late, BEFORE_ENTRY, "Window");

        assertThat(shop.ended(late)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Production")).isEmpty();
    }

    @Test
    public void aRetryGivesUpTheFailureConditionThatIsBeingChecked() {
        Rehearsal shop = failing(condition("ROLLBACK", "Alarm"));
        through(shop);
        String bad = shop.startInto("Production");
        shop.fail(bad, "Deploy");

        shop.retry(bad, "Production", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running(bad)).containsExactly("Deploy");
    }

    // override

    @Test
    public void anEntryConditionThatIsCheckedOrHoldsCanBeOverridden() {
        String first = guarded.startInto("Production");
        guarded.override(first, BEFORE_ENTRY);
        assertThat(guarded.running(first)).containsExactly("Deploy");

        String held = holding.startInto("Production");
        holding.failRule(held, BEFORE_ENTRY, "Window");
        holding.override(held, BEFORE_ENTRY);
        assertThat(holding.running(held)).containsExactly("Deploy");
    }

    @Test
    public void anOverrideSaysWhoWhenAndWhy() {
        String first = guarded.startInto("Production");
        guarded.pass(Duration.ofMinutes(3));
        guarded.override(first, BEFORE_ENTRY);

        ConditionExecution condition = guarded.condition(first, BEFORE_ENTRY);
        assertThat(condition.status()).isEqualTo(ConditionStatus.Overridden);
        assertThat(condition.by()).isEqualTo("grace");
        assertThat(condition.summary()).isEqualTo("hotfix");
        assertThat(condition.endedAt()).contains(guarded.now());
    }

    @Test
    public void anExecutionThatFailedAtItsEntryGoesOnWhenTheConditionIsOverridden() {
        String first = guarded.startInto("Production");
        guarded.failRule(first, BEFORE_ENTRY, "Freeze");

        guarded.override(first, BEFORE_ENTRY);

        assertThat(guarded.status(first)).isEqualTo(ExecutionStatus.InProgress);
        assertThat(guarded.holder("Production")).contains(first);
        assertThat(guarded.running(first)).containsExactly("Deploy");
    }

    @Test
    public void aFailedSuccessConditionThatIsOverriddenLetsTheStageSucceed() {
        Rehearsal shop = succeeding(condition("FAIL", "Alarm"));
        String first = shop.startInto("Production");
        shop.succeed(first, "Deploy");
        shop.failRule(first, ON_SUCCESS, "Alarm");

        shop.override(first, ON_SUCCESS);

        assertThat(shop.status(first, "Production")).isEqualTo(StageStatus.Succeeded);
        assertThat(shop.running(first)).containsExactly("Announce");
    }

    @Test
    public void aConditionIsNotOverriddenWhenALaterExecutionHasEntered() {
        String first = guarded.startInto("Production");
        guarded.failRule(first, BEFORE_ENTRY, "Freeze");
        Command override = guarded.overriding(first, BEFORE_ENTRY);
        guarded.startInto("Production");

        assertThat(guarded.refuse(override).error()).isEqualTo(Refusal.Error.NotLatestPipelineExecutionException);
    }

    @Test
    public void whatCannotBeOverriddenIsRefusedWithTheReason() {
        String skips = skipping.startInto("Production");
        assertThat(skipping.refuse(skipping.overriding(skips, BEFORE_ENTRY)).message())
                .contains("its result is SKIP");
        String first = guarded.startInto("Production");
        assertThat(guarded.refuse(guarded.overriding(first, ON_SUCCESS)).message())
                .contains("has not been come to");
        assertThat(guarded.refuse(guarded.overriding(first, ON_FAILURE)).error())
                .isEqualTo(Refusal.Error.ConditionNotOverridableException);
        guarded.pass(first, BEFORE_ENTRY, "Window", "Freeze");
        assertThat(guarded.refuse(guarded.overriding(first, BEFORE_ENTRY)).message())
                .contains("Succeeded already");
        assertThat(guarded.refuse(new Command.OverrideCondition(first, "Nowhere", BEFORE_ENTRY, "", "ada"))
                        .error())
                .isEqualTo(Refusal.Error.StageNotFoundException);
        assertThat(guarded.refuse(new Command.OverrideCondition("e99", "Production", BEFORE_ENTRY, "", "ada"))
                        .error())
                .isEqualTo(Refusal.Error.NotLatestPipelineExecutionException);
        assertThat(guarded.refuse(new Command.OverrideCondition("e99", "After", BEFORE_ENTRY, "", "ada"))
                        .error())
                .isEqualTo(Refusal.Error.PipelineExecutionNotFoundException);
        assertThat(guarded.refuse(new Command.OverrideCondition(
                                first, "Production", BEFORE_ENTRY, "x".repeat(201), "ada"))
                        .error())
                .isEqualTo(Refusal.Error.ValidationException);
    }

    // automatic retry

    @Test
    public void aFailedStageIsRetriedOnceAtOnceWhenTheDefinitionSaysSo() {
        Rehearsal shop = Rehearsal.of(SOURCE, stage("Production", null, null, onFailure("RETRY"), DEPLOY), AFTER);
        String first = shop.startInto("Production");

        shop.fail(first, "Deploy");
        assertThat(shop.running(first)).containsExactly("Deploy");
        assertThat(shop.execution(first).attempt()).isEqualTo(2);
        assertThat(shop.execution(first).stage("Production").orElseThrow().retry())
                .isEqualTo(new StageRetries(1, 0, Optional.of(RetryTrigger.AutomatedStageRetry), List.of()));
        shop.fail(first, "Deploy");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void moreRetriesWaitLongerEachTime() {
        Rehearsal shop = retrying(new RetryConfiguration(null, 3, 10, 3, List.of(), Map.of()));
        String first = shop.startInto("Production");

        for (int seconds : new int[] {10, 30, 90}) {
            shop.fail(first, "Deploy");
            assertThat(shop.status(first)).isEqualTo(ExecutionStatus.InProgress);
            assertThat(shop.holder("Production")).contains(first);
            shop.pass(Duration.ofSeconds(seconds - 1));
            shop.wakeUp();
            assertThat(shop.running(first)).isEmpty();
            shop.pass(Duration.ofSeconds(1));
            shop.wakeUp();
            assertThat(shop.running(first)).containsExactly("Deploy");
        }
        shop.fail(first, "Deploy");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void onlyTheNamedKindsOfFailureAreRetried() {
        Rehearsal shop = retrying(new RetryConfiguration(null, 3, 0, 1, List.of("SystemUnavailable"), Map.of()));
        String first = shop.startInto("Production");

        shop.fail(first, "Deploy");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void aPersonMayRetryBeforeTheAutomaticRetryIsDue() {
        Rehearsal shop = retrying(new RetryConfiguration(null, 1, 600, 1, List.of(), Map.of()));
        String first = shop.startInto("Production");
        shop.fail(first, "Deploy");

        shop.retry(first, "Production", RetryMode.ALL_ACTIONS);

        assertThat(shop.running(first)).containsExactly("Deploy");
        shop.pass(Duration.ofMinutes(10));
        shop.wakeUp();
        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void anExecutionThatWaitsForItsRetryCanBeStopped() {
        Rehearsal shop = retrying(new RetryConfiguration(null, 1, 600, 1, List.of(), Map.of()));
        String first = shop.startInto("Production");
        shop.fail(first, "Deploy");

        shop.stop(first);

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Stopped);
    }

    @Test
    public void aSourceStageIsRetriedToo() {
        Rehearsal shop =
                Rehearsal.of(stage("Source", null, null, onFailure("RETRY"), source("Checkout")), stage("P", DEPLOY));
        String first = shop.start();

        shop.fail(first, "Checkout");

        assertThat(shop.running(first)).containsExactly("Checkout");
    }

    @Test
    public void anEntryConditionThatFailedIsCheckedAgainByAnAutomaticRetry() {
        Rehearsal shop = Rehearsal.of(
                SOURCE, stage("Production", condition("FAIL", "Window"), null, onFailure("RETRY"), DEPLOY), AFTER);
        String first = shop.startInto("Production");

        shop.failRule(first, BEFORE_ENTRY, "Window");
        assertThat(shop.condition(first, BEFORE_ENTRY).isInProgress()).isTrue();
        shop.pass(first, BEFORE_ENTRY, "Window");

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    private static Rehearsal entering(Condition condition) {
        return Rehearsal.of(SOURCE, stage("Production", condition, null, null, DEPLOY), AFTER);
    }

    private static Rehearsal succeeding(Condition condition) {
        return Rehearsal.of(SOURCE, stage("Production", null, condition, null, DEPLOY), AFTER);
    }

    private static Rehearsal failing(Condition condition) {
        return Rehearsal.of(SOURCE, stage("Production", null, null, onFailure(condition), DEPLOY), AFTER);
    }

    private static Rehearsal retrying(RetryConfiguration retry) {
        return Rehearsal.of(SOURCE, stage("Production", null, null, onFailure(retry), DEPLOY), AFTER);
    }

    /** Lets an execution succeed in Production, where its success condition is met if there is one. */
    private static String through(Rehearsal shop) {
        String good = shop.startInto("Production");
        shop.succeed(good, "Deploy");
        if (shop.execution(good).position().equals("Production")) {
            shop.pass(good, ON_SUCCESS, "Alarm");
        }
        shop.succeed(good, "Announce");
        return good;
    }
}
