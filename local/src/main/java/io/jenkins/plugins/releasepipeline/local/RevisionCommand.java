package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code release-pipeline revision}. */
@Command(
        name = "revision",
        mixinStandardHelpOptions = true,
        description = {
            "Tells a server on this machine of a new revision of a source action, which starts the pipeline with it.",
            "As PutActionRevision: the same change a second time starts nothing."
        },
        footerHeading = "%nExample:%n",
        footer = "  release-pipeline revision shop Source Checkout $$(git rev-parse HEAD) --change build-17")
final class RevisionCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST = Duration.ofSeconds(40);

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline.")
    private String pipeline;

    @Parameters(index = "1", paramLabel = "STAGE", description = "Its source stage.")
    private String stage;

    @Parameters(index = "2", paramLabel = "ACTION", description = "The source action.")
    private String action;

    @Parameters(index = "3", paramLabel = "REVISION", description = "What it is to deliver: a commit, a digest.")
    private String revision;

    @Option(
            names = "--change",
            paramLabel = "ID",
            description = "Names the change (default: the revision, cut at 100 characters).")
    private String change;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where the server listens (default: ${DEFAULT-VALUE}).")
    private int port = 8642;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The server's home (default: $$RELEASE_PIPELINE_HOME, or ~/.release-pipeline).")
    private Path home;

    @Override
    public Integer call() throws IOException, InterruptedException, WrongCallException {
        Path place = home == null ? Homes.standard(System.getenv()) : home;
        Path token = place.resolve(ApiToken.FILE);
        if (!Files.isReadable(token)) {
            throw new WrongCallException(
                    place + ": has no " + ApiToken.FILE + " that you can read; has it been served?");
        }
        ObjectNode body = JSON.createObjectNode().put("stageName", stage).put("actionName", action);
        body.putObject("actionRevision")
                .put("revisionId", revision)
                .put(
                        "revisionChangeId",
                        change == null ? revision.substring(0, Math.min(100, revision.length())) : change);
        String address = "http://127.0.0.1:" + port + "/";
        HttpResponse<String> response;
        try {
            response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address + "api/pipelines/"
                                            + URLEncoder.encode(pipeline, StandardCharsets.UTF_8) + "/revision"))
                                    .timeout(LONGEST)
                                    .header(
                                            "Authorization",
                                            "Bearer " + Files.readString(token).strip())
                                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new WrongCallException(
                    "No server answers at " + address + "; start one with 'serve', or name its --port");
        }
        JsonNode answer = JSON.readTree(response.body());
        if (response.statusCode() != 200) {
            throw new WrongCallException(answer.path("message").asText("The server answered " + response.statusCode()));
        }
        System.out.println((answer.path("newRevision").asBoolean() ? "started " : "had started before as ")
                + answer.path("pipelineExecutionId").asText());
        return ExitCodes.SUCCEEDED;
    }
}
