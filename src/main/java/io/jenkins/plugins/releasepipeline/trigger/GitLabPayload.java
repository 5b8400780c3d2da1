package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.util.Optional;

/** Deliveries of GitLab: of a project, a group or the whole system; the body says what it is. */
final class GitLabPayload {
    private GitLabPayload() {}

    static ParsedDelivery parse(JsonNode body) {
        String kind = Payload.text(body, "/object_kind");
        return switch (kind.isEmpty() ? Payload.text(body, "/event_name") : kind) {
            case "push", "tag_push" -> push(body);
            case "merge_request" ->
                "external_status_check".equals(Payload.text(body, "/event_type")) || body.has("external_approval_rule")
                        ? ParsedDelivery.nothing("it asks for an external status")
                        : mergeRequest(body);
            default -> ParsedDelivery.nothing("'" + kind + "' is no event that starts pipelines");
        };
    }

    private static ParsedDelivery push(JsonNode body) {
        Optional<Payload.Ref> ref = Payload.ref(Payload.text(body, "/ref"));
        if (ref.isEmpty()) {
            return ParsedDelivery.nothing("the reference is neither a branch nor a tag");
        }
        Optional<String> before = Payload.commit(body, "/before");
        Optional<String> after = Payload.commit(body, "/after");
        if (after.isPresent()) {
            after = Payload.commit(body, "/checkout_sha").or(() -> Payload.commit(body, "/after"));
        }
        boolean rewound = before.isPresent()
                && after.isPresent()
                && body.path("total_commits_count").asInt(-1) == 0;
        return ParsedDelivery.of(new RefChanged(
                repository(body),
                ref.get().kind(),
                ref.get().name(),
                before,
                after,
                rewound,
                Payload.commits(body.path("commits"))));
    }

    private static ParsedDelivery mergeRequest(JsonNode body) {
        JsonNode request = body.path("object_attributes");
        String action = Payload.text(request, "/action");
        Optional<PullRequestAction> happened =
                switch (action) {
                    case "open", "reopen" -> Optional.of(PullRequestAction.OPENED);
                    case "update" ->
                        request.has("oldrev")
                                        || body.at("/changes/target_branch").isObject()
                                ? Optional.of(PullRequestAction.UPDATED)
                                : Optional.empty();
                    case "close" -> Optional.of(PullRequestAction.CLOSED);
                    case "merge" -> Optional.of(PullRequestAction.MERGED);
                    default -> Optional.empty();
                };
        if (happened.isEmpty()) {
            return ParsedDelivery.nothing("a merge request with the action '" + action + "' has no other commits");
        }
        return ParsedDelivery.of(new PullRequestChanged(
                repository(body),
                happened.get(),
                Payload.text(request, "/iid"),
                Payload.title(request, "/title"),
                Payload.text(body, "/user/username"),
                Payload.text(request, "/source_branch"),
                Payload.text(request, "/target_branch"),
                Payload.text(request, "/last_commit/id"),
                Optional.empty(),
                happened.get() == PullRequestAction.MERGED
                        ? Payload.commit(request, "/merge_commit_sha")
                        : Optional.empty()));
    }

    private static EventRepository repository(JsonNode body) {
        return new EventRepository(
                WebhookProvider.GITLAB,
                Payload.text(body, "/project/path_with_namespace"),
                Payload.urls(body, "/project/git_http_url", "/project/git_ssh_url", "/project/web_url"));
    }
}
