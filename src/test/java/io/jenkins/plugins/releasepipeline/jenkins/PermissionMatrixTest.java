package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.View;
import hudson.security.Permission;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.Jenkins;
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
            View.CONFIGURE,
            Jenkins.ADMINISTER);

    /** @param permissions those that are enough each, beside {@link Jenkins#ADMINISTER} */
    private record Door(String method, String path, Set<Permission> permissions) {
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
            new Door("GET", "1/changes", Set.copyOf(PERMISSIONS)),
            new Door("GET", "../../manage/release-pipeline-names/", Set.of()));

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

    @Parameter
    public Object door;

    @Parameter(1)
    public String permission;

    @BeforeClass
    public static void letPeopleIn() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "shop", Jobs.definition(REPOSITORY.url(), "true"));
        Jobs.run(JENKINS, job, Result.SUCCESS);
        JENKINS.jenkins.setCrumbIssuer(null);
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
        PERMISSIONS.forEach(each ->
                strategy.grant(Jenkins.READ, Item.READ, each).everywhere().to(user(each.getId())));
        strategy.grant(Jenkins.READ).everywhere().to("stranger");
        JENKINS.jenkins.setAuthorizationStrategy(strategy);
    }

    @Test
    public void isOpenToThoseWithItsPermissionAlone() throws Exception {
        Door asked = (Door) door;
        boolean may = permission.equals(Jenkins.ADMINISTER.getId())
                || asked.permissions().stream().anyMatch(each -> each.getId().equals(permission));

        for (String type : asked.path().startsWith("stages/") && asked.method().equals("POST")
                ? List.of("application/x-www-form-urlencoded", "application/json")
                : List.of("application/x-www-form-urlencoded")) {
            int status = status(asked, type, user(permission));
            if (may) {
                assertThat(status).as(type).isNotIn(401, 403, 404).isLessThan(500);
            } else {
                assertThat(status).as(type).isEqualTo(403);
            }
            assertThat(status(asked, type, "stranger"))
                    .as("who may not read the job")
                    .isIn(403, 404);
        }
    }

    private static int status(Door door, String type, String user) throws Exception {
        boolean xml = door.path().equals("config.xml");
        String body = xml ? "<release-pipeline/>" : type.equals("application/json") ? "{}" : "value=";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(JENKINS.getURL() + "job/shop/").resolve(door.path()))
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
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String user(String permission) {
        return permission.substring(permission.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) + "-"
                + Integer.toHexString(permission.hashCode());
    }
}
