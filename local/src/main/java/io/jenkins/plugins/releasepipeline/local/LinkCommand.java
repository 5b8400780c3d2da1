package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code release-pipeline link}. */
@Command(
        name = "link",
        mixinStandardHelpOptions = true,
        description = "Prints a link that lets one browser act on the page of a server that runs on this machine.",
        footerHeading = "%nExample:%n",
        footer = "  release-pipeline link --home ./releases")
final class LinkCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofSeconds(10);

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
        String address = "http://127.0.0.1:" + port + "/";
        HttpResponse<String> response;
        try {
            response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address + "api/sign-in-link"))
                                    .timeout(LONGEST)
                                    .header(
                                            "Authorization",
                                            "Bearer " + Files.readString(token).strip())
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new WrongCallException(
                    "No server answers at " + address + "; start one with 'serve', or name its --port");
        }
        if (response.statusCode() != 200) {
            throw new WrongCallException("The server at " + address + " serves another home than " + place);
        }
        JsonNode answer = new JsonMapper().readTree(response.body());
        System.out.println(answer.path("url").asText());
        return ExitCodes.SUCCEEDED;
    }
}
