package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** What each sender documents that it sends, read without the corpus of real deliveries too. */
public class WebhookPayloadsTest {
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String M = "c".repeat(40);
    private static final String ZEROS = "0".repeat(40);

    @Test
    public void a_push_of_github_and_of_gitea_tells_of_branches_tags_and_forced_moves() {
        for (WebhookProvider provider : List.of(WebhookProvider.GITHUB, WebhookProvider.GITEA)) {
            RefChanged push = change(
                    provider,
                    "push",
                    """
                    {"ref": "refs/heads/feature/a", "before": "%s", "after": "%s", "forced": false,
                     "repository": {"full_name": "team/shop", "clone_url": "https://git.example.org/team/shop.git"},
                     "commits": [{"id": "%2$s", "message": "Sell\\n\\nmore", "author": {"name": "Ada"},
                                  "added": ["a"], "modified": ["b"], "removed": ["c"]}]}
                    """
                            .formatted(A, B));
            assertThat(push.kind()).isEqualTo(RefKind.BRANCH);
            assertThat(push.name()).isEqualTo("feature/a");
            assertThat(push.before()).contains(A);
            assertThat(push.after()).contains(B);
            assertThat(push.rewound()).isFalse();
            assertThat(push.commits()).containsExactly(new EventCommit(B, "Ada", "Sell", List.of("a", "b", "c")));
            assertThat(push.repository())
                    .isEqualTo(new EventRepository(
                            provider, "team/shop", List.of("https://git.example.org/team/shop.git")));
            assertThat(change(provider, "push", push("refs/tags/v1", ZEROS, A, ""))
                            .kind())
                    .isEqualTo(RefKind.TAG);
            assertThat(change(provider, "push", push("refs/tags/v1", ZEROS, A, ""))
                            .before())
                    .isEmpty();
            assertThat(change(provider, "push", push("refs/heads/x", A, B, ", \"forced\": true"))
                            .rewound())
                    .isTrue();
            assertThat(change(provider, "push", push("refs/heads/x", A, ZEROS, ", \"deleted\": true"))
                            .revision())
                    .isEmpty();
            assertThat(ignored(provider, "push", push("refs/notes/x", A, B, "")))
                    .contains("neither");
        }
        assertThat(ignored(WebhookProvider.GITHUB, "ping", "{\"zen\": \"Keep it\", \"hook_id\": 1}"))
                .isEqualTo("it is a ping");
    }

    @Test
    public void a_pull_request_of_github_and_of_gitea_is_opened_updated_closed_and_merged() {
        for (WebhookProvider provider : List.of(WebhookProvider.GITHUB, WebhookProvider.GITEA)) {
            String event = "pull_request";
            assertThat(request(provider, event, pull("opened", "")))
                    .isEqualTo(new PullRequestChanged(
                            new EventRepository(provider, "team/shop", List.of()),
                            PullRequestAction.OPENED,
                            "7",
                            "Sell",
                            "ada",
                            "feature",
                            "main",
                            B,
                            java.util.Optional.of(A),
                            java.util.Optional.empty()));
            assertThat(request(provider, event, pull("reopened", "")).action()).isEqualTo(PullRequestAction.OPENED);
            assertThat(request(provider, event, pull("closed", "")).action()).isEqualTo(PullRequestAction.CLOSED);
            PullRequestChanged merged =
                    request(provider, event, pull("closed", ", \"merged\": true, \"merge_commit_sha\": \"" + M + "\""));
            assertThat(merged.action()).isEqualTo(PullRequestAction.MERGED);
            assertThat(merged.revision()).contains(M);
            assertThat(ignored(provider, event, pull("labeled", ""))).contains("labeled");
        }
        assertThat(request(WebhookProvider.GITHUB, "pull_request", pull("synchronize", ""))
                        .action())
                .isEqualTo(PullRequestAction.UPDATED);
        assertThat(request(WebhookProvider.GITEA, "pull_request_sync", pull("synchronized", ""))
                        .action())
                .isEqualTo(PullRequestAction.UPDATED);
    }

