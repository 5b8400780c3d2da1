package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.trigger.CommitStatus.State;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The request that tells a repository's host of a status: a POST of JSON. Pure.
 *
 * @param uri where to
 * @param body what
 */
record StatusRequest(URI uri, ObjectNode body) {
    private static final int SHORT = 140;
    private static final int LONG = 255;
    private static final int KEY = 40;

    static StatusRequest of(StatusTarget target, CommitStatus status) {
        String path =
                switch (target.provider()) {
                    case GITHUB -> "/repos/" + target.repository() + "/statuses/" + status.commit();
                    case GITEA -> "/api/v1/repos/" + target.repository() + "/statuses/" + status.commit();
                    case GITLAB ->
                        "/api/v4/projects/" + URLEncoder.encode(target.repository(), StandardCharsets.UTF_8)
                                + "/statuses/" + status.commit();
                    case BITBUCKET_CLOUD ->
                        "/2.0/repositories/" + target.repository() + "/commit/" + status.commit() + "/statuses/build";
                    case BITBUCKET_DATA_CENTER -> {
                        int slash = target.repository().indexOf('/');
                        yield "/rest/api/latest/projects/"
                                + target.repository().substring(0, slash) + "/repos/"
                                + target.repository().substring(slash + 1) + "/commits/" + status.commit() + "/builds";
                    }
                    default -> throw new IllegalArgumentException(target.provider() + " has no statuses");
                };
        return new StatusRequest(URI.create(target.api() + path), body(target.provider(), status));
    }

    /** The header {@code Authorization} as the provider wants it. */
    static String authorization(WebhookProvider provider, UsernamePassword login) {
        return switch (provider) {
            case GITHUB, GITLAB -> "Bearer " + login.password();
            case GITEA -> "token " + login.password();
            default ->
                login.username().isEmpty() || login.username().equals("x-token-auth")
                        ? "Bearer " + login.password()
                        : "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((login.username() + ":" + login.password())
                                                .getBytes(StandardCharsets.UTF_8));
        };
    }

    private static ObjectNode body(WebhookProvider provider, CommitStatus status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("state", state(provider, status.state()));
        switch (provider) {
            case GITHUB, GITEA -> {
                body.put("context", status.context()).put("description", cut(status.description(), SHORT));
                link(body, "target_url", status.link());
            }
            case GITLAB -> {
                body.put("name", status.context()).put("description", cut(status.description(), LONG));
                link(body, "target_url", status.link());
            }
            default -> {
                body.put("key", key(status.context()))
                        .put("name", status.context())
                        .put("description", cut(status.description(), LONG));
                link(body, "url", status.link());
            }
        }
        return body;
    }

    private static void link(ObjectNode body, String field, String link) {
        if (!link.isEmpty()) {
            body.put(field, link);
        }
    }

    private static String state(WebhookProvider provider, State state) {
        return switch (provider) {
            case GITHUB, GITEA ->
                switch (state) {
                    case PENDING -> "pending";
                    case SUCCESS -> "success";
                    case FAILURE -> "failure";
                    case ENDED -> "error";
                };
            case GITLAB ->
                switch (state) {
                    case PENDING -> "running";
                    case SUCCESS -> "success";
                    case FAILURE -> "failed";
                    case ENDED -> "canceled";
                };
            default ->
                switch (state) {
                    case PENDING -> "INPROGRESS";
                    case SUCCESS -> "SUCCESSFUL";
                    case FAILURE -> "FAILED";
                    case ENDED -> provider == WebhookProvider.BITBUCKET_CLOUD ? "STOPPED" : "CANCELLED";
                };
        };
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }

    /** Bitbucket's keys have at most 40 characters. */
    private static String key(String context) {
        return context.length() <= KEY
                ? context
                : context.substring(0, KEY - 9) + "-" + HexFormat.of().formatHex(Signatures.digest(context), 0, 4);
    }
}
