package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CodeCommit: events of EventBridge, and the records that its own triggers write. */
final class CodeCommitPayload {
    private CodeCommitPayload() {}

    static ParsedDelivery parse(JsonNode body) {
        if (body.path("Records").isArray()) {
            return records(body.path("Records"));
        }
        return switch (Payload.text(body, "/detail-type")) {
            case "CodeCommit Repository State Change" -> reference(body.path("detail"));
            case "CodeCommit Pull Request State Change" -> pullRequest(body.path("detail"));
            default -> ParsedDelivery.nothing("it is no event of a CodeCommit repository");
        };
    }

    private static ParsedDelivery reference(JsonNode detail) {
        String type = Payload.text(detail, "/referenceType");
        if (!type.equals("branch") && !type.equals("tag")) {
            return ParsedDelivery.nothing("the reference is neither a branch nor a tag");
        }
        boolean gone = Payload.text(detail, "/event").equals("referenceDeleted");
        Optional<String> commit = Payload.commit(detail, "/commitId");
        Optional<String> old = Payload.commit(detail, "/oldCommitId");
        return ParsedDelivery.of(new RefChanged(
                repository(Payload.text(detail, "/repositoryName")),
                type.equals("tag") ? RefKind.TAG : RefKind.BRANCH,
                Payload.text(detail, "/referenceName"),
                gone ? old.or(() -> commit) : old,
                gone ? Optional.empty() : commit,
                false,
                List.of()));
    }

    private static ParsedDelivery pullRequest(JsonNode detail) {
        boolean merged = Payload.text(detail, "/isMerged").equalsIgnoreCase("true");
        boolean closed = Payload.text(detail, "/pullRequestStatus").equalsIgnoreCase("Closed");
        Optional<PullRequestAction> happened =
                switch (Payload.text(detail, "/event")) {
                    case "pullRequestCreated" -> Optional.of(PullRequestAction.OPENED);
                    case "pullRequestSourceBranchUpdated" -> Optional.of(PullRequestAction.UPDATED);
                    case "pullRequestMergeStatusUpdated" ->
                        merged ? Optional.of(PullRequestAction.MERGED) : Optional.empty();
                    case "pullRequestStatusChanged" ->
                        closed && !merged ? Optional.of(PullRequestAction.CLOSED) : Optional.empty();
                    default -> Optional.empty();
                };
        if (happened.isEmpty()) {
            return ParsedDelivery.nothing("the pull request has no other commits");
        }
        return ParsedDelivery.of(new PullRequestChanged(
                repository(Payload.text(detail, "/repositoryNames/0")),
                happened.get(),
                Payload.text(detail, "/pullRequestId"),
                Payload.title(detail, "/title"),
                Payload.text(detail, "/author"),
                branch(Payload.text(detail, "/sourceReference")),
                branch(Payload.text(detail, "/destinationReference")),
                Payload.text(detail, "/sourceCommit"),
                Payload.commit(detail, "/destinationCommit"),
                happened.get() == PullRequestAction.MERGED
                        ? Payload.commit(detail, "/mergeCommitId")
                        : Optional.empty()));
    }

    private static String branch(String reference) {
        return Payload.ref(reference).map(Payload.Ref::name).orElse(reference);
    }

    private static ParsedDelivery records(JsonNode records) {
        List<RepositoryEvent> events = new ArrayList<>();
        for (JsonNode each : records) {
            String arn = Payload.text(each, "/eventSourceARN");
            for (JsonNode reference : each.at("/codecommit/references")) {
                boolean gone = reference.path("deleted").asBoolean();
                Optional<String> commit = Payload.commit(reference, "/commit");
                Payload.ref(Payload.text(reference, "/ref"))
                        .ifPresent(ref -> events.add(new RefChanged(
                                repository(arn.substring(arn.lastIndexOf(':') + 1)),
                                ref.kind(),
                                ref.name(),
                                gone ? commit : Optional.empty(),
                                gone ? Optional.empty() : commit,
                                false,
                                List.of())));
            }
        }
        return ParsedDelivery.of(events);
    }

    private static EventRepository repository(String name) {
        return new EventRepository(WebhookProvider.CODECOMMIT, name, List.of());
    }
}
