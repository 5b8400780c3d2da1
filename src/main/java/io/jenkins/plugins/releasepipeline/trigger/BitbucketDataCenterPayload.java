package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deliveries of Bitbucket Data Center (Server). */
final class BitbucketDataCenterPayload {
    private BitbucketDataCenterPayload() {}

    static ParsedDelivery parse(JsonNode body) {
        if (body.path("test").asBoolean()) {
            return ParsedDelivery.nothing("it is a test of the connection");
        }
        String event = Payload.text(body, "/eventKey");
        return switch (event) {
            case "repo:refs_changed" -> push(body);
            case "pr:opened" -> pullRequest(PullRequestAction.OPENED, body);
            case "pr:from_ref_updated" -> pullRequest(PullRequestAction.UPDATED, body);
            case "pr:modified" ->
                targetChanged(body)
                        ? pullRequest(PullRequestAction.UPDATED, body)
                        : ParsedDelivery.nothing("the pull request has the same commits and target");
            case "pr:merged" -> pullRequest(PullRequestAction.MERGED, body);
            case "pr:declined", "pr:deleted" -> pullRequest(PullRequestAction.CLOSED, body);
            default -> ParsedDelivery.nothing("'" + event + "' is no event that starts pipelines");
        };
    }

    private static boolean targetChanged(JsonNode body) {
        String before = Payload.text(body, "/previousTarget/id");
        return !before.isEmpty() && !before.equals(Payload.text(body, "/pullRequest/toRef/id"));
    }

    private static ParsedDelivery push(JsonNode body) {
        List<RepositoryEvent> events = new ArrayList<>();
        for (JsonNode change : body.path("changes")) {
            String id = Payload.text(change, "/ref/id");
            Payload.ref(id.isEmpty() ? Payload.text(change, "/refId") : id)
                    .ifPresent(ref -> events.add(new RefChanged(
                            repository(body.path("repository")),
                            ref.kind(),
                            ref.name(),
                            Payload.commit(change, "/fromHash"),
                            Payload.commit(change, "/toHash"),
                            false,
                            List.of())));
        }
        return ParsedDelivery.of(events);
    }

    private static ParsedDelivery pullRequest(PullRequestAction action, JsonNode body) {
        JsonNode request = body.path("pullRequest");
        return ParsedDelivery.of(new PullRequestChanged(
                repository(request.at("/toRef/repository")),
                action,
                Payload.text(request, "/id"),
                Payload.title(request, "/title"),
                Payload.text(request, "/author/user/name"),
                Payload.text(request, "/fromRef/displayId"),
                Payload.text(request, "/toRef/displayId"),
                Payload.text(request, "/fromRef/latestCommit"),
                Payload.commit(request, "/toRef/latestCommit"),
                action == PullRequestAction.MERGED
                        ? Payload.commit(request, "/properties/mergeCommit/id")
                        : Optional.empty()));
    }

    private static EventRepository repository(JsonNode repository) {
        List<String> urls = new ArrayList<>();
        for (JsonNode clone : repository.at("/links/clone")) {
            urls.addAll(Payload.urls(clone, "/href"));
        }
        return new EventRepository(
                WebhookProvider.BITBUCKET_DATA_CENTER,
                Payload.text(repository, "/project/key") + "/" + Payload.text(repository, "/slug"),
                urls);
    }
}
