package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What an execution carries of those it superseded, and what a stage remembers of its last success. */
public class CarriedChangesTest {
    private final Rehearsal shop = Rehearsal.of(
            stage("Source", source("Checkout")),
            stage("Build", configured("Compile", 1, Map.of(), null)),
            stage("Production", configured("Deploy", 1, Map.of(), null)));

    @Test
    public void anExecutionThatSupersedesAnotherCarriesItsRevisions() {
        toBuild("c1");
        String second = toBuild("c2");
        String third = toBuild("c3");

        assertThat(shop.ended(second)).isEqualTo(ExecutionStatus.Superseded);
        assertThat(shop.execution(third).carried())
                .containsExactly(new CarriedExecution(second, 2, List.of(revision("c2"))));
    }

    @Test
    public void whatTheSupersededOneCarriedIsCarriedOn() {
        toBuild("c1");
        String second = toBuild("c2");
        String third = toBuild("c3");
        String fourth = toBuild("c4");

        assertThat(shop.execution(fourth).carried())
                .extracting(CarriedExecution::executionId)
                .containsExactly(second, third);
        assertThat(shop.execution(fourth).carried())
                .flatExtracting(CarriedExecution::revisions)
                .containsExactly(revision("c2"), revision("c3"));
    }

    @Test
    public void whatIsSupersededInTwoStagesIsCarriedOnce() {
        shop.close("Production");
        String first = toBuild("c1");
        shop.succeed(first, "Compile");
        String second = toBuild("c2");
        String third = toBuild("c3");
        shop.succeed(second, "Compile");
        String fourth = toBuild("c4");
        shop.succeed(third, "Compile");
        shop.succeed(fourth, "Compile");

        assertThat(shop.execution(fourth).carried())
                .extracting(CarriedExecution::executionId)
                .containsExactly(first, second, third);
    }

    @Test
    public void anExecutionSupersededBeforeItsSourceRanIsCarriedWithoutRevisions() {
        shop.start();
        String second = shop.start();
        String third = shop.start();

        assertThat(shop.execution(third).carried()).containsExactly(new CarriedExecution(second, 2, List.of()));
    }

    @Test
    public void theLastFiftyCarriedAreRemembered() {
        toBuild("c1");
        String last = "";
        for (int i = 2; i <= 60; i++) {
            last = toBuild("c" + i);
        }

        assertThat(shop.execution(last).carried())
                .hasSize(50)
                .first()
                .extracting(CarriedExecution::number)
                .isEqualTo(10L);
    }

    @Test
    public void ofALongMessageTheBeginningOfItsFirstLineIsCarried() {
        toBuild("c1");
        toBuild(new ArtifactRevision(
                "Checkout", "src", "c2", "m".repeat(500) + "\n\nMore.", Optional.empty(), Optional.empty()));
        String third = toBuild("c3");

        assertThat(shop.execution(third).carried().get(0).revisions())
                .extracting(ArtifactRevision::summary)
                .containsExactly("m".repeat(200));
    }

    @Test
    public void aRetryKeepsWhatIsCarried() {
        String first = toBuild("c1");
        String second = toBuild("c2");
        String third = toBuild("c3");
        shop.succeed(first, "Compile");
        shop.fail(third, "Compile");

        shop.retry(third, "Build", RetryMode.FAILED_ACTIONS);

        assertThat(shop.execution(third).carried())
                .extracting(CarriedExecution::executionId)
                .containsExactly(second);
    }

    @Test
    public void aStageRemembersWhatSucceededInItLast() {
        assertThat(shop.state().stage("Build").orElseThrow().succeeded()).isEmpty();
        String first = toBuild("c1");
        shop.succeed(first, "Compile");
        String second = toBuild("c2");
        shop.fail(second, "Compile");
        toBuild("c3");

        assertThat(shop.state().stage("Build").orElseThrow().succeeded())
                .contains(new SucceededExecution(first, 1, List.of(revision("c1")), shop.now()));
    }

    @Test
    public void whatIsRememberedOutlivesTheExecution() {
        String first = toBuild("c1");
        shop.succeed(first, "Compile", "Deploy");
        String second = toBuild("c2");
        shop.succeed(second, "Compile");
        shop.fail(second, "Deploy");
        toBuild("c3");

        assertThat(shop.state().execution(first)).isEmpty();
        assertThat(shop.state().stage("Production").orElseThrow().succeeded())
                .map(SucceededExecution::executionId)
                .contains(first);
    }

    @Test
    public void statesThatWereWrittenBeforeAreReadAsCarryingNothing() {
        toBuild("c1");
        String written = EngineJson.write(shop.state());
        String old =
                written.replace(",\"carried\":[]", "").replaceAll(",\"succeeded\":(null|\\{.*?\"at\":\"[^\"]*\"})", "");
        assertThat(old).doesNotContain("\"carried\"").doesNotContain("\"succeeded\"");

        PipelineState read = EngineJson.state(old);

        assertThat(read.executions().values())
                .allSatisfy(each -> assertThat(each.carried()).isEmpty());
        assertThat(read.stages().values())
                .allSatisfy(each -> assertThat(each.succeeded()).isEmpty());
    }

    /** Starts an execution of a commit, and lets it come to the stage Build. */
    private String toBuild(String commit) {
        return toBuild(revision(commit));
    }

    private String toBuild(ArtifactRevision delivered) {
        String execution = shop.start();
        Command.ActionReported report = shop.success(execution, "Checkout", Map.of(), Map.of());
        shop.accept(new Command.ActionReported(
                report.executionId(),
                report.stage(),
                report.action(),
                report.actionExecutionId(),
                report.status(),
                report.summary(),
                report.externalExecutionId(),
                report.externalExecutionUrl(),
                report.error(),
                report.outputVariables(),
                report.outputArtifacts(),
                Optional.of(delivered)));
        return execution;
    }

    private static ArtifactRevision revision(String commit) {
        return new ArtifactRevision("Checkout", "src", commit, "Change " + commit, Optional.empty(), Optional.empty());
    }
}
