package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import hudson.model.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** The journal on a disk of its own, of one MiB, which is filled. */
public class FullDiskTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path journal;
    private Path go;

    @Before
    public void mount() throws Exception {
        go = folder.getRoot().toPath().resolve("go");
        journal = Files.createDirectories(sessions.getHome().toPath().resolve("release-pipeline/journal"));
        assumeTrue(
                "no disk of its own can be mounted here: it takes root, and mount",
                ends("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", journal.toString()));
    }

    @After
    public void unmount() throws Exception {
        ends("umount", journal.toString());
    }

    @Test
    public void a_full_disk_pauses_pipelines_and_tells_administrators_and_nothing_is_lost() throws Throwable {
        sessions.then(jenkins -> {
            Path begun = folder.getRoot().toPath().resolve("begun");
            ReleasePipelineJob job = Jobs.job(
                    jenkins,
                    "shop",
                    Jobs.definition(
                            repository.url(),
                            "echo begun >> " + begun,
                            "while ! test -f " + go + "; do sleep 0.1; done"));
            ReleasePipelineRun run = job.scheduleBuild2(0).get();
            Jobs.until("the command to run", () -> Files.exists(begun));
            assertThat(manage(jenkins)).doesNotContain("Release pipelines are paused");

            fill();
            Jobs.until(
                    "the last room to be used up", () -> change(jenkins, true) == 503 || change(jenkins, false) == 503);
            assertThat(DiskTrouble.get().isActivated()).isTrue();
            Files.createFile(go);

            assertThat(manage(jenkins)).contains("Release pipelines are paused", journal.toString(), "No space left");
            assertThat(List.of(change(jenkins, true), change(jenkins, false))).contains(503);
            assertThat(run.isBuilding()).isTrue();

            Files.delete(journal.resolve("filler"));
            Jobs.ended(jenkins, run, Result.SUCCESS);
            Jobs.until("the end of the trouble", () -> !DiskTrouble.get().isActivated());
            assertThat(List.of(change(jenkins, true), change(jenkins, false))).containsOnly(200);
            assertThat(Files.readString(begun)).isEqualTo("begun\n");
        });
        sessions.then(jenkins -> {
            ReleasePipelineJob job = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
            assertThat(job.getBuildByNumber(1).record().orElseThrow().actions()).hasSize(2);
            assertThat(job.getBuildByNumber(1).getResult()).isEqualTo(Result.SUCCESS);
        });
    }

    private static String manage(JenkinsRule jenkins) throws Exception {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .goTo("manage/")
                .asNormalizedText();
    }

    private static int change(JenkinsRule jenkins, boolean enabled) throws Exception {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().withJavaScriptEnabled(false).withThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), "job/shop/stages/transition"), HttpMethod.POST);
        client.addCrumb(request);
        List<NameValuePair> fields = new ArrayList<>(request.getRequestParameters());
        fields.add(new NameValuePair("stageName", "Build"));
        fields.add(new NameValuePair("enabled", String.valueOf(enabled)));
        fields.add(new NameValuePair("reason", "Nobody is here"));
        request.setRequestParameters(fields);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private void fill() throws IOException {
        byte[] block = "x".repeat(512).getBytes(StandardCharsets.UTF_8);
        try (OutputStream filler = Files.newOutputStream(journal.resolve("filler"))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean ends(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
