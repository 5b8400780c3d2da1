package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalConfigurationTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void every_section_says_what_a_name_stands_for_and_paths_begin_at_the_file() throws Exception {
        LocalMappings mappings =
                read("""
                        repositories:
                          shop: {url: repositories/shop, credentials: forge}
                          "arn:aws:codestar-connections:eu-west-1:111122223333:connection/1":
                            url: https://git.example.org/{repository}.git
                        buckets: {www: ../www}
                        buildProjects:
                          shop: {label: linux, buildspec: ci/build.yml, environment: {A: b}, timeoutMinutes: 5, cache: cache}
                        deploymentGroups:
                          shop/production:
                            configuration: HalfAtATime
                            allowRunAs: true
                            targets: [{name: one, label: web, root: one}, {root: /srv/two}]
                        providers:
                          Jenkins: {command: [make, build]}
                          Jenkins/shop: {command: ./shop.sh, label: linux, timeoutMinutes: 1}
                        """)
                        .mappings();
        Path here = folder.getRoot().toPath();
        assertThat(mappings.repository("", "shop"))
                .contains(new NameMappings.Repository(here + "/repositories/shop", Optional.of("forge")));
        assertThat(mappings.repository("arn:aws:codestar-connections:eu-west-1:111122223333:connection/1", "acme/cart"))
                .contains(new NameMappings.Repository("https://git.example.org/acme/cart.git", Optional.empty()));
        assertThat(mappings.bucket("www")).contains(here.getParent() + "/www");
        NameMappings.BuildProject project = mappings.buildProject("shop").orElseThrow();
        assertThat(project.timeout()).contains(Duration.ofMinutes(5));
        assertThat(project.cacheDirectory()).contains(here + "/cache");
        assertThat(project.environment()).containsEntry("A", "b");
        assertThat(mappings.deploymentGroup("shop", "production"))
                .contains(new NameMappings.DeploymentGroup(
                        List.of(
                                new NameMappings.DeploymentTarget("one", "web", here + "/one"),
                                new NameMappings.DeploymentTarget("target-2", "", "/srv/two")),
                        NameMappings.DeploymentConfiguration.HalfAtATime,
                        true));
        assertThat(mappings.provider("Jenkins", "other").orElseThrow().command())
                .containsExactly("make", "build");
        assertThat(mappings.provider("Jenkins", "shop").orElseThrow().command()).containsExactly("./shop.sh");
    }

    @Test
    public void history_is_kept_by_number_and_by_age() throws Exception {
        assertThat(read("history: {executions: 500, days: 30}").retention())
                .isEqualTo(new Retention(500, Optional.of(Duration.ofDays(30))));
        assertThat(read("agents: {capacity: 2}").retention()).isEqualTo(Retention.latest(200));
    }

    @Test
    public void secrets_are_where_the_file_says_and_are_not_used_when_others_can_read_them() throws Exception {
        Path secret = Files.writeString(folder.getRoot().toPath().resolve("token"), "s3cret\n");
        LocalSecrets secrets =
                read("""
                        secrets: {token: {file: token}, path: {env: PATH}, none: {env: NO_SUCH_VARIABLE_HERE}}
                        credentials: {forge: {username: bot, password: {file: token}}}
                        """)
                        .secrets();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(secrets.secret("token")).isEmpty();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThat(secrets.secret("token")).contains("s3cret");
        assertThat(secrets.secret("path")).contains(System.getenv("PATH"));
        assertThat(secrets.secret("none")).isEmpty();
        assertThat(secrets.usernamePassword("forge", "https://git.example.org/shop.git"))
                .contains(new UsernamePassword("bot", "s3cret"));
    }

    @Test
    public void a_mistake_is_told_with_its_place_and_what_would_be_right() throws Exception {
        for (String[] each : new String[][] {
            {"repositores: {}", ":1:16: there is no 'repositores' here; known are address, agents, alarms, buckets,"},
            {"repositories: {a: ../a}", ":1:19: repositories.a: must be an object; it may have url, credentials"},
            {"repositories: {a: {credentials: x}}", "repositories.a: 'url' is missing"},
            {"buckets: [a]", ":1:10: buckets: must be an object of names and what they stand for"},
            {"deploymentGroups: {a/b: {targets: []}}", "a/b: 'targets' must list at least one target with a root"},
            {"deploymentGroups: {a/b: {configuration: Half}}", "must be one of AllAtOnce, HalfAtATime, OneAtATime"},
            {"providers: {Jenkins: {command: []}}", "'command' must list a program and its arguments"},
            {"buildProjects: {a: {timeoutMinutes: soon}}", "timeoutMinutes: must be a whole number"},
            {"agents: {capacity: 0}", "agents: 'capacity' must be at least 1"},
            {"history: {executions: 0}", "history: 'executions' must be 1 to 1000000"},
            {"history: {days: 0}", "history: 'days' must be 1 to 36500"},
            {"history: {weeks: 2}", "there is no 'weeks' here; known are days, executions"},
            {"secrets: {a: {env: A, file: b}}", "secrets.a: a secret is either 'env: VARIABLE' or 'file: PATH'"},
            {"a: b\n- c", ":1:5: This is not YAML: "},
        }) {
            assertThatThrownBy(() -> read(each[0]))
                    .as(each[0])
                    .isInstanceOf(WrongCallException.class)
                    .hasMessageStartingWith(folder.getRoot() + "/release-pipeline.yaml:")
                    .hasMessageContaining(each[1])
                    .hasMessageNotContaining("io.jenkins")
                    .hasMessageNotContaining("java.");
        }
    }

    @Test
    public void a_secret_in_the_wrong_place_is_not_repeated() {
        assertThatThrownBy(() -> read("secrets: {a: hunter2}"))
                .isInstanceOf(WrongCallException.class)
                .hasMessageContaining("secrets.a: must be an object; it may have env, file")
                .hasMessageNotContaining("hunter2");
    }

    private LocalConfiguration read(String text) throws Exception {
        Path file = folder.getRoot().toPath().resolve(LocalHome.MAPPINGS);
        Files.writeString(file, text);
        return LocalConfiguration.read(file);
    }
}
