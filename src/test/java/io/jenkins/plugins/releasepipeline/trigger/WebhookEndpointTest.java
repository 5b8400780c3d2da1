package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;

public class WebhookEndpointTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    /** What GitHub's documentation gives for this secret and this body. */
    private static final String DOCUMENTED = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    public void the_signature_that_github_documents_is_right_and_no_other() {
        assertThat(hmac()).isEqualTo(DOCUMENTED);
        assertThat(takes(WebhookProvider.GITHUB, "X-Hub-Signature-256", "sha256=" + DOCUMENTED))
                .isTrue();
        for (String wrong : List.of(
                "",
                "sha256=",
                "sha256=" + DOCUMENTED.substring(2),
                "sha256=" + DOCUMENTED + "00",
                "sha256=" + DOCUMENTED.replace('7', '8'),
                "sha1=" + DOCUMENTED.substring(24),
                "sha256=" + "é".repeat(64))) {
            assertThat(takes(WebhookProvider.GITHUB, "X-Hub-Signature-256", wrong))
                    .as(wrong)
                    .isFalse();
        }
    }

    @Test
    public void each_sender_is_known_by_its_own_header_in_any_case_and_by_no_other() {
        Map<WebhookProvider, List<String>> headers = Map.of(
                WebhookProvider.GITHUB, List.of("x-hub-signature-256"),
                WebhookProvider.GITEA, List.of("x-gitea-signature", "X-Forgejo-Signature", "X-Hub-Signature-256"),
                WebhookProvider.BITBUCKET_CLOUD, List.of("X-HUB-SIGNATURE"),
                WebhookProvider.BITBUCKET_DATA_CENTER, List.of("X-Hub-Signature"),
                WebhookProvider.GENERIC, List.of("X-Hub-Signature-256"),
                WebhookProvider.CODECOMMIT, List.of("X-Hub-Signature-256"));
        headers.forEach((provider, names) -> {
            for (String name : names) {
                assertThat(takes(provider, name, "sha256=" + DOCUMENTED))
                        .as(provider + " " + name)
                        .isTrue();
            }
            assertThat(takes(provider, "X-Gitlab-Token", SECRET))
                    .as("" + provider)
                    .isFalse();
        });
        assertThat(takes(WebhookProvider.GITLAB, "X-Gitlab-Token", SECRET)).isTrue();
        assertThat(takes(WebhookProvider.GITLAB, "X-Gitlab-Token", SECRET + " "))
                .isFalse();
        assertThat(takes(WebhookProvider.GITLAB, "X-Hub-Signature-256", "sha256=" + DOCUMENTED))
                .isFalse();
        assertThat(takes(WebhookProvider.CODECOMMIT, "X-Webhook-Token", SECRET)).isTrue();
        assertThat(takes(WebhookProvider.GENERIC, "X-Webhook-Token", "")).isFalse();
    }

    @Test
    public void deliveries_of_one_push_of_several_branches_are_different_and_a_repeated_one_is_the_same() {
        Map<String, String> headers = Map.of("X-Gitlab-Event-UUID", "13792a34", "X-Request-Id", "of-a-proxy");
        byte[] other = "another branch".getBytes(StandardCharsets.UTF_8);

        assertThat(WebhookEndpoint.deliveryId(headers, BODY))
                .startsWith("13792a34")
                .isEqualTo(WebhookEndpoint.deliveryId(headers, BODY.clone()))
                .isNotEqualTo(WebhookEndpoint.deliveryId(headers, other));
        assertThat(WebhookEndpoint.deliveryId(
                        Map.of("X-Gitlab-Event-UUID", "13792a34", "Idempotency-Key", "f5e5f430"), BODY))
                .isEqualTo("f5e5f430");
    }

    @Test
    public void each_sender_names_its_deliveries() {
        for (String name : List.of(
                "X-GitHub-Delivery",
                "X-Gitea-Delivery",
                "X-Forgejo-Delivery",
                "Idempotency-Key",
                "X-Request-UUID",
                "X-Request-Id",
                "X-Delivery-Id")) {
            assertThat(WebhookEndpoint.deliveryId(Map.of(name, "72d3162e"), BODY))
                    .as(name)
                    .isEqualTo("72d3162e");
        }
        assertThat(WebhookEndpoint.deliveryId(Map.of("Accept", "*/*"), BODY)).isEmpty();
    }

    private static boolean takes(WebhookProvider provider, String header, String value) {
        return new WebhookEndpoint("hook", provider, "secret", GenericPayload.COMMON, Set.of(), Optional.empty())
                .authenticates(Map.of(header, value), BODY, SECRET);
    }

    private static String hmac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(BODY));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
