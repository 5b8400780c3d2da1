package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

public class ConfigurationAsCodeTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void jobs_are_made_changed_and_exported() throws Exception {
        jenkins.createProject(Folder.class, "team");

        configure("team/shop", "echo first");
        ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("team/shop", ReleasePipelineJob.class);
        jenkins.assertLogContains("first", Jobs.run(jenkins, job, Result.SUCCESS));
        configure("team/shop", "echo second");

        jenkins.assertLogContains("second", Jobs.run(jenkins, job, Result.SUCCESS));
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("releasePipelines:", "name: \"team/shop\"", "echo second");
    }

    @Test
    public void a_definition_in_source_control_and_a_disabled_job_come_and_go_as_code() throws Exception {
        repository.commit(
                "release-pipeline.yaml", Jobs.definition(repository.url(), "echo kept"), "Say how to release");
        String yaml =
                """
                unclassified:
                  releasePipelines:
                    jobs:
                      - name: store
                        definitionFromScm:
                          scm:
                            scmGit:
                              userRemoteConfigs: [{url: '%s'}]
                              branches: [{name: main}]
                          path: release-pipeline.yaml
                      - name: closed
                        disabled: true
                        definition: '{}'
                """
                        .formatted(repository.url());
        Files.writeString(file("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file("jenkins.yaml").toString());
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String text = exported.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("definitionFromScm:", "path: \"release-pipeline.yaml\"", "disabled: true");

        String jobs = text.substring(text.indexOf("  releasePipelines:"));
        Files.writeString(file("jenkins.yaml"), "unclassified:\n" + section(jobs));
        jenkins.jenkins.getItemByFullName("store").delete();
        jenkins.jenkins.getItemByFullName("closed").delete();
        ConfigurationAsCode.get().configure(file("jenkins.yaml").toString());

        ReleasePipelineJob store = jenkins.jenkins.getItemByFullName("store", ReleasePipelineJob.class);
        jenkins.assertLogContains("kept", Jobs.run(jenkins, store, Result.SUCCESS));
        ReleasePipelineJob closed = jenkins.jenkins.getItemByFullName("closed", ReleasePipelineJob.class);
        assertThat(closed.isDisabled()).isTrue();
        assertThat(closed.scheduleBuild2(0)).isNull();
    }

    /** Its first line, and those that are further in. */
    private static String section(String text) {
        List<String> lines = text.lines().toList();
        return lines.get(0) + "\n"
                + lines.stream()
                        .skip(1)
                        .takeWhile(line -> line.startsWith("   "))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    @Test
    public void a_job_that_cannot_be_made_is_an_error_that_names_it() {
        assertThatThrownBy(() -> configure("nowhere/shop", "true"))
                .hasStackTraceContaining("'nowhere/shop'")
                .hasStackTraceContaining("there is no folder 'nowhere'");
    }

    @Test
    public void job_dsl_makes_a_job_from_its_xml() throws Exception {
        jenkins.createProject(Folder.class, "team");
        String page = Files.readString(Path.of("docs/jenkins/configuration-as-code.md"));
        int begin = page.indexOf("jobs:\n  - script:");
        String yaml = page.substring(begin, page.indexOf("```", begin))
                .replace("readFileFromWorkspace('shop.yaml')", "new File('" + file("shop.yaml") + "').text");
        Files.writeString(file("shop.yaml"), Jobs.definition(repository.url(), "echo made by a script"));
        Files.writeString(file("jenkins.yaml"), yaml);

        ConfigurationAsCode.get().configure(file("jenkins.yaml").toString());

        ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("team/shop", ReleasePipelineJob.class);
        assertThat(job.getDescription()).isEqualTo("Made by Job DSL");
        assertThat(job.getUpdatePolicy()).isEqualTo(UpdatePolicy.DRAIN);
        jenkins.assertLogContains("made by a script", Jobs.run(jenkins, job, Result.SUCCESS));
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private void configure(String name, String command) throws Exception {
        String yaml = "unclassified:\n  releasePipelines:\n    jobs:\n    - name: " + name + "\n      definition: |\n"
                + Jobs.definition(repository.url(), command).indent(8);
        Path file = folder.getRoot().toPath().resolve("jenkins.yaml");
        Files.writeString(file, yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }
}
