package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.scm.ChangeLogSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.htmlunit.html.HtmlPage;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class ChangesTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void a_run_has_the_commits_since_the_last_successful_one_and_they_are_text() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "! test -f broken"));
        ReleasePipelineRun first = Jobs.run(jenkins, job, Result.SUCCESS);
        repository.commit("broken", "yes", "Break it");
        Jobs.run(jenkins, job, Result.FAILURE);
        repository.commit("other", "1", "<img src=x onerror=alert(1)>");

        ReleasePipelineRun third = Jobs.run(jenkins, job, Result.FAILURE);

        Jobs.until("the changes", () -> messages(third).size() == 2);
        assertThat(messages(third)).containsExactly("<img src=x onerror=alert(1)>", "Break it");
        assertThat(first.getChangeSets()).isEmpty();
        HtmlPage page = jenkins.createWebClient().withJavaScriptEnabled(false).getPage(third, "changes");
        assertThat(page.asNormalizedText()).contains("Break it", "<img src=x onerror=alert(1)>");
        assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<img src=x");
        String json = jenkins.createWebClient()
                .goTo("job/shop/3/api/json?tree=changeSets[items[commitId,msg]]", "application/json")
                .getWebResponse()
                .getContentAsString();
        assertThat(json).contains("Break it", repository.head());
        third.reload();
        assertThat(messages(third)).hasSize(2);
    }

    private static List<String> messages(ReleasePipelineRun run) {
        return run.getChangeSets().stream()
                .flatMap(set -> StreamSupport.stream(set.spliterator(), false))
                .map(ChangeLogSet.Entry::getMsg)
                .toList();
    }
}
