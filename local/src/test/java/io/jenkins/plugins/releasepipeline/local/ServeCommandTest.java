package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ServeCommandTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private Path home;
    private Cli.Running server;
    private String url;

    @Before
    public void serve() throws Exception {
        home = folder.newFolder("home").toPath();
        Path repository = GitRepository.create(folder.getRoot().toPath().resolve("repository"))
                .write("a.txt", "a")
                .commit("Begin")
                .directory();
        Files.createDirectories(home.resolve("pipelines"));
        Files.writeString(
                home.resolve("pipelines/shop.yaml"),
                """
                name: shop
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "REPOSITORY", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Production
                    actions:
                      - name: GoLive
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """
                        .replace("REPOSITORY", repository.toString()));
        server = new Cli(folder.getRoot().toPath()).start("serve", "--home", home.toString(), "--port", "0");
        server.awaitOutput("/state");
        url = server.out().lines().findFirst().orElseThrow().substring("Listening on ".length());
    }

    @After
    public void end() throws Exception {
        server.process().destroy();
        server.process().waitFor(20, TimeUnit.SECONDS);
    }

    @Test
    public void a_pipeline_is_started_watched_and_approved() throws Exception {
        JsonNode started = post("start", "{}", token());
        String execution = started.path("pipelineExecutionId").asText();
        assertThat(execution).hasSize(36);

        JsonNode state = awaitState("/stageStates/1/actionStates/0/latestExecution/token");
        assertThat(state.at("/stageStates/0/latestExecution/status").asText()).isEqualTo("Succeeded");
        assertThat(state.at("/stageStates/1/latestExecution/pipelineExecutionId")
                        .asText())
                .isEqualTo(execution);
        String approval =
                state.at("/stageStates/1/actionStates/0/latestExecution/token").asText();
        post(
                "approval",
                "{\"stageName\":\"Production\",\"actionName\":\"GoLive\",\"token\":\"" + approval
                        + "\",\"status\":\"Approved\",\"summary\":\"fine\"}",
                token());

        JsonNode execution1 = get("api/pipelines/shop/executions/" + execution);
        assertThat(execution1.at("/pipelineExecution/status").asText()).isEqualTo("Succeeded");
        JsonNode page = get("api/pipelines/shop/executions?status=succeeded&maxResults=5&since=1h");
        assertThat(page.at("/pipelineExecutionSummaries/0/pipelineExecutionId").asText())
                .isEqualTo(execution);
        assertThat(page.path("nextToken").isMissingNode()).isTrue();
        assertThat(get("api/pipelines/shop/executions?status=failed").path("pipelineExecutionSummaries"))
                .isEmpty();
        assertThat(get("api/pipelines").at("/0/name").asText()).isEqualTo("shop");
    }

    @Test
    public void the_state_lists_the_commits_that_come_to_a_stage_and_what_was_superseded() throws Exception {
        post("start", "{}", token());
        approveWhatWaits();
        awaitState("/stageStates/1/lastSucceeded");
        GitRepository shop = GitRepository.at(folder.getRoot().toPath().resolve("repository"));
        shop.write("a.txt", "b").commit("Add a basket");
        post("start", "{}", token());
        awaitState("/stageStates/1/changes/0/sources/0/brought");
        shop.write("a.txt", "c").commit("Paint it");
        String second = post("start", "{}", token()).path("pipelineExecutionId").asText();
        awaitState("/stageStates/1/inboundExecution");
        post("start", "{}", token());

        JsonNode state = awaitState("/executions/1/carried/0");

        assertThat(state.at("/executions/1/carried/0/pipelineExecutionId").asText())
                .isEqualTo(second);
        assertThat(state.at("/executions/1/carried/0/artifactRevisions/0/revisionSummary")
                        .asText())
                .isEqualTo("Paint it");
        JsonNode production =
                awaitState("/stageStates/1/changes/1/sources/0/brought").at("/stageStates/1/changes");
        assertThat(production.at("/0/which").asText()).isEqualTo("current");
        assertThat(production.at("/0/sources/0/relation").asText()).isEqualTo("ahead");
        assertThat(production.at("/0/sources/0/brought/commits/0/message").asText())
                .isEqualTo("Add a basket");
        assertThat(production.at("/1/which").asText()).isEqualTo("next");
        assertThat(production.at("/1/since/executionNumber").asInt()).isEqualTo(1);
        assertThat(production.at("/1/sources/0/brought/count").asInt()).isEqualTo(2);
        assertThat(production.at("/1/sources/0/brought/commits/0/author").asText())
                .isEqualTo("Ada");
    }

    private void approveWhatWaits() throws Exception {
        String approval = awaitState("/stageStates/1/actionStates/0/latestExecution/token")
                .at("/stageStates/1/actionStates/0/latestExecution/token")
                .asText();
        post(
                "approval",
                "{\"stageName\":\"Production\",\"actionName\":\"GoLive\",\"token\":\"" + approval
                        + "\",\"status\":\"Approved\",\"summary\":\"fine\"}",
                token());
    }

    @Test
    public void a_change_without_the_token_is_refused() throws Exception {
        assertThat(post("start", "{}", "").path("code").asText()).isEqualTo("AccessDenied");
        assertThat(post("start", "{}", token() + "x").path("code").asText()).isEqualTo("AccessDenied");
        assertThat(get("api/pipelines/shop/executions").path("pipelineExecutionSummaries"))
                .isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("api-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    public void a_request_for_another_host_is_refused() throws Exception {
        URI uri = URI.create(url);
        try (Socket socket = new Socket("127.0.0.1", uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /api/pipelines HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421")
                    .doesNotContain("shop");
        }
    }

    @Test
    public void wrong_requests_are_told_what_would_be_right() throws Exception {
        assertThat(post("start", "{", token()).path("message").asText()).contains("not JSON");
        assertThat(post("start", "[]", token()).path("message").asText()).contains("not a JSON object");
        assertThat(post("fly", "{}", token()).path("message").asText()).contains("start, stop");
        assertThat(post("start", "{\"variables\":{\"a\":1}}", token())
                        .path("message")
                        .asText())
                .contains("variables.a");
        assertThat(post("stop", "{}", token()).path("message").asText()).contains("pipelineExecutionId");
        assertThat(post("start", "\"" + "x".repeat(2 << 20) + "\"", token())
                        .path("message")
                        .asText())
                .contains("more than");
        assertThat(get("api/pipelines/bank/state").path("code").asText()).isEqualTo("PipelineNotFoundException");
        assertThat(problem("maxResults=1000")).contains("1 to 100");
        assertThat(problem("maxResults=many")).contains("1 to 100");
        assertThat(problem("count=10")).contains("maxResults");
        assertThat(problem("status=Done")).contains("Superseded");
        assertThat(problem("since=yesterday")).contains("7d");
        assertThat(problem("nextToken=abc")).contains("nextToken");
    }

    private String problem(String query) throws Exception {
        return get("api/pipelines/shop/executions?" + query).path("message").asText();
    }

    @Test
    public void another_link_lets_another_browser_in() throws Exception {
        int port = URI.create(url).getPort();
        Cli.Result link = new Cli(folder.getRoot().toPath())
                .run("link", "--home", home.toString(), "--port", Integer.toString(port));
        assertThat(link.exit()).as(link.err()).isEqualTo(0);
        HttpResponse<String> entered = client.send(
                HttpRequest.newBuilder(URI.create(link.out().strip())).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(entered.headers().firstValue("Set-Cookie")).isPresent();

        Cli.Result nobody = new Cli(folder.getRoot().toPath()).run("link", "--home", home.toString(), "--port", "1");
        assertThat(nobody.exit()).isEqualTo(2);
        assertThat(nobody.err()).contains("No server answers");
    }

    @Test
    public void a_revision_is_told_at_the_command_line_and_starts_once() throws Exception {
        String port = Integer.toString(URI.create(url).getPort());
        Cli cli = new Cli(folder.getRoot().toPath());
        Cli.Result told = cli.run(
                "revision",
                "shop",
                "Source",
                "Checkout",
                "main",
                "--change",
                "1",
                "--home",
                home.toString(),
                "--port",
                port);
        assertThat(told.exit()).as(told.err()).isEqualTo(0);
        assertThat(told.out()).startsWith("started ");
        Cli.Result again = cli.run(
                "revision",
                "shop",
                "Source",
                "Checkout",
                "main",
                "--change",
                "1",
                "--home",
                home.toString(),
                "--port",
                port);
        assertThat(again.out()).isEqualTo(told.out().replace("started", "had started before as"));
        Cli.Result wrong =
                cli.run("revision", "shop", "Production", "GoLive", "main", "--home", home.toString(), "--port", port);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no source action 'GoLive' in a stage 'Production'");
    }

    @Test
    public void a_second_process_cannot_open_the_same_home() throws Exception {
        Cli.Result second = new Cli(folder.getRoot().toPath()).run("serve", "--home", home.toString(), "--port", "0");
        assertThat(second.exit()).isEqualTo(2);
        assertThat(second.err())
                .contains("in use by process " + server.process().pid());
    }

    private JsonNode awaitState(String pointer) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode state = get("api/pipelines/shop/state");
        while (state.at(pointer).isMissingNode()) {
            assertThat(System.nanoTime()).as(state.toPrettyString()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
            state = get("api/pipelines/shop/state");
        }
        return state;
    }

    private String token() throws Exception {
        return Files.readString(home.resolve("api-token")).strip();
    }

    private JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        return new JsonMapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private JsonNode post(String verb, String body, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "api/pipelines/shop/" + verb))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return new JsonMapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
