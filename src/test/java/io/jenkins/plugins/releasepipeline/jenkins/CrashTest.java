package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.html.HtmlButton;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Jenkins in a process of its own, which is killed without notice. */
public class CrashTest {
    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void what_runs_and_what_waits_goes_on_after_jenkins_was_killed_and_runs_once() throws Throwable {
        Path go = folder.getRoot().toPath().resolve("go");
        Path runs = folder.getRoot().toPath().resolve("runs");
        String definition = Jobs.definition(
                        repository.url(),
                        "echo begun | tee -a " + runs,
                        "while ! test -f " + go + "; do sleep 0.1; done",
                        "echo ended")
                + """
                    - name: Release
                      actions:
                        - name: Ask
                          actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                """;
        jenkins.startJenkins();
        jenkins.runRemotely(CrashTest::start, definition);
        Jobs.until("the command to run", () -> Files.exists(runs));
        jenkins.runRemotely(CrashTest::wrote);
        jenkins.stopJenkinsForcibly();

        jenkins.startJenkins();
        jenkins.runRemotely(CrashTest::stillRuns);
        Files.createFile(go);
        jenkins.runRemotely(CrashTest::asks);
        jenkins.stopJenkinsForcibly();

        jenkins.startJenkins();
        jenkins.runRemotely(CrashTest::asks);
        jenkins.runRemotely(CrashTest::approve);
        assertThat(Files.readString(runs)).isEqualTo("begun\n");
    }

    private static void start(JenkinsRule jenkins, String definition) throws Exception {
        Jobs.job(jenkins, "shop", definition).scheduleBuild2(0).get();
    }

    private static void wrote(JenkinsRule jenkins) throws Exception {
        Jobs.wrote(run(jenkins), "begun");
    }

    private static void stillRuns(JenkinsRule jenkins) {
        assertThat(run(jenkins).isBuilding()).isTrue();
    }

    private static void asks(JenkinsRule jenkins) throws Exception {
        Jobs.until("the question", () -> approval(jenkins) != null);
    }

    private static void approve(JenkinsRule jenkins) throws Exception {
        approval(jenkins).click();
        Jobs.ended(jenkins, run(jenkins), Result.SUCCESS);
        jenkins.assertLogContains("\nended\n", run(jenkins));
    }

    private static HtmlButton approval(JenkinsRule jenkins) throws Exception {
        return jenkins.createWebClient()
                .goTo("job/shop/stages/")
                .getFirstByXPath("//form[contains(@class, 'release-pipeline-approval')]//button[. = 'Approve']");
    }

    private static ReleasePipelineRun run(JenkinsRule jenkins) {
        return jenkins.jenkins
                .getItemByFullName("shop", ReleasePipelineJob.class)
                .getBuildByNumber(1);
    }
}
