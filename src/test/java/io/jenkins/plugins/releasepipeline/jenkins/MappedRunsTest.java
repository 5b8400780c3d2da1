package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Fingerprint;
import hudson.model.Result;
import hudson.triggers.SCMTrigger;
import hudson.util.FormValidation;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.releasepipeline.action.source.GitServer;
import io.jenkins.plugins.releasepipeline.jenkins.names.FolderNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

public class MappedRunsTest {
    private static final String PASSWORD = "open-sesame-4711";

    private static final String DEFINITION =
            """
            pipeline:
              name: shop
              pipelineType: V2
              stages:
                - name: Source
                  actions:
                    - name: Checkout
                      actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: '1'}
                      configuration:
                        ConnectionArn: arn:aws:codestar-connections:eu-west-1:111122223333:connection/1234
                        FullRepositoryId: acme/shop
                        BranchName: main
                        OutputArtifactFormat: CODEBUILD_CLONE_REF
                      outputArtifacts: [{name: Code}]
                - name: Build
                  actions:
                    - name: Make
                      actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: '1'}
                      configuration: {ProjectName: shop-build}
                      inputArtifacts: [{name: Code}]
            """;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void a_build_that_says_where_it_is() throws Exception {
        repository.commit(
                "buildspec.yml",
                "version: 0.2\nphases:\n  build:\n    commands:\n      - echo \"on $NODE_NAME with $FLAVOUR\"\n"
                        + "      - git log --oneline\n",
                "Build");
    }

    @Test
    public void a_project_builds_where_it_is_mapped_to_from_a_repository_that_asks_for_a_password() throws Exception {
        jenkins.createSlave("builder", "linux-builder", null);
        try (GitServer server =
                new GitServer(repository.getRoot().getParentFile().toPath(), "bot", PASSWORD)) {
            Folder team = jenkins.createProject(Folder.class, "team");
            UsernamePasswordCredentialsImpl forge = addCredentials(team);
            map("shop-build", "linux-builder", "FLAVOUR=vanilla");
            MappedRepository mapped = new MappedRepository(
                    "acme/shop", server.url(repository.getRoot().getName() + "/.git"));
            mapped.setCredentialsId("forge");
            team.addProperty(new FolderNames(List.of(mapped)));
            ReleasePipelineJob job = team.createProject(ReleasePipelineJob.class, "shop");
            job.setDefinition(DEFINITION);
            job.save();

            ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

            jenkins.assertLogContains("on builder with vanilla", run);
            jenkins.assertLogContains("Say hello", run);
            assertThat(filesWith(jenkins.jenkins.getRootDir().toPath(), PASSWORD))
                    .isEmpty();
            assertThat(filesWith(repository.getRoot().toPath(), PASSWORD)).isEmpty();
            Fingerprint used = CredentialsProvider.getFingerprintOf(forge);
            assertThat(used).isNotNull();
            assertThat(used.getRangeSet("team/shop").includes(run.getNumber())).isTrue();
        }
    }

    @Test
    public void polling_reads_what_a_name_stands_for_in_the_jobs_folder_with_the_folders_credentials()
            throws Exception {
        try (GitServer server =
                new GitServer(repository.getRoot().getParentFile().toPath(), "bot", PASSWORD)) {
            Folder team = jenkins.createProject(Folder.class, "team");
            addCredentials(team);
            MappedRepository mapped = new MappedRepository(
                    "acme/shop", server.url(repository.getRoot().getName() + "/.git"));
            mapped.setCredentialsId("forge");
            team.addProperty(new FolderNames(List.of(mapped)));
            ReleasePipelineJob job = team.createProject(ReleasePipelineJob.class, "shop");
            job.setDefinition(DEFINITION);
            job.save();
            Jobs.run(jenkins, job, Result.SUCCESS);
            SCMTrigger trigger = new SCMTrigger("");
            job.addTrigger(trigger);
            job.poll(StreamTaskListener.fromStderr());

            repository.commit("news.txt", "news\n", "News");
            job.poll(StreamTaskListener.fromStderr());

            Jobs.until("the run", () -> job.getBuildByNumber(2) != null);
            ReleasePipelineRun run = Jobs.ended(jenkins, job.getBuildByNumber(2), Result.SUCCESS);
            assertThat(run.record().orElseThrow().origin().sourceRevisions())
                    .containsEntry("Checkout", repository.head());
        }
    }

    @Test
    public void a_name_that_stands_for_nothing_is_said_at_the_form_and_before_a_run() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", DEFINITION);

        FormValidation said = jenkins.jenkins
                .getDescriptorByType(ReleasePipelineJob.DescriptorImpl.class)
                .doCheckDefinition(job, DEFINITION);
        assertThat(said.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(said.getMessage())
                .contains("Source/Checkout: the repository &#039;acme/shop&#039; stands for nothing here")
                .contains("Manage Jenkins, Release Pipeline Names")
                .doesNotContain("shop-build");
        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);

        jenkins.assertLogContains("the repository 'acme/shop' stands for nothing here. Map it in Manage Jenkins", run);
        assertThat(run.record()).isEmpty();
    }

    @Test
    public void credentials_of_another_folder_are_not_for_this_job() throws Exception {
        addCredentials(jenkins.createProject(Folder.class, "other"));
        configure("repository: {name: acme/shop, url: 'https://127.0.0.1:1/shop.git', credentialsId: forge}");

        ReleasePipelineRun run = Jobs.run(jenkins, Jobs.job(jenkins, "shop", DEFINITION), Result.FAILURE);

        jenkins.assertLogContains("There are no credentials 'forge' for https://127.0.0.1:1/shop.git", run);
    }

    private static UsernamePasswordCredentialsImpl addCredentials(Folder folder) throws Exception {
        FolderCredentialsProperty property = new FolderCredentialsProperty(new DomainCredentials[0]);
        folder.addProperty(property);
        CredentialsStore store = property.getStore();
        UsernamePasswordCredentialsImpl forge =
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "forge", "", "bot", PASSWORD);
        store.addCredentials(Domain.global(), forge);
        return forge;
    }

    private void map(String project, String label, String environment) throws Exception {
        configure("buildProject: {name: " + project + ", label: " + label + ", environment: '" + environment + "'}");
    }

    private void configure(String name) throws Exception {
        Path file = folder.getRoot().toPath().resolve("jenkins.yaml");
        Files.writeString(file, "unclassified:\n  releasePipelineNames:\n    names:\n      - " + name + "\n");
        ConfigurationAsCode.get().configure(file.toString());
    }

    /** The files that hold a text, whatever else is in them; some may go while it looks. */
    private static List<Path> filesWith(Path directory, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && Files.exists(file)
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
