package io.jenkins.plugins.releasepipeline.trigger;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where one sender's webhooks arrive.
 *
 * @param name what its address ends with: 1 to 100 letters, digits, {@code -}, {@code _} and {@code .}
 * @param provider whose webhooks it takes
 * @param secret the name of the secret that deliveries are signed with, or that they carry; empty where there is none
 * @param generic where a generic sender's deliveries say what happened
 * @param topics the topics whose messages {@link WebhookProvider#SNS} takes
 * @param target what {@link WebhookProvider#PUT_WEBHOOK} starts
 */
public record WebhookEndpoint(
        String name,
        WebhookProvider provider,
        String secret,
        GenericPayload generic,
        Set<String> topics,
        Optional<TargetWebhook> target) {

    /** @throws IllegalArgumentException for a name that is none, or when something is missing that the provider needs */
    public WebhookEndpoint {
        topics = Set.copyOf(topics);
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "a webhook's name has 1 to 100 letters, digits, '-', '_' and '.'; '" + name + "' is none");
        }
        if (provider == WebhookProvider.SNS
                && (topics.isEmpty() || !topics.stream().allMatch(SnsMessage::isTopic))) {
            throw new IllegalArgumentException(
                    "SNS needs 'topics', as [\"arn:aws:sns:eu-west-1:111122223333:commits\"]: anybody can have SNS sign"
                            + " messages of a topic of their own");
        }
        if ((provider == WebhookProvider.PUT_WEBHOOK) != target.isPresent()) {
            throw new IllegalArgumentException(
                    "'targetPipeline', 'targetAction', 'authentication' and 'filters' belong to PUT_WEBHOOK");
        }
        boolean signed = target.map(each -> each.authentication() == TargetWebhook.Authentication.GITHUB_HMAC)
                .orElse(provider != WebhookProvider.SNS);
        if (signed == secret.isEmpty()) {
            throw new IllegalArgumentException(
                    signed ? "'secret' is missing" : "a 'secret' means nothing here: deliveries do not know it");
        }
    }

    boolean hasSecret() {
        return !secret.isEmpty();
    }

    /** The address that a delivery came from, as far as {@link TargetWebhook#behindProxy} lets one trust its headers. */
    String sender(Map<String, String> headers, String address) {
        if (target.filter(TargetWebhook::behindProxy).isEmpty()) {
            return address;
        }
        String forwarded = first(headers, "x-forwarded-for");
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
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
            case SNS -> false;
            case PUT_WEBHOOK -> Signatures.isHmac(value, body, given.getOrDefault("X-Hub-Signature-256", ""));
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

    /**
     * What a delivery has in common with its repetitions, and with no other; empty where the sender does not say. GitLab
     * gives one {@code X-Gitlab-Event-UUID} to all that a hook tells of one push of several branches, and to what an
     * earlier webhook has caused: it means one delivery with its body only.
     */
    static String deliveryId(Map<String, String> headers, byte[] body) {
        String id = first(headers, "x-github-delivery", "x-gitea-delivery", "x-forgejo-delivery", "idempotency-key");
        if (!id.isEmpty()) {
            return id;
        }
        String shared = first(headers, "x-gitlab-event-uuid");
        return shared.isEmpty()
                ? first(headers, "x-request-uuid", "x-request-id", "x-delivery-id")
                : shared + " " + HexFormat.of().formatHex(Signatures.digest(body));
    }

    private static String first(Map<String, String> headers, String... names) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(headers);
        for (String name : names) {
            String value = given.get(name.toLowerCase(Locale.ROOT));
            if (value != null && !value.isBlank()) {
                String clean = value.replaceAll("\\p{Cntrl}", " ");
                return clean.length() > 200 ? clean.substring(0, 200) : clean;
            }
        }
        return "";
    }
}
