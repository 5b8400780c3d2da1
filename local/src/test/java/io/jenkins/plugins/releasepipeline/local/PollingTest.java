package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.releasepipeline.action.source.GitServer;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PollingTest {
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path directory;
    private Path repositories;
    private GitRepository repository;
    private GitServer git;
    private ServedHome home;

    @Before
    public void begin() throws Exception {
        directory = folder.newFolder("home").toPath();
        repositories = folder.newFolder("repositories").toPath();
        repository = GitRepository.create(repositories.resolve("shop"));
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
        repository.write("README.md", "shop").commit("Begin");
    }

    @After
    public void end() throws Exception {
        if (home != null) {
            home.close();
        }
        if (git != null) {
            git.close();
        }
    }

    private void serve(String username, String password, String credentials, String more) throws Exception {
        git = new GitServer(repositories, username, password);
        open(credentials, more);
    }

    private void open(String credentials, String more) throws Exception {
        Path secret = directory.resolve("password");
        Files.writeString(secret, "s3cret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("release-pipeline.yaml"),
                """
                repositories:
                  team/shop: {url: %s%s}
                credentials:
                  reader: {username: ann, password: {file: password}}
                agents: {capacity: 1}
                %s
                """
                        .formatted(git == null ? repository.directory() : git.url("shop"), credentials, more));
        home = ServedHome.open(directory);
    }

    @Test
    public void twenty_pipelines_that_read_one_repository_cost_one_question_and_all_start_once() throws Exception {
        serve("", "", "", "polling: {seconds: 1}");
        for (int i = 0; i < 20; i++) {
            home.define(pipeline("shop-" + i, "", "CodeCommit"));
        }
        home.serveWebhooks();
        Deadline.await(() -> git.questions() >= 3, () -> "nothing is asked: " + polls());

        assertThat(polls()).hasSize(1);
        assertThat(polls().get(0).get("sources")).hasSize(20);
        assertThat(git.mostAtOnce()).isEqualTo(1);
        assertThat(executions("shop-0")).isEmpty();

        repository.write("more", "x").commit("More");
        for (int i = 0; i < 20; i++) {
            ExecutionRecord started = first("shop-" + i);
            assertThat(started.origin().trigger().type().name()).isEqualTo("PollForSourceChanges");
            assertThat(started.origin().sourceRevisions()).containsEntry("Source", head());
            assertThat(started.origin().trigger().detail()).contains("push to main (polled)");
        }
        int asked = git.questions();
        Deadline.await(() -> git.questions() >= asked + 3, () -> "nothing more is asked");
        assertThat(executions("shop-0")).hasSize(1);
    }

    @Test
    public void filters_decide_of_what_was_polled_too_and_a_branch_that_goes_back_starts_again() throws Exception {
        serve("", "", "", "polling: {seconds: 1, repositories: [team/shop]}");
        home.define(pipeline(
                "shop",
                """
                triggers:
                  - providerType: CodeStarSourceConnection
                    gitConfiguration:
                      sourceActionName: Source
                      push:
                        - tags: {includes: ["v*"]}
                        - branches: {includes: ["release/*"]}
                          filePaths: {includes: ["src/**"]}
                """,
                "CodeStarSourceConnection"));
        home.serveWebhooks();
        awaitLook();
        String first = head();

        repository.write("docs/a", "x").commit("Write");
        repository.git("branch", "release/1");
        awaitOutcome("filtered out: none of");
        assertThat(executions("shop")).isEmpty();

        repository.git("tag", "v1");
        awaitExecutions("shop", 1);
        assertThat(executions("shop").get(0).origin().trigger().detail()).contains("tag v1");

        repository.git("checkout", "--quiet", "-b", "work");
        repository.write("src/a", "x").commit("Change what counts");
        String changed = head();
        repository.git("branch", "--force", "release/1", changed);
        awaitExecutions("shop", 2);
        repository.git("branch", "--force", "release/1", first);
        awaitExecutions("shop", 3);
        repository.git("branch", "--force", "release/1", changed);
        awaitExecutions("shop", 4);
        repository.git("branch", "-D", "release/1");
        awaitOutcome("it was deleted");
        assertThat(executions("shop")).hasSize(4);
    }

    @Test
    public void what_changed_while_nothing_ran_starts_afterwards() throws Exception {
        serve("", "", "", "polling: {seconds: 1}");
        home.define(pipeline("shop", "", "CodeCommit")).serveWebhooks();
        awaitLook();
        home.close();
        repository.write("more", "x").commit("More");

        home = ServedHome.open(directory);
        home.serveWebhooks();

        assertThat(first("shop").origin().sourceRevisions()).containsEntry("Source", head());
    }

    @Test
    public void a_repository_that_vanishes_is_asked_less_often_and_told_of_and_leaves_nothing_behind()
            throws Exception {
        serve("", "", "", "polling: {seconds: 1}");
        home.define(pipeline("shop", "", "CodeCommit")).serveWebhooks();
        awaitLook();
        Path away = repositories.resolve("away");
        Files.move(repository.directory(), away);

        Deadline.await(() -> polls().get(0).get("failures").asInt() >= 2, () -> "no failures: " + polls());
        JsonNode poll = polls().get(0);
        assertThat(poll.get("trouble").asText()).contains("there is no repository at that address");
        assertThat(locks()).isEmpty();

        Files.move(away, repository.directory());
        repository.write("more", "x").commit("More");
        assertThat(first("shop").origin().sourceRevisions()).containsEntry("Source", head());
        Deadline.await(() -> polls().get(0).get("failures").asInt() == 0, () -> "still failing: " + polls());
    }

    @Test
    public void credentials_are_mapped_and_wrong_ones_are_told_of_without_a_password() throws Exception {
        serve("ann", "s3cret", ", credentials: reader", "polling: {seconds: 1}");
        home.define(pipeline("shop", "", "CodeCommit")).serveWebhooks();
        awaitLook();
        repository.write("more", "x").commit("More");
        first("shop");

        home.close();
        git.close();
        git = new GitServer(repositories, "ann", "another");
        open(", credentials: reader", "polling: {seconds: 1}");
        home.serveWebhooks();
        Deadline.await(() -> polls().size() > 0 && polls().get(0).has("trouble"), () -> "no trouble: " + polls());
        assertThat(polls().get(0).get("trouble").asText())
                .contains("the server refused the credentials")
                .doesNotContain("s3cret");
        assertThat(locks()).isEmpty();
    }

    @Test
    public void nothing_is_asked_when_polling_is_off_or_the_action_does_not_want_it() throws Exception {
        serve("", "", "", "polling: {seconds: 0}");
        home.define(pipeline("shop", "", "CodeCommit")).serveWebhooks();
        assertThat(polls()).isEmpty();
        home.close();
        open("", "polling: {seconds: 1}");
        home.define(pipeline("shop", "", "CodeCommit")
                .replace("BranchName: main", "BranchName: main\n          PollForSourceChanges: \"false\""));
        home.define(pipeline("other", "", "CodeStarSourceConnection"));
        home.serveWebhooks();

        assertThat(polls()).isEmpty();
        assertThat(git.questions()).isZero();
    }

    @Test
    public void an_object_of_a_bucket_starts_when_it_is_whole() throws Exception {
        Path bucket = folder.newFolder("bucket").toPath();
        Files.createDirectories(bucket.resolve("site"));
        Files.writeString(bucket.resolve("site/index.html"), "one");
        open("", "buckets: {releases: " + bucket + "}\npolling: {seconds: 1}");
        home.define(
                        """
                name: site
                stages:
                  - name: Source
                    actions:
                      - name: Source
                        actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                        configuration: {S3Bucket: releases, S3ObjectKey: site}
                        outputArtifacts: [{name: Code}]
                """
                                + WAIT)
                .serveWebhooks();
        awaitLook();
        assertThat(executions("site")).isEmpty();

        Files.writeString(bucket.resolve("site/index.html"), "changed");

        ExecutionRecord started = first("site");
        assertThat(started.origin().trigger().detail()).isEqualTo("the object releases/site changed (polled)");
        Deadline.await(
                () -> executionsOf("site").get(0).actions().stream()
                        .anyMatch(action -> action.outputVariables().containsKey("VersionId")),
                () -> "the source delivers nothing");
    }

    @Test
    public void a_tag_of_a_registry_starts_with_the_digest_that_it_named_then() throws Exception {
        try (Registry registry = new Registry()) {
            registry.tag(ONE);
            open(
                    "",
                    "images: {shop/web: {url: \"" + registry.url() + "/team/web\", credentials: reader}}\n"
                            + "polling: {seconds: 1}");
            home.define(
                            """
                    name: images
                    stages:
                      - name: Source
                        actions:
                          - name: Image
                            actionTypeId: {category: Source, owner: AWS, provider: ECR, version: "1"}
                            configuration: {RepositoryName: shop/web, ImageTag: stable}
                            outputArtifacts: [{name: Code}]
                    """
                                    + WAIT)
                    .serveWebhooks();
            awaitLook();

            registry.tag(TWO);

            ExecutionRecord started = first("images");
            assertThat(started.origin().sourceRevisions()).containsEntry("Image", TWO);
            Deadline.await(
                    () -> executionsOf("images").get(0).actions().stream().anyMatch(action -> action.outputVariables()
                            .getOrDefault("ImageURI", "")
                            .endsWith("/team/web@" + TWO)),
                    () -> "the source delivers nothing: "
                            + executionsOf("images").get(0).actions());
            assertThat(registry.passwordsElsewhere()).isEmpty();
        }
    }

    private static final String WAIT =
            """
              - name: Wait
                actions:
                  - name: Ask
                    actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
            """;

    private static String pipeline(String name, String triggers, String provider) {
        String names = provider.equals("CodeCommit")
                ? "RepositoryName: team/shop"
                : "FullRepositoryId: team/shop\n          ConnectionArn: arn:aws:codeconnections:eu-west-1:111122223333:connection/0";
        return """
                name: %s
                pipelineType: V2
                %sstages:
                  - name: Source
                    actions:
                      - name: Source
                        actionTypeId: {category: Source, owner: AWS, provider: %s, version: "1"}
                        configuration:
                          %s
                          BranchName: main
                        outputArtifacts: [{name: Code}]
                """
                        .formatted(name, triggers, provider, names)
                + WAIT;
    }

    private JsonNode polls() {
        return home.triggers().polling().polls();
    }

    private void awaitLook() {
        Deadline.await(() -> polls().size() == 1 && polls().get(0).has("looked"), () -> "no look: " + polls());
    }

    private void awaitOutcome(String words) {
        Deadline.await(
                () -> polls().get(0).get("outcomes").toString().contains(words), () -> "no such outcome: " + polls());
    }

    private List<ExecutionRecord> executionsOf(String pipeline) {
        try {
            return executions(pipeline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ExecutionRecord> executions(String pipeline) throws IOException {
        return home.pipeline(pipeline).history().page(HistoryQuery.latest(10)).executions();
    }

    private void awaitExecutions(String pipeline, int count) {
        Deadline.await(
                () -> executionsOf(pipeline).size() == count,
                () -> executionsOf(pipeline).size() + " executions: " + polls());
    }

    private ExecutionRecord first(String pipeline) throws IOException {
        awaitExecutions(pipeline, 1);
        return executions(pipeline).get(0);
    }

    private List<Path> locks() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("triggers"))) {
            return files.filter(file -> file.toString().endsWith(".lock")).toList();
        }
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

    /** A registry of one image, with the bearer tokens of the distribution specification. */
    private static final class Registry implements AutoCloseable {
        private final HttpServer server;
        private volatile String digest = "";
        private final List<String> elsewhere = new ArrayList<>();

        Registry() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v2/team/web/manifests/", this::manifest);
            server.createContext("/token", this::token);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        void tag(String now) {
            digest = now;
        }

        List<String> passwordsElsewhere() {
            return elsewhere;
        }

        private void manifest(HttpExchange exchange) throws IOException {
            try (exchange) {
                String given = exchange.getRequestHeaders().getFirst("Authorization");
                if (given != null && given.startsWith("Basic")) {
                    elsewhere.add(given);
                }
                if (!"Bearer abc.def".equals(given)) {
                    exchange.getResponseHeaders()
                            .set(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"" + url()
                                            + "/token\",service=\"registry\",scope=\"repository:team/web:pull\"");
                    exchange.sendResponseHeaders(401, -1);
                    return;
                }
                String reference = exchange.getRequestURI().getPath().substring("/v2/team/web/manifests/".length());
                if (!reference.equals("stable") && !reference.equals(digest)) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
                exchange.sendResponseHeaders(200, -1);
            }
        }

        private void token(HttpExchange exchange) throws IOException {
            try (exchange) {
                boolean right =
                        Map.of("service", "registry", "scope", "repository%3Ateam%2Fweb%3Apull").entrySet().stream()
                                        .allMatch(each -> exchange.getRequestURI()
                                                .getRawQuery()
                                                .contains(each.getKey() + "=" + each.getValue()))
                                && "Basic YW5uOnMzY3JldA=="
                                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] answer = "{\"token\":\"abc.def\"}".getBytes();
                exchange.sendResponseHeaders(right ? 200 : 403, right ? answer.length : -1);
                if (right) {
                    exchange.getResponseBody().write(answer);
                }
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
