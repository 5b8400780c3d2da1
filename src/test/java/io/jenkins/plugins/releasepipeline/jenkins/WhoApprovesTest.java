package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.model.View;
import hudson.tasks.Mailer;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who is let through to an approval by what Jenkins, its users and their groups say. */
public class WhoApprovesTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    private final JenkinsRule.DummySecurityRealm realm = JENKINS.createDummySecurityRealm();

    @Before
    public void letPeopleIn() {
        JENKINS.jenkins.setCrumbIssuer(null);
        JENKINS.jenkins.setSecurityRealm(realm);
        letApprove("alice", "bob", "carol", "dave", "ALICE", "grace");
    }

    private static void letApprove(String... people) {
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, View.READ, Permissions.START)
                .everywhere()
                .toEveryone()
                .grant(Permissions.APPROVE)
                .everywhere()
                .to(people)
                .grant(Item.EXTENDED_READ)
                .everywhere()
                .to("editor"));
    }

    @Test
    public void who_wrote_a_commit_is_known_by_his_name_and_by_his_mail_address() throws Exception {
        User.getById("alice", true).setFullName("A");
        User.getById("bob", true).addProperty(new Mailer.UserProperty("A@example.org"));
        ReleasePipelineJob job = asking("authors", "{AuthorsMayApprove: 'false'}");
        ReleasePipelineRun run = asked(job, job.scheduleBuild2(0).get());

        HttpResponse<String> byName = approve("alice", job);
        HttpResponse<String> byAddress = approve("bob", job);

        assertThat(byName.statusCode()).isEqualTo(403);
        assertThat(byName.body()).contains("alice wrote a commit");
        assertThat(byAddress.statusCode()).isEqualTo(403);
        assertThat(byAddress.body()).contains("bob wrote a commit");
        assertThat(approve("carol", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, run, Result.SUCCESS);
    }

    @Test
    public void who_tells_of_a_revision_and_who_began_what_is_upstream_are_starters() throws Exception {
        ReleasePipelineJob job = asking("starters", "{StarterMayApprove: 'false'}");
        FreeStyleBuild upstream = JENKINS.createFreeStyleProject("upstream")
                .scheduleBuild2(0, new Cause.UserIdCause("alice"))
                .get();
        ReleasePipelineRun started = asked(
                job,
                job.scheduleBuild2(0, new CauseAction(new Cause.UpstreamCause(upstream)))
                        .get());
        HttpResponse<String> starter = approve("ALICE", job);
        assertThat(starter.statusCode()).isEqualTo(403);
        assertThat(starter.body()).contains("alice started execution");
        assertThat(approve("bob", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, started, Result.SUCCESS);

        HttpResponse<String> told = post(
                "bob",
                job,
                "revision",
                "{\"stageName\":\"Source\",\"actionName\":\"Checkout\",\"actionRevision\":{\"revisionId\":\""
                        + repository.head() + "\",\"revisionChangeId\":\"1\"}}");
        assertThat(told.statusCode()).isEqualTo(200);
        Jobs.until("the second run", () -> job.getLastBuild().getNumber() == 2);
        ReleasePipelineRun second = asked(job, job.getLastBuild());

        assertThat(second.getCauses().toString()).contains("TriggerCause", "UserIdCause");
        assertThat(approve("bob", job).body()).contains("bob started execution");
        assertThat(approve("alice", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, second, Result.SUCCESS);
    }

    @Test
    public void names_of_users_and_groups_are_compared_as_the_security_realm_does() throws Exception {
        realm.addGroups("grace", "release");
        ReleasePipelineJob job = asking("names", "{Approvers: 'Alice, @Release', RequiredApprovals: '2'}");
        ReleasePipelineRun run = asked(job, job.scheduleBuild2(0).get());

        assertThat(may("bob", job)).doesNotContain("approval:Release/Ask");
        assertThat(may("ALICE", job)).contains("approval:Release/Ask");
        assertThat(approve("bob", job).statusCode()).isEqualTo(403);
        assertThat(approve("ALICE", job).statusCode()).isEqualTo(200);
        HttpResponse<String> again = approve("alice", job);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("alice has approved already");
        assertThat(approve("grace", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, run, Result.SUCCESS);
    }

    @Test
    public void who_has_lost_the_permission_has_not_approved_ahead() throws Exception {
        ReleasePipelineJob job = asking("ahead", "{}");
        ReleasePipelineRun first = asked(job, job.scheduleBuild2(0).get());
        assertThat(approve("alice", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, first, Result.SUCCESS);
        String ahead = "{\"stageName\":\"Release\",\"actionName\":\"Ask\",\"until\":\"%s\"}";
        Instant now = Instant.now();
        assertThat(post("bob", job, "approve-ahead", ahead.formatted(now.plusSeconds(61L * 24 * 3600)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("bob", job, "approve-ahead", ahead.formatted(now.plusSeconds(24 * 3600)))
                        .statusCode())
                .isEqualTo(200);

        letApprove("alice");
        ReleasePipelineRun second = asked(job, job.scheduleBuild2(0).get());
        JENKINS.waitUntilNoActivity();
        assertThat(second.isBuilding()).isTrue();
        assertThat(approve("alice", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, second, Result.SUCCESS);
        letApprove("alice", "bob");

        ReleasePipelineRun third = job.scheduleBuild2(0).get();
        Jobs.ended(JENKINS, third, Result.SUCCESS);
        assertThat(question(job).updatedBy()).isEqualTo("bob");
    }

    @Test
    public void who_may_not_see_the_definition_sees_of_configurations_what_approvals_say() throws Exception {
        ReleasePipelineJob job =
                asking("seen", "{CustomData: 'Look at staging', Approvers: 'alice', NotificationArn: 'arn:topic'}");
        ReleasePipelineRun run = asked(job, job.scheduleBuild2(0).get());
        String execution = "executions/" + run.getExecutionId();

        for (String path : new String[] {"state", execution}) {
            assertThat(get("carol", job, path).body())
                    .as(path)
                    .contains("Look at staging", "\"Approvers\":\"alice\"")
                    .doesNotContain("arn:topic", "\"Branch\"", repository.url());
            assertThat(get("editor", job, path).body())
                    .as(path)
                    .contains("Look at staging", "arn:topic", "\"Branch\":\"main\"");
        }
        String etag = get("editor", job, execution).headers().firstValue("ETag").orElseThrow();
        assertThat(get("carol", job, execution).headers().firstValue("ETag")).isNotEqualTo(Optional.of(etag));
        assertThat(approve("alice", job).statusCode()).isEqualTo(200);
        Jobs.ended(JENKINS, run, Result.SUCCESS);
    }

    @Test
    public void who_may_not_see_the_definition_is_told_only_that_something_is_wrong_with_it() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "wrong", "pipeline: {name: shop, stages: [{name: Hidden}]}");

        assertThat(page("carol", job))
                .contains("cannot run until its definition is mended")
                .doesNotContain("at least 2");
        assertThat(page("editor", job)).contains("cannot run until its definition is mended", "at least 2");
    }

    private ReleasePipelineJob asking(String name, String configuration) throws Exception {
        return Jobs.job(
                JENKINS,
                name,
                Jobs.definition(repository.url(), "true")
                        + """
                            - name: Release
                              actions:
                                - name: Ask
                                  actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                                  configuration: %s
                        """
                                .formatted(configuration));
    }

    private static ReleasePipelineRun asked(ReleasePipelineJob job, ReleasePipelineRun run) throws Exception {
        Jobs.until("the question of " + run, () -> state(job)
                .execution(run.getExecutionId())
                .flatMap(execution -> execution.stage("Release"))
                .flatMap(stage -> stage.action("Ask"))
                .isPresent());
        return run;
    }

    private static PipelineState state(ReleasePipelineJob job) throws Exception {
        return JenkinsHost.get().pipeline(job.getPipelineId()).orElseThrow().state();
    }

    private static ActionExecution question(ReleasePipelineJob job) throws Exception {
        PipelineState state = state(job);
        return state.stage("Release")
                .flatMap(stage -> stage.latest())
                .flatMap(state::execution)
                .flatMap(execution -> execution.stage("Release"))
                .flatMap(stage -> stage.action("Ask"))
                .orElseThrow();
    }

    private static HttpResponse<String> approve(String user, ReleasePipelineJob job) throws Exception {
        return post(
                user,
                job,
                "approval",
                "{\"stageName\":\"Release\",\"actionName\":\"Ask\",\"status\":\"Approved\",\"token\":\""
                        + question(job).actionExecutionId() + "\"}");
    }

    private static String may(String user, ReleasePipelineJob job) throws Exception {
        JsonNode state = MAPPER.readTree(get(user, job, "state").body());
        return state.get("may").toString();
    }

    private static String page(String user, ReleasePipelineJob job) throws Exception {
        return send(user, request(job, "")).body();
    }

    private static HttpResponse<String> get(String user, ReleasePipelineJob job, String path) throws Exception {
        return send(user, request(job, "stages/" + path));
    }

    private static HttpResponse<String> post(String user, ReleasePipelineJob job, String verb, String body)
            throws Exception {
        return send(
                user,
                request(job, "stages/" + verb)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(ReleasePipelineJob job, String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(JENKINS.getURL() + job.getUrl() + path));
    }

    private static HttpResponse<String> send(String user, HttpRequest.Builder request) throws Exception {
        String login = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        return HTTP.send(
                request.header("Authorization", "Basic " + login).build(), HttpResponse.BodyHandlers.ofString());
    }
}
