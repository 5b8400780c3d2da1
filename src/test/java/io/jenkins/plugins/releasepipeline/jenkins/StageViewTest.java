package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.View;
import hudson.util.PluginServletFilter;
import io.jenkins.plugins.releasepipeline.browser.Browser;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The stage view in Jenkins, in a real Chromium, under a Content-Security-Policy that allows no inline script. */
public class StageViewTest {
    private static final String POLICY = "base-uri 'none'; default-src 'self'; form-action 'self';"
            + " frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; script-src 'self';"
            + " style-src 'self' 'unsafe-inline'";

    /** What the plugin Dark Theme sets. */
    private static final String DARK =
            """
            document.documentElement.dataset.theme = 'dark';
            const style = document.createElement('style');
            style.textContent = `[data-theme=dark] {
              color-scheme: dark;
              --background: oklch(from var(--white) 0.175 0.013 h);
              --accent-color: oklch(65.13% 0.1987 265);
              --text-color: var(--white);
              --text-color-secondary: oklch(from var(--white) 0.7 0.038 h);
              --card-background: color-mix(in oklch, var(--text-color-secondary) 7.5%, var(--background));
              --input-color: color-mix(in oklch, var(--text-color-secondary) 5%, var(--background));
              --tabs-item-background--selected: oklch(from var(--text-color-secondary) l c h / 0.175);
            }`;
            document.head.append(style);
            """;

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Browser browser;

