package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Queue;
import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;

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
    public void a_command_goes_on_while_its_agent_is_disconnected() throws Exception {
        agents.createAgent(jenkins, "remote");
        jenkins.jenkins.setNumExecutors(0);
        ReleasePipelineRun run = running();

        agents.stop("remote");
        Files.createFile(go);
        agents.start(jenkins, "remote");

        Jobs.ended(jenkins, run, Result.SUCCESS);
        jenkins.assertLogContains("it went on", run);
        assertThat(Files.readString(begun)).isEqualTo("begun\n");
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
