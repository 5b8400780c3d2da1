package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.releasepipeline.engine.Command;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.Symbol;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Build steps of any plugin as actions. */
public class BuildStepActionTest {
    /** How often something of the other plugin was made. */
    static final AtomicInteger MADE = new AtomicInteger();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void a_step_of_core_works_on_the_input_artifact_and_what_it_archives_is_the_runs() throws Throwable {
        sessions.then(jenkins -> {
            repository.commit("report.txt", "all is well\n", "Report");
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    definition("{Step: archiveArtifacts, artifacts: 'rep*.txt', fingerprint: 'true'}"));

            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

            assertThat(run.getArtifacts()).extracting(Object::toString).containsExactly("report.txt");
            assertThat(run.getArtifactManager()
                            .root()
                            .child("report.txt")
                            .open()
                            .readAllBytes())
                    .asString()
                    .isEqualTo("all is well\n");
            jenkins.assertLogContains("Archiving artifacts", run);
        });
    }

    @Test
    public void a_step_gets_typed_parameters_environment_and_agent_and_its_files_are_the_output() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.createSlave("worker", "linux", null);
            ReleasePipelineJob job = Jobs.job(
                    jenkins, "shop", definition("{Step: probe, Label: linux, times: '2', words: '[\"a\", \"b\"]'}"));

            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

            jenkins.assertLogContains("probe 2 [a, b] on worker of Apply for " + repository.head(), run);
            jenkins.assertLogContains("looked at: probed", run);
        });
    }

    @Test
    public void a_result_that_a_step_sets_is_the_actions_and_mistakes_are_said() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{Step: probe, result: UNSTABLE}"));
            jenkins.assertLogContains(
                    "The build step probe ended with UNSTABLE", Jobs.run(jenkins, job, Result.FAILURE));

            assertThat(failure(jenkins, job, "{Step: probes}"))
                    .contains("'Step' is 'probes'; it must be")
                    .contains("archiveArtifacts");
            assertThat(failure(jenkins, job, "{Step: probe, colour: red}"))
                    .contains("The build step 'probe' has no parameter 'colour'; it has inner, result, times, words");
            assertThat(failure(jenkins, job, "{Step: probe, times: often}"))
                    .contains("The parameter 'times' of the build step 'probe' is 'often'; it must be a number");
            assertThat(failure(jenkins, job, "{Step: archiveArtifacts}"))
                    .contains("The build step 'archiveArtifacts' needs the parameter 'artifacts'");
            assertThat(failure(jenkins, job, "{Step: archiveArtifacts, artifacts: 'nothing/*'}"))
                    .contains("No artifacts found that match");
        });
    }

    @Test
    public void a_step_is_interrupted_when_its_action_is_stopped_and_its_processes_end() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{Step: probe, times: '-1'}"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the step", () -> JenkinsRule.getLog(run).contains("waiting"));

            JenkinsHost.get()
                    .submit(
                            job.getPipelineId(),
                            new Command.StopExecution(run.getExecutionId(), true, "wrong day", "alice"));

            Jobs.ended(jenkins, run, Result.ABORTED);
            Jobs.until("the thread to be free", () -> Thread.getAllStackTraces().values().stream()
                    .noneMatch(stack -> List.of(stack).toString().contains("Probe.perform")));
        });
    }

    @Test
    public void a_step_that_a_restart_ended_fails_and_is_not_done_again() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{Step: probe, times: '-1'}"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the step", () -> JenkinsRule.getLog(run).contains("waiting"));
        });
        sessions.then(jenkins -> {
            ReleasePipelineRun run = jenkins.jenkins
                    .getItemByFullName("shop", ReleasePipelineJob.class)
                    .getLastBuild();

            Jobs.ended(jenkins, run, Result.FAILURE);

            assertThat(JenkinsRule.getLog(run).split("waiting", -1)).hasSize(2);
        });
    }

    @Test
    public void whoever_looks_at_a_definition_makes_nothing_of_it_and_only_the_action_does() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    definition("{Step: probe, times: '2', inner: '[{\"$symbol\": \"probeInner\", \"name\": \"a\"}]'}"));
            MADE.set(0);

            assertThat(jenkins.createWebClient().getPage(job).asNormalizedText())
                    .doesNotContain("cannot run");
            assertThat(job.getProblems()).isEmpty();
            assertThat(jenkins.jenkins
                            .getDescriptorByType(ReleasePipelineJob.DescriptorImpl.class)
                            .doCheckDefinition(job, job.getDefinition())
                            .kind)
                    .isNotEqualTo(FormValidation.Kind.ERROR);
            WebRequest check = new WebRequest(
                    jenkins.createWebClient().createCrumbedUrl(job.getUrl() + "stages/check"), HttpMethod.POST);
            check.setRequestParameters(
                    List.of(new NameValuePair("text", job.getDefinition()), new NameValuePair("format", "yaml")));
            assertThat(jenkins.createWebClient().getPage(check).getWebResponse().getContentAsString())
                    .contains("\"problems\"")
                    .doesNotContain("ERROR");
            assertThat(MADE).hasValue(0);

            Jobs.run(jenkins, job, Result.SUCCESS);

            assertThat(MADE).hasValue(2);
        });
    }

    @Test
    public void what_is_wrong_with_things_in_things_is_said_and_no_secret_is_text_there() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("{Step: probe}"));
            MADE.set(0);

            assertThat(problem(job, "{Step: probe, inner: '[{\"$symbol\": \"probeInner\", \"password\": \"x\"}]'}"))
                    .endsWith(
                            "The parameter 'inner.password' of the build step 'probe' is a secret, which no definition"
                                    + " may hold");
            assertThat(problem(job, "{Step: probe, inner: '[{\"password\": \"x\"}]'}"))
                    .endsWith("The parameter 'inner' of the build step 'probe' must say what it is by $symbol");
            assertThat(problem(job, "{Step: probe, inner: '[{\"$symbol\": \"probe\"}]'}"))
                    .endsWith(
                            "The parameter 'inner' of the build step 'probe' cannot be 'probe': there is no Inner of that"
                                    + " symbol in this Jenkins");
            assertThat(problem(job, "{Step: probe, inner: '[{\"$symbol\": \"probeInner\", \"colour\": \"x\"}]'}"))
                    .contains("has no parameter 'inner.colour'; it has inner.name, inner.password");
            assertThat(problem(job, "{Step: probe, times: '[1]'}"))
                    .endsWith("The parameter 'times' of the build step 'probe' must not be a list");
            assertThat(problem(job, "{Step: probe, words: a}"))
                    .endsWith("The parameter 'words' of the build step 'probe' is 'a'; it must be a list, as JSON");
            assertThat(MADE).hasValue(0);
        });
    }

    private String problem(ReleasePipelineJob job, String configuration) {
        job.setDefinition(definition(configuration));
        List<String> problems = job.getProblems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private String failure(JenkinsRule jenkins, ReleasePipelineJob job, String configuration) throws Exception {
        job.setDefinition(definition(configuration));
        return JenkinsRule.getLog(Jobs.run(jenkins, job, Result.FAILURE));
    }

    private String definition(String configuration) {
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
                    - name: Step
                      actions:
                        - name: Apply
                          actionTypeId: {category: Build, owner: Custom, provider: BuildStep, version: '1'}
                          configuration: %s
                          environmentVariables: [{name: COMMIT, value: '#{Code.CommitId}'}]
                          inputArtifacts: [{name: Files}]
                          outputArtifacts: [{name: Result}]
                    - name: Use
                      actions:
                        - name: Look
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: Result}]
                          commands: ['test ! -f probed.txt || echo "looked at: $(cat probed.txt)"']
                """
                .formatted(repository.url(), configuration);
    }

    /** A part of a step of another plugin. */
    public abstract static class Inner implements Describable<Inner> {
        @Override
        @SuppressWarnings("unchecked")
        public Descriptor<Inner> getDescriptor() {
            return Jenkins.get().getDescriptorOrDie(getClass());
        }
    }

    public static final class ProbeInner extends Inner {
        private String name;
        private Secret password;

        @DataBoundConstructor
        public ProbeInner() {
            MADE.incrementAndGet();
        }

        public String getName() {
            return name;
        }

        @DataBoundSetter
        public void setName(String name) {
            this.name = name;
        }

        public Secret getPassword() {
            return password;
        }

        @DataBoundSetter
        public void setPassword(Secret password) {
            this.password = password;
        }

        @TestExtension
        @Symbol("probeInner")
        public static final class DescriptorImpl extends Descriptor<Inner> {}
    }

    /** A step of another plugin. */
    public static final class Probe extends Builder implements SimpleBuildStep {
        private int times;
        private List<String> words = List.of();
        private Result result;
        private List<? extends Inner> inner = List.of();

        @DataBoundConstructor
        public Probe() {
            MADE.incrementAndGet();
        }

        public List<? extends Inner> getInner() {
            return inner;
        }

        @DataBoundSetter
        public void setInner(List<? extends Inner> inner) {
            this.inner = inner;
        }

        public int getTimes() {
            return times;
        }

        @DataBoundSetter
        public void setTimes(int times) {
            this.times = times;
        }

        public List<String> getWords() {
            return words;
        }

        @DataBoundSetter
        public void setWords(List<String> words) {
            this.words = words;
        }

        public Result getResult() {
            return result;
        }

        @DataBoundSetter
        public void setResult(Result result) {
            this.result = result;
        }

        @Override
        public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
                throws InterruptedException, IOException {
            if (times < 0) {
                listener.getLogger().println("waiting");
                launcher.launch().cmds("sleep", "3600").envs(env).pwd(workspace).join();
            }
            listener.getLogger()
                    .println("probe " + times + " " + words + " on " + env.get("NODE_NAME") + " of "
                            + env.get("RELEASE_PIPELINE_ACTION") + " for " + env.get("COMMIT"));
            workspace.child("probed.txt").write("probed\n", "UTF-8");
            if (result != null) {
                run.setResult(result);
            }
        }

        @TestExtension
        @Symbol("probe")
        public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
            @Override
            public boolean isApplicable(Class<? extends AbstractProject> type) {
                return true;
            }
        }
    }
}
