package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.commands;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.making;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Variables and artifacts as they pass between actions (reference §1.3, §1.4). */
public class ActionVariablesTest {

    @Test
    public void referencesAreResolvedJustBeforeTheActionStarts() {
        Rehearsal shop = with(configured(
                "Deploy",
                1,
                Map.of("Title", "#{Git.CommitId} to #{variables.target} by #{codepipeline.PipelineExecutionId}"),
                null));
        String first = shop.start(Map.of("target", "eu"));
        shop.accept(shop.success(first, "Checkout", Map.of("CommitId", "c0ffee"), Map.of()));

        ActionInput input = shop.attempt(first, "Deploy").input().orElseThrow();
        assertThat(input.resolvedConfiguration()).containsEntry("Title", "c0ffee to eu by " + first);
        assertThat(input.variables())
                .containsEntry("Git.CommitId", "c0ffee")
                .containsEntry("variables.target", "eu")
                .containsEntry("codepipeline.PipelineExecutionId", first);
    }

    @Test
    public void anActionSeesWhatALowerRunOrderOfItsStageExported() {
        Rehearsal shop = with(
                configured("Compile", 1, Map.of(), "Compiled"),
                configured("Deploy", 2, Map.of("Image", "#{Compiled.TAG}"), null));
        String first = shop.startInto("Production");
        shop.accept(shop.success(first, "Compile", Map.of("TAG", "1.2"), Map.of()));

        assertThat(shop.attempt(first, "Deploy").input().orElseThrow().resolvedConfiguration())
                .containsEntry("Image", "1.2");
    }

    @Test
    public void aValueIsTakenAsItIs() {
        String hostile = "#{variables.target} $(reboot) '\";";
        Rehearsal shop = with(configured("Deploy", 1, Map.of("Message", "#{Git.CommitMessage}"), null));
        String first = shop.start();
        shop.accept(shop.success(first, "Checkout", Map.of("CommitMessage", hostile), Map.of()));

        assertThat(shop.attempt(first, "Deploy").input().orElseThrow().resolvedConfiguration())
                .containsEntry("Message", hostile);
    }

    @Test
    public void commandsAndEnvironmentAreGivenAsVariablesAndNotAsText() {
        Rehearsal shop = with(commands(
                "Tell",
                1,
                List.of("echo #{Git.CommitMessage}"),
                List.of(new EnvironmentVariable("WHO", "#{Git.AuthorName}", null, Map.of()))));
        String first = shop.start();
        shop.accept(
                shop.success(first, "Checkout", Map.of("CommitMessage", "; reboot", "AuthorName", "ada"), Map.of()));

        assertThat(shop.attempt(first, "Tell").input().orElseThrow().variables())
                .containsOnly(Map.entry("Git.CommitMessage", "; reboot"), Map.entry("Git.AuthorName", "ada"));
        assertThat(shop.state()
                        .declaration(shop.execution(first), "Production", "Tell")
                        .orElseThrow()
                        .commands())
                .containsExactly("echo #{Git.CommitMessage}");
    }

