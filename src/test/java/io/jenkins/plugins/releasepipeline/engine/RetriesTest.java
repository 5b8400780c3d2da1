package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.making;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Retries of a failed or stopped stage (reference §1.8). */
public class RetriesTest {
    private static final StageDeclaration[] STAGES = {
        stage("Source", source("Checkout")),
        stage(
                "Build",
                making("Generate", 1, List.of(), List.of("gen")),
                configured("Compile", 2, Map.of(), null),
                configured("Lint", 2, Map.of(), null),
                configured("Package", 3, Map.of(), null)),
        stage("Production", approval("GoLive", 1))
    };
    private final Rehearsal shop = Rehearsal.of(STAGES);

    @Test
    public void failedActionsRunAgainInTheSameExecutionAndWhatSucceededDoesNot() {
        String first = failedInBuild();

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.InProgress);
        assertThat(shop.running(first)).containsExactly("Lint");
        shop.succeed(first, "Lint");
        assertThat(shop.running(first)).containsExactly("Package");
        shop.succeed(first, "Package");
        shop.approve(first, "GoLive");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void allActionsRunAgainFromTheFirst() {
        String first = failedInBuild();

        shop.retry(first, "Build", RetryMode.ALL_ACTIONS);

        assertThat(shop.running(first)).containsExactly("Generate");
        shop.succeed(first, "Generate");
        assertThat(shop.running(first)).containsExactly("Compile", "Lint");
    }

    @Test
    public void aRetryOfAllActionsReplacesTheOutputsOfTheFirstTime() {
        String first = shop.startInto("Build");
        shop.accept(shop.success(first, "Generate", Map.of(), Map.of("gen", "sha256:one")));
        shop.fail(first, "Compile", "Lint");
        shop.retry(first, "Build", RetryMode.ALL_ACTIONS);

        shop.accept(shop.success(first, "Generate", Map.of(), Map.of("gen", "sha256:two")));

        assertThat(shop.execution(first).products().artifacts()).containsEntry("gen", "sha256:two");
    }

