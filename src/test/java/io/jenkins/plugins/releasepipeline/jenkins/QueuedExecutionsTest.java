package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

public class QueuedExecutionsTest {
    private static final int MOST_IN_A_PIPELINE = 50;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void a_hundred_executions_wait_without_an_executor_and_run_in_their_order() throws Exception {
        jenkins.jenkins.setNumExecutors(4);
        Path go = folder.getRoot().toPath().resolve("go");
        List<ReleasePipelineJob> jobs = new ArrayList<>();
        for (String name : List.of("shop", "store")) {
            jobs.add(Jobs.job(
                    jenkins,
                    name,
                    Jobs.definition(
                                    repository.url(),
                                    "while ! test -f " + go + "; do sleep 0.1; done",
                                    "echo $BUILD_NUMBER >> " + order(name))
                            .replace("pipelineType: V2", "pipelineType: V2\n  executionMode: QUEUED")));
        }
        for (int i = 0; i < MOST_IN_A_PIPELINE; i++) {
            for (ReleasePipelineJob job : jobs) {
                job.scheduleBuild2(0).get();
            }
        }
        for (ReleasePipelineJob job : jobs) {
            Jobs.until("all to be in the second stage, or in front of it", () -> live(job).stream()
                    .allMatch(execution -> execution.position().equals("Build")));
            assertThat(live(job)).hasSize(MOST_IN_A_PIPELINE);
        }
        Jobs.until("two busy executors", () -> jenkins.jenkins.toComputer().countBusy() == jobs.size());
        assertThat(jenkins.jenkins.getQueue().getItems()).isEmpty();

        Files.createFile(go);

        for (ReleasePipelineJob job : jobs) {
            Jobs.until("the half", () -> !job.getBuildByNumber(MOST_IN_A_PIPELINE / 2)
                    .isBuilding());
            Jobs.ended(jenkins, job.getBuildByNumber(MOST_IN_A_PIPELINE), Result.SUCCESS);
            assertThat(job.getBuilds()).allMatch(run -> run.getResult() == Result.SUCCESS);
            assertThat(Files.readAllLines(order(job.getName())))
                    .isEqualTo(IntStream.rangeClosed(1, MOST_IN_A_PIPELINE)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private Path order(String job) {
        return folder.getRoot().toPath().resolve(job);
    }

    private static List<ExecutionState> live(ReleasePipelineJob job) throws Exception {
        return JenkinsHost.get()
                .pipeline(job.getPipelineId())
                .orElseThrow()
                .state()
                .liveExecutions();
    }
}
