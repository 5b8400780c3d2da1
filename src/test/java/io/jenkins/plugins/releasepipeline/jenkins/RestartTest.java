package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsSessionRule;

public class RestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void a_command_goes_on_over_a_restart_and_runs_once() throws Throwable {
        Path go = folder.getRoot().toPath().resolve("go");
        Path runs = folder.getRoot().toPath().resolve("runs");
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    Jobs.definition(
                            repository.url(),
                            "echo begun | tee -a " + runs,
                            "while ! test -f " + go + "; do sleep 0.1; done",
                            "echo ended"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the command to run", () -> Files.exists(runs));
            Jobs.wrote(run, "begun");
        });
        sessions.then(jenkins -> {
            ReleasePipelineRun run = jenkins.jenkins
                    .getItemByFullName("shop", ReleasePipelineJob.class)
                    .getBuildByNumber(1);
            assertThat(run.isBuilding()).isTrue();

            Files.createFile(go);

            Jobs.ended(jenkins, run, Result.SUCCESS);
            jenkins.assertLogContains("ended", run);
            assertThat(Files.readString(runs)).isEqualTo("begun\n");
        });
    }

    @Test
    public void an_execution_whose_run_was_not_made_before_a_crash_has_one_after_it() throws Throwable {
        Path go = folder.getRoot().toPath().resolve("go");
        Path runs = folder.getRoot().toPath().resolve("runs");
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    Jobs.definition(
                            repository.url(),
                            "echo begun | tee -a " + runs,
                            "while ! test -f " + go + "; do sleep 0.1; done"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the command to run", () -> Files.exists(runs));
            Jobs.wrote(run, "begun");
        });
        Path home = sessions.getHome().toPath();
        FileUtils.deleteDirectory(home.resolve("jobs/shop/builds/1").toFile());
        FileUtils.cleanDirectory(home.resolve("release-pipeline/unfinished").toFile());
        Files.createFile(go);
        sessions.then(jenkins -> {
            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
            Jobs.until("a run", () -> job.getLastBuild() != null);

            ReleasePipelineRun run = Jobs.ended(jenkins, job.getLastBuild(), Result.SUCCESS);

            assertThat(run.getCause(ApiCause.class)).isNotNull();
            assertThat(Files.readString(runs)).isEqualTo("begun\n");
        });
    }
}
