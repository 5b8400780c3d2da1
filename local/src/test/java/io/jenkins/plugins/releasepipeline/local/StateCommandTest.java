package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Decider;
import io.jenkins.plugins.releasepipeline.engine.Decision;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Pipelines;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import io.jenkins.plugins.releasepipeline.journal.FileJournalStorage;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import io.jenkins.plugins.releasepipeline.journal.JournalEntry;
import io.jenkins.plugins.releasepipeline.journal.JournalOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code release-pipeline state}, beside somebody who has the home open. */
public class StateCommandTest {
    private static final Path PIPELINE = Path.of("..", "docs", "examples", "simulation", "pipeline.yaml");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Cli cli;
    private Journal journal;
    private PipelineState state = PipelineState.unborn("shop");
    private long sequence;

    @Before
    public void open() throws Exception {
        cli = new Cli(folder.getRoot().toPath());
        journal = Journal.open(
                new FileJournalStorage(folder.getRoot().toPath().resolve("journal")),
                JournalOptions.standard(Runnable::run));
        PipelineDefinition definition = DefinitionReader.read("pipeline.yaml", Files.readAllBytes(PIPELINE))
                .definition()
                .orElseThrow();
        write(new Command.UpdateDefinition(definition.pipeline(), Map.of(), "ada"));
    }

    @After
    public void close() throws Exception {
        journal.close();
    }

    @Test
    public void itShowsWhatIsWhereAndWhyEachExecutionWaits() throws Exception {
        write(new Command.SetTransition("Build", false, "audit", "grace"));
        start("first");
        write(delivered("first"));
        start("second");

        Cli.Result result = cli.run("state", "shop", "--home", ".");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("shop  version 1, SUPERSEDED")
                .contains("Source  InProgress  #2")
                .contains("Checkout  InProgress")
                .contains("closed by grace")
                .contains("waiting to come in: #1")
                .contains("Build  nothing has run here")
                .contains("#1 waits: the way into Build is closed by grace")
                .contains(": audit")
                .contains("#2 works in Source: Checkout")
                .doesNotContain("\u001b");
    }

    @Test
    public void asJsonEachBlockerCanBeReadByAProgram() throws Exception {
        write(new Command.SetTransition("Source", false, "audit", "grace"));
        start("first");

        Cli.Result result = cli.run("state", "shop", "--json", "--home", ".");

        JsonNode json = new JsonMapper().readTree(result.out());
        assertThat(json.at("/executions/0/blocker/type").asText()).isEqualTo("TransitionClosed");
        assertThat(json.at("/stageStates/0/inboundTransitionState/disabledReason")
                        .asText())
                .isEqualTo("audit");
    }

    @Test
    public void anActionWithoutAnAgentSaysWhichLabelIsMissing() throws Exception {
        start("first");
        write(new Command.AgentAwaited("first", "Source", attempt("first"), "linux", "no online agent has it"));

        Cli.Result result = cli.run("state", "shop", "--home", ".");

        assertThat(result.out())
                .contains("#1 waits: Checkout in Source has no agent with the label 'linux', for 0.")
                .contains(": no online agent has it");
    }

    @Test
    public void executionsInParallelAreShownEachWithItsStages() throws Exception {
        write(new Command.UpdateDefinition(
                Pipelines.in(ExecutionMode.PARALLEL, state.definition()), Map.of(), UpdatePolicy.CANCEL, "ada"));
        start("first");
        start("second");
        write(delivered("first"));

        Cli.Result result = cli.run("state", "shop", "--home", ".");

        assertThat(result.out())
                .contains("shop  version 2, PARALLEL")
                .containsSubsequence("#1  InProgress, began", "Source ", "Succeeded", "Build ", "Failed  Compile")
                .containsSubsequence("#2  InProgress, began", "Source ", "InProgress  Checkout", "Build ", "not yet");
    }

    @Test
    public void aPipelineThatIsNotThereIsSaidWithThoseThatAre() throws Exception {
        Cli.Result result = cli.run("state", "shopp", "--home", ".");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("There is no pipeline 'shopp'", "there are shop");
        assertThat(cli.run("state", "shop", "--home", "nowhere").err()).contains("There is no pipeline 'shop'");
    }

    private void start(String id) throws Exception {
        write(new Command.StartExecution(
                id, new Trigger(TriggerType.StartPipelineExecution, "ada"), Map.of(), Map.of(), Optional.empty()));
    }

    private Command delivered(String execution) {
        return new Command.ActionReported(
                execution,
                "Source",
                "Checkout",
                attempt(execution),
                ActionStatus.Succeeded,
                "",
                "",
                "",
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    private String attempt(String execution) {
        return state.execution(execution)
                .flatMap(found -> found.stage("Source"))
                .flatMap(stage -> stage.action("Checkout"))
                .orElseThrow()
                .actionExecutionId();
    }

    private void write(Command command) throws Exception {
        Decision.Accepted accepted = (Decision.Accepted) Decider.decide(state, command, Instant.now());
        state = accepted.state();
        journal.append(new JournalEntry("shop", ++sequence, EngineJson.write(accepted.events())))
                .toCompletableFuture()
                .get();
    }
}
