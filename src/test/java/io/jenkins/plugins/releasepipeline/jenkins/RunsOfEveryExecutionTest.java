package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

public class RunsOfEveryExecutionTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @TestExtension
    public static final class Told extends RunListener<Run<?, ?>> {
        private final List<String> news = new CopyOnWriteArrayList<>();

        @Override
        public void onStarted(Run<?, ?> run, TaskListener listener) {
            news.add("started " + run.getDisplayName());
        }

        @Override
        public void onCompleted(Run<?, ?> run, TaskListener listener) {
            news.add("completed " + run.getDisplayName() + " as "
                    + Jenkins.getAuthentication2().getName());
        }

        @Override
        public void onFinalized(Run<?, ?> run) {
            news.add("finalized " + run.getDisplayName());
        }
    }

    @Test
    public void a_person_takes_a_stage_back_on_the_page() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "cat greeting.txt"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        repository.commit("greeting.txt", "good bye\n", "Say good bye");
        Jobs.run(jenkins, job, Result.SUCCESS);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Permissions.ROLLBACK)
                .everywhere()
                .to("alice"));

        HtmlPage page = jenkins.createWebClient().login("alice").getPage(job, "stages/");
        HtmlForm form = page.getFirstByXPath("//form[contains(@class, 'release-pipeline-rollback')]");
        HtmlSelect targets = form.getSelectByName("targetPipelineExecutionId");
        targets.getOptions().stream()
                .filter(option -> option.getText().startsWith("#1 "))
                .findFirst()
                .orElseThrow()
                .setSelected(true);
        ((HtmlButton) form.getFirstByXPath(".//button")).click();

        Jobs.until("the run of the rollback", () -> job.getLastBuild().getNumber() == 3);
        ReleasePipelineRun run = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);
        assertThat(run.getCause(Cause.UserIdCause.class).getUserId()).isEqualTo("alice");
        assertThat(run.getCause(RollbackCause.class).getShortDescription())
                .isEqualTo("Rolled back by alice: stage Build to #1");
        jenkins.assertLogContains("hello", run);
        jenkins.assertLogNotContains("good bye", run);
        jenkins.assertLogContains("Rolled back by alice: stage Build to #1", run);
        HtmlPage shown = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .login("alice")
                .getPage(run);
        assertThat(shown.asNormalizedText()).contains("Rolled back by alice: stage Build to #1");
    }

    @Test
    public void a_stage_that_goes_back_by_itself_has_a_run_that_says_so() throws Exception {
        Path broken = folder.getRoot().toPath().resolve("broken");
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "! test -f " + broken)
                        .replace("    - name: Build\n", "    - name: Build\n      onFailure: {result: ROLLBACK}\n"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        Files.createFile(broken);

        Jobs.run(jenkins, job, Result.FAILURE);

        Jobs.until("the run of the rollback", () -> job.getLastBuild().getNumber() == 3);
        ReleasePipelineRun back = Jobs.ended(jenkins, job.getLastBuild(), Result.FAILURE);
        assertThat(back.getCause(RollbackCause.class).isAutomatic()).isTrue();
        assertThat(back.getCause(RollbackCause.class).getShortDescription())
                .isEqualTo("Rolled back because #2 failed: stage Build to #1");
        Jobs.until("the listeners", () -> told().contains("finalized #3"));
        assertThat(told().stream().filter(line -> line.contains("#3")))
                .containsExactly("started #3", "completed #3 as SYSTEM", "finalized #3");
        String xml = jenkins.createWebClient()
                .goTo("job/shop/3/api/json?depth=1", "application/json")
                .getWebResponse()
                .getContentAsString();
        assertThat(xml).contains("RollbackCause", "\"automatic\":true", "\"stage\":\"Build\"");
    }

    @Test
    public void triggers_and_the_api_have_runs_with_causes_that_are_text() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "echo in $REGION")
                        + "  variables: [{name: REGION, defaultValue: eu}]\n");
        Jobs.run(jenkins, job, Result.SUCCESS);

        start(job, TriggerType.WebhookV2, "push of <script>alert(1)</script>");
        Jobs.until("the webhook's run", () -> job.getLastBuild().getNumber() == 2);
        ReleasePipelineRun pushed = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);
        start(job, TriggerType.StartPipelineExecution, "carol");
        Jobs.until("the API's run", () -> job.getLastBuild().getNumber() == 3);
        ReleasePipelineRun asked = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);

        jenkins.assertLogContains("\nin eu\n", pushed);
        assertThat(pushed.getAction(ParametersAction.class)
                        .getParameter("REGION")
                        .getValue())
                .isEqualTo("eu");
        assertThat(pushed.getCause(TriggerCause.class).getShortDescription())
                .isEqualTo("Started by a webhook: push of <script>alert(1)</script>");
        HtmlPage page = jenkins.createWebClient().withJavaScriptEnabled(false).getPage(pushed);
        assertThat(page.asNormalizedText()).contains("push of <script>alert(1)</script>");
        assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert(1)");
        assertThat(asked.getCause(ApiCause.class).getShortDescription()).isEqualTo("Started by the API: carol");
        assertThat(job.getBuildByNumber(2).getExecutionId()).isEqualTo(pushed.getExecutionId());
    }

    @Test
    public void a_run_that_goes_on_after_its_end_ends_once_more_for_listeners() throws Exception {
        Path broken = Files.createFile(folder.getRoot().toPath().resolve("broken"));
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "! test -f " + broken));
        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);
        Files.delete(broken);

        run.goOn(() -> JenkinsHost.get()
                                .submit(
                                        job.getPipelineId(),
                                        new Command.RetryStage(
                                                run.getExecutionId(), "Build", RetryMode.FAILED_ACTIONS, "alice"))
                        instanceof CommandResult.Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty());

        Jobs.ended(jenkins, run, Result.SUCCESS);
        Jobs.until("the listeners", () -> told().size() == 5);
        assertThat(told())
                .containsExactly(
                        "started #1",
                        "completed #1 as SYSTEM",
                        "finalized #1",
                        "completed #1 as SYSTEM",
                        "finalized #1");
    }

    private static void start(ReleasePipelineJob job, TriggerType type, String detail) throws Exception {
        JenkinsHost.get()
                .submit(
                        job.getPipelineId(),
                        new Command.StartExecution(
                                UUID.randomUUID().toString(),
                                new Trigger(type, detail),
                                Map.of(),
                                Map.of(),
                                Optional.empty()));
    }

    private static List<String> told() {
        return RunListener.all().get(Told.class).news;
    }
}
