package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.BooleanParameterDefinition;
import hudson.model.Cause;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.Computer;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.User;
import hudson.tasks.ArtifactArchiver;
import hudson.tasks.Shell;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.jenkins.names.FolderNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedProviderJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.scm.impl.SingleSCMSource;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.SingleFileSCM;

/** Jobs of this Jenkins as actions. */
public class JobActionTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void a_freestyle_job_takes_parameters_and_gives_its_archived_artifacts_and_both_link_to_each_other()
            throws Throwable {
        sessions.then(jenkins -> {
            jenkins.jenkins.setNumExecutors(2);
            Folder team = jenkins.createProject(Folder.class, "team");
            FreeStyleProject build = team.createProject(FreeStyleProject.class, "build");
            build.addProperty(new ParametersDefinitionProperty(
                    new StringParameterDefinition("COMMIT", ""),
                    new BooleanParameterDefinition("FAST", false, ""),
                    new StringParameterDefinition("KIND", "plain")));
            build.getBuildersList()
                    .add(new Shell("mkdir -p out/docs\n"
                            + "echo \"$COMMIT $FAST $KIND $RELEASE_PIPELINE_STAGE\" > out/what.txt\n"
                            + "echo manual > out/docs/manual.txt"));
            build.getPublishersList().add(new ArtifactArchiver("out/**"));
            ReleasePipelineJob job = team.createProject(ReleasePipelineJob.class, "shop");
            job.setDefinition(definition(
                    "{ProjectName: build, COMMIT: '#{Code.CommitId}', FAST: 'true'}",
                    "cat out/what.txt",
                    "echo built as $NUMBER"));
            job.save();

            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

            jenkins.assertLogContains(repository.head() + " true plain Build", run);
            jenkins.assertLogContains("built as 1", run);
            jenkins.assertLogContains("team » build #1 has begun: " + jenkins.getURL() + "job/team/job/build/1/", run);
            Run<?, ?> built = build.getLastBuild();
            Cause.UpstreamCause cause = built.getCause(Cause.UpstreamCause.class);
            assertThat(cause.pointsTo(run)).isTrue();
            assertThat(jenkins.createWebClient().getPage(built).getAnchorByHref("/jenkins/job/team/job/shop/"))
                    .isNotNull();
        });
    }

    @Test
    public void a_pipeline_job_that_fails_fails_the_action_and_a_parameter_that_it_does_not_have_is_said()
            throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob deploy = jenkins.createProject(WorkflowJob.class, "deploy");
            deploy.setDefinition(new CpsFlowDefinition("error 'no room'", true));
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{ProjectName: deploy}", "true"));
            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);
            jenkins.assertLogContains("deploy #1 ended with FAILURE", run);

            deploy.addProperty(new ParametersDefinitionProperty(
                    new ChoiceParameterDefinition("WHERE", new String[] {"here", "there"}, ""),
                    new PasswordParameterDefinition("TOKEN", "", "")));
            assertThat(failure(jenkins, job, "{ProjectName: deploy, WHO: me}"))
                    .contains("deploy has no parameter 'WHO'; it has WHERE, TOKEN");
            assertThat(failure(jenkins, job, "{ProjectName: deploy, WHERE: nowhere}"))
                    .contains("the parameter 'WHERE' of deploy does not take 'nowhere'");
            assertThat(failure(jenkins, job, "{ProjectName: deploy, TOKEN: open}"))
                    .contains("the parameter 'TOKEN' of deploy is a secret, which no definition may hold");
            assertThat(failure(jenkins, job, "{ProjectName: elsewhere}"))
                    .contains("Build/Make: nothing here does the work of")
                    .contains("Set ProjectName to the name of a job that is there");
            assertThat(deploy.getBuilds()).hasSize(1);
        });
    }

    @Test
    public void a_job_that_whoever_the_pipeline_runs_as_may_not_build_is_not_built() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            FreeStyleProject open = jenkins.createFreeStyleProject("open");
            FreeStyleProject closed = jenkins.createFreeStyleProject("closed");
            FreeStyleProject hidden = jenkins.createFreeStyleProject("hidden");
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{ProjectName: open}", "true"));
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Computer.BUILD)
                    .everywhere()
                    .to("bob")
                    .grant(Item.READ, Item.BUILD)
                    .onItems(open, job)
                    .to("bob")
                    .grant(Item.READ)
                    .onItems(closed)
                    .to("bob"));
            QueueItemAuthenticatorConfiguration.get()
                    .getAuthenticators()
                    .add(new MockQueueItemAuthenticator()
                            .authenticate("shop", User.getById("bob", true).impersonate2()));

            assertThat(failure(jenkins, job, "{ProjectName: closed}"))
                    .contains("'bob', as whom shop runs, may not build closed");
            assertThat(failure(jenkins, job, "{ProjectName: hidden}")).contains("nothing here does the work of");
            job.setDefinition(definition("{ProjectName: open}", "true"));
            Jobs.run(jenkins, job, Result.FAILURE);

            assertThat(open.getBuilds()).hasSize(1);
            assertThat(closed.getBuilds()).isEmpty();
            assertThat(hidden.getBuilds()).isEmpty();
        });
    }

    @Test
    public void a_provider_and_a_function_can_be_mapped_to_jobs_of_the_folder() throws Throwable {
        sessions.then(jenkins -> {
            Folder team = jenkins.createProject(Folder.class, "team");
            WorkflowJob scan = team.createProject(WorkflowJob.class, "scan");
            scan.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("Depth", "1")));
            scan.setDefinition(new CpsFlowDefinition("echo \"deep as $Depth\"", true));
            WorkflowJob guard = team.createProject(WorkflowJob.class, "guard");
            guard.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("UserParameters", "")));
            guard.setDefinition(
                    new CpsFlowDefinition("if (params.UserParameters == 'no') { error 'not today' }", true));
            team.addProperty(new FolderNames(List.of(
                    new MappedProviderJob("Scanner", "team/scan"),
                    new MappedProviderJob("Lambda/may-deploy", "team/guard"))));
            ReleasePipelineJob job = team.createProject(ReleasePipelineJob.class, "shop");
            job.setDefinition(guarded("yes"));
            job.save();

            jenkins.assertLogContains("team » scan #1 ended with SUCCESS", Jobs.run(jenkins, job, Result.SUCCESS));
            jenkins.assertLogContains("deep as 3", scan.getLastBuild());

            job.setDefinition(guarded("no"));
            Jobs.run(jenkins, job, Result.FAILURE);
            jenkins.assertBuildStatus(Result.FAILURE, guard.getLastBuild());
            assertThat(guard.getBuilds()).hasSize(2);
            assertThat(scan.getBuilds()).hasSize(1);
        });
    }

    private String guarded(String parameters) {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Files}]
                    - name: Scan
                      beforeEntry:
                        conditions:
                          - result: FAIL
                            rules:
                              - name: Guard
                                ruleTypeId: {category: Rule, owner: AWS, provider: LambdaInvoke, version: '1'}
                                configuration: {FunctionName: may-deploy, UserParameters: '%s'}
                      actions:
                        - name: Look
                          actionTypeId: {category: Test, owner: Custom, provider: Scanner, version: '1'}
                          configuration: {Depth: '3', Colour: red}
                          inputArtifacts: [{name: Files}]
                """
                .formatted(repository.url(), parameters);
    }

    @Test
    public void a_branch_of_a_multibranch_pipeline_is_a_job_like_others() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject shop = jenkins.createProject(WorkflowMultiBranchProject.class, "all");
            shop.getSourcesList()
                    .add(new BranchSource(new SingleSCMSource(
                            "main",
                            new SingleFileSCM(
                                    "Jenkinsfile",
                                    "echo \"branch ${env.BRANCH_NAME} for ${env.RELEASE_PIPELINE_STAGE}\""
                                            .getBytes(StandardCharsets.UTF_8)))));
            shop.scheduleBuild2(0).getFuture().get();
            jenkins.waitUntilNoActivity();
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    definition("{ProjectName: all/main}", "true").replace("outputArtifacts: [{name: Binaries}]", ""));
            job.setDefinition(job.getDefinition()
                    .replace("inputArtifacts: [{name: Binaries}]", "inputArtifacts: [{name: Files}]"));

            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

            jenkins.assertLogContains("all » main #2 ended with SUCCESS", run);
            jenkins.assertLogContains(
                    "branch main for Build", shop.getItem("main").getLastBuild());
        });
    }

    @Test
    public void a_run_that_waited_in_the_queue_over_a_restart_is_found_there() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject far = jenkins.createFreeStyleProject("far");
            far.setAssignedLabel(Label.get("nowhere"));
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{ProjectName: far}", "true"));
            job.scheduleBuild2(0).get();
            Jobs.until("the queue", far::isInQueue);
        });
        sessions.then(jenkins -> {
            FreeStyleProject far = jenkins.jenkins.getItemByFullName("far", FreeStyleProject.class);
            ReleasePipelineRun run = jenkins.jenkins
                    .getItemByFullName("shop", ReleasePipelineJob.class)
                    .getLastBuild();
            assertThat(far.isInQueue()).isTrue();
            far.getBuildersList().add(new Shell("echo far away > far.txt"));
            far.getPublishersList().add(new ArtifactArchiver("far.txt"));

            jenkins.createSlave("away", "nowhere", null);

            Jobs.ended(jenkins, run, Result.SUCCESS);
            assertThat(far.getBuilds()).hasSize(1);
        });
    }

    @Test
    public void the_run_is_aborted_when_the_action_is_stopped() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob slow = jenkins.createProject(WorkflowJob.class, "slow");
            slow.setDefinition(new CpsFlowDefinition("echo 'begun'\nsleep 3600", true));
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{ProjectName: slow}", "true"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the run", () -> slow.getLastBuild() != null);
            WorkflowRun slowRun = slow.getLastBuild();
            jenkins.waitForMessage("begun", slowRun);

            JenkinsHost.get()
                    .submit(
                            job.getPipelineId(),
                            new Command.StopExecution(run.getExecutionId(), true, "wrong day", "alice"));

            jenkins.waitForCompletion(slowRun);
            jenkins.assertBuildStatus(Result.ABORTED, slowRun);
            jenkins.assertLogContains("shop #1 that started it was stopped", slowRun);
            Jobs.ended(jenkins, run, Result.ABORTED);
        });
    }

    @Test
    public void a_release_pipeline_is_stopped_when_the_action_is_stopped() throws Throwable {
        Path begun = folder.getRoot().toPath().resolve("begun");
        sessions.then(jenkins -> {
            ReleasePipelineJob inner = Jobs.job(
                    jenkins, "inner", Jobs.definition(repository.url(), "echo begun > " + begun, "sleep 3600"));
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{ProjectName: inner}", "true"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the command to run", () -> Files.exists(begun));

            JenkinsHost.get()
                    .submit(
                            job.getPipelineId(),
                            new Command.StopExecution(run.getExecutionId(), true, "wrong day", "alice"));

            Jobs.ended(jenkins, inner.getLastBuild(), Result.ABORTED);
            jenkins.assertLogContains("Stopping, as shop #1 says: Stopped with shop #1", inner.getLastBuild());
            Jobs.ended(jenkins, run, Result.ABORTED);
        });
    }

    @Test
    public void the_run_goes_on_over_a_restart_and_is_found_again_and_not_started_twice() throws Throwable {
        Path go = folder.getRoot().toPath().resolve("go");
        sessions.then(jenkins -> {
            WorkflowJob slow = jenkins.createProject(WorkflowJob.class, "slow");
            slow.setDefinition(new CpsFlowDefinition(
                    "echo 'begun'\nnode { sh 'while ! test -f " + go + "; do sleep 0.1; done; echo done > done.txt'\n"
                            + "archiveArtifacts 'done.txt' }",
                    true));
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{ProjectName: slow}", "cat done.txt"));
            job.scheduleBuild2(0).get();
            Jobs.until("the run", () -> slow.getLastBuild() != null);
            jenkins.waitForMessage("+ test", slow.getLastBuild());
        });
        sessions.then(jenkins -> {
            Files.createFile(go);
            ReleasePipelineRun run = jenkins.jenkins
                    .getItemByFullName("shop", ReleasePipelineJob.class)
                    .getLastBuild();

            Jobs.ended(jenkins, run, Result.SUCCESS);

            jenkins.assertLogContains("slow #1 ended with SUCCESS", run);
            assertThat(jenkins.jenkins.getItemByFullName("slow", Job.class).getBuilds())
                    .hasSize(1);
        });
    }

    private String failure(JenkinsRule jenkins, ReleasePipelineJob job, String configuration) throws Exception {
        job.setDefinition(definition(configuration, "true"));
        return JenkinsRule.getLog(Jobs.run(jenkins, job, Result.FAILURE));
    }

    /** A source, the job as a build, and commands on what it has archived. */
    private String definition(String configuration, String... commands) {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          namespace: Code
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Files}]
                    - name: Build
                      actions:
                        - name: Make
                          namespace: Made
                          actionTypeId: {category: Build, owner: Custom, provider: Jenkins, version: '1'}
                          configuration: %s
                          outputArtifacts: [{name: Binaries}]
                    - name: Use
                      actions:
                        - name: Look
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          environmentVariables: [{name: NUMBER, value: '#{Made.BuildNumber}'}]
                          inputArtifacts: [{name: Binaries}]
                          commands: ['%s']
                """
                .formatted(repository.url(), configuration, String.join("', '", List.of(commands)));
    }
}