    @BeforeClass
    public static void letPeopleInAndScriptsOut() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice")
                .grant(Jenkins.READ, Item.READ, View.READ)
                .everywhere()
                .to("bob"));
        PluginServletFilter.addFilter(new Policy());
    }

    /** What the plugin Content Security Policy sends when it enforces. */
    private static final class Policy implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
            chain.doFilter(request, response);
        }
    }

    @Before
    public void open() throws Exception {
        browser = Browser.open();
    }

    @After
    public void close() {
        if (browser != null) {
            assertThat(browser.log().stream().filter(line -> line.contains("Content Security Policy")))
                    .isEmpty();
            browser.close();
        }
    }

    @Test
    public void a_change_is_released_watched_approved_and_seen_in_production_by_clicking() throws Exception {
        ReleasePipelineJob job = Jobs.job(JENKINS, "shop", definition());
        signIn("alice");
        browser.go(JENKINS.getURL() + job.getUrl());
        browser.find(".rp-stage[aria-label='Stage Production: Not entered yet'], .rp-stage", "Production");
        assertThat((String) browser.script("return document.querySelector('.rp-answer').innerText"))
                .contains("Nothing yet");

        browser.click("button", "Release change");
        browser.type("dialog input[name='variable:Region']", "south");
        browser.click("dialog .rp-primary", "Release");
        browser.find(".rp-stage[aria-label*='Build: Running']", "Compile");
        browser.click(".rp-name", "Compile");
        browser.find(".rp-log-lines", "compiling for south");
        Files.createFile(allowed("compile"));
        browser.find(".rp-log-lines", "compiled");
        browser.press(Keys.ESCAPE);

        browser.find(".rp-needs", "Review “GoLive”");
        browser.click(".rp-action .rp-button", "Review");
        assertThat(browser.find("dialog").getText()).contains("Is it good?");
        browser.type("dialog textarea", "Looks good");
        browser.click("dialog .rp-primary", "Approve");
        browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "Deploy");
        Jobs.ended(JENKINS, job.getLastBuild(), Result.SUCCESS);
        JENKINS.assertLogContains("GoLive approved by alice", job.getLastBuild());

        browser.click("td .rp-chip", "#1");
        browser.find(".rp-execution-head", "Succeeded");
        browser.find(".rp-facts", "south");
        browser.click(".rp-execution-head a", "Run #1");
        browser.find(".rp-gantt", "Compile");
        assertThat(browser.driver().getCurrentUrl()).endsWith("/job/shop/1/");
    }

    @Test
    public void a_failed_stage_is_retried_a_transition_closed_and_opened_and_a_stage_rolled_back() throws Exception {
        Files.createFile(allowed("compile"));
        Path broken = Files.createFile(folder.getRoot().toPath().resolve("broken"));
        ReleasePipelineJob job =
                Jobs.job(JENKINS, "store", definition().replace("true #", "test ! -f " + broken + " #"));
        Jobs.run(JENKINS, job, Result.FAILURE);
        signIn("alice");
        browser.go(JENKINS.getURL() + job.getUrl());

        browser.find(".rp-needs", "Build failed");
        Files.delete(broken);
        browser.click(".rp-stage-buttons button", "Retry");
        browser.click("dialog .rp-primary", "Retry");
        browser.find(".rp-needs", "Review “GoLive”");
        browser.click(".rp-need", "Review");
        browser.click("dialog .rp-primary", "Approve");
        browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "#1");

        String gate = "[aria-label='Transition from Build to Production']";
        browser.click(gate, "");
        browser.type("dialog input[name=reason]", "Freeze until Monday");
        browser.click("dialog .rp-primary", "Close the transition");
        browser.find(".rp-closed", "Freeze until Monday");
        assertThat(browser.find(".rp-closed a[href*='/user/alice']").getText()).isEqualTo("alice");
        repository.commit("price", "2", "Sell for two");
        browser.click("button", "Release change");
        browser.click("dialog .rp-primary", "Release");
        browser.find(".rp-closed .rp-chip", "#2");
        browser.click(gate, "");
        browser.awaitGone(".rp-closed");
        browser.click(".rp-need", "Review");
        browser.click("dialog .rp-primary", "Approve");
        browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "#2");

        browser.click("[aria-label='Roll back Production']", "");
        browser.click("dialog .rp-danger", "Roll back");
        browser.find(".rp-stage[aria-label*='Stage Production']", "#3");
        browser.click(".rp-need", "Review");
        browser.click("dialog .rp-primary", "Approve");
        browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "#3");
        ReleasePipelineRun rollback = Jobs.ended(JENKINS, job.getBuildByNumber(3), Result.SUCCESS);
        assertThat(rollback.getCauses()).hasOnlyElementsOfTypes(Cause.class, RollbackCause.class);
    }

    @Test
    public void who_may_only_read_sees_everything_and_is_offered_nothing() throws Exception {
        Files.createFile(allowed("compile"));
        ReleasePipelineJob job = Jobs.job(JENKINS, "read", definition());
        job.scheduleBuild2(0).get();
        signIn("bob");
        browser.go(JENKINS.getURL() + job.getUrl());

        browser.find(".rp-needs", "Others have to review “GoLive”");
        browser.find("[role=img][aria-label='Transition from Build to Production: Open']");

        assertThat(browser.driver()
                        .findElements(By.cssSelector("button.rp-switch, button.rp-need, .rp-actions,"
                                + " .rp-stage-buttons, .rp-icon, .rp-row .rp-primary")))
                .isEmpty();
        assertThat(browser.find(".rp-tabs").getText()).doesNotContain("Definition");
    }

    @Test
    public void every_page_is_accessible_in_both_themes_and_fits_every_width() throws Exception {
        Files.createFile(allowed("compile"));
        ReleasePipelineJob job = Jobs.job(JENKINS, "look", definition());
        JENKINS.jenkins.addView(new ReleasePipelineBoard("releases"));
        repository.commit("price", "1", "Sell for one");
        ReleasePipelineRun first = job.scheduleBuild2(0).get();
        approve(job);
        Jobs.ended(JENKINS, first, Result.SUCCESS);
        repository.commit("price", "2", "Sell for two, <b>tax</b> included");
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(job.getUrl(), ".rp-needs .rp-need");
        pages.put(job.getUrl() + "#/executions", ".rp-executions .rp-chip");
        pages.put(job.getUrl() + "#/definition", ".rp-edit-stage");
        pages.put(run.getUrl(), ".rp-gantt");
        pages.put("view/releases/", ".rp-board-row");
        signIn("alice");
        Path pictures = Path.of("target", "screenshots");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            String name = page.getKey().replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
            for (boolean dark : List.of(false, true)) {
                browser.go("about:blank");
                browser.size(1440, 930);
                browser.go(JENKINS.getURL() + page.getKey());
                browser.find(page.getValue());
                if (dark) {
                    browser.script(DARK);
                }
                assertThat(browser.accessibilityViolations("rp-app"))
                        .as(page.getKey() + (dark ? " dark" : " light"))
                        .isEmpty();
                for (int width : List.of(1440, 1024, 390)) {
                    browser.screenshot(pictures.resolve(name + (dark ? "-dark-" : "-light-") + width + ".png"), width);
                    assertThat(((Number) browser.script("return document.documentElement.scrollWidth")).intValue())
                            .as("the width of " + page.getKey() + " at " + width)
                            .isLessThanOrEqualTo(width);
                }
            }
        }
    }

    private static void approve(ReleasePipelineJob job) throws Exception {
        AtomicReference<ActionExecution> question = new AtomicReference<>();
        Jobs.until("the question", () -> {
            JenkinsHost.get().pipeline(job.getPipelineId()).stream()
                    .flatMap(pipeline -> pipeline.state().executions().values().stream())
                    .flatMap(execution -> execution.stages().values().stream())
                    .flatMap(stage -> stage.actions().values().stream())
                    .filter(action -> action.isInProgress() && action.policy().isPresent())
                    .forEach(question::set);
            return question.get() != null;
        });
        JenkinsHost.get()
                .submit(
                        job.getPipelineId(),
                        new Command.PutApproval(
                                "Production",
                                question.get().actionName(),
                                question.get().actionExecutionId(),
                                ApprovalStatus.Approved,
                                "",
                                "alice"));
    }

    private Path allowed(String step) {
        return new File(folder.getRoot(), step).toPath();
    }

    /** Compiles as soon as it is {@linkplain #allowed}, asks, and deploys. */
    private String definition() {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  variables: [{name: Region, defaultValue: north}]
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Code}]
                    - name: Build
                      actions:
                        - name: Compile
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: Code}]
                          commands:
                            - 'echo compiling for #{variables.Region}'
                            - 'until test -f %s; do sleep 0.1; done'
                            - 'true # unless it is broken'
                            - 'echo compi''''led'
                    - name: Production
                      actions:
                        - name: GoLive
                          runOrder: 1
                          actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                          configuration: {CustomData: 'Is it good?'}
                        - name: Deploy
                          runOrder: 2
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: Code}]
                          commands: ['echo deployed']
                """
                .formatted(repository.url(), allowed("compile"));
    }

    private void signIn(String user) throws Exception {
        browser.go(JENKINS.getURL() + "login");
        browser.type("[name=j_username]", user);
        browser.type("[name=j_password]", user);
        browser.press(Keys.ENTER);
        browser.awaitGone("[name=j_password]");
    }
}
