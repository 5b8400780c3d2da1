package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.View;
import hudson.security.Permission;
import hudson.util.Secret;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedName;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.trigger.WebhookProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * Every door of a job with every permission: somebody who may read the job, and has that one permission besides, is let in
 * exactly where the table says so.
 */
@RunWith(Parameterized.class)
public class PermissionMatrixTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final GitRepositoryRule REPOSITORY = new GitRepositoryRule();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final List<Permission> PERMISSIONS = List.of(
            Item.READ,
            Permissions.START,
            Permissions.STOP,
            Permissions.RETRY,
            Permissions.ROLLBACK,
            Permissions.APPROVE,
            Permissions.TRANSITION,
            Permissions.OVERRIDE,
            Item.BUILD,
            Item.CANCEL,
            Item.CONFIGURE,
            Item.EXTENDED_READ,
            Item.WORKSPACE,
            Run.UPDATE,
            Run.ARTIFACTS,
            View.CONFIGURE,
            Jenkins.MANAGE,
            Jenkins.SYSTEM_READ,
            Jenkins.ADMINISTER);

    /** Those that are there only where somebody has asked for them. */
    private static final List<Permission> OPTIONAL = List.of(Run.ARTIFACTS, Jenkins.MANAGE, Jenkins.SYSTEM_READ);

    private static final String ERROR = "class=\"error\"";
    private static final String ARTIFACTS = "hudson.security.ArtifactsPermission";

    /**
     * @param permissions those that are enough each, beside {@link Jenkins#ADMINISTER}, which {@link Run#ARTIFACTS} does
     *     not come with
     * @param tells what the answer tells those with a permission alone, where everybody is answered; empty where the
     *     status tells it
     */
    private record Door(String method, String path, Set<Permission> permissions, String tells) {
        Door(String method, String path, Set<Permission> permissions) {
            this(method, path, permissions, "");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final List<Door> DOORS = List.of(
            verb("start", Permissions.START, Item.BUILD),
            verb("stop", Permissions.STOP, Item.CANCEL),
            verb("retry", Permissions.RETRY, Item.BUILD),
            verb("rollback", Permissions.ROLLBACK, Item.BUILD),
            verb("approval", Permissions.APPROVE, Item.CONFIGURE),
            verb("approve-ahead", Permissions.APPROVE, Item.CONFIGURE),
            verb("withdraw", Permissions.APPROVE, Item.CONFIGURE),
            verb("transition", Permissions.TRANSITION, Item.CONFIGURE),
            verb("override", Permissions.OVERRIDE),
            verb("revision", Permissions.START, Item.BUILD),
            verb("definition", Item.CONFIGURE),
            verb("check", Item.EXTENDED_READ, Item.CONFIGURE),
            new Door("GET", "stages/definition", Set.of(Item.EXTENDED_READ, Item.CONFIGURE)),
            new Door("GET", "config.xml", Set.of(Item.EXTENDED_READ, Item.CONFIGURE)),
            new Door("GET", "configure", Set.of(Item.EXTENDED_READ, Item.CONFIGURE)),
            new Door("POST", "config.xml", Set.of(Item.CONFIGURE)),
            new Door("POST", "build", Set.of(Item.BUILD)),
            new Door("POST", "1/stop", Set.of(Permissions.STOP, Item.CANCEL)),
            new Door(
                    "POST",
                    "descriptorByName/" + ReleasePipelineJob.class.getName() + "/checkDefinition",
                    Set.of(Item.CONFIGURE)),
            new Door("GET", "", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/state", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/session", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/executions", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/action-types", Set.of(Item.EXTENDED_READ, Item.CONFIGURE)),
            new Door("GET", "stages/changes?from={execution}&to={execution}", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/executions/{execution}", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/executions/{execution}/log?actionExecutionId={attempt}", Set.copyOf(PERMISSIONS)),
            new Door("GET", "stages/executions/{execution}/artifacts/{digest}", Set.of(Run.ARTIFACTS)),
            new Door("GET", "1/", Set.copyOf(PERMISSIONS)),
            new Door("GET", "1/changes", Set.copyOf(PERMISSIONS)),
            new Door("GET", "1/actionLog?attempt={attempt}", Set.copyOf(PERMISSIONS)),
            new Door("GET", "../../view/board/board", Set.copyOf(PERMISSIONS)),
            new Door("GET", "../../view/board/session", Set.copyOf(PERMISSIONS)),
            new Door("POST", name("MappedRepository/checkUrl?value=-"), Set.of(Item.CONFIGURE), ERROR),
            new Door("POST", name("MappedBuildProject/checkTimeoutMinutes?value=-1"), Set.of(Item.CONFIGURE), ERROR),
            new Door(
                    "POST",
                    name("MappedRepository/fillCredentialsIdItems"),
                    Set.of(Item.EXTENDED_READ, Item.CONFIGURE),
                    "login-of-the-forge"),
            new Door("POST", "../../" + name("MappedRepository/checkUrl?value=-"), Set.of(), ERROR),
            new Door(
                    "POST", "../../" + name("MappedRepository/fillCredentialsIdItems"), Set.of(), "login-of-the-forge"),
            new Door("GET", "../../release-pipeline-webhook/forge/deliveries", Set.of()),
            new Door("GET", "../../manage/release-pipeline-names/", Set.of()),
            new Door("POST", "../../manage/release-pipeline-names/configSubmit", Set.of()));

    private static String name(String check) {
        return "descriptorByName/" + MappedName.class.getPackageName() + "." + check;
    }

    private static Door verb(String name, Permission... permissions) {
        return new Door("POST", "stages/" + name, Set.of(permissions));
    }

    @Parameters(name = "{0} with {1}")
    public static Iterable<Object[]> cases() {
        List<Object[]> cases = new ArrayList<>();
        for (Door door : DOORS) {
            PERMISSIONS.forEach(permission -> cases.add(new Object[] {door, permission.getId()}));
        }
        return cases;
    }

    private static String execution;
    private static String attempt;
    private static String digest;

    @Parameter
    public Object door;

    @Parameter(1)
    public String permission;

    @BeforeClass
    public static void letPeopleIn() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "shop", Jobs.definition(REPOSITORY.url(), "true"));
        ReleasePipelineRun run = Jobs.run(JENKINS, job, Result.SUCCESS);
        execution = run.getExecutionId();
        ExecutionRecord.ActionRecord checkout =
                run.record().orElseThrow().actions().get(0);
        attempt = checkout.actionExecutionId();
        digest = checkout.outputArtifacts().get("Code");
        JENKINS.jenkins.addView(new ReleasePipelineBoard("board"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "login-of-the-forge", "", "ada", "none"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "hook", "", Secret.fromString("signature")));
        WebhookItem hook = new WebhookItem("forge", WebhookProvider.GITHUB);
        hook.setCredentialsId("hook");
        TriggersConfiguration.get().setWebhooks(List.of(hook));
        OPTIONAL.forEach(each -> each.setEnabled(true));
        System.setProperty(ARTIFACTS, "true");
        JENKINS.jenkins.setCrumbIssuer(null);
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
        PERMISSIONS.forEach(each ->
                strategy.grant(Jenkins.READ, Item.READ, each).everywhere().to(user(each.getId())));
        strategy.grant(Jenkins.READ).everywhere().to("stranger");
        JENKINS.jenkins.setAuthorizationStrategy(strategy);
    }

    @AfterClass
    public static void takeAwayWhatIsOptional() {
        OPTIONAL.forEach(each -> each.setEnabled(false));
        System.clearProperty(ARTIFACTS);
    }

    @Test
    public void isOpenToThoseWithItsPermissionAlone() throws Exception {
        Door asked = (Door) door;
        boolean isImplied = !asked.permissions().equals(Set.of(Run.ARTIFACTS));
        boolean may = isImplied && permission.equals(Jenkins.ADMINISTER.getId())
                || asked.permissions().stream().anyMatch(each -> each.getId().equals(permission));

        for (String type : asked.path().startsWith("stages/") && asked.method().equals("POST")
                ? List.of("application/x-www-form-urlencoded", "application/json")
                : List.of("application/x-www-form-urlencoded")) {
            HttpResponse<String> answer = answer(asked, type, user(permission));
            if (!asked.tells().isEmpty()) {
                assertThat(answer.statusCode()).as(type).isEqualTo(200);
                assertThat(answer.body().contains(asked.tells()))
                        .as(answer.body())
                        .isEqualTo(may);
            } else if (may) {
                assertThat(answer.statusCode()).as(type).isNotIn(401, 403, 404).isLessThan(500);
            } else {
                assertThat(answer.statusCode()).as(type).isEqualTo(403);
            }
            HttpResponse<String> stranger = answer(asked, type, "stranger");
            if (asked.tells().isEmpty() || !asked.path().startsWith("../../")) {
                assertThat(stranger.statusCode()).as("who may not read the job").isIn(403, 404);
            } else {
                assertThat(stranger.body()).as("who may not read the job").doesNotContain(asked.tells());
            }
        }
    }

    private static HttpResponse<String> answer(Door door, String type, String user) throws Exception {
        boolean xml = door.path().equals("config.xml");
        String body = xml ? "<release-pipeline/>" : type.equals("application/json") ? "{}" : "value=";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(JENKINS.getURL() + "job/shop/")
                        .resolve(door.path()
                                .replace("{execution}", execution)
                                .replace("{attempt}", attempt)
                                .replace("{digest}", digest)))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", xml ? "application/xml" : type);
        return HTTP.send(
                door.method().equals("GET")
                        ? request.GET().build()
                        : request.POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private static String user(String permission) {
        return permission.substring(permission.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) + "-"
                + Integer.toHexString(permission.hashCode());
    }
}
