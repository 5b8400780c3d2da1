package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whether what the server answers is what {@code docs/openapi.yaml} says. */
public class OpenApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private JsonNode description;
    private SampleShop shop;
    private ServedHome home;
    private String cookie;

    @Before
    public void serve() throws Exception {
        description =
                new YAMLMapper().readTree(Path.of("..", "docs", "openapi.yaml").toFile());
        shop = new SampleShop(folder.newFolder("work").toPath()).open("all");
        home = ServedHome.open(folder.newFolder("home").toPath())
                .define(shop.definition())
                .serveWebhooks();
        cookie = home.cookie(client);
    }

    @After
    public void end() throws Exception {
        home.close();
    }

    @Test
    public void every_answer_is_as_it_is_described() throws Exception {
        String execution = home.start("shop");
        Deadline.await(
                () -> home.pipeline("shop").state().liveExecutions().stream()
                        .anyMatch(each -> each.position().equals("Production") && !each.waiting()),
                () -> home.pipeline("shop").state().toString());
        String token = home.pipeline("shop")
                .state()
                .liveExecutions()
                .get(0)
                .stage("Production")
                .flatMap(stage -> stage.action("GoLive"))
                .orElseThrow()
                .actionExecutionId();

        get("/api/session");
        get("/api/board");
        get("/api/action-types");
        get("/api/pipelines");
        get("/api/pipelines/{pipeline}/state");
        get("/api/pipelines/{pipeline}/state", "", "?brief=true");
        get("/api/pipelines/{pipeline}/executions");
        get("/api/pipelines/{pipeline}/executions", "", "?text=tax+included");
        get("/api/pipelines/{pipeline}/changes", "", "?from=" + execution + "&to=" + execution);
        post(
                "/api/pipelines/{pipeline}/approve-ahead",
                "{\"stageName\":\"Production\",\"actionName\":\"GoLive\",\"until\":\""
                        + Instant.now().plusSeconds(3600) + "\"}");
        post("/api/pipelines/{pipeline}/withdraw", "{\"stageName\":\"Production\",\"actionName\":\"GoLive\"}");
        get("/api/pipelines/{pipeline}/executions/{execution}", execution, "");
        get("/api/pipelines/{pipeline}/executions/{execution}/log", execution, "?actionExecutionId=" + token);
        String compiled = attempt(execution, "BuildAndTest", "Compile");
        for (String part : List.of("", "&line=3", "&from=5", "&find=compiling")) {
            get(
                    "/api/pipelines/{pipeline}/executions/{execution}/log",
                    execution,
                    "?actionExecutionId=" + compiled + part);
        }
        get("/api/pipelines/{pipeline}/definition");
        get("/api/polls");
        post(
                "/api/pipelines/{pipeline}/revision",
                "{\"stageName\":\"Nope\",\"actionName\":\"Source\",\"actionRevision\":"
                        + "{\"revisionId\":\"1\",\"revisionChangeId\":\"2\"}}");
        post("/api/check", "{\"text\":\"name: x\",\"format\":\"yaml\"}");
        post(
                "/api/pipelines/{pipeline}/transition",
                "{\"stageName\":\"Staging\",\"enabled\":false,\"reason\":\"Freeze\"}");
        post("/api/pipelines/{pipeline}/start", "{\"variables\":{\"Nope\":\"x\"}}");
        post("/api/pipelines/{pipeline}/start", "{}");
        post(
                "/api/pipelines/{pipeline}/approval",
                "{\"stageName\":\"Production\",\"actionName\":\"GoLive\",\"token\":\"" + token
                        + "\",\"status\":\"Rejected\"}");
        post(
                "/api/pipelines/{pipeline}/retry",
                "{\"pipelineExecutionId\":\"" + execution
                        + "\",\"stageName\":\"Production\",\"retryMode\":\"FAILED_ACTIONS\"}");
        post("/api/pipelines/{pipeline}/stop", "{\"pipelineExecutionId\":\"" + execution + "\",\"abandon\":true}");
        get("/api/pipelines/{pipeline}/state");
        get("/api/board");
        get("/api/pipelines/{pipeline}/executions/{execution}", execution, "");
    }

    @Test
    public void every_reference_of_the_description_leads_somewhere() {
        List<String> dangling = new ArrayList<>();
        description.findValuesAsText("$ref").stream()
                .filter(reference -> description.at(reference.substring(1)).isMissingNode())
                .forEach(dangling::add);
        assertThat(dangling).isEmpty();
    }

    private String attempt(String execution, String stage, String action) {
        return home.pipeline("shop")
                .state()
                .execution(execution)
                .flatMap(found -> found.stage(stage))
                .flatMap(found -> found.action(action))
                .orElseThrow()
                .actionExecutionId();
    }

    private void get(String path) throws Exception {
        get(path, "", "");
    }

    private void get(String path, String execution, String query) throws Exception {
        HttpResponse<String> response = client.send(
                request(path.replace("{execution}", execution) + query).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
        check(path, "get", response);
    }

    private void post(String path, String body) throws Exception {
        HttpResponse<String> response = client.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isIn(200, 400);
        check(path, "post", response);
        assertThat(problems(
                        description.at("/paths").path(path).at("/post/requestBody/content/application~1json/schema"),
                        JSON.readTree(body)))
                .as(path + " takes " + body)
                .isEmpty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(home.url() + path.substring(1).replace("{pipeline}", "shop")))
                .header("Cookie", cookie)
                .header("Release-Pipeline-Page", "1");
    }

    private void check(String path, String method, HttpResponse<String> response) throws Exception {
        JsonNode responses = description.path("paths").path(path).path(method).path("responses");
        String status = Integer.toString(response.statusCode());
        JsonNode found = responses.has(status) ? responses.get(status) : responses.path("default");
        if (found.has("$ref")) {
            found = description.at(found.get("$ref").asText().substring(1));
        }
        JsonNode schema = found.at("/content/application~1json/schema");
        assertThat(schema.isMissingNode())
                .as(path + " " + status + " is described")
                .isFalse();
        assertThat(problems(schema, JSON.readTree(response.body())))
                .as(method + " " + path + " gave " + response.body())
                .isEmpty();
    }

    private List<String> problems(JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", description.get("components"));
        JsonSchema validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        return validator.validate(value).stream().map(Object::toString).toList();
    }
}
