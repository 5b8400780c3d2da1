package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WebhookStartTest {
    private static final String SECRET = "correct horse battery staple";
    private static final String ZEROS = "0".repeat(40);
    private static final JsonMapper JSON = new JsonMapper();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory;
    private GitRepository repository;
    private ServedHome home;

    @Before
    public void serve() throws Exception {
        directory = folder.newFolder("home").toPath();
        repository = GitRepository.create(folder.newFolder("shop").toPath());
        repository.git("config", "uploadpack.allowFilter", "true");
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
        repository.write("README.md", "shop").commit("Begin");
        Path secret = Files.writeString(directory.resolve("hook.secret"), SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("release-pipeline.yaml"),
                """
                repositories:
                  team/shop: {url: %s}
                secrets:
                  hook: {file: hook.secret}
                webhooks:
                  github: {provider: GITHUB, secret: hook}
                  gitlab: {provider: GITLAB, secret: hook}
                  bitbucket: {provider: BITBUCKET_CLOUD, secret: hook}
                  other: {provider: GENERIC, secret: hook, pointers: {repository: /repo, ref: /branch, after: /commit}}
                """
                        .formatted(repository.directory()));
        home = ServedHome.open(directory);
    }

    @After
    public void end() throws Exception {
        home.close();
    }

    @Test
    public void a_signed_push_starts_the_pipeline_with_the_commit_that_was_pushed() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();
        String pushed = head();
        repository.write("later", "x").commit("Later");

        assertThat(push("one", "main", ZEROS, pushed, SECRET)).isEqualTo(202);
        settle();

        ExecutionRecord started = only("shop");
        assertThat(started.origin().trigger().type().name()).isEqualTo("Webhook");
        assertThat(started.origin().sourceRevisions()).containsEntry("Source", pushed);
        assertThat(started.origin().trigger().detail()).isEqualTo("team/shop, push to main (github one)");
        assertThat(outcomes("github").get(0))
                .startsWith("shop: started " + started.origin().id());
    }

    @Test
    public void a_delivery_that_is_sent_again_and_a_commit_that_is_told_of_twice_start_once() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();

        assertThat(push("one", "main", ZEROS, head(), SECRET)).isEqualTo(202);
        assertThat(push("one", "main", ZEROS, head(), SECRET)).isEqualTo(200);
        assertThat(push("two", "main", ZEROS, head(), SECRET)).isEqualTo(202);
        settle();

        only("shop");
        assertThat(outcomes("github").get(0)).startsWith("shop: had started before as ");
    }

    @Test
    public void a_trigger_looks_at_every_file_of_the_real_difference() throws Exception {
        home.define(
                        pipeline(
                                "shop",
                                """
                        triggers:
                          - providerType: CodeStarSourceConnection
                            gitConfiguration:
                              sourceActionName: Source
                              push:
                                - branches: {includes: ["feature/**"]}
                                  filePaths: {includes: ["zz/**"]}
                        """))
                .serveWebhooks();
        String before = head();
        for (int i = 0; i < 1000; i++) {
            repository.write("docs/" + i, "x");
        }
        repository.commit("Write much");
        String docs = head();
        repository.write("zz/grün", "x").commit("Change what counts");
        String wanted = head();

        push("docs", "feature/a", before, docs, SECRET);
        push("other", "main", before, wanted, SECRET);
        settle();
        assertThat(home.pipeline("shop").history().page(HistoryQuery.latest(10)).executions())
                .isEmpty();
        assertThat(outcomes("github").get(1)).startsWith("shop: filtered out: none of 1000 changed files matches");
        assertThat(outcomes("github").get(0)).contains("main matches none of the includes feature/**");

        push("wanted", "feature/a", before, wanted, SECRET);
        settle();
        assertThat(only("shop").origin().trigger().type().name()).isEqualTo("WebhookV2");
    }

    @Test
    public void a_new_branch_starts_by_all_of_its_files_and_a_deleted_one_by_nothing() throws Exception {
        home.define(
                        pipeline(
                                "shop",
                                """
                        triggers:
                          - providerType: CodeStarSourceConnection
                            gitConfiguration:
                              sourceActionName: Source
                              push:
                                - branches: {includes: ["release/*"]}
                                  filePaths: {includes: ["*.md"]}
                        """))
                .serveWebhooks();

        push("gone", "release/1", head(), ZEROS, SECRET);
        push("new", "release/1", ZEROS, head(), SECRET);
        settle();

        only("shop");
    }

    @Test
    public void what_is_not_authenticated_starts_nothing_and_learns_nothing() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();
        String body = body("main", ZEROS, head());
        String right = "sha256=" + hmac(SECRET, body);

        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String signature : List.of(
                "sha256=" + hmac("wrong", body), right.substring(0, 40), "sha256=", "", "sha1=" + hmac(SECRET, body))) {
            answers.add(post("github", body, "X-GitHub-Event", "push", "X-Hub-Signature-256", signature));
        }
        answers.add(post("github", body, "X-GitHub-Event", "push"));
        answers.add(post("nowhere", body, "X-GitHub-Event", "push", "X-Hub-Signature-256", right));
        answers.add(post("gitlab", body, "X-Gitlab-Token", SECRET + "x"));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
        assertThat(outcomes("github")).isEmpty();
        assertThat(home.triggers().webhooks().deliveries("github").orElseThrow().get("refused"))
                .hasSize(6);
    }

    @Test
    public void deep_and_senseless_bodies_are_refused() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();

        for (String body : List.of("[".repeat(100_000), "{\"a\":".repeat(5000), "no JSON", "[]", "")) {
            assertThat(post(
                                    "github",
                                    body,
                                    "X-GitHub-Event",
                                    "push",
                                    "X-Hub-Signature-256",
                                    "sha256=" + hmac(SECRET, body))
                            .statusCode())
                    .isEqualTo(400);
        }
        HttpResponse<String> huge = client.send(
                HttpRequest.newBuilder(URI.create(home.url() + "webhook/github"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(25 << 20) + 1]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(huge.statusCode()).isEqualTo(413);
    }

    @Test
    public void any_sender_can_say_where_its_body_tells_what() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();

        HttpResponse<String> answer = post(
                "other",
                "{\"repo\":\"team/shop\",\"branch\":\"main\",\"commit\":\"" + head() + "\"}",
                "X-Webhook-Token",
                SECRET);
        settle();

        assertThat(answer.statusCode()).isEqualTo(202);
        only("shop");
    }

    @Test
    public void a_commit_that_a_sender_shortens_is_looked_up_and_a_pull_request_is_compared_with_its_fork()
            throws Exception {
        home.define(
                        pipeline(
                                "shop",
                                """
                        triggers:
                          - providerType: CodeStarSourceConnection
                            gitConfiguration:
                              sourceActionName: Source
                              pullRequest:
                                - branches: {includes: [main]}
                                  filePaths: {includes: ["src/**"]}
                        """))
                .serveWebhooks();
        repository.git("checkout", "--quiet", "-b", "topic");
        repository.write("docs/a", "x").commit("Write");
        String documented = head();
        repository.git("checkout", "--quiet", "main");
        repository.write("src/elsewhere", "x").commit("Change main meanwhile");
        repository.git("checkout", "--quiet", "topic");

        pullRequest("one", documented.substring(0, 12));
        settle();
        assertThat(outcomes("bitbucket").get(0)).startsWith("shop: filtered out: the file docs/a matches none");

        repository.write("src/a", "x").commit("Change what counts");
        pullRequest("two", head().substring(0, 12));
        settle();
        assertThat(only("shop").origin().sourceRevisions()).containsEntry("Source", head());
    }

    private void pullRequest(String delivery, String commit) throws Exception {
        String body =
                """
                {"repository": {"full_name": "team/shop"}, "pullrequest": {"id": 7, "title": "Topic",
                 "source": {"branch": {"name": "topic"}, "commit": {"hash": "%s"}},
                 "destination": {"branch": {"name": "main"}, "commit": {"hash": "0123456789ab"}}}}"""
                        .formatted(commit);
        HttpResponse<String> answer = post(
                "bitbucket",
                body,
                "X-Event-Key",
                "pullrequest:updated",
                "X-Request-UUID",
                delivery,
                "X-Hub-Signature",
                "sha256=" + hmac(SECRET, body));
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    public void a_delivery_outlives_the_server() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();
        push("one", "main", ZEROS, head(), SECRET);
        settle();
        only("shop");
        home.close();

        home = ServedHome.open(directory);
        home.serveWebhooks();

        assertThat(push("one", "main", ZEROS, head(), SECRET)).isEqualTo(200);
        assertThat(outcomes("github")).hasSize(1);
    }

    @Test
    public void parallel_executions_each_take_the_commit_that_started_them() throws Exception {
        home.define(pipeline("shop", "executionMode: PARALLEL\n")).serveWebhooks();
        String first = head();
        repository.write("later", "x").commit("Later");
        String second = head();
        repository.write("latest", "x").commit("Latest");

        push("one", "main", ZEROS, first, SECRET);
        push("two", "main", first, second, SECRET);
        settle();

        assertThat(home.pipeline("shop").history().page(HistoryQuery.latest(10)).executions())
                .extracting(each -> each.origin().sourceRevisions().get("Source"))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    public void what_gitlab_tells_of_one_push_of_two_branches_is_all_taken() throws Exception {
        home.define(pipeline("shop", "")).serveWebhooks();

        assertThat(gitlab("other")).isEqualTo(202);
        assertThat(gitlab("main")).isEqualTo(202);
        assertThat(gitlab("main")).isEqualTo(200);
        settle();

        only("shop");
    }

    private int gitlab(String branch) throws Exception {
        String body =
                """
                {"object_kind": "push", "ref": "refs/heads/%s", "before": "%s", "after": "%s",
                 "project": {"path_with_namespace": "team/shop"}}"""
                        .formatted(branch, ZEROS, head());
        return post("gitlab", body, "X-Gitlab-Token", SECRET, "X-Gitlab-Event-UUID", "13792a34-cac6-4fda-95a8")
                .statusCode();
    }

    private static String pipeline(String name, String triggers) {
        return """
                name: %s
                pipelineType: V2
                %sstages:
                  - name: Source
                    actions:
                      - name: Source
                        actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                        configuration:
                          ConnectionArn: arn:aws:codeconnections:eu-west-1:111122223333:connection/00000000-0000-0000-0000-000000000000
                          FullRepositoryId: team/shop
                          BranchName: main
                        outputArtifacts: [{name: Code}]
                  - name: Wait
                    actions:
                      - name: Ask
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """
                .formatted(name, triggers);
    }

    private ExecutionRecord only(String pipeline) throws IOException {
        List<ExecutionRecord> all =
                home.pipeline(pipeline).history().page(HistoryQuery.latest(10)).executions();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<String> outcomes(String endpoint) {
        List<String> lines = new ArrayList<>();
        JsonNode list = home.triggers().webhooks().deliveries(endpoint).orElseThrow();
        list.get("deliveries").forEach(delivery -> delivery.get("outcome").forEach(line -> lines.add(line.asText())));
        return lines;
    }

    private void settle() {
        Deadline.await(() -> home.triggers().webhooks().waiting() == 0, () -> "deliveries wait still");
    }

    private int push(String delivery, String branch, String before, String after, String secret) throws Exception {
        String body = body(branch, before, after);
        return post(
                        "github",
                        body,
                        "X-GitHub-Event",
                        "push",
                        "X-GitHub-Delivery",
                        delivery,
                        "X-Hub-Signature-256",
                        "sha256=" + hmac(secret, body))
                .statusCode();
    }

    private static String body(String branch, String before, String after) {
        return JSON.createObjectNode()
                .put("ref", "refs/heads/" + branch)
                .put("before", before)
                .put("after", after)
                .put("deleted", after.equals(ZEROS))
                .set("repository", JSON.createObjectNode().put("full_name", "team/shop"))
                .toString();
    }

    private HttpResponse<String> post(String endpoint, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(home.url() + "webhook/" + endpoint))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String hmac(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private String head() throws Exception {
        Path out = folder.getRoot().toPath().resolve(UUID.randomUUID().toString());
        Process process = new ProcessBuilder("git", "rev-parse", "HEAD")
                .directory(repository.directory().toFile())
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(out).strip();
    }
}
