package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.cli.CLICommandInvoker;
import hudson.model.Result;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

public class DefinitionUpdateTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path begun;
    private Path go;

    @Before
    public void files() {
        begun = folder.getRoot().toPath().resolve("begun");
        go = folder.getRoot().toPath().resolve("go");
    }

    @Test
    public void the_form_asks_what_becomes_of_executions_and_saving_does_it_at_once() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", waiting());
            Jobs.until("the definition", () -> version(job) == 1);
            ReleasePipelineRun drained = started(job);

            save(jenkins, job, "DRAIN", waiting() + "\n# changed\n");
            job.defineAnew();
            assertThat(version(job)).isEqualTo(1);
            save(jenkins, job, "DRAIN", waiting().replace("name: Make", "name: Produce"));
            Jobs.until("the new definition", () -> version(job) == 2);
            assertThat(job.getUpdatePolicy()).isEqualTo(UpdatePolicy.DRAIN);
            assertThat(drained.isBuilding()).isTrue();
            Files.createFile(go);
            Jobs.ended(jenkins, drained, Result.SUCCESS);

            Files.delete(go);
            Files.delete(begun);
            ReleasePipelineRun cancelled = started(job);
            save(jenkins, job, "CANCEL", Jobs.definition(repository.url(), "echo new"));
            Files.createFile(go);
            Jobs.ended(jenkins, cancelled, Result.ABORTED);
            jenkins.assertLogContains("Cancelled: ", cancelled);
            jenkins.assertLogContains("\nnew\n", Jobs.run(jenkins, job, Result.SUCCESS));
        });
    }

    @Test
    public void a_definition_that_comes_by_config_xml_is_taken_too_while_jenkins_runs_and_while_it_does_not()
            throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "echo first"));
            String xml = job.getConfigFile().asString().replace("echo first", "echo second");

            CLICommandInvoker.Result changed = new CLICommandInvoker(jenkins, "update-job")
                    .withStdin(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .invokeWithArgs("shop");

            assertThat(changed.returnCode()).isZero();
            Jobs.until("the second definition", () -> version(job) == 2);
        });
        Path config = sessions.getHome().toPath().resolve("jobs/shop/config.xml");
        Files.writeString(config, Files.readString(config).replace("echo second", "echo third"));
        sessions.then(jenkins -> {
            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
            Jobs.until("the third definition", () -> version(job) == 3);
        });
    }

    @Test
    public void a_job_whose_definition_became_invalid_says_so_and_keeps_its_history_and_what_runs() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", waiting());
            Files.createFile(go);
            ReleasePipelineRun before = Jobs.run(jenkins, job, Result.SUCCESS);
            Files.delete(go);
            Files.delete(begun);
            ReleasePipelineRun running = started(job);

            job.setDefinition("pipeline: {name: shop, stages: []}");
            job.save();

            HtmlPage page =
                    jenkins.createWebClient().withJavaScriptEnabled(false).getPage(job);
            assertThat(page.asNormalizedText()).contains("cannot run until its definition is mended", "stages");
            assertThat(jenkins.createWebClient()
                            .withJavaScriptEnabled(false)
                            .getPage(before)
                            .asNormalizedText())
                    .contains("#1");
            assertThat(before.record().orElseThrow().actions()).hasSize(2);
            Jobs.run(jenkins, job, Result.FAILURE);
            assertThat(running.isBuilding()).isTrue();
            Files.createFile(go);
            Jobs.ended(jenkins, running, Result.SUCCESS);
        });
        sessions.then(jenkins -> {
            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
            assertThat(job.getProblems()).isNotEmpty();
            assertThat(job.getBuildByNumber(1).record().orElseThrow().actions()).hasSize(2);
        });
    }

    private static void save(JenkinsRule jenkins, ReleasePipelineJob job, String policy, String definition)
            throws Exception {
        HtmlForm form = jenkins.createWebClient().getPage(job, "configure").getFormByName("config");
        form.getTextAreaByName("_.definition").setText(definition);
        form.getSelectByName("updatePolicy").setSelectedAttribute(policy, true);
        jenkins.submit(form);
    }

    private ReleasePipelineRun started(ReleasePipelineJob job) throws Exception {
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));
        return run;
    }

    private static int version(ReleasePipelineJob job) throws Exception {
        return JenkinsHost.get()
                .pipeline(job.getPipelineId())
                .map(pipeline -> pipeline.state().version())
                .orElse(0);
    }

    private String waiting() {
        return Jobs.definition(
                repository.url(), "echo begun >> " + begun, "while ! test -f " + go + "; do sleep 0.1; done");
    }
}
