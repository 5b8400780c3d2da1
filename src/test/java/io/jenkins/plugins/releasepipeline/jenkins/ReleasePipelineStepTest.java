package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.model.User;
import hudson.model.listeners.RunListener;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.TestExtension;

public class ReleasePipelineStepTest {
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
    public void a_scripted_pipeline_gets_id_status_revisions_and_variables_and_the_transitions_in_its_log()
            throws Throwable {
        String first = repository.head();
        repository.commit("greeting.txt", "good bye\n", "Say good bye");
        sessions.then(jenkins -> {
            Jobs.job(
                    jenkins,
                    "shop",
                    Jobs.definition(repository.url(), "cat greeting.txt", "echo in $REGION, $SIZE")
                            + "  variables: [{name: REGION, defaultValue: eu}, {name: SIZE, defaultValue: small}]\n");
            WorkflowJob build = pipeline(
                    jenkins,
                    "def r = releasePipeline name: 'shop', variables: [REGION: \"u${'s'}\"],"
                            + " sourceRevisions: [Checkout: '" + first + "']\n"
                            + "echo \"got ${r.status} ${r.number} ${r.revisions.Checkout} ${r.variables.REGION}"
                            + " ${r.variables.SIZE} ${r.executionId} ${r.url}\"");

            WorkflowRun run = jenkins.buildAndAssertSuccess(build);

            ReleasePipelineRun execution = execution(jenkins);
            jenkins.assertLogContains(
                    "got Succeeded 1 " + first + " us small " + execution.getExecutionId() + " " + jenkins.getURL()
                            + execution.getUrl(),
                    run);
            jenkins.assertLogContains("[Build] Make succeeded", run);
            jenkins.assertLogContains("hello", execution);
            jenkins.assertLogContains("in us, small", execution);
            assertThat(execution.getAction(ParametersAction.class).getAllParameters())
                    .extracting(ParameterValue::getName, ParameterValue::getValue)
                    .containsExactly(tuple("REGION", "us"), tuple("SIZE", "small"));
            HtmlPage console = jenkins.createWebClient().getPage(run, "console");
            assertThat(console.getAnchors())
                    .anyMatch(link -> link.getHrefAttribute().endsWith("/job/shop/1/"));
            HtmlPage page = jenkins.createWebClient().getPage(execution);
            assertThat(page.getAnchors())
                    .anyMatch(link -> link.getHrefAttribute().endsWith("/job/build/1/"));
        });
    }

