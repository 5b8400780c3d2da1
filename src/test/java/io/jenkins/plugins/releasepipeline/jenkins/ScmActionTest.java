package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Result;
import hudson.plugins.git.ApiTokenPropertyConfiguration;
import hudson.plugins.git.GitSCM;
import hudson.triggers.SCMTrigger;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.FlagRule;
import org.jvnet.hudson.test.JenkinsRule;

/** Source control of other plugins as sources: git as the Git plugin has it. */
public class ScmActionTest {
    private final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(
                    FlagRule.systemProperty("hudson.plugins.git.GitSCM.ALLOW_LOCAL_CHECKOUT", "true"))
            .around(new FlagRule<>(() -> GitSCM.ALLOW_LOCAL_CHECKOUT, to -> GitSCM.ALLOW_LOCAL_CHECKOUT = to, true))
            .around(jenkins);

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final GitRepositoryRule other = new GitRepositoryRule();

    @Test
    public void a_checkout_on_an_agent_gives_the_files_the_revision_and_its_message() throws Exception {
        jenkins.createSlave("worker", "linux", null);
        repository.commit("news.txt", "spring\n", "Tell the news\n\nAll of them");
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("Label: linux"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        jenkins.assertLogContains("Running on worker", run);
        jenkins.assertLogContains("spring of " + repository.head(), run);
        jenkins.assertLogContains("no .git", run);
        assertThat(run.record().orElseThrow().revisions())
                .extracting(ArtifactRevision::revisionId, ArtifactRevision::summary)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(repository.head(), "Tell the news"));
    }

    @Test
    public void polling_starts_an_execution_for_a_change_and_for_nothing_else() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("PollForSourceChanges: 'true'"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        SCMTrigger trigger = new SCMTrigger("");
        job.addTrigger(trigger);
        assertThat(poll(job)).contains("already built by 1");
        trigger.run();
        jenkins.waitUntilNoActivity();
        assertThat(job.getLastBuild().getNumber()).isEqualTo(1);

        repository.commit("news.txt", "summer\n", "Tell more");
        trigger.run();

        Jobs.until("run 2", () -> job.getBuildByNumber(2) != null);
        ReleasePipelineRun run = Jobs.ended(jenkins, job.getBuildByNumber(2), Result.SUCCESS);
        jenkins.assertLogContains("summer of " + repository.head(), run);
        assertThat(run.record().orElseThrow().origin().trigger().type().name()).isEqualTo("PollForSourceChanges");
        trigger.run();
        jenkins.waitUntilNoActivity();
        assertThat(job.getLastBuild().getNumber()).isEqualTo(2);
    }

    @Test
    public void a_hook_of_the_git_plugin_finds_the_job_and_the_commit_that_it_names_is_checked_out() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("PollForSourceChanges: 'true'"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        job.addTrigger(new SCMTrigger(""));
        repository.commit("news.txt", "summer\n", "Tell more");
        String named = repository.head();
        repository.commit("news.txt", "autumn\n", "Tell too much");
        String token =
                ApiTokenPropertyConfiguration.get().generateApiToken("test").getString("value");

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(jenkins.getURL() + "git/notifyCommit?token=" + token + "&sha1="
                                                + named + "&url="
                                                + URLEncoder.encode(repository.url(), StandardCharsets.UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).contains("shop");
        Jobs.until("run 2", () -> job.getBuildByNumber(2) != null);
        jenkins.assertLogContains("summer of " + named, Jobs.ended(jenkins, job.getBuildByNumber(2), Result.SUCCESS));
    }

    @Test
    public void a_start_with_a_revision_delivers_that_and_what_is_not_there_is_said() throws Exception {
        repository.commit("news.txt", "spring\n", "Tell the news");
        String old = repository.head();
        repository.commit("news.txt", "summer\n", "Tell more");
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("PollForSourceChanges: 'false'"));

        ReleasePipelineRun run = job.scheduleBuild2(
                        0, new StepStart("t", java.util.Map.of(), java.util.Map.of("Checkout", old)))
                .get();
        Jobs.ended(jenkins, run, Result.SUCCESS);
        jenkins.assertLogContains("spring of " + old, run);

        job.setDefinition(definition("branches: '[{\"name\": \"elsewhere\"}]'"));
        assertThat(JenkinsRule.getLog(Jobs.run(jenkins, job, Result.FAILURE)))
                .contains("Couldn't find any revision to build");
        job.setDefinition(definition("x: y"));
        assertThat(JenkinsRule.getLog(Jobs.run(jenkins, job, Result.FAILURE)))
                .contains("Source/Checkout: The source control 'scmGit' has no parameter 'x'; it has ");
        job.setDefinition(definition("x: y").replace("scmGit", "svn2"));
        assertThat(JenkinsRule.getLog(Jobs.run(jenkins, job, Result.FAILURE)))
                .contains("'SCM' is 'svn2'; it must be")
                .contains("scmGit");
    }

