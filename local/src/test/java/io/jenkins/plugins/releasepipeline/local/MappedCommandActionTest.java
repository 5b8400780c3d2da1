package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.CommandMapping;
import io.jenkins.plugins.releasepipeline.action.build.MappedCommandProvider;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Actions of providers that are mapped to a command line, with real processes. */
public class MappedCommandActionTest {

    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private final MappedCommandProvider provider = MappedCommandProvider.jenkinsBuild();

    @Before
    public void anActionOfJenkins() throws Exception {
        fixture.type("Build", "Custom", "Jenkins")
                .configuration("ProjectName", "my job; exit 1")
                .input("Source", Map.of("a/b.txt", "from source"))
                .output("App");
    }

    @Test
    public void the_mapped_command_finds_inputs_and_leaves_outputs() throws Exception {
        map(
                "cp inputs/Source/a/b.txt outputs/App/ && echo \"$PROJECT_NAME|$PIPELINE_NAME|$ACTION_NAME|$CONFIG_PROJECTNAME\"");
        ActionResult result = fixture.run(provider);

        assertThat(result.message()).isEmpty();
        assertThat(fixture.log()).contains("my job; exit 1|pipeline|Action|my job; exit 1\n");
        assertThat(fixture.files(result.outputArtifacts().get("App"))).isEqualTo(Map.of("b.txt", "from source"));
    }

    @Test
    public void a_provider_without_a_mapping_says_how_to_map_it() {
        ActionResult result = fixture.run(provider);

        assertThat(result.failure()).contains(FailureType.ConfigurationError);
        assertThat(result.message())
                .contains("No command line stands for the provider Jenkins and its project my job; exit 1")
                .contains("map providers Jenkins in the fixture");
    }

    @Test
    public void a_command_that_fails_or_leaves_nothing_fails_the_action() throws Exception {
        map("exit 9");
        assertThat(fixture.run(provider).message()).contains("ended with exit code 9");

        map("true");
        fixture.nextAttempt();
        assertThat(fixture.run(provider).message()).contains("no file in outputs/App");

        fixture.nextAttempt()
                .provider("Jenkins", new CommandMapping(List.of("no-such-program-here"), "", Optional.empty()));
        ActionResult missing = fixture.run(provider);
        assertThat(missing.failure()).contains(FailureType.SystemUnavailable);
        assertThat(missing.message()).contains("no-such-program-here");
    }

    @Test
    public void a_command_runs_once_though_the_host_is_started_again() throws Exception {
        map("echo run >>outputs/App/runs; echo started; while [ ! -e go ]; do sleep 0.05; done");
        fixture.start(provider);
        fixture.awaitLog("\nstarted\n");
        fixture.restart();
        ActionRun again = fixture.reattach(provider);
        Files.createFile(fixture.workspace("command").resolve("go"));
        ActionResult result = fixture.result(again);

        assertThat(fixture.files(result.outputArtifacts().get("App"))).isEqualTo(Map.of("runs", "run\n"));
    }

    @Test
    public void a_command_has_its_time() throws Exception {
        fixture.provider(
                "Jenkins", new CommandMapping(List.of("sleep", "300"), "", Optional.of(Duration.ofMillis(500))));
        ActionResult result = fixture.run(provider);

        assertThat(result.failure()).contains(FailureType.JobFailed);
    }

    private void map(String script) {
        fixture.provider("Jenkins", new CommandMapping(List.of("sh", "-c", script), "", Optional.empty()));
    }
}
