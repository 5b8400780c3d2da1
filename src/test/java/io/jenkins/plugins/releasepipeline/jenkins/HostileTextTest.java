package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.Util;
import hudson.model.ParametersAction;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.jenkins.names.FolderNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.GlobalNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedName;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedProviderCommand;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedProviderJob;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.assertj.core.api.SoftAssertions;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Whatever somebody calls a thing, or writes about it, is text on every page, and no page of ours needs inline scripts. */
public class HostileTextTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(1)</script>";
    private static final String NAME = "it's \"x\" onload=y {0} `z`";
    private static final String SCRIPTS =
            """
            //script[not(@src)][normalize-space()][not(@type) or contains(@type, 'javascript') or @type = 'module']
            | //*[@*[starts-with(name(), 'on')]] | //*[starts-with(@href, 'javascript:')]
            """;

    /** Where all is ours: Jenkins' own parts of other pages have styles. */
    private static final String STYLES = "//*[@id = 'main-panel']//style | //*[@id = 'main-panel']//*[@style]";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    private Folder team;
    private ReleasePipelineJob shop;
    private ReleasePipelineRun run;

    @Before
    public void beHostile() throws Exception {
        repository.commit("a", "b", HOSTILE);
        team = jenkins.createProject(Folder.class, "team");
        team.setDescription(HOSTILE);
        List<MappedName> names =
                List.of(new MappedProviderCommand(HOSTILE, "echo\n" + HOSTILE), new MappedProviderJob(NAME, HOSTILE));
        GlobalConfiguration.all().getInstance(GlobalNames.class).setNames(names);
        team.addProperty(new FolderNames(names));
        shop = team.createProject(ReleasePipelineJob.class, NAME);
        shop.setDefinition(
                "# " + HOSTILE + "\n"
                        + Jobs.definition(repository.url(), "printf '%s' \"$HOSTILE\"")
                                .replace(
                                        "    - name: Build\n",
                                        """
                                            - name: Build
                                              onSuccess:
                                                conditions:
                                                  - result: FAIL
                                                    rules:
                                                      - name: Same
                                                        ruleTypeId: {category: Rule, owner: AWS, provider: VariableCheck, version: '1'}
                                                        configuration: {Variable: '#{variables.HOSTILE}', Operator: NE, Value: '<img src=x onerror=alert(1)>'}
                                        """)
                        + """
                            - name: Release
                              actions:
                                - name: Ask
                                  actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                                  configuration: {CustomData: '<img src=x onerror=alert(1)>', ExternalEntityLink: 'https://example.org/?<img src=x onerror=alert(1)>'}
                          variables: [{name: HOSTILE, defaultValue: '<img src=x onerror=alert(1)>', description: '<img src=x onerror=alert(1)>'}]
                        """);
        shop.setDisplayName(HOSTILE);
        shop.setDescription(HOSTILE);
        shop.save();
        ReleasePipelineJob broken = team.createProject(ReleasePipelineJob.class, "broken");
        broken.setDefinition(
                shop.getDefinition().replace("name: Release", "name: '" + HOSTILE.replace("'", "''") + "'"));
        broken.save();
        ReleasePipelineBoard board = new ReleasePipelineBoard(NAME);
        jenkins.jenkins.addView(board);
        run = shop.scheduleBuild2(0, new ParametersAction(new StringParameterValue("HOSTILE", HOSTILE)))
                .get();
        run.setDescription(HOSTILE);
        Jobs.until("the question", () -> asks() || !run.isBuilding());
        assertThat(run.isBuilding()).as(JenkinsRule.getLog(run)).isTrue();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice"));
    }

    @Test
    public void nothing_hostile_is_markup_on_any_page_and_no_page_of_ours_has_anything_inline() throws Exception {
        jenkins.createProject(WorkflowJob.class, "flow");
        JenkinsRule.WebClient client = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicCredentials("alice");
        SoftAssertions found = new SoftAssertions();
        String job = shop.getUrl();
        String board = "view/" + Util.rawEncode(NAME) + "/";
        List<String> ours = List.of(board, job + "stages/");
        for (String path : List.of(
                "",
                board,
                board + "configure",
                "view/all/newJob",
                "computer/(built-in)/",
                "manage/",
                "manage/configure",
                "manage/release-pipeline-names/",
                "job/flow/pipeline-syntax/",
                "job/team/",
                "job/team/configure",
                "job/team/job/broken/",
                "job/team/job/broken/configure",
                job,
                job + "stages/",
                job + "configure",
                job + "confirm-rename",
                job + "build?delay=0sec",
                job + "1/",
                job + "1/changes",
                job + "1/console",
                job + "1/parameters/",
                job + "1/configure",
                job + "1/confirmDelete")) {
            HtmlPage page = client.goTo(path);
            String html = page.getWebResponse().getContentAsString();
            found.assertThat(page.getWebResponse().getStatusCode()).as(path).isIn(200, 405);
            found.assertThat(Stream.of("<img src=x", "<script>alert(1)").filter(html::contains))
                    .as(path)
                    .isEmpty();
            found.assertThat(page.<DomElement>getByXPath(SCRIPTS))
                    .as(path)
                    .extracting(DomElement::asXml)
                    .isEmpty();
            if (ours.contains(path)) {
                found.assertThat(page.<DomElement>getByXPath(STYLES))
                        .as(path)
                        .extracting(DomElement::asXml)
                        .isEmpty();
            }
        }
        found.assertAll();
    }

    private boolean asks() throws Exception {
        return state().flatMap(each -> each.stages().values().stream())
                .flatMap(each -> each.actions().values().stream())
                .anyMatch(each -> each.isInProgress() && each.policy().isPresent());
    }

    private Stream<ExecutionState> state() throws Exception {
        return JenkinsHost.get().pipeline(shop.getPipelineId()).stream()
                .flatMap(each -> each.state().executions().values().stream());
    }
}
