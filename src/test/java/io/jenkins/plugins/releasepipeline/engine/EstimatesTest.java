package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.onFailure;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.Histories;
import io.jenkins.plugins.releasepipeline.view.Estimate;
import io.jenkins.plugins.releasepipeline.view.Estimates;
import io.jenkins.plugins.releasepipeline.view.UsualTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** When an execution that waits is likely to go on. */
public class EstimatesTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final StageDeclaration BUILD = stage("Build", configured("Compile", 1, Map.of(), null));
    private static final StageDeclaration PRODUCTION = stage("Production", approval("GoLive", 1, 600));

    private Rehearsal shop = Rehearsal.of(SOURCE, BUILD, PRODUCTION);

    @Test
    public void whatIsAskedForTheFirstTimeHasNoEstimate() {
        String first = shop.startInto("Production");

        assertThat(estimate(first)).isEmpty();
    }

    @Test
    public void anApprovalIsExpectedAfterTheMedianOfWhatApprovalsTook() {
        for (int minutes : new int[] {5, 60, 20}) {
            approveAfter(Duration.ofMinutes(minutes));
        }
        String next = shop.startInto("Production");

        assertThat(estimate(next))
                .contains(new Estimate(shop.now().plus(Duration.ofMinutes(20)), Estimate.Basis.USUAL_APPROVAL, 3));
    }

    @Test
    public void anApprovalThatTakesLongerThanUsualKeepsTheTimeAtWhichItWasDue() {
        approveAfter(Duration.ofMinutes(5));
        String next = shop.startInto("Production");
        Estimate due = estimate(next).orElseThrow();
        shop.pass(Duration.ofHours(1));

        assertThat(estimate(next)).contains(due);
        assertThat(due.at()).isBefore(shop.now());
    }

    @Test
    public void aHeldStageIsExpectedToBeFreeWhenItsHolderUsuallyWouldBeThrough() {
        approveAfter(Duration.ofMinutes(10));
        shop.startInto("Production");
        shop.pass(Duration.ofMinutes(4));
        String waiting = shop.startInto("Production");

        assertThat(estimate(waiting))
                .contains(new Estimate(shop.now().plus(Duration.ofMinutes(6)), Estimate.Basis.USUAL_STAGE, 1));
    }

    @Test
    public void whoStandsInLineWaitsForThoseBeforeHimToo() {
        shop = Rehearsal.in(ExecutionMode.QUEUED, SOURCE, BUILD, PRODUCTION);
        approveAfter(Duration.ofMinutes(10));
        shop.startInto("Production");
        shop.startInto("Production");
        String third = shop.startInto("Production");

        assertThat(estimate(third))
                .contains(new Estimate(shop.now().plus(Duration.ofMinutes(20)), Estimate.Basis.USUAL_STAGE, 1));
    }

    @Test
    public void aDrainIsExpectedToTakeAsLongAsThePipelineUsuallyDoes() {
        approveAfter(Duration.ofMinutes(10));
        shop.startInto("Production");
        shop.define(pipeline("shop", SOURCE, PRODUCTION), UpdatePolicy.DRAIN);
        String next = shop.start();

        assertThat(estimate(next))
                .contains(new Estimate(shop.now().plus(Duration.ofMinutes(10)), Estimate.Basis.USUAL_PIPELINE, 1));
    }

    @Test
    public void anAgentIsExpectedAfterTheUsualWaitForOne() {
        String first = shop.startInto("Build");
        await(first);
        shop.pass(Duration.ofMinutes(3));
        shop.accept(new Command.AgentLent(
                first, "Build", shop.attempt(first, "Compile").actionExecutionId()));
        shop.succeed(first, "Compile");
        String second = shop.startInto("Build");
        await(second);

        assertThat(estimate(second))
                .contains(new Estimate(shop.now().plus(Duration.ofMinutes(3)), Estimate.Basis.USUAL_AGENT, 1));
    }

    @Test
    public void aConditionThatHoldsIsExpectedToPassAtTheFirstCheckInTheWindow() {
        shop = holding(Map.of("Cron", "* * 9-16 ? * *", "TimeZone", "UTC"), "DeploymentWindow");
        String first = shop.startInto("Production");
        shop.failRule(first, ConditionType.BEFORE_ENTRY, "Window");

        assertThat(estimate(first))
                .contains(new Estimate(Rehearsal.BEGIN.plus(Duration.ofHours(9)), Estimate.Basis.DEPLOYMENT_WINDOW, 0));
    }

    @Test
    public void aConditionWithoutAWindowIsCheckedAgainAndMayPassThen() {
        shop = holding(Map.of(), "VariableCheck");
        String first = shop.startInto("Production");
        shop.failRule(first, ConditionType.BEFORE_ENTRY, "Window");

        assertThat(estimate(first)).contains(new Estimate(shop.now().plusSeconds(60), Estimate.Basis.NEXT_CHECK, 0));
    }

    @Test
    public void aRetryComesWhenItIsDue() {
        shop = Rehearsal.of(
                SOURCE,
                stage(
                        "Production",
                        null,
                        null,
                        onFailure(new RetryConfiguration(null, 2, 120, 1, List.of(), Map.of())),
                        configured("Deploy", 1, Map.of(), null)));
        String first = shop.startInto("Production");
        shop.fail(first, "Deploy");

        assertThat(estimate(first)).contains(new Estimate(shop.now().plusSeconds(120), Estimate.Basis.RETRY_DUE, 0));
    }

    @Test
    public void nobodyKnowsWhenAPersonOpensATransition() {
        approveAfter(Duration.ofMinutes(1));
        shop.close("Production");
        String next = shop.startInto("Production");

        assertThat(estimate(next)).isEmpty();
    }

    private static Rehearsal holding(Map<String, String> configuration, String provider) {
        return Rehearsal.of(
                SOURCE,
                stage(
                        "Production",
                        new Condition(
                                "HOLD",
                                List.of(rule(configuration, provider)),
                                new HoldConfiguration(60, 1440, Map.of()),
                                Map.of()),
                        null,
                        null,
                        configured("Deploy", 1, Map.of(), null)));
    }

    private static RuleDeclaration rule(Map<String, String> configuration, String provider) {
        return new RuleDeclaration(
                "Window",
                new ActionTypeId("Rule", "AWS", provider, "1"),
                configuration,
                List.of(),
                List.of(),
                null,
                null,
                null,
                Map.of());
    }

    private void await(String execution) {
        shop.accept(new Command.AgentAwaited(
                execution, "Build", shop.attempt(execution, "Compile").actionExecutionId(), "linux", "all are busy"));
    }

    private void approveAfter(Duration time) {
        String execution = shop.startInto("Production");
        shop.pass(time);
        shop.approve(execution, "GoLive");
    }

    private Optional<Estimate> estimate(String execution) {
        List<ExecutionRecord> past = shop.history().stream()
                .filter(Event.ExecutionStarted.class::isInstance)
                .map(event -> ((Event.ExecutionStarted) event).executionId())
                .map(id -> Histories.of(shop.history().stream()
                        .filter(event -> event instanceof Event.OfExecution of
                                && of.executionId().equals(id))
                        .toList()))
                .toList();
        ExecutionState waiting = shop.execution(execution);
        return Blockers.of(shop.state(), waiting)
                .flatMap(blocker -> new Estimates(shop.state(), UsualTimes.of(past)).of(waiting, blocker));
    }
}
