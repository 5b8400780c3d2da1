package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.browser.Browser;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import java.net.URI;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, in front of a real server with real pipelines. */
public class PageTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private SampleShop shop;
    private ServedHome home;
    private Browser browser;

    @Before
    public void open() throws Exception {
        browser = Browser.open();
        shop = new SampleShop(folder.newFolder("work").toPath());
        home = ServedHome.open(folder.newFolder("home").toPath())
                .define(shop.definition())
                .serve();
        browser.go(home.server().signInUrl());
        browser.find("rp-stage", "Source");
    }

    @After
    public void close() throws Exception {
        if (shop != null) {
            shop.open("all");
        }
        if (browser != null) {
            assertThat(browser.log().stream().filter(line -> line.contains("Content Security Policy")))
                    .isEmpty();
            browser.close();
        }
        if (home != null) {
            home.close();
        }
    }

    @Test
    public void a_change_is_released_watched_approved_and_seen_in_production() throws Exception {
        browser.find(".rp-answer", "Nothing yet");
        browser.click("button", "Release change");
        browser.type("input[name='variable:Region']", "south");
        browser.click("dialog .rp-primary", "Release");

        browser.find(".rp-stage[aria-label*='BuildAndTest: Running']", "Compile");
        browser.find(".rp-way", "in BuildAndTest");
        browser.click(".rp-name", "Compile");
        browser.find(".rp-log-lines", "compiling 12 files");
        assertThat(browser.driver().findElements(By.cssSelector(".rp-log-lines .rp-a32")))
                .as("what was printed in green")
                .isNotEmpty();
        shop.open("compile");
        browser.find(".rp-log-lines", "passed compile");
        browser.press(Keys.ESCAPE);

        shop.open("unit", "browser", "package", "staging", "smoke", "production");
        browser.find(".rp-needs", "Review “GoLive”");
        browser.click(".rp-action .rp-button", "Review");
        assertThat(browser.find("dialog").getText()).contains("Goes live: Sell things, tax included");
        browser.type("dialog textarea", "Looks good");
        browser.click("dialog .rp-primary", "Approve");

        browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "Deploy");
        browser.find(".rp-answer", "Sell things, tax included");
        browser.click("td .rp-chip", "#1");
        browser.find(".rp-execution-head", "Succeeded");
        browser.find(".rp-facts", "south");
        browser.find(".rp-gantt", "BrowserTests");
    }

    @Test
    public void a_transition_is_closed_for_a_reason_that_another_browser_sees_and_opened_again() throws Exception {
        try (Browser other = Browser.open()) {
            other.go(home.url());
            other.find("rp-stage", "Source");
            browser.click("[aria-label='Transition from BuildAndTest to Staging']", "");
            browser.type("dialog input[name=reason]", "Load test until 15.00");
            browser.click("dialog .rp-primary", "Close the transition");

            browser.find(".rp-closed", "Load test until 15.00");
            other.find(".rp-closed", "Load test until 15.00");
            assertThat(other.find(".rp-note").getText()).contains("You can look, not act");
            other.find("[role=img][aria-label='Transition from BuildAndTest to Staging: Closed']");
            other.awaitGone("button.rp-switch, .rp-actions");

            shop.open("all");
            home.start("shop");
            other.find(".rp-closed .rp-chip", "#1");
            browser.click("[aria-label='Transition from BuildAndTest to Staging']", "");
            browser.awaitGone(".rp-closed");
            browser.find(".rp-needs", "GoLive");
            other.find(".rp-needs", "GoLive");
        }
    }

    @Test
    public void a_failed_action_says_why_and_is_retried() throws Exception {
        shop.open("compile", "browser", "package").fail("unit");
        home.start("shop");
        browser.find(".rp-stage[aria-label='Stage BuildAndTest: Failed']", "UnitTests");
        browser.find(".rp-need.rp-bad", "BuildAndTest failed");
        browser.click(".rp-name", "UnitTests");
        browser.find(".rp-log-lines", "cannot connect to the database");
        browser.type(".rp-log .rp-search", "database");
        browser.find(".rp-log-bar", "1 match");
        browser.press(Keys.ESCAPE, Keys.ESCAPE);
        browser.awaitGone("dialog");

        shop.open("unit");
        browser.click(".rp-stage-buttons button", "Retry");
        browser.click("dialog .rp-primary", "Retry");
        browser.find(".rp-stage[aria-label='Stage BuildAndTest: Succeeded']", "UnitTests");
        browser.click("td .rp-chip", "#1");
        browser.find("td", "attempt 2");
    }

    @Test
    public void what_the_server_refuses_is_said_in_its_words() throws Exception {
        browser.click("button", "Release change");
        browser.type("input[name='revision:shop.git']", "no such branch!");
        browser.click("dialog .rp-primary", "Release");
        shop.open("all");
        browser.find(".rp-stage[aria-label='Stage Source: Failed'] .rp-error", "no such branch");
    }

    @Test
    public void an_execution_is_stopped_with_a_reason() throws Exception {
        home.start("shop");
        browser.click(".rp-stage-buttons button", "Stop");
        browser.click("dialog label", "Abandon running actions");
        browser.type("dialog input[name=reason]", "Wrong region");
        browser.click("dialog .rp-danger", "Stop it");
        browser.find(".rp-executions", "Stopped");
        browser.click("td .rp-chip", "#1");
        browser.find(".rp-why", "Wrong region");
    }

    @Test
    public void an_open_page_outlives_a_restart_of_the_server() throws Exception {
        home.start("shop");
        browser.find(".rp-stage[aria-label*='BuildAndTest: Running']", "Compile");
        int port = URI.create(home.url()).getPort();
        home.server().close();
        browser.find(".rp-lost", "The connection is lost");
        home.serve(port);
        browser.awaitGone(".rp-lost");
        shop.open("all");
        browser.find(".rp-needs", "GoLive");
        browser.click(".rp-action .rp-button", "Review");
        browser.click("dialog .rp-danger", "Reject");
        browser.find(".rp-stage[aria-label='Stage Production: Failed']", "GoLive");
    }

    @Test
    public void everything_is_done_with_the_keyboard_alone() throws Exception {
        shop.open("all");
        browser.tabTo("Release change");
        browser.press(Keys.ENTER);
        browser.find("dialog", "Variables");
        browser.press(Keys.ENTER);
        browser.awaitGone("dialog");
        browser.find(".rp-needs", "GoLive");
        browser.tabTo("Transition from Source to BuildAndTest");
        browser.press(Keys.SPACE);
        browser.find("dialog input[name=reason]");
        browser.press("Freeze", Keys.ENTER);
        browser.find(".rp-closed", "Freeze");
        assertThat(browser.script("return document.activeElement.getAttribute('aria-label')"))
                .as("the focus is back where it was")
                .isEqualTo("Transition from Source to BuildAndTest");
        browser.tabTo("Review");
        browser.press(Keys.ENTER);
        browser.find("dialog textarea");
        browser.press("fine", Keys.TAB, Keys.TAB, Keys.TAB);
        assertThat(browser.script("return document.activeElement.textContent.trim()"))
                .isEqualTo("Approve");
        browser.press(Keys.ENTER);
        browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "Deploy");

        browser.tabTo("Details of Compile");
        browser.press(Keys.ENTER);
        browser.find("dialog .rp-line", "12 files");
        browser.tabTo("Search the log");
        browser.press("12 files");
        browser.find(".rp-log-bar", "match 2 of 2");
        browser.press(Keys.ESCAPE, Keys.ESCAPE);
        browser.awaitGone("dialog");

        browser.tabTo("Executions");
        browser.press(Keys.ENTER);
        browser.find(".rp-executions", "Succeeded");
        browser.tabTo("#1");
        browser.press(Keys.ENTER);
        browser.find("rp-execution-page", "Attempts");

        browser.tabTo("Definition");
        browser.press(Keys.ENTER);
        browser.find("[data-action='3.0']", "GoLive");
        browser.tabTo("Move action GoLive");
        browser.press(Keys.ARROW_DOWN);
        browser.find("[data-action='3.1']", "GoLive");
        browser.press(Keys.ARROW_UP);
        browser.find("[data-action='3.0']", "GoLive");
    }

    @Test
    public void history_is_filtered_and_the_board_shows_every_pipeline() throws Exception {
        shop.open("all");
        home.start("shop");
        browser.find(".rp-needs", "GoLive");
        browser.click(".rp-tabs a", "Executions");
        browser.find(".rp-executions", "Waiting for approval");
        browser.script("const s = document.querySelector('.rp-filters select'); s.value = 'Failed';"
                + " s.dispatchEvent(new Event('change'))");
        browser.find("main", "No execution matches");
        browser.click(".rp-home", "All pipelines");
        browser.find(".rp-board-row", "1 needs you");
        browser.find(".rp-board-row .rp-cell", "Waiting for approval");
        browser.click(".rp-board-row h2 a", "shop");
        browser.find("rp-stage", "Production");
    }

    @Test
    public void a_stage_is_taken_back_to_what_was_there_before() throws Exception {
        shop.open("all");
        home.start("shop");
        approve();
        browser.find(".rp-answer", "Sell things, tax included");
        shop.commit("Break the basket");
        home.start("shop");
        approve();
        browser.find(".rp-answer", "Break the basket");

        browser.click("[aria-label='Roll back Production']", "");
        assertThat(browser.find("dialog").getText()).contains("#1", "Break the basket");
        browser.find("dialog", "1 commit leaves");
        browser.click("dialog .rp-danger", "Roll back");
        approve();
        browser.find(".rp-answer", "Sell things, tax included");
        browser.find(".rp-executions", "rollback by");
    }

    @Test
    public void a_condition_that_does_not_pass_is_shown_and_overridden() throws Exception {
        home.define(
                """
                name: guarded
                pipelineType: V2
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "REPOSITORY", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Production
                    beforeEntry:
                      conditions:
                        - result: FAIL
                          rules:
                            - name: NoIncident
                              ruleTypeId: {category: Rule, owner: AWS, provider: Commands, version: "1"}
                              commands: ["echo an incident is open; exit 1"]
                              inputArtifacts: [{name: Code}]
                    actions:
                      - name: GoLive
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """
                        .replace("REPOSITORY", shop.repository().toString()));
        home.start("guarded");
        browser.goHash("#/pipelines/guarded");
        browser.find(".rp-condition", "NoIncident");
        browser.click(".rp-condition button", "Override");
        browser.type("dialog input[name=reason]", "The incident is elsewhere");
        browser.click("dialog .rp-danger", "Override");
        browser.find(".rp-needs", "GoLive");
        browser.click("td .rp-chip", "#1");
        browser.find(".rp-conditions", "NoIncident");
        browser.find(".rp-conditions", "overridden by " + Visitor.PAGE.name());
    }

    @Test
    public void a_definition_is_edited_as_cards_and_as_text_and_saved() throws Exception {
        browser.click(".rp-tabs a", "Definition");
        browser.click(".rp-edit-action .rp-name", "SmokeTest");
        browser.find("dialog textarea[name=commands]").clear();
        browser.type("dialog textarea[name=commands]", "echo all is well");
        browser.click("dialog .rp-primary", "Apply");
        awaitSource("echo all is well");
        browser.find(".rp-editor-bar", "Changed, not saved");

        browser.script("document.querySelector('[data-action=\"3.0\"] .rp-edit-handle').focus()");
        browser.press(Keys.ARROW_DOWN);
        browser.find("[data-action='3.1']", "GoLive");
        browser.click(".rp-editor-bar button", "Undo");
        browser.find("[data-action='3.0']", "GoLive");

        typeSource(".replace('name: GoLive', 'name: Go live')");
        browser.find(".rp-problems", "it may have only letters");
        assertThat(browser.find(".rp-editor-bar .rp-primary").isEnabled()).isFalse();
        typeSource(".replace('name: Go live', 'name: Release')");
        browser.find("[data-action='3.0']", "Release");

        browser.click(".rp-editor-bar .rp-primary", "Review and save");
        assertThat(browser.find("dialog").getText()).contains("echo all is well", "Release");
        browser.click("dialog .rp-primary", "Save");
        browser.find(".rp-editor-bar", "As saved");
        assertThat(home.pipeline("shop").state().version()).isEqualTo(2);
        browser.click(".rp-tabs a", "Pipeline");
        browser.find("rp-stage", "Release");
    }

    @Test
    public void names_are_completed_and_what_is_wrong_stands_at_its_field() throws Exception {
        browser.click(".rp-tabs a", "Definition");
        browser.click(".rp-edit-action .rp-name", "SmokeTest");
        browser.script("document.querySelector('dialog input[name=inputs]').value = ''");
        browser.type("dialog input[name=inputs]", "Code, Sh");
        browser.find("dialog");
        assertThat(offered("rp-artifacts")).containsExactly("Code, Shop");
        browser.type("dialog input[name=inputs]", "op");
        browser.script("const area = document.querySelector('dialog textarea[name=commands]');"
                + " area.value = 'echo '; area.setSelectionRange(5, 5);"
                + " const names = area.closest('.rp-field').querySelector('.rp-insert');"
                + " names.value = '#{Source.CommitId}'; names.dispatchEvent(new Event('change'))");
        browser.type("dialog input[name=namespace]", "no good");
        browser.click("dialog .rp-primary", "Apply");
        browser.find(".rp-problems", "'namespace' is 'no good'");
        assertThat((String) browser.script("return document.querySelector('.rp-source').value"))
                .contains("echo #{Source.CommitId}");

        browser.click(".rp-edit-action .rp-name", "SmokeTest");
        WebElement field = browser.find("dialog .rp-field:has(input[name=namespace]) .rp-error");
        assertThat(field.getText()).contains("'namespace' is 'no good'");
        assertThat(browser.driver().findElements(By.cssSelector("dialog .rp-error")))
                .extracting(WebElement::getText)
                .as("said once")
                .containsExactly(field.getText());

        browser.click("dialog button", "Cancel");
        browser.click(".rp-edit-action .rp-name", "GoLive");
        browser.script("document.querySelector('dialog input[name=\"configuration:CustomData\"]').value = ''");
        browser.type("dialog input[name='configuration:CustomData']", "Look at #{Source.Author");
        assertThat(offered("rp-references"))
                .contains("Look at #{Source.AuthorName}")
                .allMatch(each -> each.startsWith("Look at #{Source.Author"));
    }

    @SuppressWarnings("unchecked")
    private List<String> offered(String list) {
        return (List<String>) browser.script(
                "return [...document.querySelectorAll('#" + list + " option')].map((each) => each.value)");
    }

    @Test
    public void a_long_log_opens_at_its_end_is_searched_as_a_whole_and_linked_by_its_lines() throws Exception {
        home.define(
                """
                name: long
                pipelineType: V2
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "REPOSITORY", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Build
                    actions:
                      - name: Compile
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        commands: ['awk "BEGIN{for(i=1;i<=60000;i++)print \\"step \\" i \\" of the build\\"}"']
                        inputArtifacts: [{name: Code}]
                """
                        .replace("REPOSITORY", shop.repository().toString()));
        String execution = home.start("long");
        browser.goHash("#/pipelines/long");
        browser.find(".rp-stage[aria-label='Stage Build: Succeeded']", "Compile");
        browser.click(".rp-name", "Compile");
        browser.find(".rp-line", "step 60000 of the build");
        assertThat(browser.driver().findElements(By.cssSelector(".rp-line")).size())
                .isLessThan(20_000);

        browser.type(".rp-log .rp-search", "step 123 of");
        browser.find(".rp-log-bar", "1 match");
        String line =
                browser.find(".rp-line.rp-current", "step 123 of the build").getAttribute("data-line");
        browser.click(".rp-line.rp-current .rp-n", "");
        browser.find(".rp-line.rp-linked", "step 123 of the build");
        String link = browser.driver().getCurrentUrl();
        assertThat(link).contains("/executions/" + execution + "/log/").endsWith("/" + line);

        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");
        assertThat(browser.driver().getCurrentUrl()).endsWith("#/pipelines/long");
        try (Browser other = Browser.open()) {
            other.go(home.server().signInUrl());
            other.find("rp-app", "Pipelines");
            other.go(link);
            other.find(".rp-line.rp-linked", "step 123 of the build");
            other.click(".rp-log-more button", "Show what follows");
            other.click(".rp-log-more button", "To the end");
            other.find(".rp-line", "step 60000 of the build");
        }
    }

    @Test
    public void an_approval_is_given_taken_back_and_given_ahead() throws Exception {
        home.define(SampleShop.small("careful", shop.repository())
                .replace("- name: GoLive", "- name: GoLive\n        configuration: {RequiredApprovals: \"2\"}"));
        browser.goHash("#/pipelines/careful");
        browser.click(".rp-action button", "Approve ahead");
        browser.click("dialog .rp-primary", "Approve ahead");
        browser.find(".rp-action", "Approved ahead by " + Visitor.PAGE.name());
        browser.click(".rp-action button", "Take back");
        browser.click("dialog .rp-danger", "Take it back");
        browser.find(".rp-action button", "Approve ahead");

        home.start("careful");
        approve();
        browser.find(".rp-given", "1 of 2 approved");
        browser.click(".rp-action button", "Take back");
        browser.click("dialog .rp-danger", "Take it back");
        browser.find(".rp-given", "0 of 2 approved");
    }

    @Test
    public void executions_that_pass_by_each_other_are_a_row_each() throws Exception {
        home.define(SampleShop.parallel("previews", shop.repository()));
        home.start("previews");
        home.start("previews");
        browser.goHash("#/pipelines/previews");
        browser.find(".rp-need", "#2");
        browser.click(".rp-need", "#1");
        browser.click("dialog .rp-primary", "Approve");
        browser.find(".rp-recent .rp-grid", "#1");
        assertThat(browser.find(".rp-under-way").getText()).contains("1 execution under way", "#2");
        browser.click(".rp-tabs a", "Changes");
        browser.find(".rp-changes", "Last succeeded there");
    }

    @Test
    public void history_is_searched_for_what_somebody_remembers() throws Exception {
        shop.open("all");
        String first = home.start("shop");
        Deadline.await(
                () -> home.pipeline("shop").state().liveExecutions().stream()
                        .anyMatch(each -> each.position().equals("Production")),
                () -> "never came");
        shop.commit("Paint the basket red");
        home.start("shop");
        browser.goHash("#/pipelines/shop/executions");
        browser.find(".rp-executions", "Paint the basket red");
        browser.type(".rp-filters input", "tax ada");
        browser.find(".rp-executions", "Sell things, tax included");
        Deadline.await(
                () -> !browser.find(".rp-executions").getText().contains("Paint"),
                () -> browser.find(".rp-executions").getText());
        browser.click(".rp-executions .rp-chip", "#1");
        browser.find(".rp-graph", "BrowserTests");
        assertThat(browser.driver().getCurrentUrl()).endsWith(first);
    }

    @Test
    public void variables_triggers_and_conditions_are_edited_in_forms() throws Exception {
        browser.goHash("#/pipelines/shop/definition");
        browser.click(".rp-pipeline-forms button", "Settings and 1 variable");
        choose("dialog select", "V2");
        browser.click("dialog button", "Add a variable");
        browser.type("dialog fieldset:nth-of-type(2) input", "Colour");
        browser.click("dialog .rp-primary", "Apply");
        awaitSource("Colour");

        browser.click(".rp-pipeline-forms button", "0 triggers");
        browser.click("dialog button", "Add a schedule");
        browser.click("dialog .rp-primary", "Apply");
        awaitSource("Schedule");

        browser.click("[aria-label='Conditions of Staging']", "");
        choose("dialog section:nth-of-type(1) select", "HOLD");
        browser.click("dialog button", "Add a rule");
        browser.type("dialog fieldset .rp-form-grid label:nth-of-type(3) input", "* * 9-16 ? * MON-THU");
        browser.click("dialog .rp-primary", "Apply");
        awaitSource("MON-THU");
        browser.find(".rp-condition-words", "Before entry: hold");

        browser.click(".rp-editor-bar .rp-primary", "Review and save");
        browser.click("dialog .rp-primary", "Save");
        browser.find(".rp-editor-bar", "As saved");
        PipelineDeclaration saved = home.pipeline("shop").state().definition();
        assertThat(saved.variables()).extracting(VariableDeclaration::name).containsExactly("Region", "Colour");
        assertThat(saved.triggers()).hasSize(1);
        assertThat(saved.stage("Staging").orElseThrow().beforeEntry().conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.result()).isEqualTo("HOLD"));
    }

    private void choose(String select, String value) {
        browser.find(select);
        browser.script("const s = document.querySelector(\"" + select + "\"); s.value = '" + value
                + "'; s.dispatchEvent(new Event('change'))");
    }

    private void awaitSource(String text) {
        Deadline.await(
                () -> ((String) browser.script("return document.querySelector('.rp-source').value")).contains(text),
                () -> "the text never had " + text);
    }

    private void typeSource(String change) {
        browser.script("const e = document.querySelector('.rp-source'); e.value = e.value" + change
                + "; e.dispatchEvent(new Event('input'))");
    }

    private void approve() {
        browser.click(".rp-action .rp-button", "Review");
        browser.click("dialog .rp-primary", "Approve");
        browser.awaitGone("dialog");
    }
}
