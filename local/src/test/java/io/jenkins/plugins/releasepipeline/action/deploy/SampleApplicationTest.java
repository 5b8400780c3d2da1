package io.jenkins.plugins.releasepipeline.action.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeNoException;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentGroup;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentTarget;
import io.jenkins.plugins.releasepipeline.action.source.CodeCommitSource;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * The application that CodePipeline's first tutorial deploys, or one of its form: scripts that install a web server, start
 * it and stop it, as root, on a machine of their own. Here the machine is a directory; what only root could do is done by
 * programs of that directory.
 */
public class SampleApplicationTest {
    private static final Map<String, String> APPLICATION = Map.of(
            "appspec.yml",
            """
            version: 0.0
            os: linux
            files:
              - source: /index.html
                destination: /var/www/html/
            hooks:
              BeforeInstall:
                - location: scripts/install_dependencies
                  timeout: 300
                  runas: root
                - location: scripts/start_server
                  timeout: 300
                  runas: root
              ApplicationStop:
                - location: scripts/stop_server
                  timeout: 300
                  runas: root
            """,
            "index.html",
            "<h1>Congratulations</h1>\n",
            "scripts/install_dependencies",
            "#!/bin/sh\nyum install -y httpd\n",
            "scripts/start_server",
            "#!/bin/sh\nservice httpd start\n",
            "scripts/stop_server",
            "#!/bin/sh\nis_running=`pgrep httpd`\nif [ -n \"$is_running\" ]; then\n  service httpd stop\nfi\n");

    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private Path repository;
    private Path root;

    @Before
    public void aMachineAndARepository() throws IOException {
        root = fixture.directory("machine");
        program("usr/bin/yum", "echo \"yum $*\" >> \"$RELEASE_PIPELINE_TARGET_ROOT/journal\"");
        program("usr/bin/pgrep", "cat \"$RELEASE_PIPELINE_TARGET_ROOT/$1.pid\" 2>/dev/null");
        program(
                "usr/sbin/service",
                """
                echo "service $*" >> "$RELEASE_PIPELINE_TARGET_ROOT/journal"
                case $2 in
                  start) echo 4711 > "$RELEASE_PIPELINE_TARGET_ROOT/$1.pid" ;;
                  stop) rm "$RELEASE_PIPELINE_TARGET_ROOT/$1.pid" ;;
                esac""");
        program("usr/bin/sudo", "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"");
        repository = fixture.directory("repository");
        git("init", "--quiet", "--initial-branch=main");
        for (Map.Entry<String, String> file : APPLICATION.entrySet()) {
            Path path = repository.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        commit("The sample application");
    }

    private void program(String path, String script) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void commit(String message) throws IOException {
        git("add", "--all");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", message);
    }

    private void git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(repository.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeNoException("SKIPPED: there is no git on this machine", e);
            return;
        }
        try (InputStream output = process.getInputStream()) {
            String printed = new String(output.readAllBytes());
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(printed).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void release() throws IOException {
        fixture.noInputs()
                .nextAttempt()
                .type("Source", "AWS", "CodeCommit")
                .named("Source", "Source")
                .output("SourceArtifact")
                .configuration("RepositoryName", "MyDemoRepo")
                .configuration("BranchName", "main")
                .repository("MyDemoRepo", repository.toString());
        ActionResult source = fixture.run(new CodeCommitSource());
        assertThat(source.message()).as(fixture.log()).isEmpty();
        ArtifactDigest artifact = source.outputArtifacts().get("SourceArtifact");

        fixture.nextAttempt()
                .type("Deploy", "AWS", "CodeDeploy")
                .named("Deploy", "Deploy")
                .input("SourceArtifact", artifact)
                .configuration("ApplicationName", "MyDemoApplication")
                .configuration("DeploymentGroupName", "MyDemoDeploymentGroup")
                .group(
                        "MyDemoApplication",
                        "MyDemoDeploymentGroup",
                        new DeploymentGroup(
                                List.of(new DeploymentTarget("MyCodePipelineDemo", "", root.toString())),
                                DeploymentConfiguration.OneAtATime,
                                true));
        ActionResult deployed = fixture.run(new CodeDeploy());
        assertThat(deployed.message()).as(fixture.log()).isEmpty();
        assertThat(deployed.summary()).isEqualTo("1 of 1 target succeeded");
    }

    @Test
    public void it_runs_from_source_to_deployment_with_its_scripts_untouched_and_again_for_a_change()
            throws IOException {
        release();
        assertThat(root.resolve("var/www/html/index.html")).hasContent("<h1>Congratulations</h1>");
        assertThat(root.resolve("journal")).hasContent("yum install -y httpd\nservice httpd start");

        Files.delete(root.resolve("journal"));
        Files.writeString(repository.resolve("index.html"), "<h1>Updated</h1>\n");
        commit("Say something else");
        release();
        assertThat(root.resolve("var/www/html/index.html")).hasContent("<h1>Updated</h1>");
        assertThat(root.resolve("journal")).hasContent("service httpd stop\nyum install -y httpd\nservice httpd start");
    }
}
