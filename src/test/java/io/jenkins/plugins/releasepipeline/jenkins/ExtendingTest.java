package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.jenkins.example.Diary;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What another plugin contributes: the example of docs/extending.md at work. */
public class ExtendingTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void anActionOfAnotherPluginRunsItsRuleIsAskedAndItsListenerIsTold() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("good morning"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.SUCCESS);

        jenkins.assertLogContains("Announcing: good morning", run);
        Diary diary = ExtensionList.lookupSingleton(Diary.class);
        Jobs.until("the end of the diary", () -> diary.lines().contains("#1 Announce SUCCEEDED"));
        assertThat(diary.lines())
                .containsSubsequence(
                        "#1 Source STARTED", "#1 Source SUCCEEDED", "#1 Announce STARTED", "#1 Announce SUCCEEDED");
    }

    @Test
    public void aRuleOfAnotherPluginThatDoesNotPassFailsTheStage() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", definition("good morning!"));

        ReleasePipelineRun run = Jobs.run(jenkins, job, Result.FAILURE);

        assertThat(run.record().orElseThrow().statusSummary()).contains("'good morning!' shouts.");
        jenkins.assertLogNotContains("Announcing", run);
    }

    @Test
    public void whatItsSchemaDoesNotAllowIsSaidWhenTheDefinitionIsSavedAndTheEditorKnowsItsTypes() throws Exception {
        ReleasePipelineJob job =
                Jobs.job(jenkins, "shop", definition("good morning").replace("{Message:", "{Mesage:"));

        assertThat(job.read().problems())
                .extracting(Problem::code, Problem::pointer)
                .contains(
                        tuple("missing", "/pipeline/stages/1/actions/0/configuration"),
                        tuple("unknown-property", "/pipeline/stages/1/actions/0/configuration/Mesage"))
                .doesNotContain(tuple("unknown-action-type", "/pipeline/stages/1/actions/0/actionTypeId"));
        String types = jenkins.createWebClient()
                .goTo(job.getUrl() + "stages/action-types", "application/json")
                .getWebResponse()
                .getContentAsString();
        assertThat(types).contains("\"Announce\"", "What is announced", "\"Quiet\"");
    }

    private String definition(String text) {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Code}]
                    - name: Announce
                      beforeEntry:
                        conditions:
                          - result: FAIL
                            rules:
                              - name: Quiet
                                ruleTypeId: {category: Rule, owner: AWS, provider: Quiet, version: '1'}
                                configuration: {Text: '%s'}
                      actions:
                        - name: Tell
                          actionTypeId: {category: Invoke, owner: Custom, provider: Announce, version: '1'}
                          configuration: {Message: '%s'}
                """
                .formatted(repository.url(), text, text);
    }
}
