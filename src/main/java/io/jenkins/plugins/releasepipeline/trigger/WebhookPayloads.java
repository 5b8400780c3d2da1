package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads the bodies of deliveries. Pure but for its limits: 100 levels, and 5 million characters of one text. */
public final class WebhookPayloads {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(5_000_000)
                    .build())
            .build());

    private WebhookPayloads() {}

    /** @throws IllegalArgumentException when it is not a JSON object within the limits */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read == null || !read.isObject()) {
                throw new IllegalArgumentException("The body is not a JSON object");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is not JSON", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The body cannot be read", e);
        }
    }

    /**
     * What a delivery tells.
     *
     * @param event what the sender's header calls it ({@code X-GitHub-Event}, {@code X-Event-Key}); empty where the body
     *     says it
     * @param generic where a {@link WebhookProvider#GENERIC} body says what
     */
    public static ParsedDelivery parse(WebhookProvider provider, String event, JsonNode body, GenericPayload generic) {
        return switch (provider) {
            case GITHUB, GITEA -> GitHubPayload.parse(provider, event, body);
            case BITBUCKET_CLOUD -> BitbucketCloudPayload.parse(event, body);
            case BITBUCKET_DATA_CENTER -> BitbucketDataCenterPayload.parse(body);
            case GITLAB -> GitLabPayload.parse(body);
            case CODECOMMIT ->
                body.path("Type").asText("").equals("Notification")
                        ? CodeCommitPayload.parse(read(new SnsMessage(body).message()))
                        : CodeCommitPayload.parse(body);
            case SNS -> CodeCommitPayload.parse(body);
            case PUT_WEBHOOK -> throw new IllegalArgumentException("Its filters say what it tells");
            case GENERIC -> generic.parse(body);
        };
    }
}
