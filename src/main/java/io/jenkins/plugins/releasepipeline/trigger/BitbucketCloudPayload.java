package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deliveries of Bitbucket Cloud. Its commit ids of pull requests may have twelve digits only. */
final class BitbucketCloudPayload {
    private BitbucketCloudPayload() {}

    static ParsedDelivery parse(String event, JsonNode body) {
        return switch (event) {
            case "repo:push" -> push(body);
            case "pullrequest:created" -> pullRequest(PullRequestAction.OPENED, body);
            case "pullrequest:updated" -> pullRequest(PullRequestAction.UPDATED, body);
            case "pullrequest:fulfilled" -> pullRequest(PullRequestAction.MERGED, body);
            case "pullrequest:rejected" -> pullRequest(PullRequestAction.CLOSED, body);
            default -> ParsedDelivery.nothing("'" + event + "' is no event that starts pipelines");
        };
    }

    private static ParsedDelivery push(JsonNode body) {
        List<RepositoryEvent> events = new ArrayList<>();
        for (JsonNode change : body.at("/push/changes")) {
            JsonNode there = change.path("new").isObject() ? change.path("new") : change.path("old");
            String type = Payload.text(there, "/type");
            if (!there.isObject() || !type.endsWith("branch") && !type.equals("tag")) {
                continue;
            }
            List<EventCommit> commits = new ArrayList<>();
            for (JsonNode each : change.path("commits")) {
                commits.add(new EventCommit(
                        Payload.text(each, "/hash"),
                        Payload.text(each, "/author/raw"),
                        Payload.title(each, "/message"),
                        List.of()));
            }
            events.add(new RefChanged(
                    repository(body),
                    type.equals("tag") ? RefKind.TAG : RefKind.BRANCH,
                    Payload.text(there, "/name"),
                    Payload.commit(change, "/old/target/hash"),
                    Payload.commit(change, "/new/target/hash"),
                    change.path("forced").asBoolean(),
                    commits));
        }
        return ParsedDelivery.of(events);
    }

    private static ParsedDelivery pullRequest(PullRequestAction action, JsonNode body) {
        JsonNode request = body.path("pullrequest");
        return ParsedDelivery.of(new PullRequestChanged(
                repository(body),
                action,
                Payload.text(request, "/id"),
                Payload.title(request, "/title"),
                Payload.text(request, "/author/display_name"),
                Payload.text(request, "/source/branch/name"),
                Payload.text(request, "/destination/branch/name"),
                Payload.text(request, "/source/commit/hash"),
                Payload.commit(request, "/destination/commit/hash"),
                action == PullRequestAction.MERGED ? Payload.commit(request, "/merge_commit/hash") : Optional.empty()));
    }

    private static EventRepository repository(JsonNode body) {
        return new EventRepository(
                WebhookProvider.BITBUCKET_CLOUD,
                Payload.text(body, "/repository/full_name"),
                Payload.urls(body, "/repository/links/html/href"));
    }
}
