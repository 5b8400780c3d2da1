package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.condition;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.onFailure;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Why an execution does not go on. */
public class BlockersTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final StageDeclaration BUILD = stage("Build", configured("Compile", 1, Map.of(), null));
    private static final StageDeclaration PRODUCTION =
            stage("Production", approval("GoLive", 1, 30), configured("Deploy", 2, Map.of(), null));

    private final Rehearsal shop = Rehearsal.of(SOURCE, BUILD, PRODUCTION);

    @Test
    public void nothingBlocksWhatWorksOrIsOver() {
        String first = shop.startInto("Build");
        assertThat(blocker(shop, first)).isEmpty();

        shop.fail(first, "Compile");
        assertThat(blocker(shop, first)).isEmpty();
    }

    @Test
    public void aClosedTransitionSaysByWhomWhenAndWhy() {
        shop.close("Build");
        String first = shop.startInto("Build");

        assertThat(blocker(shop, first))
                .contains(new Blocker.TransitionClosed("Build", "ada", Optional.of(shop.now()), "freeze"));
    }

    @Test
    public void aHeldStageSaysByWhomAndInWhichAction() {
        String first = shop.startInto("Build");
        String second = shop.startInto("Build");

        assertThat(blocker(shop, second)).contains(new Blocker.StageHeld("Build", first, List.of("Compile")));
    }

    @Test
    public void anApprovalSaysWhatIsAskedSinceWhenAndUntilWhen() {
        String first = shop.startInto("Production");

        assertThat(blocker(shop, first))
                .contains(new Blocker.ApprovalNeeded(
                        "Production",
                        "GoLive",
                        1,
                        List.of(),
                        List.of(),
                        shop.attempt(first, "GoLive").actionExecutionId(),
                        shop.now(),
                        shop.now().plus(Duration.ofMinutes(30))));
    }

    @Test
    public void anApprovalByTwoSaysWhoMayAndWhoHas() {
        Rehearsal two = Rehearsal.of(
                SOURCE,
                stage(
                        "Production",
                        Pipelines.approval(
                                "GoLive", 1, Map.of("RequiredApprovals", "2", "Approvers", "ada, @release"))));
        String first = two.startInto("Production");
        two.accept(new Command.PutApproval(
                "Production",
                "GoLive",
                two.attempt(first, "GoLive").actionExecutionId(),
                ApprovalStatus.Approved,
                "",
                "ada"));

        Blocker.ApprovalNeeded needed =
                (Blocker.ApprovalNeeded) blocker(two, first).orElseThrow();
        assertThat(needed.required()).isEqualTo(2);
        assertThat(needed.given()).containsExactly("ada");
        assertThat(needed.approvers()).containsExactly("ada", "@release");
    }

    @Test
    public void whoStandsInLineKnowsHisPlace() {
        Rehearsal queued = Rehearsal.in(ExecutionMode.QUEUED, SOURCE, BUILD);
        queued.start();
        String second = queued.start();
        String third = queued.start();

        assertThat(blocker(queued, second)).containsInstanceOf(Blocker.StageHeld.class);
        assertThat(blocker(queued, third)).contains(new Blocker.Queued("Source", 2, second));
    }

    @Test
    public void aDrainNamesTheExecutionsThatHaveToFinish() {
        String first = shop.startInto("Production");
        shop.define(pipeline("shop", SOURCE, PRODUCTION), UpdatePolicy.DRAIN);
        String second = shop.start();

        assertThat(blocker(shop, second)).contains(new Blocker.Draining("Source", List.of(first)));
    }

    @Test
    public void aConditionThatHoldsSaysWhatItsRulesFoundAndWhenTheyAreAskedAgain() {
        Rehearsal held = Rehearsal.of(
                SOURCE,
                stage(
                        "Production",
                        condition("HOLD", new HoldConfiguration(60, 60, Map.of()), "Window"),
                        null,
                        null,
                        configured("Deploy", 1, Map.of(), null)));
        String first = held.startInto("Production");
        assertThat(blocker(held, first)).isEmpty();
        held.failRule(first, ConditionType.BEFORE_ENTRY, "Window");

        assertThat(blocker(held, first))
                .contains(new Blocker.RuleNotPassing(
                        "Production",
                        ConditionType.BEFORE_ENTRY,
                        1,
                        "Rule Window did not pass: it is Friday",
                        held.now().plusSeconds(60),
                        held.now().plus(Duration.ofHours(1))));
    }

    @Test
    public void anActionWithoutAnAgentSaysWhichLabelIsMissing() {
        String first = shop.startInto("Build");
        String compile = shop.attempt(first, "Compile").actionExecutionId();
        shop.accept(new Command.AgentAwaited(first, "Build", compile, "linux", "no online agent has it"));

        assertThat(blocker(shop, first))
                .contains(new Blocker.AgentNeeded("Build", "Compile", "linux", "no online agent has it", shop.now()));

        shop.accept(new Command.AgentLent(first, "Build", compile));
        assertThat(blocker(shop, first)).isEmpty();
    }

    @Test
    public void anActionWithoutAnAgentBlocksNothingWhileAnotherOneWorks() {
        Rehearsal two = Rehearsal.of(
                SOURCE,
                stage("Build", configured("Compile", 1, Map.of(), null), configured("Lint", 1, Map.of(), null)));
        String first = two.startInto("Build");
        two.accept(new Command.AgentAwaited(
                first, "Build", two.attempt(first, "Lint").actionExecutionId(), "linux", "all are busy"));

        assertThat(blocker(two, first)).isEmpty();

        two.succeed(first, "Compile");
        assertThat(blocker(two, first)).get().isInstanceOf(Blocker.AgentNeeded.class);
    }

    @Test
    public void aRuleWithoutAnAgentSaysSoToo() {
        Rehearsal checked = Rehearsal.of(
                SOURCE,
                stage("Production", condition("FAIL", "Smoke"), null, null, configured("Deploy", 1, Map.of(), null)));
        String first = checked.startInto("Production");
        String check = checked.rule(first, ConditionType.BEFORE_ENTRY, "Smoke").ruleExecutionId();
        checked.accept(new Command.AgentAwaited(first, "Production", check, "", "all are busy"));

        assertThat(blocker(checked, first))
                .contains(new Blocker.AgentNeeded("Production", "Smoke", "", "all are busy", checked.now()));

        checked.pass(first, ConditionType.BEFORE_ENTRY, "Smoke");
        assertThat(blocker(checked, first)).isEmpty();
    }

    @Test
    public void aRetryThatIsDueLaterSaysWhen() {
        Rehearsal retried = Rehearsal.of(
                SOURCE,
                stage(
                        "Production",
                        null,
                        null,
                        onFailure(new RetryConfiguration(null, 2, 120, 1, List.of(), Map.of())),
                        configured("Deploy", 1, Map.of(), null)));
        String first = retried.startInto("Production");
        retried.fail(first, "Deploy");

        assertThat(blocker(retried, first))
                .contains(new Blocker.RetryDue("Production", 1, retried.now().plusSeconds(120)));
    }

    private static Optional<Blocker> blocker(Rehearsal pipeline, String execution) {
        return Blockers.of(pipeline.state(), pipeline.execution(execution));
    }
}
