package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.releasepipeline.engine.Command;
import jenkins.metrics.api.Metrics;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class PipelineMetricsTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void what_has_happened_and_what_is_under_way_is_counted() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "true")
                        + """
                            - name: Release
                              actions:
                                - name: Ask
                                  actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                        """);
        Jobs.run(jenkins, Jobs.job(jenkins, "broken", Jobs.definition(repository.url(), "exit 3")), Result.FAILURE);

        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the question", () -> metric("approvals.waiting") == 1);

        assertThat(metric("pipelines")).isEqualTo(2);
        assertThat(metric("executions.started")).isEqualTo(2);
        assertThat(metric("executions.failed")).isEqualTo(1);
        assertThat(metric("executions.live")).isEqualTo(1);
        assertThat(metric("actions.failed")).isEqualTo(1);
        assertThat(metric("actions.running")).isZero();
        JenkinsHost.get()
                .submit(job.getPipelineId(), new Command.StopExecution(run.getExecutionId(), true, "Enough", "erin"));
        Jobs.ended(jenkins, run, Result.ABORTED);
        assertThat(metric("executions.stopped")).isEqualTo(1);
        assertThat(metric("executions.live")).isZero();
        assertThat(metric("approvals.waiting")).isZero();
    }

    private static long metric(String name) {
        return (Long) Metrics.metricRegistry()
                .getGauges()
                .get("release-pipeline." + name)
                .getValue();
    }
}
