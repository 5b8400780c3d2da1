package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.security.Permission;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.assertj.core.api.SoftAssertions;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.htmlunit.util.NameValuePair;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

public class StagesActionTest {
    private static final Map<String, Permission> VERBS = new LinkedHashMap<>();

    static {
        VERBS.put("start", Permissions.START);
        VERBS.put("stop", Permissions.STOP);
        VERBS.put("retry", Permissions.RETRY);
        VERBS.put("rollback", Permissions.ROLLBACK);
        VERBS.put("approval", Permissions.APPROVE);
        VERBS.put("withdraw", Permissions.APPROVE);
        VERBS.put("transition", Permissions.TRANSITION);
        VERBS.put("override", Permissions.OVERRIDE);
    }

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void each_verb_is_a_post_that_needs_its_own_permission() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone();
        List<Permission> all = List.copyOf(VERBS.values());
        VERBS.forEach((verb, permission) -> {
            strategy.grant(permission).everywhere().to("may-" + verb);
            all.stream()
                    .filter(other -> other != permission)
                    .forEach(other -> strategy.grant(other).everywhere().to("may-all-but-" + verb));
        });
        secure(strategy);

        SoftAssertions found = new SoftAssertions();
        for (String verb : VERBS.keySet()) {
            JenkinsRule.WebClient may = client("may-" + verb);
            found.assertThat(status(may, verb, HttpMethod.GET))
                    .as("GET " + verb)
                    .isEqualTo(405);
            found.assertThat(status(may, verb, HttpMethod.POST))
                    .as("may " + verb)
                    .isEqualTo(400);
            found.assertThat(status(client("reader"), verb, HttpMethod.POST))
                    .as("reader may not " + verb)
                    .isEqualTo(403);
            found.assertThat(status(client("may-all-but-" + verb), verb, HttpMethod.POST))
                    .as("may all but " + verb)
                    .isEqualTo(403);
        }
        found.assertAll();
        assertThat(job.getLastBuild().getNumber()).isEqualTo(1);
        HtmlPage page = client("reader").getPage(job, "stages/");
        assertThat(page.getByXPath("//form[contains(@class, 'release-pipeline-')]"))
                .isEmpty();
    }

    @Test
    public void an_approval_is_answered_on_the_page_by_those_whom_the_definition_names() throws Exception {
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                Jobs.definition(repository.url(), "true")
                        + """
                            - name: Release
                              actions:
                                - name: Ask
                                  actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                                  configuration:
                                    Approvers: alice,@managers
                                    CustomData: '<img src=x onerror=alert(1)>'
                        """);
        secure(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Permissions.APPROVE)
                .everywhere()
                .toEveryone());
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the question", () -> asks(job));

        HtmlPage refused = answer(client("carol").getPage(job, "stages/"), "not mine");
        assertThat(refused.getWebResponse().getStatusCode()).isEqualTo(403);
        assertThat(refused.asNormalizedText()).contains("carol may not answer; the approvers are alice, @managers");
        assertThat(run.isBuilding()).isTrue();
        HtmlPage page = client("bob").getPage(job, "stages/");
        assertThat(page.asNormalizedText()).contains("<img src=x onerror=alert(1)>");
        assertThat(page.getByXPath("//*[@id='main-panel']//script | //*[@id='main-panel']//*[@style or @onclick]"
                        + " | //*[@id='main-panel']//img"))
                .isEmpty();
        HtmlPage answered = answer(page, "seen on <b>test</b>");

        assertThat(answered.getWebResponse().getStatusCode()).isEqualTo(200);
        Jobs.ended(jenkins, run, Result.SUCCESS);
        jenkins.assertLogContains("[Release] Ask approved by bob", run);
    }

    @Test
    public void a_transition_is_closed_for_a_reason_and_opened_and_a_failed_stage_retried() throws Exception {
        File mended = new File(folder.getRoot(), "mended");
        ReleasePipelineJob job =
                Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "test -f " + mended.getAbsolutePath()));
        ReleasePipelineRun first = Jobs.run(jenkins, job, Result.FAILURE);
        secure(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice"));
        JenkinsRule.WebClient alice = client("alice");
        HtmlPage page = alice.getPage(job, "stages/");

        HtmlForm close = page.getFirstByXPath("//form[contains(@class, 'release-pipeline-transition')]");
        ((HtmlInput) close.getInputByName("reason")).setValue("Code freeze");
        HtmlPage closed = button(close, "Close the way in").click();
        assertThat(closed.asNormalizedText()).contains("Closed by alice: Code freeze");
        HtmlForm start = closed.getFirstByXPath("//form[contains(@class, 'release-pipeline-start')]");
        ((HtmlTextArea) start.getTextAreaByName("sourceRevisions")).setText("Checkout=" + repository.head());
        button(start, "Start").click();
        Jobs.until("the second run", () -> job.getLastBuild().getNumber() == 2);
        ReleasePipelineRun second = job.getLastBuild();
        Jobs.until("waiting", () -> state(job)
                .filter(each -> each.id().equals(second.getExecutionId()))
                .anyMatch(ExecutionState::waiting));

        Files.createFile(mended.toPath());
        HtmlForm retry = alice.<HtmlPage>getPage(job, "stages/")
                .getFirstByXPath("//form[contains(@class, 'release-pipeline-retry')]");
        button(retry, "Retry what failed").click();
        Jobs.ended(jenkins, first, Result.SUCCESS);
        jenkins.assertLogContains("[Build] retried by alice", first);
        assertThat(second.isBuilding()).isTrue();

        HtmlForm open = alice.<HtmlPage>getPage(job, "stages/")
                .getFirstByXPath("//form[contains(@class, 'release-pipeline-transition')]");
        button(open, "Open the way in").click();
        Jobs.ended(jenkins, second, Result.SUCCESS);
    }

    private void secure(MockAuthorizationStrategy strategy) {
        JenkinsRule.DummySecurityRealm realm = jenkins.createDummySecurityRealm();
        realm.addGroups("bob", "managers");
        jenkins.jenkins.setSecurityRealm(realm);
        jenkins.jenkins.setAuthorizationStrategy(strategy);
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        client.login(user);
        return client;
    }

    private int status(JenkinsRule.WebClient client, String verb, HttpMethod method) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), "job/shop/stages/" + verb), method);
        client.addCrumb(request);
        if (method == HttpMethod.POST) {
            List<NameValuePair> parameters = new ArrayList<>(request.getRequestParameters());
            parameters.add(new NameValuePair("variables", "no equals sign"));
            request.setRequestParameters(parameters);
        }
        Page page = client.getPage(request);
        return page.getWebResponse().getStatusCode();
    }

    private static HtmlPage answer(HtmlPage page, String comment) throws Exception {
        HtmlForm form = page.getFirstByXPath("//form[contains(@class, 'release-pipeline-approval')]");
        ((HtmlInput) form.getInputByName("summary")).setValue(comment);
        return button(form, "Approve").click();
    }

    private static HtmlButton button(HtmlForm form, String text) {
        return form.getFirstByXPath(".//button[normalize-space() = '" + text + "']");
    }

    private static boolean asks(ReleasePipelineJob job) throws Exception {
        return state(job)
                .flatMap(each -> each.stages().values().stream())
                .flatMap(each -> each.actions().values().stream())
                .anyMatch(each -> each.isInProgress() && each.policy().isPresent());
    }

    private static Stream<ExecutionState> state(ReleasePipelineJob job) throws Exception {
        return JenkinsHost.get().pipeline(job.getPipelineId()).stream()
                .flatMap(each -> each.state().executions().values().stream());
    }
}
