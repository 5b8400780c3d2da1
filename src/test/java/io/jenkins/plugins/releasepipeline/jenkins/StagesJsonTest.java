package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.View;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.ApiTokenProperty;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;

public class StagesJsonTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String APPROVAL =
            """
                - name: Release
                  actions:
                    - name: Ask
                      actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                      configuration: {Approvers: 'bob,@managers'}
            """;

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @BeforeClass
    public static void letPeopleIn() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ, View.READ)
                .everywhere()
                .to("reader", "bob", "carol", "configurer")
                .grant(Item.DISCOVER)
                .everywhere()
                .to("outsider")
                .grant(Permissions.APPROVE)
                .everywhere()
                .to("bob", "carol")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice"));
    }

    @Test
    public void an_unchanged_state_is_not_sent_again_and_each_reader_is_told_what_he_may_do() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "state", Jobs.definition(repository.url(), "true") + APPROVAL);
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Jobs.until("the question", () -> get("bob", "state", "state").body().contains("approval:Release/Ask"));

        HttpResponse<String> first = get("bob", "state", "state");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = get("bob", "state", "state", "If-None-Match", etag);
        JsonNode state = MAPPER.readTree(first.body());

        assertThat(etag).startsWith("\"").endsWith("\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(state.get("pipelineName").asText()).isEqualTo("state");
        assertThat(state.at("/executions/0/executionNumber").asInt()).isEqualTo(run.getNumber());
        assertThat(texts(state.get("may")))
                .containsExactly("log", "artifacts", "withdraw", "approval:Release/Ask", "approve-ahead:Release/Ask");
        assertThat(texts(json(get("carol", "state", "state")).get("may")))
                .as("carol may approve, but is not asked")
                .containsExactly("log", "artifacts", "withdraw");
        assertThat(texts(json(get("alice", "state", "session")).get("may")))
                .containsExactly(
                        "start",
                        "stop",
                        "retry",
                        "rollback",
                        "transition",
                        "override",
                        "log",
                        "artifacts",
                        "definition",
                        "configure");
        assertThat(get("reader", "state", "state", "If-None-Match", etag).statusCode())
                .as("what bob may do is not for others")
                .isEqualTo(200);
        assertThat(get("outsider", "state", "state").statusCode()).isIn(403, 404);
        assertThat(get("outsider", "state", "executions").statusCode()).isIn(403, 404);
    }

    @Test
    public void a_job_that_has_never_run_shows_the_stages_that_it_declares() throws Exception {
        Jobs.job(JENKINS, "declared", Jobs.definition(repository.url(), "true"));
        Jobs.job(JENKINS, "empty", "");

        JsonNode state = json(get("reader", "declared", "state"));

        assertThat(state.at("/stageStates/1/stageName").asText()).isEqualTo("Build");
        assertThat(state.get("recentExecutions")).isEmpty();
        HttpResponse<String> none = get("reader", "empty", "state");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("no definition yet");
        assertThat(json(get("reader", "declared", "executions")).get("pipelineExecutionSummaries"))
                .isEmpty();
    }

    @Test
    public void executions_have_their_runs_numbers_and_parts_of_logs_and_artifacts_can_be_asked_for() throws Exception {
        ReleasePipelineJob job =
                Jobs.job(JENKINS, "logs", Jobs.definition(repository.url(), "printf 'one\\ntw%s\\n' o"));
        job.updateNextBuildNumber(7);
        ReleasePipelineRun run = Jobs.run(JENKINS, job, Result.SUCCESS);

        JsonNode page = json(get("reader", "logs", "executions?maxResults=5&status=Succeeded"));
        JsonNode execution = json(get("reader", "logs", "executions/" + run.getExecutionId()));
        String make = attempt(execution, "Make");
        String log = "executions/" + run.getExecutionId() + "/log?actionExecutionId=" + make;
        JsonNode all = json(get("reader", "logs", log));
        int second = all.get("text").asText().indexOf("two");

        assertThat(page.at("/pipelineExecutionSummaries/0/executionNumber").asInt())
                .isEqualTo(7);
        assertThat(all.get("complete").asBoolean()).isTrue();
        assertThat(json(get("reader", "logs", log + "&from=" + second))
                        .get("text")
                        .asText())
                .startsWith("two");
        assertThat(json(get("reader", "logs", log + "&find=TWO")).get("lines")).hasSize(1);
        assertThat(get("reader", "logs", log + "&text=").body()).contains("one\ntwo\n");
        assertThat(get("reader", "logs", log + "&from=-1").statusCode()).isEqualTo(400);
        assertThat(get("reader", "logs", "executions?color=red").statusCode()).isEqualTo(400);
        assertThat(get("reader", "logs", "executions/none").statusCode()).isEqualTo(404);
        String digest = execution.findValue("digest").asText();
        HttpResponse<String> zip = get("reader", "logs", "executions/" + run.getExecutionId() + "/artifacts/" + digest);
        assertThat(zip.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(name -> assertThat(name).contains("logs-7-Code.zip"));
        assertThat(zip.body()).startsWith("PK");
        String other = digest.substring(0, digest.length() - 2) + "00";
        assertThat(get("reader", "logs", "executions/" + run.getExecutionId() + "/artifacts/" + other)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    public void a_change_is_a_post_of_json_with_a_crumb_and_a_permission_and_is_refused_in_words() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "verbs", Jobs.definition(repository.url(), "true"));
        Jobs.run(JENKINS, job, Result.SUCCESS);
        String close = "{\"stageName\":\"Build\",\"enabled\":false,\"reason\":\"Freeze\"}";

        HttpResponse<String> forbidden = post("reader", "verbs", "transition", close);
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(json(forbidden).get("message").asText())
                .isEqualTo("reader is missing the Release Pipeline/Transition permission.");
        assertThat(withoutCrumb("alice", "verbs", "transition", close).statusCode())
                .isEqualTo(403);
        assertThat(get("alice", "verbs", "transition").statusCode()).isEqualTo(405);
        assertThat(post("alice", "verbs", "transition", "[]").statusCode()).isEqualTo(400);
        assertThat(post("alice", "verbs", "transition", "{\"stageName\":").statusCode())
                .isEqualTo(400);
        assertThat(json(post("alice", "verbs", "transition", "{\"stageName\":{}}"))
                        .get("message")
                        .asText())
                .isEqualTo("'stageName' is not a string.");
        HttpResponse<String> nowhere = post("alice", "verbs", "transition", close.replace("Build", "Nowhere"));
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(json(nowhere).get("code").asText()).isEqualTo("StageNotFoundException");
        assertThat(json(get("alice", "verbs", "state"))
                        .at("/stageStates/1/inboundTransitionState/enabled")
                        .asBoolean())
                .isTrue();

        assertThat(post("alice", "verbs", "transition", close).statusCode()).isEqualTo(200);
        JsonNode gate = json(get("reader", "verbs", "state")).at("/stageStates/1/inboundTransitionState");
        assertThat(gate.get("enabled").asBoolean()).isFalse();
        assertThat(gate.get("lastChangedBy").asText()).isEqualTo("alice");
        assertThat(gate.get("disabledReason").asText()).isEqualTo("Freeze");
        assertThat(post("alice", "verbs", "start", "{\"variables\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(post("alice", "verbs", "start", "{}").statusCode()).isEqualTo(200);
        Jobs.until("the second run", () -> job.getLastBuild().getNumber() == 2);
        assertThat(post(
                                "alice",
                                "verbs",
                                "stop",
                                "{\"pipelineExecutionId\":\""
                                        + job.getLastBuild().getExecutionId() + "\",\"abandon\":true}")
                        .statusCode())
                .isEqualTo(200);
        Jobs.until("the stop", () -> !job.getLastBuild().isBuilding());
    }

    @Test
    public void an_approval_is_given_ahead_taken_back_and_given_when_it_is_asked_for() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "ahead", Jobs.definition(repository.url(), "true") + APPROVAL);
        ReleasePipelineRun first = job.scheduleBuild2(0).get();
        Jobs.until("the question", () -> get("bob", "ahead", "state").body().contains("approval:Release/Ask"));
        String question = "{\"stageName\":\"Release\",\"actionName\":\"Ask\"";

        assertThat(post("bob", "ahead", "approve-ahead", question + ",\"until\":\"soon\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(
                                "bob",
                                "ahead",
                                "approve-ahead",
                                question + ",\"until\":\"" + Instant.now().plusSeconds(3600) + "\"}")
                        .body())
                .isEqualTo("{}");
        assertThat(get("bob", "ahead", "state").body()).contains("earlyApprovals");
        assertThat(post("bob", "ahead", "withdraw", question + "}").statusCode())
                .isEqualTo(200);
        assertThat(get("bob", "ahead", "state").body()).doesNotContain("earlyApprovals\":[{");
        String token = json(get("bob", "ahead", "state"))
                .at("/stageStates/2/actionStates/0/latestExecution/token")
                .asText();
        String answer = question + ",\"token\":\"" + token + "\",\"status\":\"Approved\"}";
        assertThat(post("carol", "ahead", "approval", answer).statusCode()).isEqualTo(403);
        assertThat(post("bob", "ahead", "approval", answer).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, first, Result.SUCCESS);
        String changes = "changes?from=" + first.getExecutionId() + "&to=" + first.getExecutionId();
        assertThat(json(get("reader", "ahead", changes))
                        .at("/sources/0/relation")
                        .asText())
                .isEqualTo("same");
        assertThat(get("reader", "ahead", "changes?from=none").statusCode()).isEqualTo(404);
        assertThat(json(get("reader", "ahead", "executions?text=%231")).get("pipelineExecutionSummaries"))
                .hasSize(1);
    }

    @Test
    public void the_editor_saves_what_has_no_errors_and_nothing_over_somebody_elses_change() throws Exception {
        String text = "# mine\n" + Jobs.definition(repository.url(), "true");
        ReleasePipelineJob job = Jobs.job(JENKINS, "edited", text);

        assertThat(get("reader", "edited", "definition").statusCode()).isEqualTo(403);
        assertThat(post("reader", "edited", "check", "{}").statusCode()).isEqualTo(403);
        JsonNode saved = json(get("configurer", "edited", "definition"));
        assertThat(saved.get("yaml").asText()).isEqualTo(text);
        assertThat(saved.at("/definition/pipeline/stages/1/name").asText()).isEqualTo("Build");
        String version = saved.get("version").asText();
        assertThat(json(post("configurer", "edited", "check", definition("pipeline: {}", version)))
                        .get("problems"))
                .isNotEmpty();
        assertThat(post("configurer", "edited", "definition", definition("pipeline: {}", version))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("reader", "edited", "definition", definition(text, version))
                        .statusCode())
                .isEqualTo(403);
        String changed = text.replace("name: Build", "name: Compile");
        assertThat(post("configurer", "edited", "definition", definition(changed, version))
                        .statusCode())
                .isEqualTo(200);
        assertThat(job.getDefinition()).isEqualTo(changed);
        assertThat(json(get("reader", "edited", "state"))
                        .at("/stageStates/1/stageName")
                        .asText())
                .as("in force at once")
                .isEqualTo("Compile");
        HttpResponse<String> late = post("configurer", "edited", "definition", definition(text, version));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody has changed the definition meanwhile");
        assertThat(json(get("configurer", "edited", "action-types")).findValuesAsText("provider"))
                .contains("CodeBuild", "Announce");
        assertThat(get("reader", "edited", "action-types").statusCode())
                .as("which plugins there are")
                .isEqualTo(403);
    }

    @Test
    public void a_board_shows_the_pipelines_below_it_that_its_reader_may_read() throws Exception {
        MockFolder folder = JENKINS.createFolder("team");
        ReleasePipelineJob below = folder.createProject(ReleasePipelineJob.class, "below");
        below.setDefinition(Jobs.definition(repository.url(), "true"));
        below.save();
        Jobs.job(JENKINS, "outside", Jobs.definition(repository.url(), "true"));
        ReleasePipelineBoard board = new ReleasePipelineBoard("releases");
        folder.addView(board);
        Jobs.run(JENKINS, below, Result.SUCCESS);

        HttpResponse<String> rows = send("reader", request(board.getUrl() + "board"));
        String etag = rows.headers().firstValue("ETag").orElseThrow();

        assertThat(json(rows)).hasSize(1);
        assertThat(json(rows).at("/0/pipelineName").asText()).isEqualTo("below");
        assertThat(json(rows).at("/0/lastSucceeded/executionNumber").asInt()).isEqualTo(1);
        assertThat(json(rows).at("/0/url").asText()).endsWith("job/below/");
        assertThat(send("reader", request(board.getUrl() + "board").header("If-None-Match", etag))
                        .statusCode())
                .isEqualTo(304);
        below.renameTo("renamed");
        assertThat(json(send("reader", request(board.getUrl() + "board").header("If-None-Match", etag)))
                        .at("/0/pipelineName")
                        .asText())
                .isEqualTo("renamed");
    }

    private static String definition(String text, String version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("text", text)
                .put("format", "yaml")
                .put("version", version)
                .toString();
    }

    private static String attempt(JsonNode execution, String action) {
        for (JsonNode each : execution.get("actionExecutionDetails")) {
            if (each.get("actionName").asText().equals(action)) {
                return each.get("actionExecutionId").asText();
            }
        }
        throw new AssertionError("no attempt at " + action + " in " + execution);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        assertThat(response.headers().firstValue("Content-Type"))
                .as(response.uri() + ": " + response.statusCode() + " " + response.body())
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        return MAPPER.readTree(response.body());
    }

    private static HttpResponse<String> get(String user, String job, String path, String... headers) throws Exception {
        HttpRequest.Builder request = request("job/" + job + "/stages/" + path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(user, request);
    }

    private static HttpResponse<String> post(String user, String job, String verb, String body) throws Exception {
        return send(user, json(job, verb, body));
    }

    private static HttpRequest.Builder json(String job, String verb, String body) throws Exception {
        return request("job/" + job + "/stages/" + verb)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** With the user's API token, which stands for a crumb. */
    private static HttpResponse<String> send(String user, HttpRequest.Builder request) throws Exception {
        String token = hudson.model.User.getById(user, true)
                .getProperty(ApiTokenProperty.class)
                .generateNewToken("test")
                .plainValue;
        return HttpClient.newHttpClient()
                .send(
                        request.header("Authorization", basic(user, token)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** As a browser that is signed in, and has no crumb. */
    private static HttpResponse<String> withoutCrumb(String user, String job, String verb, String body)
            throws Exception {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        return browser.send(
                json(job, verb, body).header("Authorization", basic(user, user)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(JENKINS.getURL() + path));
    }
}
