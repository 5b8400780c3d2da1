package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.MarkupText;
import hudson.cli.CLICommandInvoker;
import hudson.console.ConsoleAnnotator;
import hudson.console.ConsoleAnnotatorFactory;
import hudson.console.ConsoleNote;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

public class ConsoleTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path go;

    @Before
    public void files() {
        go = folder.getRoot().toPath().resolve("go");
    }

    @Test
    public void the_console_shows_the_output_of_an_action_while_it_runs() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins, "shop", Jobs.definition(repository.url(), "echo it begins", waitsForGo(), "echo it ends"));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();

        Jobs.until("the output", () -> console(run).contains("\nit begins\n"));
        assertThat(console(run)).doesNotContain("----- end of Build / Make");
        assertThat(run.isBuilding()).isTrue();
        Files.createFile(go);

        Jobs.ended(jenkins, run, Result.SUCCESS);
        Jobs.until("the last line", () -> console(run).contains("Finished: SUCCESS\n"));
        assertThat(console(run))
                .containsSubsequence(
                        "[Source] Checkout started\n",
                        "----- output of Source / Checkout (log)\n",
                        "----- end of Source / Checkout\n",
                        "[Source] Checkout succeeded",
                        "[Build] entered\n",
                        "[Build] Make started\n",
                        "----- output of Build / Make (log)\n",
                        "\nit begins\n",
                        "\nit ends\n",
                        "----- end of Build / Make\n",
                        "[Build] Make succeeded",
                        "[Build] succeeded\n",
                        "Finished: SUCCESS\n")
                .containsOnlyOnce("\nit begins\n");
        assertThat(jenkins.createWebClient().getPage(run, "console").getAnchors())
                .anyMatch(anchor -> anchor.getHrefAttribute().contains("actionLog?attempt="));
    }

    @Test
    public void actions_at_the_same_time_have_sections_that_do_not_mix() throws Exception {
        jenkins.jenkins.setNumExecutors(2);
        String definition =
                Jobs.definition(repository.url(), "for i in 1 2 3; do echo one; done", waitsForGo(), "echo one");
        String action = definition.substring(definition.indexOf("        - name: Make"));
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                definition
                        + action.replace("name: Make", "name: Other")
                                .replace("echo one", "echo two")
                                .replace(waitsForGo(), "touch " + go));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        String console = console(run);
        for (String name : new String[] {"Make", "Other"}) {
            int begin = console.indexOf("----- output of Build / " + name);
            int end = console.indexOf("----- end of Build / " + name);
            String own = name.equals("Make") ? "\none\n" : "\ntwo\n";
            String other = name.equals("Make") ? "\ntwo\n" : "\none\n";
            assertThat(console.substring(begin, end)).contains(own).doesNotContain(other);
        }
    }

    @Test
    public void each_transition_is_a_line_with_its_reason() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "true")
                                .replace(
                                        "    - name: Build\n",
                                        """
                                    - name: Build
                                      beforeEntry:
                                        conditions:
                                          - result: FAIL
                                            rules:
                                              - name: Never
                                                ruleTypeId: {category: Rule, owner: AWS, provider: VariableCheck, version: '1'}
                                                configuration: {Variable: a, Operator: EQ, Value: b}
                                      onFailure: {result: RETRY, retryConfiguration: {retryMode: FAILED_ACTIONS}}
                                """)
                        + """
                            - name: Release
                              actions:
                                - name: Ask
                                  actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                        """);
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.ended(jenkins, run, Result.FAILURE);
        Jobs.until("the last line", () -> console(run).contains("Finished: FAILURE\n"));
        assertThat(console(run)).doesNotContain("output of Build / Never");
        assertThat(console(run))
                .containsSubsequence(
                        "[Build] entered\n",
                        "[Build] the entry condition is checked\n",
                        "[Build] the entry condition is not met: Rule Never did not pass: ",
                        "[Build] failed\n",
                        "[Build] retried by itself\n",
                        "[Build] the entry condition is not met: Rule Never did not pass: ",
                        "Failed in stage Build: Rule Never did not pass: ",
                        "Finished: FAILURE\n");

        assertThat(change(job, new Command.SetTransition("Release", false, "Code freeze", "carol")))
                .isEmpty();
        assertThat(run.goOn(() -> change(
                        job,
                        new Command.OverrideCondition(
                                run.getExecutionId(), "Build", ConditionType.BEFORE_ENTRY, "We know", "bob"))))
                .isEmpty();
        Jobs.until("the run to wait", () -> console(run).contains("[Release] waits"));
        change(job, new Command.SetTransition("Release", true, "", "dave"));
        Jobs.until("the question", () -> console(run).contains("Ask waits for approval"));
        change(job, new Command.StopExecution(run.getExecutionId(), true, "Enough", "erin"));

        Jobs.ended(jenkins, run, Result.ABORTED);
        assertThat(console(run))
                .containsSubsequence(
                        "[Build] the entry condition is overridden by bob: We know\n",
                        "[Build] Make started\n",
                        "[Build] Make succeeded",
                        "[Build] succeeded\n")
                .containsSubsequence(
                        "[Release] waits: the way in is closed by carol: Code freeze\n",
                        "[Release] the way in is opened by dave\n",
                        "[Release] entered\n",
                        "[Release] Ask waits for approval\n",
                        "Stopping, as erin says: Enough",
                        "Stopped: Enough\n");
    }

    private static Optional<Refusal> change(ReleasePipelineJob job, Command command)
            throws IOException, InterruptedException, ExecutionException {
        return JenkinsHost.get().submit(job.getPipelineId(), command) instanceof CommandResult.Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty();
    }

    @Test
    public void colours_of_tools_come_as_they_are() throws Exception {
        ReleasePipelineJob job =
                Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "printf '\\033[31mred\\033[0m\\n'"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        assertThat(console(run)).contains("\u001b[31mred\u001b[0m\n");
        assertThat(jenkins.createWebClient()
                        .getPage(run, "console")
                        .getWebResponse()
                        .getContentAsString())
                .contains("<b class=\"red\">");
    }

    /** As the plugin AnsiColor finds them. */
    @TestExtension("colours_of_tools_come_as_they_are")
    public static final class Colours extends ConsoleAnnotatorFactory<Object> {
        @Override
        public ConsoleAnnotator<Object> newInstance(Object context) {
            return new RedAnnotator();
        }
    }

    private static final class RedAnnotator extends ConsoleAnnotator<Object> {
        private static final long serialVersionUID = 1;

        @Override
        public ConsoleAnnotator<Object> annotate(Object context, MarkupText text) {
            int red = text.getText().indexOf("\u001b[31m");
            if (red >= 0 && context instanceof Run) {
                text.addMarkup(red, text.length() - 1, "<b class=\"red\">", "</b>");
            }
            return this;
        }
    }

    @Test
    public void the_command_line_waits_for_the_end_and_exits_by_the_result() throws Exception {
        Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "echo done"));
        Jobs.job(jenkins, "broken", Jobs.definition(repository.url(), "exit 3"));

        CLICommandInvoker.Result good = new CLICommandInvoker(jenkins, "build").invokeWithArgs("shop", "-s", "-v");
        CLICommandInvoker.Result bad = new CLICommandInvoker(jenkins, "build").invokeWithArgs("broken", "-f");

        assertThat(good.stdout()).contains("Started shop #1", "\ndone\n", "Completed shop #1 : SUCCESS");
        assertThat(good.returnCode()).isZero();
        assertThat(bad.stdout()).contains("Completed broken #1 : FAILURE");
        assertThat(bad.returnCode()).isEqualTo(Result.FAILURE.ordinal);
        Jobs.until("idle executors", () -> jenkins.jenkins.toComputer().isIdle());
    }

    private String waitsForGo() {
        return "while ! test -f " + go + "; do sleep 0.1; done";
    }

    private static String console(ReleasePipelineRun run) throws Exception {
        return ConsoleNote.removeNotes(Files.readString(run.getLogFile().toPath()));
    }
}
