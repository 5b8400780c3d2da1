package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.in;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.making;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.onFailure;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Taking a stage back to what an earlier execution brought there (reference §1.9). */
public class RollbacksTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final StageDeclaration PRODUCTION =
            stage("Production", making("Deploy", 1, List.of("src"), List.of()));
    private static final StageDeclaration AFTER = stage("After", configured("Announce", 1, Map.of(), null));
    private static final PipelineDeclaration REBUILT =
            pipeline("shop", SOURCE, stage("Production", making("Install", 1, List.of("src"), List.of())), AFTER);

    private final Map<String, Command.RollbackStage> known = new HashMap<>();
    private final Rehearsal shop = Rehearsal.of(List.of(variable("target", "eu")), SOURCE, PRODUCTION, AFTER);

    @Test
    public void aRollbackRunsTheStageInANewExecutionWithWhatTheTargetBrought() {
        String good = through("sha256:good");
        through("sha256:bad");

        shop.accept(back("r1", good));

        ExecutionState back = shop.execution("r1");
        assertThat(back.origin().type()).isEqualTo(ExecutionType.ROLLBACK);
        assertThat(back.origin().rollbackTarget()).contains(good);
        assertThat(back.origin().trigger()).isEqualTo(new Trigger(TriggerType.ManualRollback, "grace"));
        assertThat(back.origin().variables()).containsEntry("target", "eu");
        assertThat(shop.running("r1")).containsExactly("Deploy");
        assertThat(shop.attempt("r1", "Deploy").input().orElseThrow().inputArtifacts())
                .containsEntry("src", "sha256:good");
    }

    @Test
    public void itRunsThatStageAlone() {
        String good = through("sha256:good");
        through("sha256:bad");
        shop.accept(back("r1", good));

        shop.succeed("r1", "Deploy");

        assertThat(shop.ended("r1")).isEqualTo(ExecutionStatus.Succeeded);
        assertThat(shop.holder("After")).isEmpty();
        assertThat(shop.state().stage("Production").orElseThrow().latest()).contains("r1");
    }

    @Test
    public void itEntersPastWhoWaitsAndThroughAClosedTransition() {
        String good = through("sha256:good");
        through("sha256:bad");
        shop.close("Production");
        String next = checkedOut("sha256:next");

        shop.accept(back("r1", good));

        assertThat(shop.holder("Production")).contains("r1");
        assertThat(shop.waiting("Production")).containsExactly(next);
        shop.succeed("r1", "Deploy");
        assertThat(shop.waiting("Production")).containsExactly(next);
        shop.open("Production");
        assertThat(shop.holder("Production")).contains(next);
    }

    @Test
    public void aNewerExecutionEntersAfterARollback() {
        String good = through("sha256:good");
        through("sha256:bad");
        String newer = shop.start();
        shop.accept(back("r1", good));
        shop.succeed("r1", "Deploy");

        shop.accept(shop.success(newer, "Checkout", Map.of(), Map.of("src", "sha256:newer")));
        shop.succeed(newer, "Deploy");

        assertThat(shop.status(newer, "Production")).isEqualTo(StageStatus.Succeeded);
    }

    @Test
    public void aStageIsNotRolledBackWhileAnExecutionIsInIt() {
        String good = through("sha256:good");
        Command.RollbackStage back = back("r1", good);
        String busy = checkedOut("sha256:busy");

        Refusal refusal = shop.refuse(back);

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ConflictException);
        assertThat(refusal.message()).contains(busy, "Production");
    }

    @Test
    public void onlyWhatSucceededInTheStageIsGoneBackTo() {
        through("sha256:good");
        String failed = checkedOut("sha256:failed");
        shop.fail(failed, "Deploy");

        Refusal refusal = shop.refuse(shop.rollback("r1", "Production", failed));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.UnableToRollbackStageException);
        assertThat(refusal.message()).contains("did not succeed", "Failed");
        assertThat(shop.refuse(shop.rollback("r1", "After", failed)).error())
                .isEqualTo(Refusal.Error.UnableToRollbackStageException);
    }

    @Test
    public void aRollbackIsNotGoneBackTo() {
        String good = through("sha256:good");
        through("sha256:bad");
        shop.accept(back("r1", good));
        shop.succeed("r1", "Deploy");

        Refusal refusal = shop.refuse(shop.rollback("r2", "Production", "r1"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.UnableToRollbackStageException);
        assertThat(refusal.message()).contains("a rollback itself");
    }

    @Test
    public void theFirstStageAndAParallelPipelineHaveNoRollback() {
        String good = through("sha256:good");
        assertThat(shop.refuse(shop.rollback("r1", "Source", good)).message()).contains("nothing to go back to");
        assertThat(shop.refuse(shop.rollback("r1", "Nowhere", good)).error())
                .isEqualTo(Refusal.Error.StageNotFoundException);
        Command.RollbackStage back = back("r1", good);
        shop.define(in(ExecutionMode.PARALLEL, REBUILT));
        assertThat(shop.refuse(back).message()).contains("PARALLEL");
    }

    @Test
    public void whatRanByAnotherDefinitionIsNotGoneBackToUnlessAskedFor() {
        String good = through("sha256:good");
        Command.RollbackStage back = back("r1", good);
        PipelineDeclaration before = shop.state().definition();
        shop.define(REBUILT);
        Refusal refusal = shop.refuse(back);
        assertThat(refusal.error()).isEqualTo(Refusal.Error.PipelineExecutionOutdatedException);
        assertThat(refusal.message()).contains("version 1", "version 2");

        shop.accept(new Command.RollbackStage(
                "r1", "Production", back.target(), back.targetType(), back.targetStatus(), Optional.of(before), "ada"));

        assertThat(shop.running("r1")).containsExactly("Deploy");
        shop.succeed("r1", "Deploy");
        assertThat(shop.ended("r1")).isEqualTo(ExecutionStatus.Succeeded);
        assertThat(shop.state().version()).isEqualTo(2);
    }

    @Test
    public void aStageIsHeldByWhatTakesItBackEvenWhenItsTargetRanInParallel() {
        PipelineDeclaration locked = shop.state().definition();
        shop.define(Pipelines.in(ExecutionMode.PARALLEL, locked));
        PipelineDeclaration parallel = shop.state().definition();
        String good = through("sha256:good");
        shop.define(Pipelines.in(ExecutionMode.SUPERSEDED, locked), UpdatePolicy.PIN);
        Command.RollbackStage back = back("r1", good);
        shop.accept(new Command.RollbackStage(
                "r1",
                "Production",
                back.target(),
                back.targetType(),
                back.targetStatus(),
                Optional.of(parallel),
                "ada"));

        String next = checkedOut("sha256:next");

        assertThat(shop.holder("Production")).contains("r1");
        assertThat(shop.waiting("Production")).containsExactly(next);
        shop.succeed("r1", "Deploy");
        assertThat(shop.holder("Production")).contains(next);
    }

    @Test
    public void aStageThatTheDefinitionHasNoMoreIsRolledBackByTheDefinitionThatHadIt() {
        String good = through("sha256:good");
        Command.RollbackStage back = back("r1", good);
        PipelineDeclaration before = shop.state().definition();
        shop.define(pipeline("shop", SOURCE, AFTER));

        shop.accept(new Command.RollbackStage(
                "r1", "Production", back.target(), back.targetType(), back.targetStatus(), Optional.of(before), "ada"));
        assertThat(shop.holder("Production")).contains("r1");
        shop.succeed("r1", "Deploy");

        assertThat(shop.state().stage("Production")).isEmpty();
    }

    @Test
    public void anIdIsUsedOnce() {
        String good = through("sha256:good");

        assertThat(shop.refuse(back(good, good)).error()).isEqualTo(Refusal.Error.ConflictException);
    }

    @Test
    public void aFailedRollbackCanBeRetried() {
        String good = through("sha256:good");
        through("sha256:bad");
        shop.accept(back("r1", good));
        shop.fail("r1", "Deploy");

        shop.retry("r1", "Production", RetryMode.FAILED_ACTIONS);

        assertThat(shop.running("r1")).containsExactly("Deploy");
    }

    @Test
    public void aFailedStageIsRolledBackByItselfWhenTheDefinitionSaysSo() {
        Rehearsal auto = automatic();
        String good = auto.startInto("After");
        auto.succeed(good, "Announce");
        String bad = auto.startInto("Production");
        String next = auto.startInto("Production");

        auto.fail(bad, "Deploy");

        ExecutionState back = auto.execution(auto.holder("Production").orElseThrow());
        assertThat(back.origin().rollbackTarget()).contains(good);
        assertThat(back.origin().trigger()).isEqualTo(new Trigger(TriggerType.AutomatedRollback, bad));
        assertThat(auto.waiting("Production")).containsExactly(next);
        auto.succeed(back.id(), "Deploy");
        assertThat(auto.holder("Production")).contains(next);
    }

    @Test
    public void withoutAnEarlierSuccessNothingIsRolledBackAndTheFailureSaysSo() {
        Rehearsal auto = automatic();
        String bad = auto.startInto("Production");

        auto.fail(bad, "Deploy");

        assertThat(auto.ended(bad)).isEqualTo(ExecutionStatus.Failed);
        assertThat(auto.execution(bad).statusSummary()).contains("no earlier execution to roll it back to");
        assertThat(auto.holder("Production")).isEmpty();
    }

    @Test
    public void aSuccessByAnEarlierDefinitionIsNotRolledBackToByItself() {
        Rehearsal auto = automatic();
        auto.succeed(auto.startInto("After"), "Announce");
        auto.define(pipeline("shop", SOURCE, automaticProduction("Install"), AFTER));
        String bad = auto.startInto("Production");

        auto.fail(bad, "Install");

        assertThat(auto.holder("Production")).isEmpty();
    }

    @Test
    public void aPinnedExecutionIsRolledBackByItsOwnDefinition() {
        Rehearsal auto = automatic();
        auto.succeed(auto.startInto("After"), "Announce");
        String bad = auto.startInto("Production");
        auto.define(pipeline("shop", SOURCE, AFTER), UpdatePolicy.PIN);

        auto.fail(bad, "Deploy");

        assertThat(auto.running(auto.holder("Production").orElseThrow())).containsExactly("Deploy");
    }

    @Test
    public void aRollbackThatFailsIsNotRolledBackItself() {
        Rehearsal auto = automatic();
        auto.succeed(auto.startInto("After"), "Announce");
        String bad = auto.startInto("Production");
        auto.fail(bad, "Deploy");
        String back = auto.holder("Production").orElseThrow();

        auto.fail(back, "Deploy");

        assertThat(auto.ended(back)).isEqualTo(ExecutionStatus.Failed);
        assertThat(auto.holder("Production")).isEmpty();
    }

    @Test
    public void afterAManualRollbackAFailureGoesBackToWhatIsThereNow() {
        Rehearsal auto = automatic();
        String good = auto.startInto("After");
        auto.succeed(good, "Announce");
        Command.RollbackStage toGood = auto.rollback("r1", "Production", good);
        auto.succeed(auto.startInto("After"), "Announce");
        auto.accept(toGood);
        auto.succeed("r1", "Deploy");

        auto.fail(auto.startInto("Production"), "Deploy");

        assertThat(auto.execution(auto.holder("Production").orElseThrow())
                        .origin()
                        .rollbackTarget())
                .contains(good);
    }

    private static StageDeclaration automaticProduction(String action) {
        return stage("Production", null, null, onFailure("ROLLBACK"), configured(action, 1, Map.of(), null));
    }

    private static Rehearsal automatic() {
        return Rehearsal.of(SOURCE, automaticProduction("Deploy"), AFTER);
    }

    /** An execution that succeeds everywhere with an artifact of its own. */
    private String through(String artifact) {
        String id = checkedOut(artifact);
        shop.succeed(id, "Deploy");
        known.put(id, shop.rollback("", "Production", id));
        shop.succeed(id, "Announce");
        return id;
    }

    private String checkedOut(String artifact) {
        String id = shop.start();
        shop.accept(shop.success(id, "Checkout", Map.of(), Map.of("src", artifact)));
        return id;
    }

    private Command.RollbackStage back(String id, String target) {
        Command.RollbackStage was = known.get(target);
        return new Command.RollbackStage(
                id, "Production", was.target(), was.targetType(), was.targetStatus(), Optional.empty(), "grace");
    }
}
