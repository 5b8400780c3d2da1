package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.util.List;
import java.util.Optional;

/** Deliveries of GitHub, and of Gitea and Forgejo, which write the same but for details. */
final class GitHubPayload {
    private GitHubPayload() {}

    static ParsedDelivery parse(WebhookProvider provider, String event, JsonNode body) {
        return switch (event) {
            case "push" -> push(provider, body);
            case "pull_request", "pull_request_sync" -> pullRequest(provider, body);
            case "ping" -> ParsedDelivery.nothing("it is a ping");
            case "create", "delete" -> ParsedDelivery.nothing("a push tells the same");
            default -> ParsedDelivery.nothing("'" + event + "' is no event that starts pipelines");
        };
    }

    private static ParsedDelivery push(WebhookProvider provider, JsonNode body) {
        Optional<Payload.Ref> ref = Payload.ref(Payload.text(body, "/ref"));
        if (ref.isEmpty()) {
            return ParsedDelivery.nothing("the reference is neither a branch nor a tag");
        }
        Optional<String> before = Payload.commit(body, "/before");
        Optional<String> after = body.path("deleted").asBoolean() ? Optional.empty() : Payload.commit(body, "/after");
        List<EventCommit> commits = Payload.commits(body.path("commits"));
        boolean rewound = before.isPresent()
                && after.isPresent()
                && (body.path("forced").asBoolean() || body.path("commits").isArray() && commits.isEmpty());
        return ParsedDelivery.of(new RefChanged(
                repository(provider, body), ref.get().kind(), ref.get().name(), before, after, rewound, commits));
    }

    private static ParsedDelivery pullRequest(WebhookProvider provider, JsonNode body) {
        String action = Payload.text(body, "/action");
        JsonNode request = body.path("pull_request");
        Optional<PullRequestAction> happened =
                switch (action) {
                    case "opened", "reopened" -> Optional.of(PullRequestAction.OPENED);
                    case "synchronize", "synchronized" -> Optional.of(PullRequestAction.UPDATED);
                    case "edited" ->
                        body.at("/changes/base").isObject() ? Optional.of(PullRequestAction.UPDATED) : Optional.empty();
                    case "closed" ->
                        Optional.of(
                                request.path("merged").asBoolean()
                                        ? PullRequestAction.MERGED
                                        : PullRequestAction.CLOSED);
                    default -> Optional.empty();
                };
        if (happened.isEmpty()) {
            return ParsedDelivery.nothing("a pull request that was '" + action + "' has no other commits");
        }
        return ParsedDelivery.of(new PullRequestChanged(
                repository(provider, body),
                happened.get(),
                Payload.text(request, "/number"),
                Payload.title(request, "/title"),
                Payload.text(request, "/user/login"),
                Payload.text(request, "/head/ref"),
                Payload.text(request, "/base/ref"),
                Payload.text(request, "/head/sha"),
                Payload.commit(request, "/base/sha"),
                happened.get() == PullRequestAction.MERGED
                        ? Payload.commit(request, "/merge_commit_sha")
                        : Optional.empty()));
    }

    private static EventRepository repository(WebhookProvider provider, JsonNode body) {
        return new EventRepository(
                provider,
                Payload.text(body, "/repository/full_name"),
                Payload.urls(body, "/repository/clone_url", "/repository/ssh_url", "/repository/html_url"));
    }
}
