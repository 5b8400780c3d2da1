package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import hudson.scm.ChangeLogParser;
import hudson.scm.NullChangeLogParser;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import hudson.scm.SCMRevisionState;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.jenkinsci.Symbol;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;

/** As whom a run acts, where that depends on who has started it. */
public class RunAuthenticationTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void all_that_a_run_does_it_does_as_who_has_started_it() throws Throwable {
        sessions.then(jenkins -> {
            secure(jenkins)
                    .grant(Computer.BUILD)
                    .everywhere()
                    .to("alice")
                    .grant(Item.READ, Item.BUILD)
                    .everywhere()
                    .to("alice");
            jenkins.createFreeStyleProject("deploy");
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("deploy", ""));

            ReleasePipelineRun run = Jobs.ended(jenkins, start(job, "alice"), Result.SUCCESS);

            jenkins.assertLogContains("checked out as alice", run);
            jenkins.assertLogContains("step as alice", run);
            jenkins.assertLogContains("deploy #1 ended with SUCCESS", run);
        });
    }

    @Test
    public void an_action_waits_for_an_agent_that_who_has_started_the_run_may_build_on() throws Throwable {
        sessions.then(jenkins -> {
            MockAuthorizationStrategy strategy = secure(jenkins);
            strategy.grant(Computer.BUILD).everywhere().to("alice");
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("", ""));
            Jobs.ended(jenkins, start(job, "alice"), Result.SUCCESS);

            ReleasePipelineRun run = start(job, "bob");

            Jobs.until("the refusal", () -> waiting()
                    .filter(item -> String.valueOf(item.getWhy()).contains("bob"))
                    .isPresent());
            assertThat(waiting().orElseThrow().authenticate2().getName()).isEqualTo("bob");
            strategy.grant(Computer.BUILD).everywhere().to("bob");
            Queue.getInstance().scheduleMaintenance();
            Jobs.ended(jenkins, run, Result.SUCCESS);
        });
    }

    @Test
    public void a_job_is_called_only_where_who_has_started_the_run_may_build_it() throws Throwable {
        sessions.then(jenkins -> {
            MockAuthorizationStrategy strategy = secure(jenkins);
            strategy.grant(Computer.BUILD).everywhere().toEveryone();
            FreeStyleProject deploy = jenkins.createFreeStyleProject("deploy");
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("deploy", ""));

            jenkins.assertLogContains(
                    "Set ProjectName to the name of a job that is there",
                    Jobs.ended(jenkins, start(job, "bob"), Result.FAILURE));
            strategy.grant(Item.DISCOVER).onItems(deploy).to("bob");
            jenkins.assertLogContains(
                    "Set ProjectName to the name of a job that is there",
                    Jobs.ended(jenkins, start(job, "bob"), Result.FAILURE));
            strategy.grant(Item.READ).onItems(deploy).to("bob");
            jenkins.assertLogContains(
                    "'bob', as whom shop runs, may not build deploy",
                    Jobs.ended(jenkins, start(job, "bob"), Result.FAILURE));
            strategy.grant(Item.BUILD).onItems(deploy).to("bob");
            Jobs.ended(jenkins, start(job, "bob"), Result.SUCCESS);

            assertThat(deploy.getBuilds()).hasSize(1);
        });
    }

    @Test
    public void a_job_is_found_while_a_definition_is_written_only_when_its_author_may_see_it() throws Throwable {
        sessions.then(jenkins -> {
            MockAuthorizationStrategy strategy = secure(jenkins);
            FreeStyleProject hidden = jenkins.createFreeStyleProject("hidden");
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("hidden", ""));

            assertThat(AsWhoStarts.as("bob", job::getProblems)).anyMatch(line -> line.contains("Build/Call: "));
            strategy.grant(Item.DISCOVER).onItems(hidden).to("bob");
            assertThat(AsWhoStarts.as("bob", job::getProblems)).anyMatch(line -> line.contains("Build/Call: "));
            strategy.grant(Item.READ).onItems(hidden).to("bob");
            assertThat(AsWhoStarts.as("bob", job::getProblems)).isEmpty();
        });
    }

    @Test
    public void a_run_goes_on_as_who_has_started_it_after_a_restart_and_as_nobody_once_he_is_gone() throws Throwable {
        Path go = folder.getRoot().toPath().resolve("go");
        sessions.then(jenkins -> {
            secure(jenkins).grant(Computer.BUILD).everywhere().toEveryone();
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("", go.toString()));
            for (String user : new String[] {"alice", "bob"}) {
                ReleasePipelineRun run = start(job, user);
                Jobs.until("the command", () -> JenkinsRule.getLog(run).contains("waiting now"));
            }
        });
        sessions.then(jenkins -> {
            secure(jenkins).grant(Computer.BUILD).everywhere().toEveryone();
            User.getById("bob", false).delete();
            Files.createFile(go);
            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);

            jenkins.assertLogContains("step as alice", Jobs.ended(jenkins, job.getBuildByNumber(1), Result.SUCCESS));
            jenkins.assertLogContains(
                    "step as anonymous", Jobs.ended(jenkins, job.getBuildByNumber(2), Result.SUCCESS));
        });
    }

    @Test
    public void a_run_that_nobody_has_started_acts_as_jenkins() throws Throwable {
        sessions.then(jenkins -> {
            secure(jenkins);
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("", ""));

            jenkins.assertLogContains("step as SYSTEM", Jobs.run(jenkins, job, Result.SUCCESS));
        });
    }

    @Test
    public void a_rollback_acts_as_who_rolls_back_and_one_by_itself_as_the_run_that_failed() throws Throwable {
        Path broken = folder.getRoot().toPath().resolve("broken");
        sessions.then(jenkins -> {
            secure(jenkins)
                    .grant(Computer.BUILD)
                    .everywhere()
                    .toEveryone()
                    .grant(Item.READ, Item.BUILD)
                    .everywhere()
                    .to("carol");
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    definition("", "")
                            .replace("  executionMode: PARALLEL\n", "")
                            .replace("    - name: Build\n", "    - name: Build\n      onFailure: {result: ROLLBACK}\n")
                            .replace("failsWith: ''", "failsWith: '" + broken + "'"));
            Jobs.ended(jenkins, start(job, "alice"), Result.SUCCESS);
            Jobs.ended(jenkins, start(job, "alice"), Result.SUCCESS);

            rollBack(jenkins, job, "carol");

            Jobs.until("the rollback", () -> job.getBuildByNumber(3) != null);
            jenkins.assertLogContains("step as carol", Jobs.ended(jenkins, job.getBuildByNumber(3), Result.SUCCESS));

            Files.createFile(broken);
            Jobs.ended(jenkins, start(job, "bob"), Result.FAILURE);
            Jobs.until("the rollback", () -> job.getBuildByNumber(5) != null);
            jenkins.assertLogContains("step as bob", Jobs.ended(jenkins, job.getBuildByNumber(5), Result.FAILURE));
        });
    }

    private static void rollBack(JenkinsRule jenkins, ReleasePipelineJob job, String user) throws Exception {
        HtmlPage page = jenkins.createWebClient().login(user).getPage(job, "stages/");
        HtmlForm form = page.getFirstByXPath("//form[contains(@class, 'release-pipeline-rollback')]");
        HtmlSelect targets = form.getSelectByName("targetPipelineExecutionId");
        targets.getOptions().stream()
                .filter(option -> option.getText().startsWith("#1 "))
                .findFirst()
                .orElseThrow()
                .setSelected(true);
        ((HtmlButton) form.getFirstByXPath(".//button")).click();
    }

    private static MockAuthorizationStrategy secure(JenkinsRule jenkins) throws IOException {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        for (String user : new String[] {"alice", "bob", "carol"}) {
            User.getById(user, true).save();
        }
        MockAuthorizationStrategy strategy =
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone();
        jenkins.jenkins.setAuthorizationStrategy(strategy);
        return strategy;
    }

    private static ReleasePipelineRun start(ReleasePipelineJob job, String user) throws Exception {
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(user)))
                .get();
    }

    private static Optional<Queue.Item> waiting() {
        return Arrays.stream(Queue.getInstance().getItems())
                .filter(item -> item.task instanceof AgentTask)
                .findFirst();
    }

    /** A source of another plugin; in the stage Build a command, where one is wanted, a step, and a job, where one is wanted. */
    private static String definition(String job, String waitFor) {
        String command = waitFor.isEmpty()
                ? ""
                : """
                        - name: Wait
                          runOrder: 1
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: Files}]
                          commands: ['echo waiting now', 'while ! test -f %s; do sleep 0.1; done']
                """
                        .formatted(waitFor);
        String call = job.isEmpty()
                ? ""
                : """
                        - name: Call
                          runOrder: 3
                          actionTypeId: {category: Build, owner: Custom, provider: Jenkins, version: '1'}
                          configuration: {ProjectName: %s}
                """
                        .formatted(job);
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  executionMode: PARALLEL
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: SCM, version: '1'}
                          configuration: {SCM: whoIsIt}
                          outputArtifacts: [{name: Files}]
                    - name: Build
                      actions:
                %s        - name: Step
                          runOrder: 2
                          actionTypeId: {category: Build, owner: Custom, provider: BuildStep, version: '1'}
                          configuration: {Step: sayWho, failsWith: ''}
                          inputArtifacts: [{name: Files}]
                %s"""
                .formatted(command, call);
    }

    @TestExtension
    public static final class Starters extends AsWhoStarts {}

    /** A build step that tells as whom it works. */
    public static final class SayWho extends Builder implements SimpleBuildStep {
        private final String failsWith;

        /** @param failsWith a file that it must not find */
        @DataBoundConstructor
        public SayWho(String failsWith) {
            this.failsWith = failsWith;
        }

        public String getFailsWith() {
            return failsWith;
        }

        @Override
        public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener) {
            listener.getLogger()
                    .println("step as " + Jenkins.getAuthentication2().getName());
            if (!failsWith.isEmpty() && new File(failsWith).exists()) {
                run.setResult(Result.FAILURE);
            }
        }

        @TestExtension
        @Symbol("sayWho")
        public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
            @Override
            public boolean isApplicable(Class<? extends AbstractProject> type) {
                return true;
            }
        }
    }

    /** Source control that tells as whom it checks out. */
    public static final class WhoIsIt extends SCM {
        @DataBoundConstructor
        public WhoIsIt() {}

        @Override
        public void checkout(
                Run<?, ?> build,
                Launcher launcher,
                FilePath workspace,
                TaskListener listener,
                File changelog,
                SCMRevisionState baseline)
                throws IOException, InterruptedException {
            listener.getLogger()
                    .println("checked out as " + Jenkins.getAuthentication2().getName());
            workspace.child("file").write("text\n", "UTF-8");
        }

        @Override
        public SCMRevisionState calcRevisionsFromBuild(
                Run<?, ?> build, FilePath workspace, Launcher launcher, TaskListener listener) {
            return SCMRevisionState.NONE;
        }

        @Override
        public ChangeLogParser createChangeLogParser() {
            return NullChangeLogParser.INSTANCE;
        }

        @TestExtension
        @Symbol("whoIsIt")
        public static final class DescriptorImpl extends SCMDescriptor<WhoIsIt> {
            public DescriptorImpl() {
                super(WhoIsIt.class, null);
            }

            @Override
            public String getDisplayName() {
                return "Who is it";
            }
        }
    }
}