    @Test
    public void aRetryHoldsTheStageAgain() {
        String first = failedInBuild();
        assertThat(shop.holder("Build")).isEmpty();

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.holder("Build")).contains(first);
        String second = shop.startInto("Build");
        assertThat(shop.waiting("Build")).containsExactly(second);
    }

    @Test
    public void eachRetryIsAnAttemptOfItsOwn() {
        String first = failedInBuild();
        String before = shop.attempt(first, "Lint").actionExecutionId();

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.execution(first).attempt()).isEqualTo(2);
        assertThat(shop.attempt(first, "Lint").attempt()).isEqualTo(2);
        assertThat(shop.attempt(first, "Lint").actionExecutionId()).isNotEqualTo(before);
        assertThat(shop.attempt(first, "Compile").attempt()).isEqualTo(1);
    }

    @Test
    public void retriesAreCountedWithWhoAskedForThem() {
        String first = failedInBuild();
        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);
        shop.fail(first, "Lint");
        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        StageRetries retries =
                shop.execution(first).stage("Build").orElseThrow().retry();
        assertThat(retries.manual()).isEqualTo(2);
        assertThat(retries.automatic()).isZero();
        assertThat(retries.latest()).contains(RetryTrigger.ManualStageRetry);
    }

    @Test
    public void whileOthersStillWorkTheFailedActionsCanRunAgain() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Generate");
        shop.fail(first, "Lint");
        String compile = shop.attempt(first, "Compile").actionExecutionId();

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running(first)).containsExactlyInAnyOrder("Compile", "Lint");
        assertThat(shop.attempt(first, "Compile").actionExecutionId()).isEqualTo(compile);
        shop.succeed(first, "Lint", "Compile", "Package");
        assertThat(shop.running(first)).containsExactly("GoLive");
    }

    @Test
    public void whileOthersStillWorkNotAllActionsCanRunAgain() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Generate");
        shop.fail(first, "Lint");

        assertThat(refusal(first, "Build", RetryMode.ALL_ACTIONS)).isEqualTo(Refusal.Error.ConflictException);
    }

    @Test
    public void aStoppedStageCanBeRetriedToo() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Generate");
        shop.abandon(first);

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running(first)).containsExactly("Compile", "Lint");
        assertThat(shop.execution(first).endRequest()).isEmpty();
    }

    @Test
    public void aStageThatWasStoppedWithNothingLeftToDoIsLeftByItsRetry() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Generate", "Compile", "Lint");
        shop.stop(first);
        shop.succeed(first, "Package");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Stopped);

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running(first)).containsExactly("GoLive");
    }

    @Test
    public void aRejectedApprovalIsAskedAgainWithAnotherToken() {
        String first = shop.startInto("Production");
        Command.PutApproval old = shop.answer(first, "GoLive", ApprovalStatus.Approved);
        shop.reject(first, "GoLive");

        shop.retry(first, "Production", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running(first)).containsExactly("GoLive");
        assertThat(shop.refuse(old).error()).isEqualTo(Refusal.Error.InvalidApprovalTokenException);
        shop.approve(first, "GoLive");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void aRetryGoesAheadOfOneThatWaitsBehindAClosedTransition() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");
        shop.close("Build");
        shop.fail(first, "Generate");

        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);
        assertThat(shop.holder("Build")).contains(first);
        shop.succeed(first, "Generate", "Compile", "Lint", "Package");

        assertThat(shop.waiting("Build")).containsExactly(second);
    }

    @Test
    public void anExecutionThatAnotherHasOvertakenCannotBeRetried() {
        String first = failedInBuild();
        String second = shop.startInto("Build");

        Refusal refusal = shop.refuse(new Command.RetryStage(first, "Build", RetryMode.FAILED_ACTIONS, "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.NotLatestPipelineExecutionException);
        assertThat(refusal.message()).contains(first, second);
    }

    @Test
    public void aSucceededStageCannotBeRetried() {
        String first = failedInBuild();

        assertThat(refusal(first, "Source", RetryMode.ALL_ACTIONS)).isEqualTo(Refusal.Error.StageNotRetryableException);
    }

    @Test
    public void aStageAtWorkCannotBeRetried() {
        String first = shop.startInto("Build");

        assertThat(refusal(first, "Build", RetryMode.FAILED_ACTIONS))
                .isEqualTo(Refusal.Error.StageNotRetryableException);
    }

    @Test
    public void aStageWhoseRetryIsAtWorkConflicts() {
        String first = failedInBuild();
        shop.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(refusal(first, "Build", RetryMode.FAILED_ACTIONS)).isEqualTo(Refusal.Error.ConflictException);
    }

    @Test
    public void aStageThatStopsCannotBeRetriedYet() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Generate");
        shop.fail(first, "Lint");
        shop.stop(first);

        assertThat(refusal(first, "Build", RetryMode.FAILED_ACTIONS)).isEqualTo(Refusal.Error.ConflictException);
    }

    @Test
    public void aStageThatTheExecutionNeverEnteredCannotBeRetried() {
        shop.close("Production");
        String first = shop.startInto("Production");
        shop.stop(first);

        assertThat(refusal(first, "Production", RetryMode.ALL_ACTIONS))
                .isEqualTo(Refusal.Error.StageNotRetryableException);
    }

    @Test
    public void afterTheDefinitionHasChangedThereIsNoRetry() {
        String first = failedInBuild();
        shop.define(pipeline("shop", STAGES[0], STAGES[1], stage("Production", approval("Other", 1))));

        Refusal refusal = shop.refuse(new Command.RetryStage(first, "Build", RetryMode.FAILED_ACTIONS, "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.StageNotRetryableException);
        assertThat(refusal.message()).contains("definition has changed");
    }

    @Test
    public void aStageThatDoesNotExistCannotBeRetried() {
        String first = failedInBuild();

        Refusal refusal = shop.refuse(new Command.RetryStage(first, "Biuld", RetryMode.ALL_ACTIONS, "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.StageNotFoundException);
        assertThat(refusal.message()).contains("Biuld", "Source, Build, Production");
    }

    @Test
    public void anUnknownExecutionCannotBeRetried() {
        assertThat(refusal("nobody", "Build", RetryMode.ALL_ACTIONS))
                .isEqualTo(Refusal.Error.PipelineExecutionNotFoundException);
    }

    @Test
    public void aSupersededExecutionCanNeverBeRetried() {
        shop.startInto("Build");
        String second = shop.startInto("Build");
        shop.startInto("Build");

        assertThat(refusal(second, "Build", RetryMode.ALL_ACTIONS))
                .isIn(Refusal.Error.StageNotRetryableException, Refusal.Error.NotLatestPipelineExecutionException);
    }

    private String failedInBuild() {
        String first = shop.startInto("Build");
        shop.succeed(first, "Generate", "Compile");
        shop.fail(first, "Lint");
        return first;
    }

    private Refusal.Error refusal(String execution, String stage, RetryMode mode) {
        return shop.refuse(new Command.RetryStage(execution, stage, mode, "ada"))
                .error();
    }
}
