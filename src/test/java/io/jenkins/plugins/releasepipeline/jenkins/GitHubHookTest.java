package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.GitHubPushTrigger;
import hudson.model.Result;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.releasepipeline.action.source.GitServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The hook of the GitHub plugin, which finds jobs by their repositories. */
public class GitHubHookTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule work = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void a_push_that_the_GitHub_plugin_hears_of_starts_the_jobs_that_read_the_repository() throws Exception {
        Path owner = Files.createDirectories(folder.getRoot().toPath().resolve("acme"));
        Path bare = owner.resolve("shop.git");
        git("clone", "-q", "--bare", work.getRoot().toString(), bare.toString());
        try (GitServer server = new GitServer(folder.getRoot().toPath(), "", "")) {
            ReleasePipelineJob job =
                    Jobs.job(jenkins, "shop", Jobs.definition(server.url("acme/shop.git"), "cat greeting.txt"));
            ReleasePipelineJob other =
                    Jobs.job(jenkins, "other", Jobs.definition(server.url("acme/other.git"), "cat greeting.txt"));
            Jobs.run(jenkins, job, Result.SUCCESS);
            job.addTrigger(new GitHubPushTrigger());
            other.addTrigger(new GitHubPushTrigger());
            job.poll(StreamTaskListener.fromStdout());
            work.commit("greeting.txt", "pushed\n", "Push");
            git("-C", work.getRoot().toString(), "push", "-q", bare.toString(), "main");

            assertThat(hear(server.url("acme/shop"))).isEqualTo(200);

            Jobs.until("run 2", () -> job.getBuildByNumber(2) != null);
            ReleasePipelineRun run = Jobs.ended(jenkins, job.getBuildByNumber(2), Result.SUCCESS);
            assertThat(run.record().orElseThrow().origin().sourceRevisions()).containsEntry("Checkout", work.head());
            jenkins.assertLogContains("pushed", run);
            jenkins.waitUntilNoActivity();
            assertThat(job.getLastBuild().getNumber()).isEqualTo(2);
            assertThat(other.getLastBuild()).isNull();
        }
    }

    private int hear(String repository) throws Exception {
        String body =
                """
                {"ref": "refs/heads/main", "head": "%1$s", "before": "%2$s", "after": "%1$s",
                 "pusher": {"name": "ada", "email": "ada@example.org"}, "sender": {"login": "ada"},
                 "repository": {"name": "shop", "full_name": "acme/shop", "url": "%3$s", "html_url": "%3$s",
                   "owner": {"name": "acme", "login": "acme"}}}"""
                        .formatted(work.head(), "0".repeat(40), repository);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(jenkins.getURL() + "github-webhook/"))
                                .header("Content-Type", "application/json")
                                .header("X-GitHub-Event", "push")
                                .header("X-GitHub-Delivery", "1")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static void git(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
