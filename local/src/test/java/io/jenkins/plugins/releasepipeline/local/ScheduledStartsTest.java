package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ScheduledStartsTest {
    private static final String SOURCE =
            """
            stages:
              - name: Source
                actions:
                  - name: Source
                    actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                    configuration: {S3Bucket: releases, S3ObjectKey: %s, PollForSourceChanges: "false"}
                    outputArtifacts: [{name: Code}]
              - name: Wait
                actions:
                  - name: Ask
                    actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
            """;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final Hands clock = new Hands();
    private Path directory;
    private Path bucket;
    private ServedHome home;

    @Before
    public void begin() throws Exception {
        directory = folder.newFolder("home").toPath();
        bucket = folder.newFolder("bucket").toPath();
        Files.createDirectories(bucket.resolve("site"));
        Files.writeString(bucket.resolve("site/index.html"), "one");
        Files.writeString(
                directory.resolve("release-pipeline.yaml"),
                "buckets: {releases: " + bucket + "}\npolling: {seconds: 0}\n");
        home = ServedHome.open(directory);
    }

    @After
    public void end() throws Exception {
        home.close();
    }

    @Test
    public void a_schedule_starts_at_its_times_in_its_zone() throws Exception {
        clock.at("2026-03-27T05:00:00Z");
        home.define(scheduled("0 30 6 ? * MON-FRI", "Europe/Berlin")).serveWebhooks(clock);
        awaitSeen(1);
        clock.at("2026-03-27T05:29:59Z");
        clock.at("2026-03-27T05:30:00Z");
        awaitExecutions("nightly", 1);
        ExecutionRecord started = executions("nightly").get(0);
        assertThat(started.origin().trigger().type().name()).isEqualTo("CloudWatchEvent");
        assertThat(started.origin().trigger().detail())
                .isEqualTo("schedule 0 30 6 ? * MON-FRI (Europe/Berlin), due 2026-03-27T05:30:00Z");

        clock.at("2026-03-29T12:00:00Z");
        clock.at("2026-03-30T04:30:00Z");
        awaitExecutions("nightly", 2);
        assertThat(executions("nightly").get(0).origin().trigger().detail()).contains("due 2026-03-30T04:30:00Z");
    }

    @Test
    public void a_time_that_went_by_while_nothing_ran_is_caught_up_once_within_an_hour() throws Exception {
        clock.at("2026-03-27T05:00:00Z");
        home.define(scheduled("0 30 * ? * *", "")).serveWebhooks(clock);
        awaitSeen(1);
        home.close();

        clock.at("2026-03-27T08:40:00Z");
        home = ServedHome.open(directory);
        home.serveWebhooks(clock);
        awaitExecutions("nightly", 1);
        assertThat(executions("nightly").get(0).origin().trigger().detail()).contains("due 2026-03-27T08:30:00Z");
        home.close();

        clock.at("2026-03-27T08:50:00Z");
        home = ServedHome.open(directory);
        home.serveWebhooks(clock);
        clock.at("2026-03-27T09:30:00Z");
        awaitExecutions("nightly", 2);
    }

    @Test
    public void a_success_in_another_pipelines_stage_starts_with_its_revision() throws Exception {
        home.define("name: library\n" + SOURCE.formatted("site"));
        home.define(
                """
                name: product
                pipelineType: V2
                triggers:
                  - providerType: PipelineStage
                    pipelineStageConfiguration: {pipelineName: library, stageName: Wait}
                """
                        + SOURCE.formatted("site"));
        home.define(
                """
                name: other
                pipelineType: V2
                triggers:
                  - providerType: PipelineStage
                    pipelineStageConfiguration: {pipelineName: library, stageName: Source}
                """
                        + SOURCE.formatted("another"));
        home.serveWebhooks(clock);
        awaitSeen(2);
        assertThat(executions("product")).isEmpty();

        String id = home.start("library");
        awaitExecutions("other", 1);
        assertThat(executions("other").get(0).origin().sourceRevisions()).isEmpty();
        approve("library", id);

        awaitExecutions("product", 1);
        ExecutionRecord started = executions("product").get(0);
        String version =
                executions("library").get(0).actions().get(0).outputVariables().get("VersionId");
        assertThat(started.origin().sourceRevisions()).containsEntry("Source", version);
        assertThat(started.origin().trigger().detail()).isEqualTo("library, stage Wait succeeded in execution " + id);

        home.close();
        home = ServedHome.open(directory);
        home.serveWebhooks(clock);
        approve("library", home.start("library"));
        awaitExecutions("product", 2);
    }

    @Test
    public void a_revision_that_is_told_of_starts_once() throws Exception {
        home.define("name: library\n" + SOURCE.formatted("site"));
        home.serveWebhooks(clock);
        String body =
                """
                {"stageName": "Source", "actionName": "Source",
                 "actionRevision": {"revisionId": "abc", "revisionChangeId": "%s"}}""";

        HttpResponse<String> first = put(body.formatted("1"));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.body()).contains("\"newRevision\":true");
        assertThat(put(body.formatted("1")).body()).contains("\"newRevision\":false");
        assertThat(put(body.formatted("2")).body()).contains("\"newRevision\":true");
        assertThat(executions("library")).hasSize(2);
        assertThat(executions("library").get(0).origin().trigger().type().name())
                .isEqualTo("PutActionRevision");
        assertThat(executions("library").get(0).origin().sourceRevisions()).containsEntry("Source", "abc");

        assertThat(put(body.formatted("3").replace("{\"stageName\": \"Source\"", "{\"stageName\": \"Wait\""))
                        .body())
                .contains("no source action 'Source' in a stage 'Wait'");
        assertThat(put(body.formatted("")).body()).contains("'revisionChangeId' has 1 to 100 characters");
    }

    private HttpResponse<String> put(String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(home.url() + "api/pipelines/library/revision"))
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + Files.readString(directory.resolve("api-token"))
                                                        .strip())
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String scheduled(String expression, String zone) {
        return """
                name: nightly
                pipelineType: V2
                triggers:
                  - providerType: Schedule
                    scheduleConfiguration: {expression: "%s", timeZone: "%s"}
                """
                        .formatted(expression, zone)
                + SOURCE.formatted("site");
    }

    private void approve(String pipeline, String id) {
        Deadline.await(() -> token(pipeline, id) != null, () -> "nothing asks for approval");
        home.pipeline(pipeline)
                .submit(new Command.PutApproval(
                        "Wait", "Ask", token(pipeline, id), ApprovalStatus.Approved, "", "test"));
    }

    private String token(String pipeline, String id) {
        return home.pipeline(pipeline)
                .state()
                .execution(id)
                .flatMap(execution -> execution.stage("Wait"))
                .flatMap(stage -> stage.action("Ask"))
                .map(action -> action.actionExecutionId())
                .orElse(null);
    }

    /** As many triggers have looked at the world. */
    private void awaitSeen(int count) {
        Path seen = directory.resolve("triggers/seen");
        Deadline.await(
                () -> {
                    String[] files = seen.toFile().list((where, name) -> name.endsWith(".json"));
                    return files != null && files.length >= count;
                },
                () -> "nothing is written down in " + seen);
    }

    private void awaitExecutions(String pipeline, int count) {
        Deadline.await(() -> executions(pipeline).size() == count, () -> pipeline + " has " + executions(pipeline));
    }

    private List<ExecutionRecord> executions(String pipeline) {
        try {
            return home.pipeline(pipeline)
                    .history()
                    .page(HistoryQuery.latest(10))
                    .executions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-03-27T05:00:00Z");

        void at(String time) {
            now = Instant.parse(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
