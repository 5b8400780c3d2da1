package io.jenkins.plugins.releasepipeline.runtime;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.build;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.onFailure;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.pipeline;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.DisabledTransition;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PipelineRuntimeTest {
    private static final PipelineDeclaration SHOP = pipeline(
            "shop",
            stage("Source", source("Checkout")),
            stage("Build", build("Compile", 1), build("Lint", 1), build("Package", 2)),
            stage("Production", approval("GoLive", 1), build("Deploy", 2)));

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void an_execution_passes_all_stages_and_its_history_tells_of_every_action() throws Exception {
        try (TestHost host = host(true)) {
            PipelineRuntime shop = defined(host);
            String execution = start(shop);

            approve(shop, execution);

            await(shop, state -> status(state, execution) == ExecutionStatus.Succeeded);
            ExecutionRecord record = shop.history().execution(execution).orElseThrow();
            assertThat(record.status()).isEqualTo(ExecutionStatus.Succeeded);
            assertThat(record.actions())
                    .extracting(ExecutionRecord.ActionRecord::action)
                    .containsExactly("Checkout", "Compile", "Lint", "Package", "GoLive", "Deploy");
            assertThat(record.actions())
                    .extracting(ExecutionRecord.ActionRecord::status)
                    .containsOnly(ActionStatus.Succeeded);
        }
    }

    @Test
    public void who_wrote_a_commit_is_found_out_before_an_approval_that_authors_may_not_give() throws Exception {
        PipelineDeclaration reviewed = pipeline(
                "shop",
                stage("Source", source("Checkout")),
                stage("Production", approval("GoLive", 1, Map.of("AuthorsMayApprove", "false"))));
        SourceRevision revision = new SourceRevision("4f2a", "Sell apples", Optional.empty(), Optional.empty());
        try (TestHost host = new TestHost(
                folder.getRoot().toPath(),
                Clock.systemUTC(),
                context -> Optional.of(TestHost.success(context).withRevision(revision)))) {
            host.pipelines()
                    .define(definition(reviewed), "ada")
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            String execution = start(shop);
            Command approval = answer(shop, execution, "grace");

            assertThat(submit(shop, approval).toString()).contains("cannot be told who wrote these");

            host.authors = Optional.of(Set.of("GRACE", "edsger@example.org"));
            assertThat(submit(shop, approval).toString()).contains("grace wrote a commit");

            host.authors = Optional.of(Set.of("edsger@example.org"));
            assertThat(submit(shop, approval)).isInstanceOf(CommandResult.Done.class);
            await(shop, state -> status(state, execution) == ExecutionStatus.Succeeded);
        }
    }

    @Test
    public void who_approved_ahead_is_asked_about_when_the_question_comes() throws Exception {
        PipelineDeclaration asking =
                pipeline("shop", stage("Source", source("Checkout")), stage("Production", approval("GoLive", 1)));
        CountDownLatch asked = new CountDownLatch(1);
        String execution;
        try (TestHost host = new TestHost(
                folder.getRoot().toPath(), Clock.systemUTC(), context -> Optional.of(TestHost.success(context)))) {
            host.pipelines()
                    .define(definition(asking), "ada")
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            host.present((state, given) -> {
                asked.countDown();
                return Optional.empty();
            });
            Command ahead = new Command.ApproveAhead(
                    "Production",
                    "GoLive",
                    Optional.of(Instant.now().plusSeconds(3600)),
                    Optional.empty(),
                    "",
                    Approver.named("grace"));
            assertThat(submit(shop, ahead)).isInstanceOf(CommandResult.Done.class);
            execution = start(shop);
            String started = execution;
            await(shop, state -> token(state, started).isPresent());
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        }

        try (TestHost host = new TestHost(
                folder.getRoot().toPath(), Clock.systemUTC(), context -> Optional.of(TestHost.success(context)))) {
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            String again = execution;
            await(shop, state -> status(state, again) == ExecutionStatus.Succeeded);
        }
    }

    @Test
    public void a_rollback_that_begins_by_itself_keeps_the_artifacts_that_it_goes_back_to() throws Exception {
        ArtifactDigest app = ArtifactDigest.parse("a".repeat(64) + ":7");
        PipelineDeclaration careful = pipeline(
                "shop",
                stage("Source", source("Checkout")),
                stage("Build", build("Compile", 1)),
                stage("Production", null, null, onFailure("ROLLBACK"), build("Deploy", 1)));
        AtomicInteger deployments = new AtomicInteger();
        try (TestHost host = new TestHost(folder.getRoot().toPath(), Clock.systemUTC(), context -> {
            if (context.action().name().equals("Compile")) {
                return Optional.of(ActionResult.succeeded().withOutputArtifacts(Map.of("app", app)));
            }
            boolean breaks = context.action().name().equals("Deploy") && deployments.incrementAndGet() == 2;
            return Optional.of(breaks ? ActionResult.failed(FailureType.JobFailed, "no") : TestHost.success(context));
        })) {
            host.pipelines()
                    .define(definition(careful), "ada")
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            String good = start(shop);
            await(shop, state -> status(state, good) == ExecutionStatus.Succeeded);
            start(shop);

            await(
                    shop,
                    state -> state.lastNumber() == 3 && state.liveExecutions().isEmpty());

            String rollback = shop.history().execution(3).orElseThrow().origin().id();
            assertThat(host.retained.get(rollback)).contains(app);
        }
    }

    @Test
    public void old_executions_are_forgotten_while_new_ones_run_and_at_the_start() throws Exception {
        Retention few = Retention.latest(5);
        try (TestHost host = new TestHost(
                folder.getRoot().toPath(), Clock.systemUTC(), context -> Optional.of(TestHost.success(context)), few)) {
            PipelineRuntime shop = defined(host);
            for (int i = 0; i < 20; i++) {
                String execution = start(shop);
                await(shop, state -> state.execution(execution)
                        .filter(found -> found.position().equals("Production"))
                        .isPresent());
                shop.submit(new Command.StopExecution(execution, true, "enough", "ada"))
                        .toCompletableFuture()
                        .get();
            }
            await(shop, state -> remembered(shop) <= 6);
        }
        Retention one = Retention.latest(1);
        try (TestHost host =
                new TestHost(folder.getRoot().toPath(), Clock.systemUTC(), context -> Optional.empty(), one)) {
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            await(shop, state -> remembered(shop) == 1);
        }
    }

    private static int remembered(PipelineRuntime shop) {
        try {
            return shop.history().page(HistoryQuery.latest(100)).executions().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void what_an_attempt_says_has_none_of_the_secrets_that_it_had_masked() throws Exception {
        ActionResult leaky = ActionResult.succeeded()
                .withSummary("deployed with hunter2")
                .withExternalExecution("job", "https://ci.example.org/?token=hunter2")
                .withOutputVariables(Map.of("Url", "https://hunter2@example.org", "Fine", "yes"));
        try (TestHost host = new TestHost(folder.getRoot().toPath(), Clock.systemUTC(), context -> {
            context.log().mask("hunter2");
            return Optional.of(
                    context.action().name().equals("Lint")
                            ? ActionResult.failed(FailureType.JobFailed, "hunter2 was refused")
                            : leaky);
        })) {
            PipelineRuntime shop = defined(host);
            String execution = start(shop);

            await(shop, state -> status(state, execution) == ExecutionStatus.Failed);

            ExecutionRecord record = shop.history().execution(execution).orElseThrow();
            assertThat(record.toString()).doesNotContain("hunter2");
            assertThat(record.actions().get(0).summary()).isEqualTo("deployed with *****");
            assertThat(record.actions().get(0).outputVariables())
                    .containsEntry("Url", "https://*****@example.org")
                    .containsEntry("Fine", "yes");
        }
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("hunter2");
            }
        }
    }

    @Test
    public void what_was_in_progress_when_the_process_ended_is_found_again_and_never_started_twice() throws Exception {
        String execution;
        try (TestHost host = host(false)) {
            execution = start(defined(host));
            await(host.pipelines().pipeline("shop").orElseThrow(), state -> !host.started.isEmpty());
        }
        try (TestHost host = host(false)) {
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            assertThat(host.reattached).hasSize(1);
            host.end("Checkout", TestHost.success(host.started.get(0)));
            await(shop, state -> host.started.size() == 3);
            assertThat(host.reattached).hasSize(1);
            assertThat(status(shop.state(), execution)).isEqualTo(ExecutionStatus.InProgress);
        }
    }

    @Test
    public void a_compacted_journal_gives_back_the_same_state_and_history() throws Exception {
        String execution;
        PipelineState before;
        try (TestHost host = host(true)) {
            PipelineRuntime shop = defined(host);
            execution = start(shop);
            await(shop, state -> token(state, execution).isPresent());
            host.pipelines().compact();
            before = shop.state();
        }
        try (TestHost host = host(true)) {
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            assertThat(shop.state()).isEqualTo(before);
            approve(shop, execution);
            await(shop, state -> status(state, execution) == ExecutionStatus.Succeeded);
            assertThat(shop.history().execution(execution).orElseThrow().actions())
                    .hasSize(6);
        }
    }

    @Test
    public void a_history_that_a_crash_has_torn_is_written_again_from_the_journal() throws Exception {
        String execution;
        try (TestHost host = host(true)) {
            PipelineRuntime shop = defined(host);
            execution = start(shop);
            approve(shop, execution);
            await(shop, state -> status(state, execution) == ExecutionStatus.Succeeded);
        }
        Path file;
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath().resolve("history"))) {
            file = files.filter(path -> path.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int end : new int[] {0, 10, whole.length / 3, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, end));
            try (TestHost host = host(true)) {
                PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
                assertThat(shop.history().execution(execution).orElseThrow().actions())
                        .hasSize(6);
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    public void a_failed_stage_is_retried_in_the_same_execution() throws Exception {
        try (TestHost host = host(false)) {
            PipelineRuntime shop = defined(host);
            String execution = start(shop);
            await(shop, state -> host.started.size() == 1);
            host.end("Checkout", TestHost.success(host.started.get(0)));
            await(shop, state -> host.started.size() == 3);
            host.end("Compile", ActionResult.failed(FailureType.JobFailed, "exit code 1"));
            host.end("Lint", ActionResult.succeeded());
            await(shop, state -> status(state, execution) == ExecutionStatus.Failed);

            submit(shop, new Command.RetryStage(execution, "Build", RetryMode.FAILED_ACTIONS, "ada"));

            await(shop, state -> host.started.size() == 4);
            assertThat(host.started.get(3).action().name()).isEqualTo("Compile");
            assertThat(shop.state().execution(execution).orElseThrow().attempt())
                    .isEqualTo(2);
        }
    }

    @Test
    public void an_abandoned_action_is_stopped_and_its_late_result_changes_nothing() throws Exception {
        try (TestHost host = host(false)) {
            PipelineRuntime shop = defined(host);
            String execution = start(shop);
            await(shop, state -> host.started.size() == 1);

            submit(shop, new Command.StopExecution(execution, true, "wrong commit", "ada"));

            await(shop, state -> host.stopped.contains("Checkout"));
            await(shop, state -> host.released.contains(host.started.get(0).actionExecutionId()));
            assertThat(status(shop.state(), execution)).isEqualTo(ExecutionStatus.Stopped);
            assertThat(shop.history().execution(execution).orElseThrow().stopReason())
                    .contains("wrong commit");
        }
    }

    @Test
    public void a_new_pipeline_begins_with_the_transitions_closed_that_its_template_closes() throws Exception {
        try (TestHost host = host(true)) {
            PipelineDefinition template = definition(SHOP, new DisabledTransition("Build", "not yet", Map.of()));
            host.pipelines().define(template, "ada").toCompletableFuture().get(10, TimeUnit.SECONDS);
            PipelineRuntime shop = host.pipelines().pipeline("shop").orElseThrow();
            String execution = start(shop);
            await(
                    shop,
                    state -> state.execution(execution).orElseThrow().waiting()
                            && state.execution(execution)
                                    .orElseThrow()
                                    .position()
                                    .equals("Build"));
            submit(shop, new Command.SetTransition("Build", true, "", "ada"));
            host.pipelines().define(template, "ada").toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(shop.state().stage("Build").orElseThrow().inbound().enabled())
                    .isTrue();
        }
    }

    @Test
    public void a_refused_command_says_why_and_changes_nothing() throws Exception {
        try (TestHost host = host(false)) {
            PipelineRuntime shop = defined(host);
            PipelineState before = shop.state();
            CommandResult result = submit(shop, new Command.SetTransition("Nowhere", false, "freeze", "ada"));
            assertThat(result).isInstanceOfSatisfying(CommandResult.Refused.class, refused -> {
                assertThat(refused.refusal().error()).isEqualTo(Refusal.Error.StageNotFoundException);
                assertThat(refused.refusal().message()).contains("Nowhere", "Source, Build, Production");
            });
            assertThat(shop.state()).isSameAs(before);
        }
    }

    private TestHost host(boolean succeeds) throws Exception {
        Path home = folder.getRoot().toPath();
        return new TestHost(
                home,
                Clock.systemUTC(),
                context -> succeeds ? Optional.of(TestHost.success(context)) : Optional.empty());
    }

    private static PipelineRuntime defined(TestHost host) throws Exception {
        host.pipelines().define(definition(SHOP), "ada").toCompletableFuture().get(10, TimeUnit.SECONDS);
        return host.pipelines().pipeline("shop").orElseThrow();
    }

    private static PipelineDefinition definition(PipelineDeclaration declaration, DisabledTransition... closed) {
        return new PipelineDefinition(declaration, null, List.of(), List.of(closed), Map.of());
    }

    private static String start(PipelineRuntime pipeline) throws Exception {
        String id = UUID.randomUUID().toString();
        submit(
                pipeline,
                new Command.StartExecution(
                        id,
                        new Trigger(TriggerType.StartPipelineExecution, "ada"),
                        Map.of(),
                        Map.of(),
                        Optional.empty()));
        return id;
    }

    private static void approve(PipelineRuntime pipeline, String execution) throws Exception {
        submit(pipeline, answer(pipeline, execution, "grace"));
    }

    private static Command answer(PipelineRuntime pipeline, String execution, String by) throws Exception {
        await(pipeline, state -> token(state, execution).isPresent());
        return new Command.PutApproval(
                "Production",
                "GoLive",
                token(pipeline.state(), execution).orElseThrow(),
                ApprovalStatus.Approved,
                "looks good",
                by);
    }

    private static Optional<String> token(PipelineState state, String execution) {
        return state.execution(execution)
                .flatMap(found -> found.stage("Production"))
                .flatMap(stage -> stage.action("GoLive"))
                .map(action -> action.actionExecutionId());
    }

    private static CommandResult submit(PipelineRuntime pipeline, Command command) throws Exception {
        return pipeline.submit(command).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static ExecutionStatus status(PipelineState state, String execution) {
        return state.execution(execution).map(found -> found.status()).orElse(null);
    }

    private static void await(PipelineRuntime pipeline, Predicate<PipelineState> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.test(pipeline.state())) {
            assertThat(System.nanoTime())
                    .as("gave up waiting; state: %s", pipeline.state())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