    @Test
    public void sources_at_the_same_time_each_deliver_the_revision_that_was_asked_for() throws Exception {
        repository.commit("news.txt", "spring\n", "Tell the news");
        String spring = repository.head();
        repository.commit("news.txt", "summer\n", "Tell more");
        String summer = repository.head();
        repository.commit("news.txt", "autumn\n", "Tell too much");
        other.commit("news.txt", "red\n", "Paint it");
        String red = other.head();
        other.commit("news.txt", "blue\n", "Paint it again");
        ReleasePipelineJob job = Jobs.job(
                jenkins,
                "shop",
                sources(Map.of(
                        "One", repository.url(), "Two", repository.url(), "Three", other.url(), "Four", other.url())));

        ReleasePipelineRun run = job.scheduleBuild2(
                        0, new StepStart("t", Map.of(), Map.of("One", spring, "Two", summer, "Three", red)))
                .get();

        Jobs.ended(jenkins, run, Result.SUCCESS);
        assertThat(run.record().orElseThrow().revisions())
                .extracting(ArtifactRevision::actionName, ArtifactRevision::revisionId)
                .containsExactlyInAnyOrder(
                        tuple("One", spring), tuple("Two", summer), tuple("Three", red), tuple("Four", other.head()));
        jenkins.assertLogContains("One spring", run);
        jenkins.assertLogContains("Two summer", run);
        jenkins.assertLogContains("Three red", run);
        jenkins.assertLogContains("Four blue", run);
        assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                .doesNotContain("RevisionParameterAction");
    }

    private static String sources(Map<String, String> urls) {
        StringBuilder text = new StringBuilder(
                """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                """);
        urls.forEach((name, url) -> text.append(
                """
                        - name: NAME
                          actionTypeId: {category: Source, owner: Custom, provider: SCM, version: '1'}
                          configuration:
                            SCM: scmGit
                            userRemoteConfigs: '[{"url": "URL"}]'
                            branches: '[{"name": "main"}]'
                          outputArtifacts: [{name: NAME}]
                """
                        .replace("NAME", name)
                        .replace("URL", url)));
        text.append("""
                    - name: Use
                      actions:
                """);
        urls.keySet()
                .forEach(name -> text.append(
                        """
                        - name: Look-NAME
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: NAME}]
                          commands: ['echo "NAME $(cat news.txt)"']
                """
                                .replace("NAME", name)));
        return text.toString();
    }

    @Test
    public void what_can_be_polled_in_a_workspace_alone_is_not_polled_and_the_log_says_so() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("branches: '[{\"name\": \"ma*\"}]'"));
        Jobs.run(jenkins, job, Result.SUCCESS);
        repository.commit("news.txt", "summer\n", "Tell more");

        assertThat(poll(job))
                .contains("Git with these options can be polled in its workspace alone", "It is not polled");
    }

    @Test
    public void a_password_in_an_address_is_a_problem_that_says_what_to_do() throws Exception {
        String address = "https://ada:hunter2@git.example.org/shop.git";
        ReleasePipelineJob job =
                Jobs.job(jenkins, "shop", definition("x: y").replace("x: y", "").replace(repository.url(), address));
        assertThat(job.getProblems())
                .singleElement()
                .asString()
                .startsWith("Source/Checkout: 'userRemoteConfigs' has a password in an address.")
                .contains("credentialsId")
                .doesNotContain("hunter2");

        job.setDefinition(Jobs.definition(address, "true"));

        assertThat(job.getProblems())
                .singleElement()
                .asString()
                .startsWith("Source/Checkout: 'Url' has a password in an address.");
        Jobs.run(jenkins, job, Result.FAILURE);
    }

    private String poll(ReleasePipelineJob job) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (StreamTaskListener listener = new StreamTaskListener(out, StandardCharsets.UTF_8)) {
            assertThat(job.poll(listener).hasChanges()).isFalse();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String definition(String more) {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          namespace: Code
                          actionTypeId: {category: Source, owner: Custom, provider: SCM, version: '1'}
                          configuration:
                            SCM: scmGit
                            userRemoteConfigs: '[{"url": "%s"}]'
                            %s
                          outputArtifacts: [{name: Files}]
                    - name: Use
                      actions:
                        - name: Look
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          environmentVariables: [{name: COMMIT, value: '#{Code.CommitId}'}]
                          inputArtifacts: [{name: Files}]
                          commands: ['test ! -f news.txt || echo "$(cat news.txt) of $COMMIT"', 'test -d .git || echo no .git']
                """
                .formatted(
                        repository.url(),
                        more.contains("branches") ? more : "branches: '[{\"name\": \"main\"}]'\n            " + more);
    }
}
