package io.jenkins.plugins.releasepipeline.action.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.NameMappings.ImageRepository;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks registries which image a tag names now: {@code HEAD} of a manifest by the API of OCI's distribution specification,
 * with the bearer token that the registry wants, if it wants one. Redirects are not followed; credentials go to a token
 * server over TLS alone, unless the registry itself is mapped without. Thread-safe; blocks.
 */
public final class ImageTags {
    static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern REPOSITORY = Pattern.compile("(https?)://([^/?#@\\s]+)/([a-z0-9._/-]{1,255})");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]{0,2000})\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_TOKEN = 1 << 16;
    private static final String MANIFESTS = "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json,"
            + "application/vnd.docker.distribution.manifest.v2+json";

    private final NameMappings mappings;
    private final SecretResolver secrets;

    public ImageTags(NameMappings mappings, SecretResolver secrets) {
        this.mappings = mappings;
        this.secrets = secrets;
    }

    /** As one pipeline sees the names of images and of secrets. */
    public ImageTags forPipeline(String pipelineName) {
        return new ImageTags(mappings.forPipeline(pipelineName), secrets.forPipeline(pipelineName));
    }

    /** Where an action of {@code ECR} reads, and the credentials' name; empty when nothing maps it. */
    public String reader(ActionDeclaration action) {
        return mappings.image(action.configuration().getOrDefault("RepositoryName", ""))
                .map(image ->
                        image.url() + image.credentialsId().map(id -> " " + id).orElse(""))
                .orElse("");
    }

    /**
     * The digest that the tag of an action of {@code ECR} has now; empty when there is no such image.
     *
     * @throws IOException when the registry cannot be asked; the message is for a person
     */
    public Optional<String> digest(ActionDeclaration action) throws IOException {
        String name = action.configuration().getOrDefault("RepositoryName", "");
        try {
            return digest(name, action.configuration().getOrDefault("ImageTag", "latest"));
        } catch (ActionFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** @throws ActionFailure when nothing maps the name, or the registry cannot be asked */
    Optional<String> digest(String name, String reference) {
        ImageRepository repository = repository(name);
        Matcher place = REPOSITORY.matcher(repository.url());
        if (!place.matches() || place.group(3).contains("..")) {
            throw wrong("The image repository '" + name + "' is mapped to '" + repository.url()
                    + "'; write it as https://registry.example.org/team/image");
        }
        if (!TAG.matcher(reference).matches() && !DIGEST.matcher(reference).matches()) {
            throw wrong("'" + reference + "' is no tag of an image");
        }
        URI manifest = URI.create(
                place.group(1) + "://" + place.group(2) + "/v2/" + place.group(3) + "/manifests/" + reference);
        Optional<String> credentials = repository.credentialsId();
        Optional<UsernamePassword> login = credentials.map(id -> login(id, manifest));
        HttpResponse<InputStream> answer = ask(manifest, Optional.empty());
        if (answer.statusCode() == 401) {
            String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
            answer = ask(manifest, Optional.of(authorization(manifest, challenge, credentials, login)));
        }
        return switch (answer.statusCode()) {
            case 200 ->
                Optional.of(answer.headers()
                        .firstValue("Docker-Content-Digest")
                        .filter(digest -> DIGEST.matcher(digest).matches())
                        .orElseThrow(() -> failed(manifest, "does not say the image's digest")));
            case 404 -> Optional.empty();
            case 401, 403 ->
                throw new ActionFailure(
                        FailureType.PermissionError,
                        manifest.getHost() + " lets nobody read " + name + " with these credentials");
            default -> throw failed(manifest, "answered " + answer.statusCode());
        };
    }

    /** What a repository's name stands for. */
    ImageRepository repository(String name) {
        return mappings.image(name)
                .orElseThrow(() -> wrong("Nothing says where the image repository '" + name + "' is. "
                        + mappings.howToMap("images", name)));
    }

    private UsernamePassword login(String id, URI server) {
        return secrets.usernamePassword(id, server.toString())
                .orElseThrow(() -> new ActionFailure(
                        FailureType.PermissionError,
                        "There are no credentials '" + id + "' for " + server.getHost() + ". " + secrets.howToMap(id)));
    }

    private String authorization(
            URI manifest, String challenge, Optional<String> credentials, Optional<UsernamePassword> login) {
        if (challenge.regionMatches(true, 0, "Basic", 0, 5)) {
            return basic(login.orElseThrow(() -> new ActionFailure(
                    FailureType.PermissionError, manifest.getHost() + " wants credentials, and none are mapped")));
        }
        if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw failed(manifest, "wants an authentication that is neither Basic nor Bearer");
        }
        String realm = "";
        StringBuilder query = new StringBuilder();
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            if (parameters.group(1).equals("realm")) {
                realm = parameters.group(2);
            } else if (parameters.group(1).equals("service")
                    || parameters.group(1).equals("scope")) {
                query.append(query.length() == 0 ? "?" : "&")
                        .append(parameters.group(1))
                        .append('=')
                        .append(URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8));
            }
        }
        URI server = tokenServer(manifest, realm);
        HttpResponse<InputStream> answer =
                send(request(URI.create(server + query.toString()), credentials.map(id -> basic(login(id, server))))
                        .GET()
                        .build());
        try (InputStream in = answer.body()) {
            JsonNode json = JSON.readTree(in.readNBytes(MAX_TOKEN));
            String token = json.path("token").asText(json.path("access_token").asText(""));
            if (answer.statusCode() != 200 || token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new ActionFailure(
                        FailureType.PermissionError,
                        server.getHost() + " gives no token for " + manifest.getHost() + ": it answered "
                                + answer.statusCode());
            }
            return "Bearer " + token;
        } catch (JsonProcessingException e) {
            throw failed(server, "answered with no token");
        } catch (IOException e) {
            throw failed(server, "broke off: " + e.getMessage());
        }
    }

    /** The token server that a registry names: over TLS, or, for a registry that is mapped without, on its own host. */
    private static URI tokenServer(URI manifest, String realm) {
        try {
            URI server = URI.create(realm);
            boolean safe = "https".equals(server.getScheme())
                    || "http".equals(server.getScheme())
                            && "http".equals(manifest.getScheme())
                            && manifest.getHost().equals(server.getHost());
            if (safe && server.getHost() != null && server.getUserInfo() == null && server.getQuery() == null) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            throw failed(manifest, "names a token server that is no URL");
        }
        throw failed(manifest, "names a token server that is not asked: it must be an https URL");
    }

    private static String basic(UsernamePassword login) {
        String pair = login.username() + ":" + login.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<InputStream> ask(URI manifest, Optional<String> authorization) {
        HttpResponse<InputStream> answer = send(request(manifest, authorization)
                .header("Accept", MANIFESTS)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        try {
            answer.body().close();
        } catch (IOException e) {
            throw failed(manifest, "broke off: " + e.getMessage());
        }
        return answer;
    }

    private static HttpRequest.Builder request(URI uri, Optional<String> authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return Client.INSTANCE.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw failed(request.uri(), "did not answer: " + (e.getMessage() == null ? e : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(request.uri(), "was not waited for");
        }
    }

    private static ActionFailure failed(URI uri, String what) {
        return new ActionFailure(FailureType.SystemUnavailable, uri.getHost() + " " + what);
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }

    private static final class Client {
        static final HttpClient INSTANCE = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
