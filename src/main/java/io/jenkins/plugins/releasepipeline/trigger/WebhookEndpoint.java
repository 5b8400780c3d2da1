package io.jenkins.plugins.releasepipeline.trigger;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where one sender's webhooks arrive.
 *
 * @param name what its address ends with: 1 to 100 letters, digits, {@code -}, {@code _} and {@code .}
 * @param provider whose webhooks it takes
 * @param secret the name of the secret that deliveries are signed with, or that they carry
 * @param generic where a generic sender's deliveries say what happened
 */
public record WebhookEndpoint(String name, WebhookProvider provider, String secret, GenericPayload generic) {

    /** @throws IllegalArgumentException for a name that is none */
    public WebhookEndpoint {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "a webhook's name has 1 to 100 letters, digits, '-', '_' and '.'; '" + name + "' is none");
        }
    }

    /**
     * Whether the sender knows the secret. What is not authenticated is not read.
     *
     * @param headers names in any case
     * @param value the secret itself
     */
    boolean authenticates(Map<String, String> headers, byte[] body, String value) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(headers);
        return switch (provider) {
            case GITHUB -> Signatures.isHmac(value, body, given.getOrDefault("X-Hub-Signature-256", ""));
            case BITBUCKET_CLOUD, BITBUCKET_DATA_CENTER ->
                Signatures.isHmac(value, body, given.getOrDefault("X-Hub-Signature", ""));
            case GITEA ->
                Signatures.isHmac(
                        value,
                        body,
                        Optional.ofNullable(given.get("X-Gitea-Signature"))
                                .or(() -> Optional.ofNullable(given.get("X-Forgejo-Signature")))
                                .orElse(given.getOrDefault("X-Hub-Signature-256", "")));
            case GITLAB -> Signatures.isToken(value, given.getOrDefault("X-Gitlab-Token", ""));
            case CODECOMMIT, GENERIC ->
                given.containsKey("X-Hub-Signature-256")
                        ? Signatures.isHmac(value, body, given.get("X-Hub-Signature-256"))
                        : Signatures.isToken(value, given.getOrDefault("X-Webhook-Token", ""));
        };
    }

    /** What the sender calls the event, and the delivery; empty where its headers do not say. */
    static String event(Map<String, String> headers) {
        return first(headers, "x-github-event", "x-gitea-event", "x-forgejo-event", "x-event-key", "x-gitlab-event");
    }

    static String deliveryId(Map<String, String> headers) {
        return first(
                headers,
                "x-github-delivery",
                "x-gitea-delivery",
                "x-forgejo-delivery",
                "x-gitlab-event-uuid",
                "x-request-uuid",
                "x-request-id",
                "x-delivery-id");
    }

    private static String first(Map<String, String> headers, String... names) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(headers);
        for (String name : names) {
            String value = given.get(name.toLowerCase(Locale.ROOT));
            if (value != null && !value.isBlank()) {
                return value.length() > 200 ? value.substring(0, 200) : value;
            }
        }
        return "";
    }
}
