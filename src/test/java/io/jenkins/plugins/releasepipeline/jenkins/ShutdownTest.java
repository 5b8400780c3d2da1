package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

public class ShutdownTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void no_action_begins_while_jenkins_prepares_for_shutdown_and_it_does_when_that_is_cancelled()
            throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineRun run = held(jenkins, "cancelled");
            jenkins.jenkins.doCancelQuietDown();

            Jobs.ended(jenkins, run, Result.SUCCESS);
            assertThat(runs("cancelled")).isEqualTo("begun\nsecond\n");
        });
    }

    @Test
    public void what_was_held_back_begins_after_the_restart_and_once() throws Throwable {
        sessions.then(jenkins -> held(jenkins, "restarted"));
        sessions.then(jenkins -> {
            ReleasePipelineRun run = jenkins.jenkins
                    .getItemByFullName("restarted", ReleasePipelineJob.class)
                    .getBuildByNumber(1);

            Jobs.ended(jenkins, run, Result.SUCCESS);
            assertThat(runs("restarted")).isEqualTo("begun\nsecond\n");
        });
    }

    @Test
    public void what_is_held_back_is_stopped_like_any_action() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineRun run = held(jenkins, "stopped");
            run.doStop();

            Jobs.ended(jenkins, run, Result.ABORTED);
            jenkins.jenkins.doCancelQuietDown();
            Path held = jenkins.jenkins.getRootDir().toPath().resolve("release-pipeline/held");
            Jobs.until("nothing held back", () -> {
                try (Stream<Path> files = Files.list(held)) {
                    return files.findAny().isEmpty();
                }
            });
            assertThat(runs("stopped")).isEqualTo("begun\n");
        });
    }

    /** A run whose first action has ended, and whose second one is held back. */
    private ReleasePipelineRun held(JenkinsRule jenkins, String name) throws Exception {
        Path runs = folder.getRoot().toPath().resolve(name);
        Path go = folder.getRoot().toPath().resolve(name + "-go");
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                name,
                Jobs.definition(
                                repository.url(),
                                "echo begun >> " + runs,
                                "while ! test -f " + go + "; do sleep 0.1; done")
                        + """
                            - name: Next
                              actions:
                                - name: Second
                                  actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                                  inputArtifacts: [{name: Code}]
                                  commands: ['echo second >> %s']
                        """
                                .formatted(runs));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the first command", () -> Files.exists(runs));
        jenkins.jenkins.doQuietDown();
        Files.createFile(go);
        Jobs.until(
                "the second action to be held back",
                () -> Files.readString(run.getLogFile().toPath()).contains("Jenkins is about to shut down"));
        assertThat(Files.readString(runs)).isEqualTo("begun\n");
        assertThat(run.isBuilding()).isTrue();
        return run;
    }

    private String runs(String name) throws Exception {
        return Files.readString(folder.getRoot().toPath().resolve(name));
    }
}
