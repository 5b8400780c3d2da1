package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.security.Permission;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What people do on the page of stages, with no script in the browser. */
public class VerbsOnThePageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(1)</script>";

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
    public void a_newer_execution_takes_the_place_of_one_that_waits() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", waiting());
        ReleasePipelineRun first = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));
        ReleasePipelineRun second = job.scheduleBuild2(0).get();
        Jobs.until("the second to wait", () -> waits(job, second));

        ReleasePipelineRun third = job.scheduleBuild2(0).get();

        Jobs.ended(jenkins, second, Result.NOT_BUILT);
        jenkins.assertLogContains("Superseded before Build", second);
        assertThat(first.isBuilding()).isTrue();
        Files.createFile(go);
        Jobs.ended(jenkins, first, Result.SUCCESS);
        Jobs.ended(jenkins, third, Result.SUCCESS);
    }

    @Test
    public void who_may_stops_an_execution_with_a_reason_and_running_actions_finish() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", waiting());
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));
        secure(Permissions.STOP);

        HtmlForm stop = form("stop");
        ((HtmlInput) stop.getInputByName("reason")).setValue("Wrong branch " + HOSTILE);
        button(stop, "Stop and wait").click();
        assertThat(run.isBuilding()).isTrue();
        Files.createFile(go);

        Jobs.ended(jenkins, run, Result.ABORTED);
        jenkins.assertLogContains("[Build] Make succeeded", run);
        jenkins.assertLogContains("Stopped: Wrong branch", run);
    }

    @Test
    public void who_may_abandons_an_execution_and_its_commands_are_killed() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", waiting());
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));
        secure(Permissions.STOP);

        button(form("stop"), "Stop and abandon").click();

        Jobs.ended(jenkins, run, Result.ABORTED);
        Jobs.until("idle executors", () -> jenkins.jenkins.toComputer().countBusy() == 0);
    }

    @Test
    public void who_may_lets_an_execution_go_on_in_spite_of_a_condition() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "echo built")
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
                                """));
        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);
        secure(Permissions.OVERRIDE);

        HtmlForm override = form("override");
        ((HtmlInput) override.getInputByName("reason")).setValue("We know");
        button(override, "Override the condition").click();

        Jobs.ended(jenkins, run, Result.SUCCESS);
        jenkins.assertLogContains("built", run);
    }

    private void secure(Permission... permissions) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("alice")
                .grant(permissions)
                .everywhere()
                .to("alice"));
    }

    private JenkinsRule.WebClient client() throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false);
        return client.withBasicCredentials("alice");
    }

    private HtmlForm form(String verb) throws Exception {
        return client().goTo("job/shop/stages/")
                .getFirstByXPath("//form[contains(@class, 'release-pipeline-" + verb + "')]");
    }

    private static HtmlButton button(HtmlForm form, String text) {
        return form.getFirstByXPath(".//button[normalize-space() = '" + text + "']");
    }

    private static List<ExecutionState> executions(ReleasePipelineJob job) throws Exception {
        return JenkinsHost.get().pipeline(job.getPipelineId()).stream()
                .flatMap(each -> each.state().executions().values().stream())
                .toList();
    }

    private static boolean waits(ReleasePipelineJob job, ReleasePipelineRun run) throws Exception {
        return executions(job).stream()
                .anyMatch(each -> each.id().equals(run.getExecutionId())
                        && each.waiting()
                        && each.position().equals("Build"));
    }

    private static boolean asks(ReleasePipelineJob job) throws Exception {
        return executions(job).stream()
                .flatMap(each -> each.stages().values().stream())
                .flatMap(each -> each.actions().values().stream())
                .anyMatch(each -> each.isInProgress() && each.policy().isPresent());
    }

    private String waiting() {
        return Jobs.definition(
                repository.url(), "echo begun >> " + begun, "while ! test -f " + go + "; do sleep 0.1; done");
    }
}