    @Test
    public void a_scripted_pipeline_waits_over_a_restart_without_an_executor() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            WorkflowRun run = pipeline(jenkins, "echo releasePipeline('shop').status + ' in the end'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));
            assertThat(busyBesides(jenkins)).isZero();
            jenkins.waitForMessage("[Build] Make started", run);
            Jobs.wrote(execution(jenkins), "begun");
        });
        sessions.then(jenkins -> {
            jenkins.waitForMessage("Ready to run", build(jenkins));
            Files.createFile(go);

            WorkflowRun run = jenkins.waitForCompletion(build(jenkins));

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains("Succeeded in the end", run);
            jenkins.assertLogContains("[Build] Make succeeded", run);
        });
    }

    @Test
    public void a_declarative_pipeline_waits_over_a_restart() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            pipeline(
                            jenkins,
                            """
                            pipeline {
                              agent none
                              stages {
                                stage('Release') {
                                  steps {
                                    script {
                                      def release = releasePipeline(name: 'shop', propagate: false)
                                      echo "${release.status} as #${release.number}"
                                    }
                                  }
                                }
                                stage('After') {
                                  steps {
                                    echo 'after the release'
                                  }
                                }
                              }
                            }
                            """)
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));
            Jobs.wrote(execution(jenkins), "begun");
        });
        sessions.then(jenkins -> {
            jenkins.waitForMessage("Ready to run", build(jenkins));
            assertThat(build(jenkins).isBuilding()).isTrue();
            assertThat(execution(jenkins).isBuilding()).isTrue();
            jenkins.assertLogNotContains("after the release", build(jenkins));
            Files.createFile(go);

            WorkflowRun run = jenkins.waitForCompletion(build(jenkins));

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains("Succeeded as #1", run);
            jenkins.assertLogContains("after the release", run);
        });
    }

    @Test
    public void an_execution_that_ended_while_the_step_was_away_is_found_ended() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            pipeline(jenkins, "echo releasePipeline('shop').status + ' in the end'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));
            ((CpsFlowExecution) build(jenkins).getExecution()).pause(true);
            Files.createFile(go);
            Jobs.ended(jenkins, execution(jenkins), Result.SUCCESS);
        });
        sessions.then(jenkins -> {
            ((CpsFlowExecution) build(jenkins).getExecution()).pause(false);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
            jenkins.assertLogContains("Succeeded in the end", build(jenkins));
        });
    }

    @Test
    public void a_job_that_is_renamed_and_moved_is_waited_for_over_a_restart_as_well() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            pipeline(jenkins, "echo releasePipeline('shop').status + ' in the end'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));
            Jobs.wrote(execution(jenkins), "begun");
            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
            job.renameTo("store");
            Items.move(job, jenkins.createProject(Folder.class, "team"));
            Jobs.job(jenkins, "shop", "");
        });
        sessions.then(jenkins -> {
            jenkins.waitForMessage("Ready to run", build(jenkins));
            Files.createFile(go);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
            jenkins.assertLogContains("Succeeded in the end", build(jenkins));
        });
    }

    @Test
    public void a_failure_fails_the_build_unless_the_script_wants_to_see_it() throws Throwable {
        sessions.then(jenkins -> {
            Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "exit 3"));
            WorkflowJob build = pipeline(
                    jenkins,
                    "echo releasePipeline(name: 'shop', propagate: false).status + ' was seen'\n"
                            + "releasePipeline 'shop'");

            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, build);

            jenkins.assertLogContains("Failed was seen", run);
            jenkins.assertLogContains("shop #2 ended: Failed", run);
        });
    }

    @Test
    public void a_step_that_does_not_wait_ends_when_the_execution_was_taken_or_refused() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);

            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
            job.setDefinition(
                    job.getDefinition() + "  variables: [{name: REGION}, {name: SIZE, defaultValue: small}]\n");
            job.save();

            WorkflowRun run = jenkins.buildAndAssertSuccess(pipeline(
                    jenkins,
                    "def r = releasePipeline name: 'shop', wait: false, variables: [REGION: 'eu'],"
                            + " sourceRevisions: [Checkout: '" + repository.head() + "']\n"
                            + "echo \"${r.status} already in ${r.variables.REGION}, ${r.variables.SIZE},"
                            + " ${r.revisions.Checkout}\""));

            jenkins.assertLogContains("InProgress already in eu, small, " + repository.head(), run);
            Files.createFile(go);
            Jobs.ended(jenkins, execution(jenkins), Result.SUCCESS);

            job.setDefinition("pipeline: {}");
            job.save();
            jenkins.assertLogContains(
                    "NotStarted at all",
                    jenkins.buildAndAssertSuccess(
                            pipeline(jenkins, "echo releasePipeline(name: 'shop', wait: false).status + ' at all'")));
        });
    }

    @Test
    public void an_abort_of_the_build_stops_the_execution() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            WorkflowRun run = pipeline(jenkins, "releasePipeline 'shop'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));

            abort(jenkins, run, "alice");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            Jobs.ended(jenkins, execution(jenkins), Result.ABORTED);
            jenkins.assertLogContains("Stopping, as alice says: Stopped with build #1", execution(jenkins));
        });
    }

    private static void abort(JenkinsRule jenkins, WorkflowRun build, String user) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            build.doStop();
        }
    }

    /** Keeps executions in the queue, and does something when the run of one has just begun. */
    @TestExtension
    public static final class Gate extends QueueTaskDispatcher {
        private volatile boolean closed;

        @Override
        public CauseOfBlockage canRun(Queue.Item item) {
            return closed && item.task instanceof ReleasePipelineJob
                    ? CauseOfBlockage.fromMessage(Messages._ReleasePipelineJob_pronoun())
                    : null;
        }

        static Gate get() {
            return QueueTaskDispatcher.all().get(Gate.class);
        }
    }

    @TestExtension
    public static final class Beginnings extends RunListener<ReleasePipelineRun> {
        private volatile Callable<?> next;

        @Override
        public void onStarted(ReleasePipelineRun run, TaskListener listener) {
            if (next != null) {
                try {
                    next.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }

        static void then(Callable<?> what) {
            RunListener.all().get(Beginnings.class).next = what;
        }
    }

    @Test
    public void an_abort_takes_the_execution_out_of_the_queue() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            Gate.get().closed = true;
            WorkflowRun run = pipeline(jenkins, "releasePipeline 'shop'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the queue", () -> Queue.getInstance().getItems().length == 1);

            run.doStop();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(Queue.getInstance().getItems()).isEmpty();
            assertThat(execution(jenkins)).isNull();
        });
    }

    @Test
    public void an_execution_that_is_cancelled_in_the_queue_fails_the_step() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            Gate.get().closed = true;
            WorkflowRun run = pipeline(jenkins, "releasePipeline 'shop'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the queue", () -> Queue.getInstance().getItems().length == 1);

            Queue.getInstance().cancel(Queue.getInstance().getItems()[0]);

            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("The execution of 'shop' was cancelled while it waited in the queue", run);
        });
    }

    @Test
    public void an_abort_before_the_engine_knows_the_execution_lets_nothing_of_it_begin() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            WorkflowJob build = pipeline(jenkins, "releasePipeline 'shop'");
            Beginnings.then(() -> {
                abort(jenkins, build.getLastBuild(), "alice");
                return jenkins.waitForCompletion(build.getLastBuild());
            });

            jenkins.buildAndAssertStatus(Result.ABORTED, build);

            ReleasePipelineRun run = Jobs.ended(jenkins, execution(jenkins), Result.ABORTED);
            jenkins.assertLogContains("by alice: Stopped with build #1", run);
            assertThat(JenkinsHost.get().origin(run)).isEmpty();

            Beginnings.then(() -> execution(jenkins).doStop());
            WorkflowRun told = jenkins.buildAndAssertStatus(Result.ABORTED, build);
            jenkins.assertLogContains("Nothing of the execution was begun", told);
            jenkins.assertLogContains("shop #2 ended: Stopped", told);
            assertThat(Files.exists(begun)).isFalse();
        });
    }

    @Test
    public void a_job_that_is_deleted_meanwhile_fails_the_step() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            WorkflowRun run = pipeline(jenkins, "releasePipeline 'shop'")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));

            jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class).delete();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("shop #1 ended: Stopped", run);
        });
    }

    @Test
    public void an_abort_leaves_the_execution_when_told_so() throws Throwable {
        sessions.then(jenkins -> {
            waiting(jenkins);
            WorkflowRun run = pipeline(jenkins, "releasePipeline name: 'shop', stopOnAbort: false")
                    .scheduleBuild2(0)
                    .waitForStart();
            Jobs.until("the command to run", () -> Files.exists(begun));

            run.doStop();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(execution(jenkins).isBuilding()).isTrue();
            Files.createFile(go);
            Jobs.ended(jenkins, execution(jenkins), Result.SUCCESS);
        });
    }

    @Test
    public void what_cannot_be_started_says_why() throws Throwable {
        sessions.then(jenkins -> {
            Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));

            WorkflowRun none =
                    jenkins.buildAndAssertStatus(Result.FAILURE, pipeline(jenkins, "releasePipeline 'elsewhere/shop'"));
            jenkins.assertLogContains("There is no release pipeline 'elsewhere/shop'", none);

            WorkflowRun unknown = jenkins.buildAndAssertStatus(
                    Result.NOT_BUILT, pipeline(jenkins, "releasePipeline name: 'shop', variables: [NONE: 'x']"));
            jenkins.assertLogContains("NONE", unknown);
            jenkins.assertLogContains(
                    "sourceRevisions has no revision for 'Checkout'",
                    jenkins.buildAndAssertStatus(
                            Result.FAILURE,
                            pipeline(
                                    jenkins,
                                    "releasePipeline name: 'shop', sourceRevisions: [Checkout: env.GIT_COMMIT]")));
            jenkins.assertLogContains(
                    "releasePipeline needs the name",
                    jenkins.buildAndAssertStatus(Result.FAILURE, pipeline(jenkins, "releasePipeline()")));
            jenkins.assertLogContains("ended: NotStarted", unknown);
        });
    }

    @Test
    public void a_build_starts_only_what_the_one_it_runs_as_may_start() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            MockAuthorizationStrategy strategy = new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ, Computer.BUILD)
                    .everywhere()
                    .toEveryone();
            jenkins.jenkins.setAuthorizationStrategy(strategy);
            QueueItemAuthenticatorConfiguration.get()
                    .getAuthenticators()
                    .add(new MockQueueItemAuthenticator()
                            .authenticate("build", User.getById("bob", true).impersonate2()));
            Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
            WorkflowJob build = pipeline(jenkins, "releasePipeline 'shop'");

            WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, build);
            jenkins.assertLogContains("bob is missing the Release Pipeline/Start permission", refused);

            strategy.grant(Permissions.START).everywhere().to("bob");
            jenkins.buildAndAssertSuccess(build);
        });
    }

    @Test
    public void the_snippet_generator_writes_what_the_form_says() throws Throwable {
        sessions.then(jenkins -> {
            pipeline(jenkins, "");
            HtmlPage page = jenkins.createWebClient().goTo("job/build/pipeline-syntax");
            assertThat(page.getWebResponse().getContentAsString())
                    .contains("releasePipeline: Start a release pipeline");

            assertThat(snippet(jenkins, "{'name': 'shop', 'wait': true, 'propagate': true, 'stopOnAbort': true}"))
                    .isEqualTo("releasePipeline 'shop'");
            assertThat(snippet(
                            jenkins,
                            "{'name': 'shop', 'variables': 'REGION=eu\\nSIZE=a=b', 'sourceRevisions': '',"
                                    + " 'wait': true, 'propagate': false, 'stopOnAbort': true}"))
                    .isEqualTo(
                            "releasePipeline name: 'shop', propagate: false, variables: [REGION: 'eu', SIZE: 'a=b']");
            assertThat(answer(jenkins, "{'name': 'shop', 'variables': 'REGION', 'wait': true}"))
                    .contains("'REGION' is no NAME=value.");
            assertThat(jenkins.createWebClient()
                            .goTo(
                                    "descriptor/io.jenkins.plugins.releasepipeline.jenkins.ReleasePipelineStep"
                                            + "/help/variables",
                                    null)
                            .getWebResponse()
                            .getContentAsString())
                    .contains("a map");
        });
    }

    private static String snippet(JenkinsRule jenkins, String form) throws Exception {
        return answer(jenkins, form)
                .lines()
                .filter(line -> !line.startsWith("//"))
                .findFirst()
                .orElse("")
                .strip();
    }

    private static String answer(JenkinsRule jenkins, String form) throws Exception {
        String type = ReleasePipelineStep.class.getName();
        String json = "{\"stapler-class\": \"" + type + "\", \"$class\": \"" + type + "\", "
                + form.substring(1).replace('\'', '"');
        WebRequest request = new WebRequest(
                new URL(
                        jenkins.getURL(),
                        "job/build/pipeline-syntax/generateSnippet?json="
                                + URLEncoder.encode(json, StandardCharsets.UTF_8)),
                HttpMethod.POST);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getContentAsString();
    }

    private void waiting(JenkinsRule jenkins) throws Exception {
        Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(
                        repository.url(),
                        "echo begun | tee -a " + begun,
                        "while ! test -f " + go + "; do sleep 0.1; done"));
    }

    private static WorkflowJob pipeline(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("build", WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, "build");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("build", WorkflowJob.class).getLastBuild();
    }

    private static ReleasePipelineRun execution(JenkinsRule jenkins) {
        return jenkins.jenkins
                .getItemByFullName("shop", ReleasePipelineJob.class)
                .getLastBuild();
    }

    /** Executors that hold something else than the one action that runs a command. */
    private static long busyBesides(JenkinsRule jenkins) {
        return java.util.Arrays.stream(jenkins.jenkins.getComputers())
                        .mapToInt(Computer::countBusy)
                        .sum()
                - 1;
    }
}
