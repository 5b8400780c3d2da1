package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.releasepipeline.jenkins.names.GlobalNames;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedBuildProject;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class FourStagesTest {
    private static final String DEFINITION =
            """
            pipeline:
              name: shop
              pipelineType: V2
              variables: [{name: REGION, defaultValue: north}]
              stages:
                - name: Source
                  actions:
                    - name: Checkout
                      actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                      configuration: {Url: '%s', Branch: main}
                      outputArtifacts: [{name: Code}]
                      namespace: Source
                - name: Build
                  actions:
                    - name: Make
                      actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: '1'}
                      configuration: {ProjectName: builds}
                      inputArtifacts: [{name: Code}]
                      outputArtifacts: [{name: Dist}]
                      namespace: Build
                - name: Check
                  actions:
                    - name: Look
                      actionTypeId: {category: Test, owner: AWS, provider: CodeBuild, version: '1'}
                      configuration:
                        ProjectName: tests
                        EnvironmentVariables: '[{"name":"BUILT","value":"#{Build.VERSION} of #{Source.BranchName}"}]'
                      inputArtifacts: [{name: Dist}]
                      outputArtifacts: [{name: Report}]
                - name: Release
                  actions:
                    - name: Ship
                      actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                      inputArtifacts: [{name: Report}]
                      environmentVariables: [{name: REGION, value: '#{variables.REGION}'}]
                      commands:
                        - 'echo "shipped $(cat report.txt) to $REGION"'
            """;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Before
    public void twoAgents() throws Exception {
        repository.commit(
                "buildspec.yml",
                """
                version: 0.2
                env:
                  exported-variables: [VERSION]
                phases:
                  build:
                    commands:
                      - export VERSION=1.7
                      - mkdir dist
                      - echo "made on $NODE_NAME" > dist/made.txt
                      - cp test.yml dist/buildspec.yml
                artifacts:
                  files: ['**/*']
                  base-directory: dist
                """,
                "Build");
        repository.commit(
                "test.yml",
                """
                version: 0.2
                phases:
                  build:
                    commands:
                      - echo "$BUILT, $(cat made.txt), looked at on $NODE_NAME" > report.txt
                artifacts:
                  files: [report.txt]
                """,
                "Test");
        jenkins.createSlave("one", "builder", null);
        jenkins.createSlave("two", "tester", null);
        MappedBuildProject builds = new MappedBuildProject("builds");
        builds.setLabel("builder");
        MappedBuildProject tests = new MappedBuildProject("tests");
        tests.setLabel("tester");
        GlobalConfiguration.all().getInstance(GlobalNames.class).setNames(List.of(builds, tests));
    }

    @Test
    public void artifacts_and_variables_go_from_stage_to_stage_over_two_labelled_agents() throws Exception {
        ReleasePipelineJob job = Jobs.job(jenkins, "shop", DEFINITION.formatted(repository.url()));

        ReleasePipelineRun run = Jobs.ended(
                jenkins,
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("REGION", "south")))
                        .get(),
                Result.SUCCESS);

        jenkins.assertLogContains("shipped 1.7 of main, made on one, looked at on two to south", run);
    }

    @Test
    public void new_item_makes_a_job_that_has_no_definition_yet_and_says_so() throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        WebRequest request = new WebRequest(client.createCrumbedUrl("createItem"), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("name", "shop"), new NameValuePair("mode", ReleasePipelineJob.class.getName())));

        HtmlPage form = client.getPage(request);

        assertThat(form.getUrl().getPath()).endsWith("/job/shop/configure");
        ReleasePipelineJob made = jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class);
        assertThat(made.getProblems()).isNotEmpty();
        assertThat(jenkins.createWebClient()
                        .withJavaScriptEnabled(false)
                        .getPage(made)
                        .asNormalizedText())
                .contains(made.getProblems().get(0));
        form.getFormByName("config").getTextAreaByName("_.definition").setText(DEFINITION.formatted(repository.url()));
        jenkins.submit(form.getFormByName("config"));
        Jobs.run(jenkins, jenkins.jenkins.getItemByFullName("shop", ReleasePipelineJob.class), Result.SUCCESS);
    }
}
