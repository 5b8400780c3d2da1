package io.jenkins.plugins.releasepipeline.action.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of mapped URLs. Redirects are not followed: a mapping names the place itself. */
final class JsonHttp {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MAX_BODY = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private JsonHttp() {}

    /**
     * @param status the answer's status
     * @param body its body, at most 1 MB of it
     */
    record Answer(int status, String body) {
        /** Empty when it is not JSON. */
        Optional<JsonNode> maybeJson() {
            try {
                return Optional.ofNullable(JSON.readTree(body));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }

        /** @throws ActionFailure when it is not JSON */
        JsonNode json(String url) {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new ActionFailure(
                        FailureType.SystemUnavailable,
                        url + " answered " + status + " with something that is not JSON");
            }
        }
    }

    static CompletableFuture<Answer> get(
            ActionContext context, String url, Optional<String> credentials, Duration timeout) {
        return send(request(context, url, credentials, timeout).GET().build());
    }

    static CompletableFuture<Answer> post(
            ActionContext context, String url, Optional<String> credentials, Duration timeout, JsonNode body) {
        return send(request(context, url, credentials, timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private static HttpRequest.Builder request(
            ActionContext context, String url, Optional<String> credentials, Duration timeout) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new ActionFailure(FailureType.ConfigurationError, "The mapping's URL is none: " + e.getMessage());
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new ActionFailure(
                    FailureType.ConfigurationError, "The mapping's URL must begin with http:// or https://");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", "application/json");
        if (credentials.isPresent()) {
            SecretResolver.UsernamePassword login = context.secrets()
                    .usernamePassword(credentials.get(), url)
                    .orElseThrow(() -> new ActionFailure(
                            FailureType.PermissionError,
                            "There are no credentials '" + credentials.get() + "'. "
                                    + context.secrets().howToMap(credentials.get())));
            String pair = login.username() + ":" + login.password();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private static CompletableFuture<Answer> send(HttpRequest request) {
        return Client.INSTANCE
                .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(JsonHttp::read)
                .orTimeout(request.timeout().orElse(CONNECT).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    throw cause instanceof ActionFailure known
                            ? known
                            : new ActionFailure(
                                    FailureType.SystemUnavailable, request.uri() + " did not answer: " + why(cause));
                });
    }

    private static String why(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "its time is over";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new ActionFailure(
                        FailureType.SystemUnavailable,
                        response.uri() + " answered with more than " + MAX_BODY + " bytes");
            }
            return new Answer(response.statusCode(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ActionFailure(
                    FailureType.SystemUnavailable, response.uri() + " did not answer to the end: " + e.getMessage());
        }
    }

    private static final class Client {
        static final HttpClient INSTANCE = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