    @Test
    public void gitlab_tells_of_pushes_tags_and_merge_requests() {
        String project = "\"project\": {\"path_with_namespace\": \"group/sub/shop\"}";
        RefChanged tag = change(
                WebhookProvider.GITLAB,
                "Tag Push Hook",
                "{\"object_kind\": \"tag_push\", \"ref\": \"refs/tags/v1\", \"before\": \"%s\", \"after\": \"%s\", \"checkout_sha\": \"%s\", %s}"
                        .formatted(ZEROS, A, B, project));
        assertThat(tag.kind()).isEqualTo(RefKind.TAG);
        assertThat(tag.repository().fullName()).isEqualTo("group/sub/shop");
        assertThat(tag.revision()).as("the commit, and not the annotated tag").contains(B);
        String merge =
                "{\"object_kind\": \"merge_request\", %s, \"user\": {\"username\": \"ada\"}, \"object_attributes\": {\"iid\": 7, \"action\": \"%s\", \"source_branch\": \"feature\", \"target_branch\": \"main\", \"last_commit\": {\"id\": \"%s\"}%s}}";
        assertThat(gitlab(merge.formatted(project, "open", B, "")).action()).isEqualTo(PullRequestAction.OPENED);
        assertThat(gitlab(merge.formatted(project, "update", B, ", \"oldrev\": \"" + A + "\""))
                        .action())
                .isEqualTo(PullRequestAction.UPDATED);
        assertThat(gitlab(merge.formatted(project, "close", B, "")).action()).isEqualTo(PullRequestAction.CLOSED);
        assertThat(gitlab(merge.formatted(project, "merge", B, ", \"merge_commit_sha\": \"" + M + "\""))
                        .revision())
                .contains(M);
        assertThat(ignored(WebhookProvider.GITLAB, "", merge.formatted(project, "update", B, "")))
                .contains("no other commits");
    }

    @Test
    public void bitbucket_cloud_tells_of_all_changes_of_a_push_and_of_pull_requests() {
        String body =
                """
                {"repository": {"full_name": "team/shop"}, "push": {"changes": [
                  {"old": null, "new": {"type": "branch", "name": "a", "target": {"hash": "%1$s"}}},
                  {"old": {"type": "tag", "name": "v1", "target": {"hash": "%1$s"}}, "new": null},
                  {"forced": true, "old": {"type": "branch", "name": "b", "target": {"hash": "%1$s"}},
                   "new": {"type": "branch", "name": "b", "target": {"hash": "%2$s"}}}]}}
                """
                        .formatted(A, B);
        List<RepositoryEvent> events =
                parse(WebhookProvider.BITBUCKET_CLOUD, "repo:push", body).events();
        assertThat(events).hasSize(3);
        assertThat(events.get(0).revision()).contains(A);
        assertThat(events.get(1).revision()).isEmpty();
        assertThat(((RefChanged) events.get(2)).rewound()).isTrue();
        String request =
                "{\"repository\": {\"full_name\": \"team/shop\"}, \"pullrequest\": {\"id\": 7, \"source\": {\"branch\": {\"name\": \"feature\"}, \"commit\": {\"hash\": \"bbbbbbbbbbbb\"}}, \"destination\": {\"branch\": {\"name\": \"main\"}}, \"merge_commit\": {\"hash\": \"cccccccccccc\"}}}";
        assertThat(request(WebhookProvider.BITBUCKET_CLOUD, "pullrequest:created", request)
                        .revision())
                .contains("bbbbbbbbbbbb");
        assertThat(request(WebhookProvider.BITBUCKET_CLOUD, "pullrequest:fulfilled", request)
                        .revision())
                .contains("cccccccccccc");
        assertThat(request(WebhookProvider.BITBUCKET_CLOUD, "pullrequest:rejected", request)
                        .action())
                .isEqualTo(PullRequestAction.CLOSED);
    }

    @Test
    public void bitbucket_data_center_tells_of_references_and_pull_requests_and_tests_its_connection() {
        String repository = "{\"slug\": \"shop\", \"project\": {\"key\": \"TEAM\"}}";
        RefChanged push = change(
                WebhookProvider.BITBUCKET_DATA_CENTER,
                "repo:refs_changed",
                "{\"eventKey\": \"repo:refs_changed\", \"repository\": %s, \"changes\": [{\"ref\": {\"id\": \"refs/heads/main\"}, \"fromHash\": \"%s\", \"toHash\": \"%s\", \"type\": \"UPDATE\"}]}"
                        .formatted(repository, A, B));
        assertThat(push.repository().fullName()).isEqualTo("TEAM/shop");
        assertThat(push.revision()).contains(B);
        String merged =
                "{\"eventKey\": \"pr:merged\", \"pullRequest\": {\"id\": 7, \"fromRef\": {\"displayId\": \"feature\", \"latestCommit\": \"%s\"}, \"toRef\": {\"displayId\": \"main\", \"latestCommit\": \"%s\", \"repository\": %s}, \"properties\": {\"mergeCommit\": {\"id\": \"%s\"}}}}"
                        .formatted(B, A, repository, M);
        assertThat(request(WebhookProvider.BITBUCKET_DATA_CENTER, "pr:merged", merged)
                        .revision())
                .contains(M);
        assertThat(ignored(WebhookProvider.BITBUCKET_DATA_CENTER, "diagnostics:ping", "{\"test\": true}"))
                .contains("test");
    }

