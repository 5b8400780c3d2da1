package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Manual approvals (reference §1.11). */
public class ApprovalsTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout")),
            stage(
                    "Production",
                    approval("GoLive", 1),
                    configured("Smoke", 1, Map.of(), null),
                    configured("Deploy", 2, Map.of(), null)),
            stage("Close", approval("SignOff", 1, 30)));

    @Test
    public void anApprovedActionSucceedsWithTheApproversNameAndWords() {
        String first = shop.startInto("Production");

        shop.approve(first, "GoLive");

        ActionExecution approval = shop.attempt(first, "GoLive");
        assertThat(approval.status()).isEqualTo(ActionStatus.Succeeded);
        assertThat(approval.updatedBy()).isEqualTo("grace");
        assertThat(approval.summary()).isEqualTo("looked at it");
    }

    @Test
    public void theExecutionGoesOnWhenAllBesideTheApprovalHaveSucceededToo() {
        String first = shop.startInto("Production");
        shop.approve(first, "GoLive");
        assertThat(shop.running(first)).containsExactly("Smoke");

        shop.succeed(first, "Smoke");

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void aRejectedActionFailsAndSaysByWhomAndWhy() {
        String first = shop.startInto("Production");
        shop.succeed(first, "Smoke");

        shop.reject(first, "GoLive");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(first, "GoLive").error())
                .contains(new ErrorDetails("Rejected", "Rejected by grace: looked at it"));
    }

    @Test
    public void theAnswerIsOnRecordBeforeWhatFollowsFromIt() {
        String first = shop.startInto("Production");
        String token = shop.attempt(first, "GoLive").actionExecutionId();

        shop.approve(first, "GoLive");

        assertThat(shop.latest().get(0))
                .isEqualTo(new Event.ApprovalAnswered(
                        shop.now(),
                        first,
                        "Production",
                        "GoLive",
                        token,
                        ApprovalStatus.Approved,
                        "looked at it",
                        "grace"));
    }

    @Test
    public void noProviderIsStartedForAnApprovalButATimerIsArmed() {
        String first = shop.startInto("Close");
        ActionExecution signOff = shop.attempt(first, "SignOff");

        assertThat(shop.effects())
                .contains(new Effect.ArmTimer(
                        first, "Close", signOff.actionExecutionId(), shop.now().plus(Duration.ofMinutes(30))))
                .noneMatch(Effect.StartAction.class::isInstance);
    }

    @Test
    public void anApprovalWithoutATimeoutWaitsSevenDays() {
        String first = shop.startInto("Production");

        assertThat(shop.attempt(first, "GoLive").expires()).contains(shop.now().plus(Duration.ofDays(7)));
    }

    @Test
    public void anApprovalThatNobodyAnswersInTimeFails() {
        String first = shop.startInto("Close");
        shop.pass(Duration.ofMinutes(30));

        shop.accept(shop.timer(first, "SignOff"));

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(first, "SignOff").error())
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("ApprovalTimedOut"));
    }

    @Test
    public void aTimedOutApprovalCanBeRetriedAndHasItsWholeTimeAgain() {
        String first = shop.startInto("Close");
        shop.pass(Duration.ofMinutes(31));
        shop.accept(shop.timer(first, "SignOff"));

        shop.retry(first, "Close", RetryMode.FAILED_ACTIONS);

        assertThat(shop.attempt(first, "SignOff").expires()).contains(shop.now().plus(Duration.ofMinutes(30)));
    }

    @Test
    public void aTimerThatRingsTooEarlyChangesNothing() {
        String first = shop.startInto("Close");
        shop.pass(Duration.ofMinutes(30).minusNanos(1));

        shop.accept(shop.timer(first, "SignOff"));

        assertThat(shop.latest()).isEmpty();
        assertThat(shop.running(first)).containsExactly("SignOff");
    }

    @Test
    public void theTimerOfAnAnsweredApprovalChangesNothing() {
        String first = shop.startInto("Close");
        Command.TimerDue timer = shop.timer(first, "SignOff");
        shop.approve(first, "SignOff");
        shop.pass(Duration.ofDays(1));

        shop.accept(timer);

        assertThat(shop.latest()).isEmpty();
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void theTimerOfAnEarlierAttemptDoesNotEndALaterOne() {
        String first = shop.startInto("Close");
        Command.TimerDue timer = shop.timer(first, "SignOff");
        shop.pass(Duration.ofMinutes(20));
        shop.reject(first, "SignOff");
        shop.retry(first, "Close", RetryMode.FAILED_ACTIONS);
        shop.pass(Duration.ofMinutes(15));

        shop.accept(timer);

        assertThat(shop.running(first)).containsExactly("SignOff");
    }

    @Test
    public void anAnswerThatComesTooLateIsRefusedEvenIfTheTimerHasNotRungYet() {
        String first = shop.startInto("Close");
        shop.pass(Duration.ofMinutes(30));

        Refusal refusal = shop.refuse(shop.answer(first, "SignOff", ApprovalStatus.Approved));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ApprovalAlreadyCompletedException);
        assertThat(refusal.message()).contains("expired");
    }

    @Test
    public void anApprovalIsAnsweredOnce() {
        String first = shop.startInto("Production");
        Command.PutApproval rejection = shop.answer(first, "GoLive", ApprovalStatus.Rejected);
        shop.approve(first, "GoLive");

        Refusal refusal = shop.refuse(rejection);

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ApprovalAlreadyCompletedException);
        assertThat(refusal.message()).contains("Succeeded");
    }

    @Test
    public void anAnswerNeedsTheTokenOfTheQuestion() {
        shop.startInto("Production");

        Refusal refusal = shop.refuse(
                new Command.PutApproval("Production", "GoLive", "guess", ApprovalStatus.Approved, "", "eve"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.InvalidApprovalTokenException);
    }

    @Test
    public void aTokenIsGoodForItsOwnQuestionAlone() {
        String first = shop.startInto("Close");
        String second = shop.startInto("Production");
        String token = shop.attempt(second, "GoLive").actionExecutionId();

        assertThat(shop.refuse(new Command.PutApproval("Close", "SignOff", token, ApprovalStatus.Approved, "", "eve"))
                        .error())
                .isEqualTo(Refusal.Error.InvalidApprovalTokenException);
        assertThat(shop.running(first)).containsExactly("SignOff");
    }

    @Test
    public void anActionThatIsNoApprovalCannotBeApproved() {
        String first = shop.startInto("Production");
        String attempt = shop.attempt(first, "Smoke").actionExecutionId();

        assertThat(shop.refuse(new Command.PutApproval(
                                "Production", "Smoke", attempt, ApprovalStatus.Approved, "", "eve"))
                        .error())
                .isEqualTo(Refusal.Error.ActionNotFoundException);
    }

    @Test
    public void aStageThatDoesNotExistAsksNothing() {
        assertThat(shop.refuse(new Command.PutApproval("Prod", "GoLive", "t", ApprovalStatus.Approved, "", "eve"))
                        .error())
                .isEqualTo(Refusal.Error.StageNotFoundException);
    }

    @Test
    public void aSummaryHasAtMost512Characters() {
        String first = shop.startInto("Production");
        String token = shop.attempt(first, "GoLive").actionExecutionId();

        assertThat(shop.refuse(new Command.PutApproval(
                                "Production", "GoLive", token, ApprovalStatus.Approved, "x".repeat(513), "grace"))
                        .error())
                .isEqualTo(Refusal.Error.ValidationException);
        shop.accept(new Command.PutApproval(
                "Production", "GoLive", token, ApprovalStatus.Approved, "x".repeat(512), "grace"));
    }

    @Test
    public void aProviderCannotAnswerAnApproval() {
        String first = shop.startInto("Close");
        String token = shop.attempt(first, "SignOff").actionExecutionId();

        shop.accept(Rehearsal.report(first, "Close", "SignOff", token, ActionStatus.Succeeded, Map.of(), Map.of()));

        assertThat(shop.running(first)).containsExactly("SignOff");
    }

    @Test
    public void aProviderCannotSayHowFarAnApprovalIs() {
        String first = shop.startInto("Close");
        String token = shop.attempt(first, "SignOff").actionExecutionId();

        shop.accept(new Command.ActionProgressed(first, "Close", "SignOff", token, "half", Optional.of(50), "", ""));

        assertThat(shop.latest()).isEmpty();
    }
}
