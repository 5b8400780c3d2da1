package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.scm.ChangeLogSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.FlagRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Repositories that are directories of the controller, which the controller's own git reads only where that is allowed. */
public class ControllerRepositoriesTest {
    @Rule
    public final FlagRule<String> allowed = FlagRule.systemProperty(JenkinsTriggers.ALLOW_LOCAL, "false");

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void no_changes_are_read_there_and_what_is_not_known_is_asked_for_again() throws Throwable {
        sessions.then(jenkins -> {
            ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
            ReleasePipelineRun first = Jobs.run(jenkins, job, Result.SUCCESS);
            repository.commit("other", "1", "Paint it");
            ReleasePipelineRun second = Jobs.run(jenkins, job, Result.SUCCESS);

            String between =
                    job.getUrl() + "stages/changes?from=" + first.getExecutionId() + "&to=" + second.getExecutionId();
            Jobs.until("a reason", () -> jenkins.createWebClient()
                    .goTo(between, "application/json")
                    .getWebResponse()
                    .getContentAsString()
                    .contains("is a directory of this machine"));
            assertThat(messages(second)).isEmpty();
            assertThat(jenkins.jenkins.getRootDir().toPath().resolve("release-pipeline/changes"))
                    .doesNotExist();
        });
        System.setProperty(JenkinsTriggers.ALLOW_LOCAL, "true");
        sessions.then(jenkins -> {
            ReleasePipelineRun second = jenkins.jenkins
                    .getItemByFullName("shop", ReleasePipelineJob.class)
                    .getLastBuild();

            Jobs.until("the changes", () -> messages(second).equals(List.of("Paint it")));
        });
    }

    private static List<String> messages(ReleasePipelineRun run) {
        return run.getChangeSets().stream()
                .flatMap(set -> StreamSupport.stream(set.spliterator(), false))
                .map(ChangeLogSet.Entry::getMsg)
                .toList();
    }
}
