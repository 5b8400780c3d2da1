package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.ChangeLogParser;
import hudson.scm.NullChangeLogParser;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import hudson.scm.SCMRevisionState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Definitions of source control that has to be checked out on the controller to be read. */
public class ScmDefinitionTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void each_source_control_has_a_directory_of_its_own_and_one_that_is_used_no_more_is_deleted()
            throws Exception {
        ReleasePipelineJob job = jenkins.createProject(ReleasePipelineJob.class, "shop");
        Path all = Path.of(jenkins.jenkins.getWorkspaceFor(job).getRemote() + "@definition");
        Files.createDirectories(all.resolve("hooks"));
        Files.writeString(all.resolve("hooks/post-checkout"), "of an older version");
        job.setDefinitionFromScm(new ScmDefinition(
                new WrittenFiles("hostile", Map.of("pipeline.yaml", definition("echo one"), "left.txt", "left")),
                "pipeline.yaml"));
        jenkins.assertLogContains("one", Jobs.run(jenkins, job, Result.SUCCESS));
        Path first = only(all);
        assertThat(first).isDirectoryContaining("glob:**/left.txt");
        assertThat(first.getFileName().toString()).matches("[0-9a-f]{64}");

        job.setDefinitionFromScm(new ScmDefinition(
                new WrittenFiles("other", Map.of("pipeline.yaml", definition("echo two"))), "pipeline.yaml"));
        jenkins.assertLogContains("two", Jobs.run(jenkins, job, Result.SUCCESS));

        assertThat(only(all)).isNotEqualTo(first).isDirectoryNotContaining("glob:**/left.txt");
    }

    @Test
    public void a_file_outside_of_the_checkout_is_no_definition() throws Exception {
        ReleasePipelineJob job = jenkins.createProject(ReleasePipelineJob.class, "shop");
        Path secret = Files.writeString(repository.getRoot().toPath().resolve("secret"), "open-sesame");
        SCM scm = new WrittenFiles("linked", Map.of("link", "->" + secret, "pipeline.yaml", "x"));
        for (String path : List.of("link", "../../secret", secret.toString())) {
            job.setDefinitionFromScm(new ScmDefinition(scm, path));

            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);

            jenkins.assertLogContains("There is no file '" + path + "'", run);
            jenkins.assertLogNotContains("open-sesame", run);
        }
    }

    private String definition(String command) {
        return Jobs.definition(repository.url(), command);
    }

    private static Path only(Path directory) throws IOException {
        try (java.util.stream.Stream<Path> children = Files.list(directory)) {
            List<Path> all = children.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** Source control that writes files, deletes none, and can be read by a checkout alone. */
    public static final class WrittenFiles extends SCM {
        private final String key;
        private final Map<String, String> files;

        WrittenFiles(String key, Map<String, String> files) {
            this.key = key;
            this.files = files;
        }

        @Override
        public String getKey() {
            return key;
        }

        @Override
        public void checkout(
                Run<?, ?> build,
                Launcher launcher,
                FilePath workspace,
                TaskListener listener,
                File changelog,
                SCMRevisionState baseline)
                throws IOException, InterruptedException {
            for (Map.Entry<String, String> file : files.entrySet()) {
                if (file.getValue().startsWith("->")) {
                    workspace.child(file.getKey()).symlinkTo(file.getValue().substring(2), listener);
                } else {
                    workspace.child(file.getKey()).write(file.getValue(), "UTF-8");
                }
            }
        }

        @Override
        public ChangeLogParser createChangeLogParser() {
            return new NullChangeLogParser();
        }

        @TestExtension
        public static final class DescriptorImpl extends SCMDescriptor<WrittenFiles> {
            public DescriptorImpl() {
                super(null);
            }
        }
    }
}
