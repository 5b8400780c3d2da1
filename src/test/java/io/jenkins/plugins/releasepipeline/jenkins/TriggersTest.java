package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Item;
import hudson.model.Result;
import hudson.plugins.git.ApiTokenPropertyConfiguration;
import hudson.triggers.SCMTrigger;
import hudson.triggers.TimerTrigger;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.releasepipeline.jenkins.names.FolderNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedRepository;
import io.jenkins.plugins.releasepipeline.trigger.WebhookProvider;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.transform.stream.StreamSource;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.FlagRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

public class TriggersTest {
    private static final String SECRET = "correct horse battery staple";

    private final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(FlagRule.systemProperty(JenkinsTriggers.ALLOW_LOCAL, "true"))
            .around(jenkins);

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    private final HttpClient client = HttpClient.newHttpClient();
    private ReleasePipelineJob job;

    @Before
    public void begin() throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "hook", "", Secret.fromString(SECRET)));
        WebhookItem hook = new WebhookItem("github", WebhookProvider.GITHUB);
        hook.setCredentialsId("hook");
        TriggersConfiguration.get().setWebhooks(List.of(hook));
        job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "cat greeting.txt"));
        Jobs.run(jenkins, job, Result.SUCCESS);
    }

    @After
    public void nothingRuns() throws Exception {
        jenkins.waitUntilNoActivity();
    }

    @Test
    public void a_signed_push_starts_a_run_with_its_commit_and_needs_no_crumb_and_no_permission() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        repository.commit("greeting.txt", "pushed\n", "Push");
        String pushed = repository.head();
        repository.commit("greeting.txt", "later\n", "Later");

        assertThat(push("1", pushed, SECRET).statusCode()).isEqualTo(202);
        assertThat(push("1", pushed, SECRET).statusCode()).isEqualTo(200);
        ReleasePipelineRun run = run(2);
        assertThat(run.record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", pushed);
        assertThat(jenkins.getLog(run)).contains("push to main (github 1)").contains("pushed");

        HttpResponse<String> refused = push("2", pushed, "wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(post("nowhere", "{}", "X-GitHub-Event", "push").body()).isEqualTo(refused.body());
        assertThat(get("release-pipeline-webhook/github/deliveries").statusCode())
                .isEqualTo(403);
        JenkinsRule.WebClient admin = jenkins.createWebClient().login("admin");
        assertThat(admin.goTo("release-pipeline-webhook/github/deliveries", "application/json")
                        .getWebResponse()
                        .getContentAsString())
                .contains("shop: started")
                .contains("bad signature");
    }

    @Test
    public void a_body_that_is_too_large_or_too_deep_is_refused_whether_its_length_is_said_or_not() throws Exception {
        byte[] large = new byte[Webhooks.MAX_BODY_BYTES + 1];
        Arrays.fill(large, (byte) ' ');
        HttpRequest chunked = HttpRequest.newBuilder(
                        jenkins.getURL().toURI().resolve("release-pipeline-webhook/github"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);

        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        assertThat(post("github", deep, "X-GitHub-Event", "push").statusCode())
                .as("not read before its sender is known")
                .isEqualTo(401);
        assertThat(post("github", deep, "X-GitHub-Event", "push", "X-Hub-Signature-256", "sha256=" + hmac(SECRET, deep))
                        .statusCode())
                .isEqualTo(400);
        assertThat(job.getLastBuild().getNumber()).isEqualTo(1);
    }

    @Test
    public void senders_who_never_finish_keep_no_other_from_being_heard() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket =
                        new Socket(jenkins.getURL().getHost(), jenkins.getURL().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST " + jenkins.getURL().getPath()
                                        + "release-pipeline-webhook/github HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Length: 1000000\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            repository.commit("greeting.txt", "pushed\n", "Push");

            assertThat(push("1", repository.head(), SECRET).statusCode()).isEqualTo(202);

            run(2);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    public void a_push_starts_the_job_whose_folder_says_which_repository_its_name_stands_for() throws Exception {
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderNames(List.of(new MappedRepository("acme/cart", repository.url()))));
        ReleasePipelineJob cart = team.createProject(ReleasePipelineJob.class, "cart");
        cart.setDefinition(
                """
                pipeline:
                  name: cart
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: '1'}
                          configuration: {RepositoryName: acme/cart, BranchName: main}
                          outputArtifacts: [{name: Code}]
                    - name: Approval
                      actions:
                        - name: GoLive
                          actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                """);
        cart.save();
        Jobs.until(
                "the definition of team/cart",
                () -> JenkinsHost.get().pipeline(cart.getPipelineId()).isPresent());
        repository.commit("greeting.txt", "pushed\n", "Push");

        assertThat(push("1", repository.head(), SECRET).statusCode()).isEqualTo(202);

        Jobs.until("a run of team/cart", () -> cart.getLastBuild() != null);
        ReleasePipelineRun waits = cart.getLastBuild();
        assertThat(waits.record().orElseThrow().origin().sourceRevisions())
                .containsEntry("Checkout", repository.head());
        waits.doStop();
        Jobs.ended(jenkins, waits, Result.ABORTED);
        run(2);
    }

    @Test
    public void a_webhook_of_PutWebhook_starts_its_job_when_its_filters_match() throws Exception {
        WebhookItem hook = new WebhookItem("github", WebhookProvider.PUT_WEBHOOK);
        hook.setCredentialsId("hook");
        hook.setTargetPipeline("shop");
        hook.setTargetAction("Checkout");
        hook.setAuthentication("GITHUB_HMAC");
        hook.setFilters("$.ref = refs/heads/{Branch}\n$.after");
        TriggersConfiguration.get().setWebhooks(List.of(hook));
        HtmlPage page = jenkins.createWebClient().goTo("configure");
        jenkins.submit(page.getFormByName("config"));
        jenkins.assertEqualDataBoundBeans(
                hook, TriggersConfiguration.get().getWebhooks().get(0));
        repository.commit("greeting.txt", "pushed\n", "Push");
        String pushed = repository.head();

        assertThat(push("1", pushed, "wrong").statusCode()).isEqualTo(401);
        assertThat(push("1", pushed, SECRET).statusCode()).isEqualTo(202);

        assertThat(run(2).record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", pushed);
        hook.setFilters("$.ref = refs/heads/other");
        TriggersConfiguration.get().setWebhooks(List.of(hook));
        assertThat(push("2", pushed, SECRET).statusCode()).isEqualTo(202);
        Jobs.until(
                "what became of the second",
                () -> get("release-pipeline-webhook/github/deliveries").body().contains("filtered out"));
        assertThat(job.getLastBuild().getNumber()).isEqualTo(2);
        hook.setAuthentication("PASSWORD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TriggersConfiguration.get().setWebhooks(List.of(hook)))
                .withMessageContaining("GITHUB_HMAC, IP or UNAUTHENTICATED, and not 'PASSWORD'");
    }

    @Test
    public void a_revision_that_a_program_tells_of_starts_once_and_only_who_may_start_tells_of_it() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "starter")
                .grant(Permissions.START)
                .everywhere()
                .to("starter"));
        String told = repository.head();
        repository.commit("greeting.txt", "later\n", "Later");
        String body =
                """
                {"stageName": "Source", "actionName": "Checkout",
                 "actionRevision": {"revisionId": "%s", "revisionChangeId": "build-17"}}"""
                        .formatted(told);

        assertThat(revision("reader", body)).startsWith("403");
        assertThat(revision("starter", body.replace("Checkout", "Nothing")))
                .startsWith("400")
                .contains("no source action 'Nothing'");
        assertThat(revision("starter", body)).startsWith("200").contains("\"newRevision\":true");
        assertThat(revision("starter", body)).startsWith("200").contains("\"newRevision\":false");

        assertThat(run(2).record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", told);
        assertThat(jenkins.getLog(run(2))).contains("build-17");
        assertThat(job.getLastBuild().getNumber()).isEqualTo(2);
    }

    private String revision(String user, String body) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login(user)) {
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            WebRequest request = new WebRequest(web.createCrumbedUrl("job/shop/stages/revision"), HttpMethod.POST);
            request.setAdditionalHeader("Content-Type", "application/json");
            request.setRequestBody(body);
            WebResponse answer = web.getPage(request).getWebResponse();
            return answer.getStatusCode() + " " + answer.getContentAsString();
        }
    }

    @Test
    public void only_deliveries_go_without_a_crumb() throws Exception {
        for (String path : List.of(
                "release-pipeline-webhook/github/deliveries",
                "release-pipeline-webhookx/github",
                "job/shop/build",
                "release-pipeline-webhook/../job/shop/build")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isIn(403, 404, 400);
        }
        assertThat(job.getLastBuild().getNumber()).isEqualTo(1);
    }

    @Test
    public void a_disabled_job_is_not_started() throws Exception {
        job.makeDisabled(true);
        repository.commit("greeting.txt", "pushed\n", "Push");
        assertThat(push("1", repository.head(), SECRET).statusCode()).isEqualTo(202);
        Jobs.until(
                "the delivery's end",
                () -> JenkinsHost.get().triggers().webhooks().waiting() == 0);
        assertThat(job.getLastBuild().getNumber()).isEqualTo(1);
    }

    @Test
    public void polling_by_the_jobs_trigger_starts_when_the_repository_has_changed() throws Exception {
        SCMTrigger trigger = new SCMTrigger("");
        job.addTrigger(trigger);
        poll(trigger);
        assertThat(job.getLastBuild().getNumber()).isEqualTo(1);

        repository.commit("greeting.txt", "polled\n", "Poll");
        poll(trigger);
        ReleasePipelineRun run = run(2);
        assertThat(run.record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", repository.head());
        assertThat(run.record().orElseThrow().origin().trigger().type().name()).isEqualTo("PollForSourceChanges");
        poll(trigger);
        assertThat(job.getLastBuild().getNumber()).isEqualTo(2);
    }

    @Test
    public void notifyCommit_of_the_git_plugin_polls_and_pins_the_commit_that_it_names() throws Exception {
        SCMTrigger trigger = new SCMTrigger("");
        job.addTrigger(trigger);
        poll(trigger);
        String token =
                ApiTokenPropertyConfiguration.get().generateApiToken("test").getString("value");
        repository.commit("greeting.txt", "noticed\n", "Notice");
        String named = repository.head();
        assertThat(get("git/notifyCommit?token=" + token + "&url="
                                + URLEncoder.encode(repository.url(), StandardCharsets.UTF_8))
                        .body())
                .contains("Scheduled polling of shop");
        assertThat(run(2).record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", named);

        repository.commit("greeting.txt", "later\n", "Later");
        get("git/notifyCommit?token=" + token + "&branches=main&sha1=" + named + "&url="
                + URLEncoder.encode(repository.url(), StandardCharsets.UTF_8));
        assertThat(run(3).record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", named);
    }

    @Test
    public void a_timer_with_H_starts_the_job_and_is_kept() throws Exception {
        TimerTrigger trigger = new TimerTrigger("H H(0-7) * * 1-5");
        job.addTrigger(trigger);
        trigger.run();
        assertThat(run(2).record().orElseThrow().origin().trigger().type().name())
                .isEqualTo("CloudWatchEvent");

        jenkins.configRoundtrip(job);
        assertThat(job.getTriggers()).hasSize(1);
        assertThat(((TimerTrigger) job.getTriggers().values().iterator().next()).getSpec())
                .isEqualTo("H H(0-7) * * 1-5");
        job.updateByXml(new StreamSource(new StringReader(job.getConfigFile().asString())));
        assertThat(job.getTriggers()).hasSize(1);
        job.doReload();
        assertThat(((ReleasePipelineJob) jenkins.jenkins.getItem("shop")).getTriggers())
                .hasSize(1);
    }

    @Test
    public void webhooks_and_statuses_survive_their_form_and_a_wrong_one_is_refused() throws Exception {
        CommitStatusItem status = new CommitStatusItem("team/shop", WebhookProvider.GITEA, "reporter");
        status.setApi("https://git.example.org");
        TriggersConfiguration.get().setCommitStatuses(List.of(status));
        HtmlPage page = jenkins.createWebClient().goTo("configure");
        jenkins.submit(page.getFormByName("config"));

        assertThat(TriggersConfiguration.get().getWebhooks())
                .extracting(WebhookItem::getName, WebhookItem::getProvider, WebhookItem::getCredentialsId)
                .containsExactly(tuple("github", WebhookProvider.GITHUB, "hook"));
        assertThat(TriggersConfiguration.get().getCommitStatuses().get(0).getApi())
                .isEqualTo("https://git.example.org");
        assertThat(TriggersConfiguration.get().status("team/shop")).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TriggersConfiguration.get()
                        .setWebhooks(List.of(new WebhookItem("a b", WebhookProvider.GITHUB))))
                .withMessageContaining("1 to 100 letters");
    }

    @Test
    public void directories_of_the_controller_are_not_read_unless_an_administrator_says_so() throws Exception {
        System.clearProperty(JenkinsTriggers.ALLOW_LOCAL);
        JenkinsHost.close();
        JenkinsHost.open();
        SCMTrigger trigger = new SCMTrigger("");
        job.addTrigger(trigger);
        String log = poll(trigger);
        assertThat(log).contains("is a directory of this machine, which no pipeline here may read from");
    }

    private String poll(SCMTrigger trigger) throws Exception {
        StreamTaskListener listener = new StreamTaskListener(trigger.getLogFile(), StandardCharsets.UTF_8);
        job.poll(listener);
        listener.close();
        return Files.readString(trigger.getLogFile().toPath());
    }

    private ReleasePipelineRun run(int number) throws Exception {
        Jobs.until("run " + number, () -> job.getBuildByNumber(number) != null);
        return Jobs.ended(jenkins, job.getBuildByNumber(number), Result.SUCCESS);
    }

    private HttpResponse<String> push(String id, String commit, String secret) throws Exception {
        String body =
                """
                {"ref": "refs/heads/main", "before": "%s", "after": "%s",
                 "repository": {"full_name": "team/shop", "clone_url": "%s"}}"""
                        .formatted("0".repeat(40), commit, repository.url());
        return post(
                "github",
                body,
                "X-GitHub-Event",
                "push",
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                "sha256=" + hmac(secret, body));
    }

    private static String hmac(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> post(String name, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(jenkins.getURL() + "release-pipeline-webhook/" + name))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
