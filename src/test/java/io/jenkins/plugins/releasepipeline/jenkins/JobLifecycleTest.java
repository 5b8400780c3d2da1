package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.cli.CLICommandInvoker;
import hudson.model.Items;
import hudson.model.ListView;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.tasks.LogRotator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.BuildDiscarderProperty;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

public class JobLifecycleTest {
    private static final String VARIABLES =
            "  variables: [{name: REGION, defaultValue: eu, description: where to}, {name: TICKET}]\n";

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

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
    public void a_job_in_a_folder_is_renamed_and_moved_while_it_runs() throws Exception {
        Folder first = jenkins.createProject(Folder.class, "first");
        Folder second = jenkins.createProject(Folder.class, "second");
        ReleasePipelineJob job = first.createProject(ReleasePipelineJob.class, "shop");
        job.setDefinition(waiting());
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));

        job.renameTo("store");
        ReleasePipelineJob moved = Items.move(job, second);
        Files.createFile(go);

        Jobs.ended(jenkins, moved.getBuildByNumber(1), Result.SUCCESS);
        assertThat(moved.getFullName()).isEqualTo("second/store");
        assertThat(Files.readString(begun)).isEqualTo("begun\n");
        ReleasePipelineRun there = moved.getBuildByNumber(1);
        Jobs.wrote(there, "ended");
        jenkins.assertLogContains("\nended\n", there);
        assertThat(jenkins.createWebClient()
                        .getPage(there, "console")
                        .getWebResponse()
                        .getContentAsString())
                .contains("[Build] Make succeeded");
        assertThat(there.record().orElseThrow().actions().get(0).outputArtifacts())
                .containsOnlyKeys("Code");
        assertThat(Jobs.run(jenkins, moved, Result.SUCCESS).getNumber()).isEqualTo(2);
        assertThat(run.getExecutionId()).isEqualTo(moved.getBuildByNumber(1).getExecutionId());
    }

    @Test
    public void a_deleted_job_leaves_nothing_behind_and_nothing_running() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", waiting());
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));
        String id = job.getPipelineId();
        assertThat(left(id)).isNotEmpty();

        job.delete();

        assertThat(run.isBuilding()).isFalse();
        Jobs.until("idle executors", () -> jenkins.jenkins.toComputer().countBusy() == 0);
        assertThat(left(id)).isEmpty();
        assertThat(Files.exists(job.getRootDir().toPath())).isFalse();
        assertThat(JenkinsHost.get().pipeline(id)).isEmpty();
        Jobs.run(jenkins, Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true")), Result.SUCCESS);
    }

    @Test
    public void a_deleted_run_takes_its_artifacts_along_unless_a_stage_may_be_taken_back_to_it() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        ReleasePipelineRun first = Jobs.run(jenkins, job, Result.SUCCESS);
        repository.commit("greeting.txt", "good bye\n", "Say good bye");
        ReleasePipelineRun second = Jobs.run(jenkins, job, Result.SUCCESS);
        int both = artifacts(job).size();

        first.delete();
        second.delete();

        assertThat(artifacts(job)).hasSizeBetween(1, both - 1);
        assertThat(JenkinsHost.get()
                        .pipeline(job.getPipelineId())
                        .orElseThrow()
                        .history()
                        .execution(first.getExecutionId()))
                .isEmpty();
        assertThat(job.getBuilds()).isEmpty();
    }

    @Test
    public void the_build_discarder_keeps_what_it_is_told_to_keep() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        job.addProperty(new BuildDiscarderProperty(new LogRotator(-1, 1, -1, -1)));
        Jobs.run(jenkins, job, Result.SUCCESS);
        Jobs.run(jenkins, job, Result.SUCCESS);

        Jobs.until("the first build to be discarded", () -> job.getBuilds().size() == 1);

        jenkins.configRoundtrip((hudson.model.Item) job);
        assertThat(job.getBuildDiscarder()).isInstanceOf(LogRotator.class);
    }

    @Test
    public void a_disabled_job_does_not_run_until_it_is_enabled() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));

        post("job/shop/disable");

        assertThat(job.isBuildable()).isFalse();
        assertThat(job.scheduleBuild2(0)).isNull();
        post("job/shop/enable");
        Jobs.run(jenkins, job, Result.SUCCESS);
    }

    @Test
    public void config_xml_makes_reads_and_changes_a_job_by_rest_and_cli() throws Exception {
        String xml = "<release-pipeline><definition>"
                + Jobs.definition(repository.url(), "true").replace("&", "&amp;") + "</definition></release-pipeline>";
        JenkinsRule.WebClient client = jenkins.createWebClient();
        WebRequest create = new WebRequest(client.createCrumbedUrl("createItem?name=rest"), HttpMethod.POST);
        create.setAdditionalHeader("Content-Type", "application/xml");
        create.setRequestBody(xml);
        client.getPage(create);
        CLICommandInvoker.Result made = new CLICommandInvoker(jenkins, "create-job")
                .withStdin(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .invokeWithArgs("cli");
        CLICommandInvoker.Result read = new CLICommandInvoker(jenkins, "get-job").invokeWithArgs("cli");
        CLICommandInvoker.Result built = new CLICommandInvoker(jenkins, "build").invokeWithArgs("cli", "-w");

        assertThat(made.returnCode()).isZero();
        assertThat(read.stdout()).contains("<release-pipeline", "provider: Commands");
        assertThat(built.returnCode()).as(built.stdout() + built.stderr()).isZero();
        ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("rest", ReleasePipelineJob.class);
        Jobs.run(jenkins, job, Result.SUCCESS);
        Page config = client.goTo("job/rest/config.xml", "application/xml");
        assertThat(config.getWebResponse().getContentAsString()).contains("provider: Commands");
        CLICommandInvoker.Result changed = new CLICommandInvoker(jenkins, "update-job")
                .withStdin(new ByteArrayInputStream(
                        xml.replace("'true'", "'exit 3'").getBytes(StandardCharsets.UTF_8)))
                .invokeWithArgs("rest");
        assertThat(changed.returnCode()).isZero();
        Jobs.run(jenkins, job, Result.FAILURE);
    }

    @Test
    public void views_search_and_weather_show_the_job_as_any_other() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        ListView view = new ListView("all-mine");
        jenkins.jenkins.addView(view);
        view.add(job);

        HtmlPage page = jenkins.createWebClient().goTo("view/all-mine/");

        assertThat(page.asNormalizedText()).contains("shop", "#1");
        assertThat(job.getBuildHealth().getScore()).isEqualTo(100);
        assertThat(jenkins.search("shop").getUrl().toString()).endsWith("/job/shop/");
        assertThat(jenkins.createWebClient()
                        .goTo(
                                "job/shop/api/json?tree=buildable,color,lastSuccessfulBuild[number,result]",
                                "application/json")
                        .getWebResponse()
                        .getContentAsString())
                .contains("\"buildable\":true", "\"color\":\"blue\"", "\"number\":1");
    }

    @Test
    public void variables_of_the_pipeline_are_parameters_of_the_job() throws Exception {
        ReleasePipelineJob job =
                Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "echo to $REGION") + VARIABLES);
        HtmlPage page = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .goTo("job/shop/build?delay=0sec");
        assertThat(page.asNormalizedText()).contains("REGION", "where to", "TICKET");

        HtmlForm form = page.getFormByName("parameters");
        form.getInputsByName("value").get(1).setValue("T-1");
        jenkins.submit(form);
        Jobs.until("the run", () -> job.getLastBuild() != null);

        ReleasePipelineRun run = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);
        assertThat(run.record().orElseThrow().origin().variables())
                .containsEntry("REGION", "eu")
                .containsEntry("TICKET", "T-1");
        assertThat(job.getConfigFile().asString()).doesNotContain("ParametersDefinition");
        post("job/shop/buildWithParameters?REGION=us&TICKET=T-2");
        Jobs.until("the second run", () -> job.getLastBuild().getNumber() == 2);
        ReleasePipelineRun second = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);
        assertThat(second.record().orElseThrow().origin().variables()).containsEntry("REGION", "us");
    }

    @Test
    public void the_definition_is_read_from_source_control_when_an_execution_begins() throws Exception {
        repository.commit("pipeline.yaml", Jobs.definition(repository.url(), "echo first"), "Add a pipeline");
        ReleasePipelineJob job = jenkins.createProject(ReleasePipelineJob.class, "shop");
        job.setDefinitionFromScm(new ScmDefinition(git(), "pipeline.yaml"));
        job.save();

        jenkins.assertLogContains("first", Jobs.run(jenkins, job, Result.SUCCESS));
        repository.commit("pipeline.yaml", Jobs.definition(repository.url(), "echo second"), "Change it");
        jenkins.assertLogContains("second", Jobs.run(jenkins, job, Result.SUCCESS));

        repository.commit("pipeline.yaml", "pipeline: {name: shop, stages: []}", "Break it");
        jenkins.assertLogContains("cannot be used", Jobs.run(jenkins, job, Result.FAILURE));
        assertThat(jenkins.createWebClient().getPage(job).asNormalizedText())
                .contains("cannot run until its definition is mended");
        job.setDefinitionFromScm(new ScmDefinition(git(), "../../etc/passwd"));
        Jobs.run(jenkins, job, Result.FAILURE);
    }

    @Test
    public void the_form_takes_a_definition_from_source_control_and_refuses_one_with_errors() throws Exception {
        repository.commit("release-pipeline.yaml", Jobs.definition(repository.url(), "true"), "Add a pipeline");
        repository.commit("bad.yaml", "pipeline: {name: shop, stages: []}", "Add a bad one");
        ReleasePipelineJob job = jenkins.createProject(ReleasePipelineJob.class, "shop");
        job.setDefinitionFromScm(new ScmDefinition(git(), "release-pipeline.yaml"));
        job.save();

        jenkins.configRoundtrip((hudson.model.Item) job);

        assertThat(job.getDefinitionFromScm().getPath()).isEqualTo("release-pipeline.yaml");
        assertThat(job.getDefinitionFromScm().getScm()).isInstanceOf(GitSCM.class);
        for (String wrong : List.of("bad.yaml", "none.yaml")) {
            JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
            HtmlForm form = client.getPage(job, "configure").getFormByName("config");
            form.getInputByName("_.path").setValue(wrong);
            assertThat(jenkins.submit(form).getWebResponse().getStatusCode()).isEqualTo(400);
        }
        assertThat(job.getDefinitionFromScm().getPath()).isEqualTo("release-pipeline.yaml");
        Jobs.run(jenkins, job, Result.SUCCESS);
    }

    @Test
    public void an_execution_says_who_or_what_began_it() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        JenkinsRule.WebClient client = jenkins.createWebClient().login("alice");
        WebRequest start = new WebRequest(new URL(jenkins.getURL(), "job/shop/build"), HttpMethod.POST);
        client.addCrumb(start);
        client.getPage(start);
        Jobs.until("the run", () -> job.getLastBuild() != null);

        ReleasePipelineRun run = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);

        assertThat(run.record().orElseThrow().origin().trigger().detail()).isEqualTo("alice");
        jenkins.assertLogContains("Started by user", run);
        assertThat(jenkins.createWebClient().login("alice").getPage(run).asNormalizedText())
                .contains("Started by user");
    }

    private GitSCM git() {
        return new GitSCM(
                GitSCM.createRepoList(repository.url(), null),
                List.of(new hudson.plugins.git.BranchSpec("*/main")),
                null,
                null,
                List.of());
    }

    private String waiting() {
        return Jobs.definition(
                repository.url(),
                "echo begun >> " + begun,
                "while ! test -f " + go + "; do sleep 0.1; done",
                "echo ended");
    }

    private void post(String path) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.addCrumb(request);
        client.getPage(request);
    }

    /** Files in the pipelines' home with the pipeline's id in their path, apart from the journal. */
    private List<String> left(String id) throws IOException {
        return files(jenkins.jenkins.getRootDir().toPath().resolve("release-pipeline")).stream()
                .filter(file -> file.contains(id))
                .toList();
    }

    private static List<String> artifacts(ReleasePipelineJob job) throws IOException {
        return files(job.getRootDir().toPath().resolve("artifacts")).stream()
                .filter(file -> file.endsWith(".zip") || file.matches(".*[0-9a-f]{64}.*"))
                .toList();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }
}
