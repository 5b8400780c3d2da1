package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.ExtensionList;
import hudson.model.Items;
import hudson.model.Result;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

public class JobArtifactsTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void artifacts_are_in_the_directory_of_their_job_and_of_no_other() throws Exception {
        ReleasePipelineJob shop = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "true"));
        ReleasePipelineJob store = Jobs.job(jenkins, "store", Jobs.definition(repository.url(), "true"));
        ReleasePipelineRun run = Jobs.run(jenkins, shop, Result.SUCCESS);
        ArtifactDigest made = made(run);

        assertThat(zips(shop))
                .containsExactly("objects/" + made.sha256().substring(0, 2) + "/" + made.sha256() + ".zip");
        assertThat(zips(store)).isEmpty();
        assertThat(jenkins.jenkins.getRootDir().toPath().resolve("release-pipeline/artifacts"))
                .doesNotExist();
        JenkinsHost.get().artifacts(shop).open(made).close();
        assertThatThrownBy(() -> JenkinsHost.get().artifacts(store).open(made)).isInstanceOf(NoSuchFileException.class);
        assertThat(download("job/shop/", run)).isEqualTo(200);
        assertThat(download("job/store/", run)).isEqualTo(404);
    }

    @Test
    public void a_job_is_renamed_and_moved_while_an_artifact_is_stored_and_before_it_is_used() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "folder");
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", slow());
        Slow slow = ExtensionList.lookupSingleton(Slow.class);
        job.scheduleBuild2(0).get();
        slow.begun.await();
        change(job, false);

        job.renameTo("store");
        slow.firstHalf.countDown();
        slow.half.await();
        ReleasePipelineJob moved = Items.move(job, folder);
        slow.secondHalf.countDown();

        Jobs.until("the artifact", () -> moved.getBuildByNumber(1).record().orElseThrow().actions().stream()
                .anyMatch(action -> action.status() == ActionStatus.Succeeded));
        assertThat(zips(moved)).hasSize(1);
        folder.renameTo("cellar");
        moved.renameTo("shed");
        change(moved, true);

        Jobs.ended(jenkins, moved.getBuildByNumber(1), Result.SUCCESS);
        jenkins.assertLogContains("stored slowly", moved.getBuildByNumber(1));
        assertThat(moved.getRootDir().toPath())
                .isEqualTo(jenkins.jenkins.getRootDir().toPath().resolve("jobs/cellar/jobs/shed"));
        assertThat(zips(moved)).hasSize(1);
        assertThat(jenkins.jenkins
                        .getRootDir()
                        .toPath()
                        .resolve("jobs")
                        .toFile()
                        .list())
                .containsExactly("cellar");
        assertThat(folder.getRootDir().toPath().resolve("jobs").toFile().list()).containsExactly("shed");
    }

    @Test
    public void a_stage_goes_back_to_what_was_stored_before_the_job_was_renamed_and_moved() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", Jobs.definition(repository.url(), "cat greeting.txt"));
        ReleasePipelineRun first = Jobs.run(jenkins, job, Result.SUCCESS);
        repository.commit("greeting.txt", "good bye\n", "Say good bye");
        job.renameTo("store");
        Jobs.run(jenkins, job, Result.SUCCESS);
        ReleasePipelineJob moved = Items.move(job, jenkins.createProject(Folder.class, "folder"));

        CommandResult result = JenkinsHost.get()
                .rollBack(moved.getPipelineId(), first.record().orElseThrow(), "Build", false, "alice");

        assertThat(result).isInstanceOf(CommandResult.Done.class);
        Jobs.until("the run of the rollback", () -> moved.getLastBuild().getNumber() == 3);
        jenkins.assertLogContains("hello", Jobs.ended(jenkins, moved.getLastBuild(), Result.SUCCESS));
        assertThat(zips(moved)).hasSize(2);
    }

    @Test
    public void a_job_that_is_deleted_while_it_stores_an_artifact_leaves_nothing() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", slow());
        Slow slow = ExtensionList.lookupSingleton(Slow.class);
        job.scheduleBuild2(0).get();
        slow.firstHalf.countDown();
        slow.half.await();

        job.delete();
        slow.secondHalf.countDown();

        slow.end.get().completion().toCompletableFuture().get();
        assertThat(jenkins.jenkins
                        .getRootDir()
                        .toPath()
                        .resolve("jobs")
                        .toFile()
                        .list())
                .isEmpty();
    }

    private static void change(ReleasePipelineJob job, boolean open) throws Exception {
        Command change = new Command.SetTransition("Build", open, open ? "" : "Not yet", "alice");
        assertThat(JenkinsHost.get().submit(job.getPipelineId(), change)).isInstanceOf(CommandResult.Done.class);
    }

    private static ArtifactDigest made(ReleasePipelineRun run) throws IOException {
        return ArtifactDigest.parse(run.record().orElseThrow().actions().stream()
                .flatMap(action -> action.outputArtifacts().values().stream())
                .findFirst()
                .orElseThrow());
    }

    private int download(String job, ReleasePipelineRun run) throws Exception {
        String path = job + "stages/executions/" + run.getExecutionId() + "/artifacts/" + made(run);
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .getPage(new URL(jenkins.getURL(), path))
                .getWebResponse()
                .getStatusCode();
    }

    private static List<String> zips(ReleasePipelineJob job) throws IOException {
        Path directory = job.getRootDir().toPath().resolve("artifacts");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(file -> directory.relativize(file).toString())
                    .filter(file -> file.endsWith(".zip"))
                    .toList();
        }
    }

    private static String slow() {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Make
                          actionTypeId: {category: Source, owner: Custom, provider: Slow, version: '1'}
                          outputArtifacts: [{name: Code}]
                    - name: Build
                      actions:
                        - name: Show
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: Code}]
                          commands: [cat text]
                """;
    }

    /** Stores an artifact in two halves, each when it is told to. */
    @TestExtension
    public static final class Slow implements ActionProvider {
        private static final ActionTypeId TYPE = new ActionTypeId("Source", "Custom", "Slow", "1");

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch firstHalf = new CountDownLatch(1);
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch secondHalf = new CountDownLatch(1);
        private final CompletableFuture<ActionRun> end = new CompletableFuture<>();

        @Override
        public ActionTypeId type() {
            return TYPE;
        }

        @Override
        public ActionTypeSchema schema() {
            return new ActionTypeSchema(TYPE, List.of(), false, new ArtifactCount(0, 0), new ArtifactCount(1, 1));
        }

        @Override
        public ActionRun start(ActionContext context) {
            ActionRun run = ActionWork.begin(
                    context,
                    work -> CompletableFuture.completedStage(
                            ActionResult.succeeded().withOutputArtifacts(Map.of("Code", work.store(this::pack)))));
            end.complete(run);
            return run;
        }

        private void pack(OutputStream out) throws IOException {
            try {
                begun.countDown();
                firstHalf.await();
                ZipOutputStream zip = new ZipOutputStream(out);
                zip.putNextEntry(new ZipEntry("text"));
                zip.write("stored ".getBytes(StandardCharsets.UTF_8));
                zip.flush();
                half.countDown();
                secondHalf.await();
                zip.write("slowly\n".getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
                zip.finish();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public ActionRun reattach(ActionContext context) {
            return start(context);
        }
    }
}