    @Test
    public void codecommit_tells_by_eventbridge_by_its_triggers_and_through_sns() {
        String event =
                "{\"detail-type\": \"CodeCommit Repository State Change\", \"detail\": {\"event\": \"referenceUpdated\", \"repositoryName\": \"shop\", \"referenceType\": \"branch\", \"referenceName\": \"main\", \"commitId\": \"%s\", \"oldCommitId\": \"%s\"}}"
                        .formatted(B, A);
        RefChanged told = change(WebhookProvider.CODECOMMIT, "", event);
        assertThat(told.repository().fullName()).isEqualTo("shop");
        assertThat(told.before()).contains(A);
        assertThat(told.revision()).contains(B);
        assertThat(change(WebhookProvider.SNS, "", event)).isEqualTo(told);
        String records =
                "{\"Records\": [{\"eventSourceARN\": \"arn:aws:codecommit:eu-west-1:111122223333:shop\", \"codecommit\": {\"references\": [{\"commit\": \"%s\", \"ref\": \"refs/heads/main\", \"created\": true}]}}]}"
                        .formatted(B);
        assertThat(change(WebhookProvider.SNS, "", records).repository().fullName())
                .isEqualTo("shop");
        String request =
                "{\"detail-type\": \"CodeCommit Pull Request State Change\", \"detail\": {\"event\": \"pullRequestCreated\", \"pullRequestId\": \"7\", \"repositoryNames\": [\"shop\"], \"sourceReference\": \"refs/heads/feature\", \"destinationReference\": \"refs/heads/main\", \"sourceCommit\": \"%s\", \"destinationCommit\": \"%s\", \"isMerged\": \"False\", \"pullRequestStatus\": \"Open\"}}"
                        .formatted(B, A);
        PullRequestChanged opened = request(WebhookProvider.CODECOMMIT, "", request);
        assertThat(opened.sourceBranch()).isEqualTo("feature");
        assertThat(opened.targetBranch()).isEqualTo("main");
        assertThat(opened.action()).isEqualTo(PullRequestAction.OPENED);
    }

    private static String push(String ref, String before, String after, String more) {
        return "{\"ref\": \"%s\", \"before\": \"%s\", \"after\": \"%s\", \"repository\": {\"full_name\": \"team/shop\"}%s}"
                .formatted(ref, before, after, more);
    }

    private static String pull(String action, String more) {
        return "{\"action\": \"%s\", \"repository\": {\"full_name\": \"team/shop\"}, \"pull_request\": {\"number\": 7, \"title\": \"Sell\", \"user\": {\"login\": \"ada\"}, \"head\": {\"ref\": \"feature\", \"sha\": \"%s\"}, \"base\": {\"ref\": \"main\", \"sha\": \"%s\"}%s}}"
                .formatted(action, B, A, more);
    }

    private static PullRequestChanged gitlab(String body) {
        return request(WebhookProvider.GITLAB, "Merge Request Hook", body);
    }

    private static RefChanged change(WebhookProvider provider, String event, String body) {
        return (RefChanged) only(provider, event, body);
    }

    private static PullRequestChanged request(WebhookProvider provider, String event, String body) {
        return (PullRequestChanged) only(provider, event, body);
    }

    private static RepositoryEvent only(WebhookProvider provider, String event, String body) {
        List<RepositoryEvent> events = parse(provider, event, body).events();
        assertThat(events).as(body).hasSize(1);
        return events.get(0);
    }

    private static String ignored(WebhookProvider provider, String event, String body) {
        ParsedDelivery parsed = parse(provider, event, body);
        assertThat(parsed.events()).isEmpty();
        return parsed.ignored();
    }

    private static ParsedDelivery parse(WebhookProvider provider, String event, String body) {
        return WebhookPayloads.parse(
                provider, event, WebhookPayloads.read(body.getBytes(StandardCharsets.UTF_8)), GenericPayload.COMMON);
    }
}
