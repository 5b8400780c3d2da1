package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

public class AgentsTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

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
    public void an_action_waits_in_the_queue_with_a_reason_and_may_be_cancelled_there() throws Exception {
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until(
                "a reason to wait",
                () -> waiting().filter(item -> item.getWhy() != null).isPresent());

        Queue.getInstance().cancel(waiting().orElseThrow());

        Jobs.ended(jenkins, run, Result.FAILURE);
        jenkins.assertLogContains("cancelled while it waited for an agent", run);
        assertThat(waiting()).isEmpty();
    }

    @Test
    public void who_may_not_cancel_builds_may_not_cancel_their_actions_in_the_queue() throws Exception {
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the task", () -> waiting().isPresent());
        long item = waiting().orElseThrow().getId();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.CANCEL)
                .everywhere()
                .to("stopper"));

        cancel("reader", item);
        assertThat(waiting()).isPresent();
        cancel("stopper", item);

        Jobs.ended(jenkins, run, Result.FAILURE);
        jenkins.assertLogContains("cancelled while it waited for an agent", run);
    }

    @Test
    public void a_command_and_its_log_go_on_when_its_agent_was_killed_and_is_back() throws Exception {
        agents.createAgent(jenkins, "remote");
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineRun run = running();
        Jobs.until("the output", () -> actionLog(run).contains("it begins\n"));

        agents.stop("remote");
        Jobs.until("the action to see it", () -> actionLog(run).contains("does not answer"));
        Files.createFile(go);
        agents.start(jenkins, "remote");

        Jobs.ended(jenkins, run, Result.SUCCESS);
        assertThat(Files.readString(begun)).isEqualTo("begun\n");
        assertThat(actionLog(run))
                .containsSubsequence(
                        "it begins\n",
                        "The agent remote does not answer; waiting for it.\n",
                        "The agent remote is back.\n",
                        "it went on\n")
                .containsOnlyOnce("\nit begins\n");
        jenkins.assertLogContains("it went on", run);
    }

    @Test
    public void an_agent_that_is_lost_for_good_fails_the_action_and_gives_all_back() throws Exception {
        AgentSettings.get().setLostAgentSeconds(2);
        agents.createAgent(jenkins, "remote");
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineRun run = running();
        Computer computer = jenkins.jenkins.getComputer("remote");

        agents.stop("remote");

        Jobs.ended(jenkins, run, Result.FAILURE);
        jenkins.assertLogContains("the agent remote was not back within 2 seconds", run);
        Jobs.until("idle executors", () -> computer.countBusy() == 0);
        Files.createFile(go);
        agents.start(jenkins, "remote");
        ReleasePipelineRun next = Jobs.run(jenkins, run.getParent(), Result.SUCCESS);
        assertThat(workspaces(next)).isEqualTo(workspaces(run)).doesNotContain("@");
    }

    @Test
    public void an_agent_that_is_removed_fails_the_action_and_gives_all_back() throws Exception {
        AgentSettings.get().setLostAgentSeconds(2);
        Slave agent = jenkins.createOnlineSlave();
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineRun run = running();

        jenkins.jenkins.removeNode(agent);

        Jobs.ended(jenkins, run, Result.FAILURE);
        jenkins.assertLogContains("the agent " + agent.getNodeName() + " was ", run);
    }

    @Test
    public void the_time_to_wait_for_a_lost_agent_is_configured() throws Exception {
        AgentSettings.get().setLostAgentSeconds(77);

        HtmlPage answer = jenkins.submit(jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .goTo("configure")
                .getFormByName("config"));

        assertThat(answer.getWebResponse().getStatusCode())
                .as(answer.asNormalizedText())
                .isEqualTo(200);
        assertThat(AgentSettings.get().getLostAgentSeconds()).isEqualTo(77);
        assertThatThrownBy(() -> AgentSettings.get().setLostAgentSeconds(0))
                .hasMessageContaining("A number of seconds from 1 to 604800");
    }

    @Test
    public void an_action_runs_only_where_the_one_it_runs_as_may_build() throws Exception {
        jenkins.createOnlineSlave();
        jenkins.jenkins.setNumExecutors(0);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone();
        jenkins.jenkins.setAuthorizationStrategy(strategy);
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate("shop", User.getById("bob", true).impersonate2()));
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the refusal", () -> waiting()
                .filter(item -> String.valueOf(item.getWhy()).contains("bob"))
                .isPresent());
        assertThat(Tasks.getAuthenticationOf2(waiting().orElseThrow().task).getName())
                .isEqualTo("bob");

        strategy.grant(Computer.BUILD).everywhere().to("bob");
        Queue.getInstance().scheduleMaintenance();

        Jobs.ended(jenkins, run, Result.SUCCESS);
    }

    @Test
    public void commands_have_the_variables_of_jenkins_of_the_agent_and_of_the_job() throws Exception {
        jenkins.jenkins.setNumExecutors(0);
        jenkins.jenkins
                .getGlobalNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("EVERYWHERE", "everywhere")));
        Slave agent = jenkins.createOnlineSlave();
        agent.getNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("HERE", "here"),
                        new EnvironmentVariablesNodeProperty.Entry("PATH+TOOL", "/opt/tool")));
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(
                        repository.url(),
                        "echo \"$EVERYWHERE $HERE $NODE_NAME $JOB_NAME $BUILD_NUMBER ${PATH%%:*} $BUILD_URL\""));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        jenkins.assertLogContains(
                "everywhere here " + agent.getNodeName() + " shop 1 /opt/tool " + jenkins.getURL() + "job/shop/1/",
                run);
    }

    @Test
    public void what_a_failed_action_leaves_is_kept_when_the_job_says_so() throws Exception {
        Slave agent = jenkins.createOnlineSlave();
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineJob job =
                Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "echo left > left", "test -f " + go));
        assertThat(left(agent, job)).isFalse();
        Jobs.run(jenkins, job, Result.FAILURE);
        Jobs.until("an empty workspace", () -> !left(agent, job));

        HtmlForm form = jenkins.createWebClient().getPage(job, "configure").getFormByName("config");
        form.getSelectByName("workspaceCleaning").setSelectedAttribute("AFTER_SUCCESS", true);
        jenkins.submit(form);
        Jobs.run(jenkins, job, Result.FAILURE);
        Jobs.until("idle executors", () -> agent.toComputer().countBusy() == 0);
        assertThat(left(agent, job)).isTrue();

        Files.createFile(go);
        Jobs.run(jenkins, job, Result.SUCCESS);
        Jobs.until("an empty workspace", () -> !left(agent, job));
        job.setWorkspaceCleaning(WorkspaceCleaning.KEEP);
        Jobs.run(jenkins, job, Result.SUCCESS);
        Jobs.until("idle executors", () -> agent.toComputer().countBusy() == 0);
        assertThat(left(agent, job)).isTrue();
    }

    @Test
    public void actions_at_the_same_time_have_workspaces_of_their_own() throws Exception {
        jenkins.jenkins.setNumExecutors(2);
        Path both = folder.getRoot().toPath();
        String wait = "touch %s/%s; while ! test -f %s/%s; do sleep 0.1; done";
        String definition = Jobs.definition(repository.url(), wait.formatted(both, "one", both, "two"));
        String action = definition.substring(definition.indexOf("        - name: Make"));
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                definition
                        + action.replace("name: Make", "name: Again")
                                .replace(
                                        wait.formatted(both, "one", both, "two"),
                                        wait.formatted(both, "two", both, "one")));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        assertThat(workspaces(run)).contains("/workspace/shop\n").contains("/workspace/shop@2\n");
    }

    private boolean left(Slave agent, ReleasePipelineJob job) throws Exception {
        return agent.getWorkspaceFor(job).child("source/left").exists();
    }

    private void cancel(String user, long item) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        client.login(user);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), "queue/cancelItem?id=" + item), HttpMethod.POST);
        client.addCrumb(request);
        client.getPage(request);
    }

    /** The logs of the run's actions on agents, one after the other. */
    private static String actionLog(ReleasePipelineRun run) throws IOException {
        StringBuilder text = new StringBuilder();
        Path directory = run.getRootDir().toPath().resolve("actions");
        if (Files.isDirectory(directory)) {
            try (Stream<Path> logs = Files.list(directory)) {
                for (Path log : logs.toList()) {
                    text.append(Files.readString(log));
                }
            }
        }
        return text.toString();
    }

    private static String workspaces(ReleasePipelineRun run) throws IOException {
        return actionLog(run)
                .lines()
                .filter(line -> line.startsWith("Running on "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Test
    public void a_job_may_be_renamed_while_it_runs() throws Exception {
        ReleasePipelineRun run = running();

        run.getParent().renameTo("store");
        Files.createFile(go);

        Jobs.ended(jenkins, run, Result.SUCCESS);
        jenkins.assertLogContains("it went on", run);
        assertThat(run.getParent().getFullName()).isEqualTo("store");
        Jobs.run(jenkins, run.getParent(), Result.SUCCESS);
    }

    private ReleasePipelineRun running() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(
                        repository.url(),
                        "echo it begins",
                        "echo begun >> " + begun,
                        "while ! test -f " + go + "; do sleep 0.1; done",
                        "echo it went on"));
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the command to run", () -> Files.exists(begun));
        return run;
    }

    private static Optional<Queue.Item> waiting() {
        return Arrays.stream(Queue.getInstance().getItems())
                .filter(item -> item.task instanceof AgentTask)
                .findFirst();
    }
}
