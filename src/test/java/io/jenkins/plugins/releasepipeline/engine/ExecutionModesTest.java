package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** QUEUED and PARALLEL executions (reference §1.5). SUPERSEDED ones are in {@link StageLocksTest}. */
public class ExecutionModesTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final StageDeclaration BUILD = stage("Build", build("Compile"));
    private static final StageDeclaration PRODUCTION = stage("Production", approval("GoLive", 1), build("Deploy", 2));

    private final Rehearsal queued = Rehearsal.in(ExecutionMode.QUEUED, SOURCE, BUILD, PRODUCTION);
    private final Rehearsal parallel = Rehearsal.in(ExecutionMode.PARALLEL, SOURCE, BUILD, PRODUCTION);

    @Test
    public void queuedExecutionsStandInLineInFrontOfAStage() {
        String first = queued.start();
        String second = queued.start();
        String third = queued.start();

        assertThat(queued.holder("Source")).contains(first);
        assertThat(queued.waiting("Source")).containsExactly(second, third);
        assertThat(queued.status(second)).isEqualTo(ExecutionStatus.InProgress);
    }

    @Test
    public void theFirstInLineEntersWhenTheStageIsFree() {
        String first = queued.start();
        String second = queued.start();
        String third = queued.start();

        queued.succeed(first, "Checkout");
        assertThat(queued.holder("Source")).contains(second);
        assertThat(queued.waiting("Source")).containsExactly(third);

        queued.fail(second, "Checkout");
        assertThat(queued.holder("Source")).contains(third);
    }

    @Test
    public void everyStageHasALineOfItsOwn() {
        String first = queued.startInto("Production");
        String second = queued.startInto("Production");
        String third = queued.startInto("Production");
        String fourth = queued.startInto("Build");
        String fifth = queued.startInto("Build");

        assertThat(queued.holder("Production")).contains(first);
        assertThat(queued.waiting("Production")).containsExactly(second, third);
        assertThat(queued.holder("Build")).contains(fourth);
        assertThat(queued.waiting("Build")).containsExactly(fifth);
    }

    @Test
    public void aClosedTransitionKeepsTheWholeLineBack() {
        queued.close("Build");
        String first = queued.startInto("Build");
        String second = queued.startInto("Build");
        assertThat(queued.waiting("Build")).containsExactly(first, second);

        queued.open("Build");

        assertThat(queued.holder("Build")).contains(first);
        assertThat(queued.waiting("Build")).containsExactly(second);
    }

    @Test
    public void whoIsStoppedInLineLeavesIt() {
        String first = queued.start();
        String second = queued.start();
        String third = queued.start();

        queued.stop(second);
        queued.succeed(first, "Checkout");

        assertThat(queued.ended(second)).isEqualTo(ExecutionStatus.Stopped);
        assertThat(queued.holder("Source")).contains(third);
    }

    @Test
    public void aQueuedExecutionIsRetriedWhileNobodyElseHasEntered() {
        String first = queued.startInto("Build");
        queued.fail(first, "Compile");
        queued.retry(first, "Build", RetryMode.FAILED_ACTIONS);
        String second = queued.startInto("Build");
        assertThat(queued.waiting("Build")).containsExactly(second);

        queued.fail(first, "Compile");

        assertThat(queued.holder("Build")).contains(second);
        assertThat(queued.refuse(new Command.RetryStage(first, "Build", RetryMode.ALL_ACTIONS, "ada"))
                        .error())
                .isEqualTo(Refusal.Error.NotLatestPipelineExecutionException);
    }

    @Test
    public void fiftyQueuedExecutionsAreUnderWayAtMost() {
        for (int i = 0; i < 50; i++) {
            queued.start();
        }

        Refusal refusal = queued.refuse(anotherStart());

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ConcurrentPipelineExecutionsLimitExceededException);
        assertThat(refusal.message()).contains("'shop'", "50", "QUEUED", "stop one");
        queued.fail("e1", "Checkout");
        queued.start();
    }

    @Test
    public void parallelExecutionsShareAStage() {
        String first = parallel.startInto("Build");
        String second = parallel.startInto("Build");

        assertThat(parallel.running(first)).containsExactly("Compile");
        assertThat(parallel.running(second)).containsExactly("Compile");
        assertThat(parallel.holder("Build")).isEmpty();
        assertThat(parallel.waiting("Build")).isEmpty();
    }

    @Test
    public void aParallelExecutionOvertakesOneThatIsSlower() {
        String first = parallel.startInto("Build");
        String second = parallel.startInto("Production");

        parallel.succeed(second, "GoLive");
        parallel.succeed(second, "Deploy");

        assertThat(parallel.ended(second)).isEqualTo(ExecutionStatus.Succeeded);
        assertThat(parallel.running(first)).containsExactly("Compile");
    }

    @Test
    public void aParallelExecutionIsRetriedThoughLaterOnesHaveEntered() {
        String first = parallel.startInto("Build");
        parallel.fail(first, "Compile");
        String second = parallel.startInto("Build");

        parallel.retry(first, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(parallel.running(first)).containsExactly("Compile");
        assertThat(parallel.running(second)).containsExactly("Compile");
    }

    @Test
    public void aClosedTransitionKeepsParallelExecutionsBackAllTogether() {
        parallel.close("Build");
        String first = parallel.startInto("Build");
        String second = parallel.startInto("Build");
        assertThat(parallel.waiting("Build")).containsExactly(first, second);

        parallel.open("Build");

        assertThat(parallel.running(first)).containsExactly("Compile");
        assertThat(parallel.running(second)).containsExactly("Compile");
    }

    @Test
    public void fiftyParallelExecutionsAreUnderWayAtMostAndARetryCounts() {
        String failed = parallel.startInto("Build");
        parallel.fail(failed, "Compile");
        for (int i = 0; i < 50; i++) {
            parallel.start();
        }

        assertThat(parallel.refuse(anotherStart()).error())
                .isEqualTo(Refusal.Error.ConcurrentPipelineExecutionsLimitExceededException);
        assertThat(parallel.refuse(new Command.RetryStage(failed, "Build", RetryMode.FAILED_ACTIONS, "ada"))
                        .error())
                .isEqualTo(Refusal.Error.ConcurrentPipelineExecutionsLimitExceededException);
    }

    @Test
    public void fiveActionsOfAParallelExecutionWorkAtMost() {
        List<ActionDeclaration> actions = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            actions.add(build("Test" + i));
        }
        StageDeclaration wide = stage("Test", actions.toArray(ActionDeclaration[]::new));
        Rehearsal shop = Rehearsal.in(ExecutionMode.PARALLEL, SOURCE, wide);
        String first = shop.startInto("Test");
        String second = shop.startInto("Test");

        assertThat(shop.running(first)).containsExactly("Test1", "Test2", "Test3", "Test4", "Test5");
        assertThat(shop.running(second)).hasSize(5);
        shop.succeed(first, "Test3");
        assertThat(shop.running(first)).containsExactly("Test1", "Test2", "Test4", "Test5", "Test6");
        shop.succeed(first, "Test1", "Test2", "Test4", "Test5", "Test6", "Test7");
        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    public void whatWaitedForRoomDoesNotStartAfterAFailure() {
        List<ActionDeclaration> actions = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            actions.add(build("Test" + i));
        }
        Rehearsal shop =
                Rehearsal.in(ExecutionMode.PARALLEL, SOURCE, stage("Test", actions.toArray(ActionDeclaration[]::new)));
        String first = shop.startInto("Test");

        shop.fail(first, "Test1");

        assertThat(shop.running(first)).containsExactly("Test2", "Test3", "Test4", "Test5");
        shop.succeed(first, "Test2", "Test3", "Test4", "Test5");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        shop.retry(first, "Test", RetryMode.FAILED_ACTIONS);
        assertThat(shop.running(first)).containsExactly("Test1", "Test6");
    }

    @Test
    public void theLastFiftyParallelFailuresCanBeRetriedAndEarlierOnesAreForgotten() {
        for (int i = 0; i < 60; i++) {
            parallel.fail(parallel.start(), "Checkout");
        }

        assertThat(parallel.state().executions()).hasSize(50).containsKey("e60").doesNotContainKey("e10");
        assertThat(parallel.refuse(new Command.RetryStage("e10", "Source", RetryMode.ALL_ACTIONS, "ada"))
                        .error())
                .isEqualTo(Refusal.Error.NotLatestPipelineExecutionException);
        parallel.retry("e11", "Source", RetryMode.ALL_ACTIONS);
    }

    private static Command anotherStart() {
        return new Command.StartExecution("more", Rehearsal.BY_HAND, Map.of(), Map.of(), Optional.empty());
    }

    private static ActionDeclaration build(String name) {
        return build(name, 1);
    }

    private static ActionDeclaration build(String name, int runOrder) {
        return configured(name, runOrder, Map.of(), null);
    }
}