    @Test
    public void aReferenceWithoutAValueFailsTheActionBeforeItStarts() {
        Rehearsal shop = with(configured("Deploy", 1, Map.of("Image", "#{Git.Nothing}"), null));
        String first = shop.start();

        shop.succeed(first, "Checkout");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(first, "Deploy").error()).hasValueSatisfying(error -> {
            assertThat(error.code()).isEqualTo("ConfigurationError");
            assertThat(error.message()).contains("#{Git.Nothing}");
        });
    }

    @Test
    public void namesOfVariablesAreCaseSensitive() {
        Rehearsal shop = with(configured("Deploy", 1, Map.of("Image", "#{Git.commitid}"), null));
        String first = shop.start();
        shop.accept(shop.success(first, "Checkout", Map.of("CommitId", "c0ffee"), Map.of()));

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void anActionWithoutANamespaceExportsNothing() {
        Rehearsal shop = with(
                configured("Compile", 1, Map.of(), null),
                configured("Deploy", 2, Map.of("Image", "#{Compile.TAG}"), null));
        String first = shop.startInto("Production");

        shop.accept(shop.success(first, "Compile", Map.of("TAG", "1.2"), Map.of()));

        assertThat(shop.execution(first).products().outputVariables()).doesNotContainKey("Compile");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void aFailedActionExportsNothing() {
        Rehearsal shop = with(configured("Compile", 1, Map.of(), "Compiled"));
        String first = shop.startInto("Production");
        String attempt = shop.attempt(first, "Compile").actionExecutionId();

        shop.accept(Rehearsal.report(
                first,
                "Production",
                "Compile",
                attempt,
                ActionStatus.Failed,
                Map.of("TAG", "1.2"),
                Map.of("image", "sha256:aa")));

        assertThat(shop.execution(first).products().outputVariables()).doesNotContainKey("Compiled");
        assertThat(shop.execution(first).products().artifacts()).isEmpty();
    }

    @Test
    public void anActionThatCannotStartLeavesTheOthersOfItsRunOrderToTheirWork() {
        Rehearsal shop = with(
                configured("Broken", 1, Map.of("Image", "#{Git.Nothing}"), null),
                configured("Fine", 1, Map.of(), null));
        String first = shop.startInto("Production");

        assertThat(shop.running(first)).containsExactly("Fine");
        assertThat(shop.status(first, "Production")).isEqualTo(StageStatus.Failed);
        shop.succeed(first, "Fine");
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void theStageOfAnActionThatCannotStartIsFreeForTheNextExecutionAtOnce() {
        Rehearsal shop = with(configured("Broken", 1, Map.of("Image", "#{Git.Nothing}"), null));
        shop.close("Production");
        String first = shop.startInto("Production");
        shop.open("Production");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.holder("Production")).isEmpty();
    }

    @Test
    public void anApprovalWithAReferenceWithoutAValueIsNotAsked() {
        ActionDeclaration approval = approval("GoLive", 1);
        Rehearsal shop = with(new ActionDeclaration(
                approval.name(),
                approval.actionTypeId(),
                1,
                Map.of("CustomData", "#{Git.Nothing}"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                Map.of()));
        String first = shop.startInto("Production");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void whatIsNoReferenceStaysAsItIsWritten() {
        Rehearsal shop = with(configured("Deploy", 1, Map.of("Text", "#{} #{x} ${y} #{a b.c} #"), null));
        String first = shop.startInto("Production");

        assertThat(shop.attempt(first, "Deploy").input().orElseThrow().resolvedConfiguration())
                .containsEntry("Text", "#{} #{x} ${y} #{a b.c} #");
    }

    @Test
    public void aResolvedConfigurationHasAtMost100Kilobytes() {
        Rehearsal shop =
                with(configured("Deploy", 1, Map.of("One", "#{Git.Half}", "Two", "#{Git.Half}#{Git.Rest}"), null));
        String half = "x".repeat(50 * 1024);

        String first = shop.start();
        shop.accept(shop.success(first, "Checkout", Map.of("Half", half, "Rest", "x"), Map.of()));
        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(first, "Deploy").error())
                .hasValueSatisfying(error -> assertThat(error.message()).contains("102401", "102400"));

        String second = shop.start();
        shop.accept(shop.success(second, "Checkout", Map.of("Half", half, "Rest", ""), Map.of()));
        assertThat(shop.running(second)).containsExactly("Deploy");
    }

    @Test
    public void theOutputVariablesOfAnActionHaveAtMost122880Bytes() {
        Rehearsal shop = with(configured("Deploy", 1, Map.of(), null));
        String fits = "\u00e9".repeat((122_880 - 4) / 2);

        String first = shop.start();
        shop.accept(shop.success(first, "Checkout", Map.of("Text", fits), Map.of()));
        assertThat(shop.running(first)).containsExactly("Deploy");

        String second = shop.start();
        shop.accept(shop.success(second, "Checkout", Map.of("Text", fits, "x", ""), Map.of()));
        assertThat(shop.status(second)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(second, "Checkout").error())
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("OutputVariablesSizeExceeded"));
    }

    @Test
    public void anInputArtifactIsTheOneThatTheExecutionItselfProduced() {
        Rehearsal shop = Rehearsal.of(
                stage("Source", source("Checkout")),
                stage("Build", making("Compile", 1, List.of("src"), List.of("app"))),
                stage("Production", making("Deploy", 1, List.of("app"), List.of())));
        String first = built(shop, "sha256:11");
        String second = built(shop, "sha256:22");

        assertThat(shop.attempt(first, "Deploy").input().orElseThrow().inputArtifacts())
                .containsExactly(Map.entry("app", "sha256:11"));
        shop.succeed(first, "Deploy");
        assertThat(shop.attempt(second, "Deploy").input().orElseThrow().inputArtifacts())
                .containsExactly(Map.entry("app", "sha256:22"));
    }

    @Test
    public void anInputArtifactThatWasNotDeliveredFailsTheAction() {
        Rehearsal shop = with(making("Deploy", 1, List.of("src"), List.of()));
        String first = shop.startInto("Production");

        assertThat(shop.status(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(first, "Deploy").error())
                .hasValueSatisfying(error -> assertThat(error.message()).contains("'src'"));
    }

    @Test
    public void theRevisionOfASourceBelongsToTheExecutionAndIsReplacedByARetry() {
        Rehearsal shop = Rehearsal.of(
                stage("Source", source("Checkout"), source("Config")),
                stage("Production", configured("Deploy", 1, Map.of(), null)));
        String first = shop.start();
        shop.accept(revision(shop, first, "Checkout", "one"));
        shop.fail(first, "Config");
        shop.retry(first, "Source", RetryMode.ALL_ACTIONS);
        shop.accept(revision(shop, first, "Checkout", "two"));
        shop.accept(revision(shop, first, "Config", "three"));

        assertThat(shop.execution(first).products().revisions())
                .extracting(ArtifactRevision::revisionId)
                .containsExactly("two", "three");
    }

    @Test
    public void whatAnAttemptWorkedWithIsNotKeptInTheStateWhenItIsOver() {
        Rehearsal shop = with(configured("Deploy", 1, Map.of("Title", "x"), null));
        String first = shop.startInto("Production");
        shop.succeed(first, "Deploy");

        assertThat(shop.attempt(first, "Deploy").input()).isEmpty();
    }

    private static String built(Rehearsal shop, String digest) {
        String execution = shop.start();
        shop.accept(shop.success(execution, "Checkout", Map.of(), Map.of("src", "sha256:00")));
        shop.accept(shop.success(execution, "Compile", Map.of(), Map.of("app", digest)));
        return execution;
    }

    private static Command.ActionReported revision(Rehearsal shop, String execution, String action, String commit) {
        Command.ActionReported report = shop.success(execution, action, Map.of(), Map.of());
        return new Command.ActionReported(
                report.executionId(),
                report.stage(),
                report.action(),
                report.actionExecutionId(),
                report.status(),
                report.summary(),
                commit,
                "",
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.of(
                        new ArtifactRevision(action, "src", commit, "a change", Optional.empty(), Optional.empty())));
    }

    private static Rehearsal with(ActionDeclaration... actions) {
        return Rehearsal.of(
                List.of(variable("target", "us")),
                stage(
                        "Source",
                        Pipelines.action(
                                "Checkout",
                                source("Checkout").actionTypeId(),
                                1,
                                Map.of(),
                                List.of(),
                                List.of("src"),
                                "Git")),
                stage("Production", actions));
    }
}
