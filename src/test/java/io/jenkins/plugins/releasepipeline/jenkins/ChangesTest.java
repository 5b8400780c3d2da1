package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.releasepipeline.jenkins.names.FolderNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedRepository;
import java.util.List;
import java.util.stream.StreamSupport;
import org.htmlunit.html.HtmlPage;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.FlagRule;
import org.jvnet.hudson.test.JenkinsRule;

public class ChangesTest {
    private final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(FlagRule.systemProperty(JenkinsTriggers.ALLOW_LOCAL, "true"))
            .around(jenkins);

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

    @Test
    public void a_repository_that_a_folder_names_has_its_commits_in_the_run_and_between_executions() throws Exception {
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderNames(List.of(new MappedRepository("acme/shop", repository.url()))));
        ReleasePipelineJob job = team.createProject(ReleasePipelineJob.class, "shop");
        job.setDefinition(Jobs.definition(repository.url(), "true")
                .replace("provider: Git,", "provider: CodeCommit,")
                .replace("owner: Custom,", "owner: AWS,")
                .replace(
                        "Url: '" + repository.url() + "', Branch: main",
                        "RepositoryName: acme/shop, BranchName: main"));
        job.save();
        ReleasePipelineRun first = Jobs.run(jenkins, job, Result.SUCCESS);
        repository.commit("other", "1", "Paint it");

        ReleasePipelineRun second = Jobs.run(jenkins, job, Result.SUCCESS);

        Jobs.until("the changes", () -> messages(second).equals(List.of("Paint it")));
        String between =
                job.getUrl() + "stages/changes?from=" + first.getExecutionId() + "&to=" + second.getExecutionId();
        Jobs.until("the commits between", () -> json(between).contains("Paint it"));
    }

    private String json(String url) throws Exception {
        return jenkins.createWebClient()
                .goTo(url, "application/json")
                .getWebResponse()
                .getContentAsString();
    }

    private static List<String> messages(ReleasePipelineRun run) {
        return run.getChangeSets().stream()
                .flatMap(set -> StreamSupport.stream(set.spliterator(), false))
                .map(ChangeLogSet.Entry::getMsg)
                .toList();
    }
}
