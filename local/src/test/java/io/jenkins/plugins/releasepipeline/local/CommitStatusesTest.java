package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CommitStatusesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private HttpServer server;
    private Path directory;
    private GitRepository repository;
    private ServedHome home;

    private record Told(String path, String authorization, JsonNode body) {}

    @Before
    public void begin() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        directory = folder.newFolder("home").toPath();
        repository = GitRepository.create(folder.newFolder("shop").toPath());
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
        repository.write("README.md", "shop").commit("Begin");
    }

    @After
    public void end() throws Exception {
        home.close();
        server.stop(0);
    }

    private void serve(String provider) throws Exception {
        Path secret = Files.writeString(directory.resolve("token"), "t0ken");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("release-pipeline.yaml"),
                """
                address: https://releases.example.org/
                repositories:
                  team/shop: {url: %s}
                polling: {seconds: 0}
                credentials:
                  reporter: {username: ann, password: {file: token}}
                commitStatuses:
                  team/shop: {provider: %s, api: "http://127.0.0.1:%d", credentials: reporter}
                """
                        .formatted(
                                repository.directory(),
                                provider,
                                server.getAddress().getPort()));
        home = ServedHome.open(directory);
        home.define(
                """
                name: shop
                stages:
                  - name: Source
                    actions:
                      - name: Source
                        actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                        configuration: {RepositoryName: team/shop, BranchName: main}
                        outputArtifacts: [{name: Code}]
                  - name: Wait
                    actions:
                      - name: Ask
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """);
        home.serveWebhooks();
    }

    @Test
    public void github_is_told_of_pending_and_success_with_a_link() throws Exception {
        serve("GITHUB");
        String id = home.start("shop");
        answer(id, ApprovalStatus.Approved);
        awaitTold("success");

        String head = head();
        assertThat(told).allMatch(each -> each.path().equals("/repos/team/shop/statuses/" + head));
        assertThat(told).allMatch(each -> each.authorization().equals("Bearer t0ken"));
        assertThat(states()).startsWith("pending").endsWith("success").containsOnly("pending", "success");
        JsonNode last = told.get(told.size() - 1).body();
        assertThat(last.get("context").asText()).isEqualTo("release-pipeline/shop");
        assertThat(last.get("target_url").asText())
                .isEqualTo("https://releases.example.org/#/pipelines/shop/executions/" + id);
        assertThat(last.get("description").asText()).isEqualTo("Execution 1 succeeded");
    }

    @Test
    public void gitlab_is_told_of_failure_and_of_the_retry() throws Exception {
        serve("GITLAB");
        String id = home.start("shop");
        answer(id, ApprovalStatus.Rejected);
        awaitTold("failed");
        assertThat(told.get(0).path()).isEqualTo("/api/v4/projects/team%2Fshop/statuses/" + head());
        home.pipeline("shop").submit(new Command.RetryStage(id, "Wait", RetryMode.FAILED_ACTIONS, "test"));
        Deadline.await(() -> states().lastIndexOf("running") > states().indexOf("failed"), () -> states().toString());
    }

    @Test
    public void bitbucket_and_gitea_are_told_in_their_words() throws Exception {
        serve("BITBUCKET_CLOUD");
        home.start("shop");
        awaitTold("INPROGRESS");
        assertThat(told.get(0).path()).isEqualTo("/2.0/repositories/team/shop/commit/" + head() + "/statuses/build");
        assertThat(told.get(0).authorization()).isEqualTo("Basic YW5uOnQwa2Vu");
        String waiting = home.pipeline("shop").state().liveExecutions().get(0).id();
        home.pipeline("shop").submit(new Command.StopExecution(waiting, true, "no", "test"));
        awaitTold("STOPPED");
        home.close();
        told.clear();

        serve("BITBUCKET_DATA_CENTER");
        home.start("shop");
        awaitTold("INPROGRESS");
        assertThat(told.get(0).path())
                .isEqualTo("/rest/api/latest/projects/team/repos/shop/commits/" + head() + "/builds");
        assertThat(told.get(0).body().get("key").asText()).isEqualTo("release-pipeline/shop");
        home.close();
        told.clear();

        serve("GITEA");
        home.start("shop");
        awaitTold("pending");
        assertThat(told.get(0).path()).isEqualTo("/api/v1/repos/team/shop/statuses/" + head());
        assertThat(told.get(0).authorization()).isEqualTo("token t0ken");
    }

    @Test
    public void a_host_that_is_down_is_told_later_also_after_a_restart_and_the_pipeline_goes_on() throws Exception {
        for (int i = 0; i < 3; i++) {
            answers.add(503);
        }
        serve("GITHUB");
        String id = home.start("shop");
        Deadline.await(() -> told.size() >= 3 && answers.isEmpty(), () -> "told " + told);
        for (int i = 0; i < 1000; i++) {
            answers.add(500);
        }
        answer(id, ApprovalStatus.Approved);
        Deadline.await(
                () -> home.pipeline("shop")
                        .state()
                        .execution(id)
                        .filter(ExecutionState::isLive)
                        .isEmpty(),
                () -> "the pipeline waits");
        Deadline.await(() -> states().contains("success"), () -> "told " + told);
        assertThat(home.triggers().statuses().waiting()).isEqualTo(1);
        home.close();
        answers.clear();
        told.clear();

        home = ServedHome.open(directory);
        home.serveWebhooks();
        awaitTold("success");
        Deadline.await(() -> home.triggers().statuses().waiting() == 0, () -> "something waits still");
    }

    @Test
    public void what_the_host_does_not_understand_is_not_told_for_ever() throws Exception {
        answers.add(422);
        serve("GITHUB");
        home.start("shop");
        Deadline.await(() -> !told.isEmpty(), () -> "nothing was told");
        Deadline.await(() -> home.triggers().statuses().waiting() == 0, () -> "something waits still");
        assertThat(told).hasSizeLessThanOrEqualTo(2);
    }

    private List<String> states() {
        return told.stream().map(each -> each.body().get("state").asText()).toList();
    }

    private void awaitTold(String state) {
        Deadline.await(() -> states().contains(state), () -> "told " + told);
    }

    private void answer(String id, ApprovalStatus status) {
        Deadline.await(() -> token(id) != null, () -> "nothing asks for approval");
        home.pipeline("shop").submit(new Command.PutApproval("Wait", "Ask", token(id), status, "", "test"));
    }

    private String token(String id) {
        return home.pipeline("shop")
                .state()
                .execution(id)
                .flatMap(execution -> execution.stage("Wait"))
                .flatMap(stage -> stage.action("Ask"))
                .map(action -> action.actionExecutionId())
                .orElse(null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            told.add(new Told(
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body));
            Integer status = answers.poll();
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status == null ? 201 : status, answer.length);
            exchange.getResponseBody().write(answer);
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
}
