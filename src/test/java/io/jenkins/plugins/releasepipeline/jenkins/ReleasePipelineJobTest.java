package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

public class ReleasePipelineJobTest {
    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void an_execution_takes_a_source_and_runs_commands_on_the_agent_with_the_mapped_name() throws Exception {
        jenkins.createOnlineSlave();
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "cat greeting.txt", "echo built by $NODE_NAME $JOB_NAME"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        jenkins.assertLogContains("[Build] Make succeeded", run);
        jenkins.assertLogContains("hello", run);
        jenkins.assertLogContains("built by slave0 shop", run);
        HtmlPage page = jenkins.createWebClient().withJavaScriptEnabled(false).getPage(run);
        assertThat(page.asNormalizedText()).contains("Checkout", "Make", "Succeeded");
        assertThat(page.getAnchorByText("Console Output")
                        .click()
                        .getWebResponse()
                        .getContentAsString())
                .contains("hello");
    }

    @Test
    public void a_command_that_fails_fails_the_execution_with_its_reason() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "exit 3"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);

        jenkins.assertLogContains("[Build] Make failed", run);
    }

    @Test
    public void executors_are_free_again_when_the_execution_has_ended() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));

        Jobs.run(jenkins, job, Result.SUCCESS);

        Jobs.until("idle executors", () -> jenkins.jenkins.toComputer().countBusy() == 0);
    }

    @Test
    public void the_form_saves_a_definition_and_shows_it_again() throws Exception {
        String text = Jobs.definition(repository.url(), "true");
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", "");
        HtmlForm form = jenkins.createWebClient().getPage(job, "configure").getFormByName("config");

        form.getTextAreaByName("_.definition").setText(text);
        jenkins.submit(form);

        assertThat(job.getDefinition().replace("\r\n", "\n")).isEqualTo(text);
        jenkins.configRoundtrip((Item) job);
        assertThat(job.getDefinition().replace("\r\n", "\n")).isEqualTo(text);
    }

    @Test
    public void a_definition_with_errors_is_not_saved_and_the_errors_are_shown() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", "");
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.getPage(job, "configure").getFormByName("config");

        form.getTextAreaByName("_.definition").setText("pipeline: {name: shop, stages: []}");
        HtmlPage answer = jenkins.submit(form);

        assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
        assertThat(answer.asNormalizedText()).contains("stages");
        assertThat(job.getDefinition()).isEmpty();
    }

    @Test
    public void a_job_whose_definition_has_errors_says_so_and_does_not_run() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", "pipeline: {name: <script>alert(1)</script>, stages: []}");

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);

        jenkins.assertLogContains("cannot be used", run);
        HtmlPage page = jenkins.createWebClient().getPage(job);
        assertThat(page.asNormalizedText()).contains("cannot run until its definition is mended");
        assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert(1)");
    }

    @Test
    public void config_xml_makes_a_job_and_gives_it_back() throws Exception {
        String text = Jobs.definition(repository.url(), "true");
        ReleasePipelineJob first = Jobs.job(jenkins, "first", text);
        String xml = first.getConfigFile().asString();

        ReleasePipelineJob second = (ReleasePipelineJob) jenkins.jenkins.createProjectFromXML(
                "second", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));

        assertThat(xml).contains("<release-pipeline").doesNotContain(first.getPipelineId());
        assertThat(second.getDefinition()).isEqualTo(text);
        Jobs.run(jenkins, second, Result.SUCCESS);
    }

    @Test
    public void a_copy_is_another_pipeline() throws Exception {
        ReleasePipelineJob first = Jobs.job(jenkins, "first", Jobs.definition(repository.url(), "true"));
        Jobs.run(jenkins, first, Result.SUCCESS);

        ReleasePipelineJob second = jenkins.jenkins.copy(first, "second");

        second.save();

        assertThat(second.getPipelineId()).isNotEqualTo(first.getPipelineId());
        assertThat(Jobs.run(jenkins, second, Result.SUCCESS).getNumber()).isEqualTo(1);
    }

    @Test
    public void who_may_only_read_can_neither_start_nor_stop() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins, "shop", Jobs.definition(repository.url(), "while ! test -f stop; do sleep 0.1; done"));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CANCEL)
                .everywhere()
                .to("stopper"));

        assertThat(post("reader", job.getUrl() + "build")).isEqualTo(403);
        assertThat(post("reader", run.getUrl() + "stop")).isEqualTo(403);
        assertThat(run.isBuilding()).isTrue();
        assertThat(get("stopper", run.getUrl() + "stop")).isEqualTo(405);
        assertThat(post("stopper", run.getUrl() + "stop")).isEqualTo(200);

        Jobs.ended(jenkins, run, Result.ABORTED);
        Jobs.until("idle executors", () -> jenkins.jenkins.toComputer().countBusy() == 0);
    }

    @Test
    public void a_hostile_commit_message_is_text_on_every_page() throws Exception {
        repository.commit("a", "b", "<img src=x onerror=alert(1)>");
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        String page = jenkins.createWebClient().getPage(run).getWebResponse().getContentAsString();
        assertThat(page).contains("&lt;img src=x").doesNotContain("<img src=x");
    }

    private int post(String user, String path) throws Exception {
        return status(user, path, HttpMethod.POST);
    }

    private int get(String user, String path) throws Exception {
        return status(user, path, HttpMethod.GET);
    }

    private int status(String user, String path, HttpMethod method) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        client.login(user);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getStatusCode();
    }
}
