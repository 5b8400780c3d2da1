package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.browser.Browser;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.openqa.selenium.Keys;

/**
 * Every page, with something of everything on it: whether axe-core finds fault, whether anything is wider than the window,
 * and pictures in {@code target/screenshots} for people to look at.
 */
public class PageLookTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final Path PICTURES = Path.of("target/screenshots");
    private static final int[] WIDTHS = {1440, 1024, 390};

    private static SampleShop shop;
    private static ServedHome home;
    private static Browser browser;
    private static String first;

    @BeforeClass
    public static void fill() throws Exception {
        browser = Browser.open();
        shop = new SampleShop(FOLDER.newFolder("work").toPath());
        home = ServedHome.open(FOLDER.newFolder("home").toPath())
                .define(shop.definition().replace("CustomData:", "RequiredApprovals: \"2\"\n          CustomData:"))
                .define(SampleShop.parallel("previews", shop.repository()));
        for (String other : List.of("docs", "config", "warehouse")) {
            home.define(SampleShop.small(other, shop.repository()));
        }
        home.serve();
        browser.go(home.server().signInUrl());

        shop.open("all");
        first = home.start("shop");
        await("shop", state -> live(state, "Production"));
        approve("ada");
        approve("bob");
        await("shop", state -> state.liveExecutions().isEmpty());
        home.start("previews", Map.of("Outcome", "false"));
        await("previews", state -> state.liveExecutions().isEmpty());
        home.start("docs");
        shop.close("all").open("compile", "browser", "package").fail("unit");
        shop.commit("Ask for the postcode first");
        home.start("shop");
        await("shop", state -> state.liveExecutions().isEmpty());
        shop.open("unit", "staging", "smoke");
        shop.commit("Guest checkout").commit("Vouchers in the basket").commit("Say when it arrives");
        home.start("shop");
        await("shop", state -> live(state, "Production"));
        approve("ada");
        command(new Command.SetTransition("Staging", false, "Load test until 15.00", "ops"));
        shop.commit("The basket keeps vouchers over a night and a day, and says so to whoever comes back for it");
        home.start("shop");
        await("shop", state -> state.stages().get("Staging").waiting().size() == 1);
        shop.close("unit", "browser").commit("Round prices per country");
        home.start("shop");
        await("shop", state -> working(state, "UnitTests") && working(state, "BrowserTests"));
        home.start("warehouse");
        await("warehouse", state -> live(state, "Production"));
        for (int i = 0; i < 3; i++) {
            home.start("previews");
        }
        await(
                "previews",
                state -> state.liveExecutions().size() == 3
                        && state.liveExecutions().stream()
                                .allMatch(each -> each.position().equals("Preview")));
    }

    @AfterClass
    public static void close() throws Exception {
        if (shop != null) {
            shop.open("all");
        }
        if (browser != null) {
            browser.close();
        }
        if (home != null) {
            home.close();
        }
    }

    @Before
    public void atTheStart() {
        browser.press(Keys.ESCAPE);
        browser.size(1440, 930);
        browser.dark(false);
    }

    @Test
    public void the_page_of_a_pipeline() throws Exception {
        browser.goHash("#/pipelines/shop");
        browser.find(".rp-need", "GoLive");
        browser.find(".rp-closed", "ops");
        browser.find(".rp-action", "What changes: 4 commits");
        look("pipeline");
    }

    @Test
    public void executions() throws Exception {
        browser.goHash("#/pipelines/shop/executions");
        browser.find(".rp-executions", "Say when");
        look("history");
        browser.goHash("#/pipelines/shop/executions/" + first);
        browser.find(".rp-gantt", "Production");
        look("execution");
        browser.goHash("#/pipelines/shop/executions/" + failed());
        browser.find(".rp-execution-head", "Failed");
        look("execution-failed");
    }

    @Test
    public void the_board() throws Exception {
        browser.goHash("#/pipelines");
        browser.find(".rp-board-row", "warehouse");
        look("board");
    }

    @Test
    public void executions_that_pass_by_each_other() throws Exception {
        browser.goHash("#/pipelines/previews");
        browser.find(".rp-grid", "Waiting for approval");
        look("parallel");
        browser.goHash("#/pipelines/previews/executions");
        browser.find(".rp-grid", "Failed");
        look("parallel-history");
    }

    @Test
    public void changes() throws Exception {
        browser.goHash("#/pipelines/shop/changes");
        browser.find(".rp-commits", "Vouchers in the basket");
        look("changes");
    }

    @Test
    public void letting_a_browser_in() throws Exception {
        browser.goHash("#/sign-in");
        browser.find("h1", "Let this browser in");
        look("sign-in");
    }

    @Test
    public void the_editor() throws Exception {
        browser.goHash("#/pipelines/shop/definition");
        browser.find("[data-action='3.0']", "GoLive");
        look("definition");
        browser.size(1440, 930);
        browser.click(".rp-edit-action .rp-name", "shop.git");
        browser.find("dialog", "Configuration");
        look("dialog-action");
        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");
        browser.size(1440, 930);
        browser.script("const e = document.querySelector('.rp-source'); e.value = e.value"
                + ".replace('Where it goes', 'Where the shop goes'); e.dispatchEvent(new Event('input'))");
        browser.click(".rp-editor-bar .rp-primary", "Review and save");
        browser.find("dialog", "Where the shop goes");
        look("dialog-save");
        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");
        browser.click(".rp-editor-bar button", "Undo");
    }

    @Test
    public void the_forms_of_the_editor() throws Exception {
        browser.goHash("#/pipelines/shop/definition");
        browser.click(".rp-pipeline-forms button", "Settings");
        browser.find("dialog", "Execution mode");
        look("dialog-settings");
        close(browser);
        browser.click(".rp-pipeline-forms button", "0 triggers");
        browser.click("dialog button", "Add pushes and pull requests");
        browser.click("dialog button", "Add a pull request filter");
        browser.click("dialog button", "Add a schedule");
        browser.find("dialog", "Cron expression");
        look("dialog-triggers");
        close(browser);
        browser.click("[aria-label='Conditions of Production']", "");
        choose("dialog section:nth-of-type(1) select", "HOLD");
        browser.click("dialog button", "Add a rule");
        choose("dialog section:nth-of-type(3) select", "RETRY");
        browser.find("dialog", "Cron");
        look("dialog-conditions");
        close(browser);
    }

    private static void close(Browser browser) {
        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");
        browser.size(1440, 930);
    }

    private static void choose(String select, String value) {
        browser.find(select);
        browser.script("const s = document.querySelector(\"" + select + "\"); s.value = '" + value
                + "'; s.dispatchEvent(new Event('change'))");
    }

    @Test
    public void dialogs() throws Exception {
        browser.goHash("#/pipelines/shop");
        Map<String, Runnable> dialogs = new LinkedHashMap<>();
        dialogs.put("release", () -> browser.click("button", "Release change"));
        dialogs.put("review", () -> browser.click(".rp-action .rp-button", "Review"));
        dialogs.put("stop", () -> browser.click(".rp-stage-buttons button", "Stop"));
        dialogs.put(
                "close-transition", () -> browser.click("[aria-label='Transition from Source to BuildAndTest']", ""));
        dialogs.put("roll-back", () -> {
            browser.click("[aria-label='Roll back Staging']", "");
            browser.find("dialog .rp-commits", "Guest checkout");
        });
        dialogs.put("log", () -> {
            browser.click(".rp-name", "Compile");
            browser.find(".rp-log-lines", "passed compile");
        });
        dialogs.put("approve-ahead", () -> {
            browser.goHash("#/pipelines/config");
            browser.click(".rp-action button", "Approve ahead");
        });
        for (Map.Entry<String, Runnable> each : dialogs.entrySet()) {
            browser.size(1440, 930);
            each.getValue().run();
            browser.find("dialog");
            look("dialog-" + each.getKey());
            browser.press(Keys.ESCAPE);
            browser.awaitGone("dialog");
        }
    }

    private static void look(String page) throws Exception {
        List<String> faults = new ArrayList<>();
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            String theme = dark ? "dark" : "light";
            for (int width : WIDTHS) {
                browser.screenshot(PICTURES.resolve(page + "-" + theme + "-" + width + ".png"), width);
                long needed = ((Number) browser.script("return document.documentElement.scrollWidth")).longValue();
                if (needed > width) {
                    faults.add(theme + " at " + width + ": needs " + needed + " pixels");
                }
                faults.addAll(needlessScrollbars().stream()
                        .map(each -> theme + " at " + width + ": scrolls by a few pixels: " + each)
                        .toList());
                if (width != 1024) {
                    browser.accessibilityViolations().forEach(each -> faults.add(theme + " at " + width + ": " + each));
                }
            }
        }
        assertThat(faults).as(page).isEmpty();
    }

    /** What would have a scrollbar for less than a line; with those that lie over the page nobody sees them. */
    @SuppressWarnings("unchecked")
    private static List<String> needlessScrollbars() {
        return (List<String>)
                browser.script(
                        """
                return [...document.querySelectorAll('*')].filter((each) => {
                  const style = getComputedStyle(each);
                  const scrolls = (overflow, more) => /auto|scroll/.test(overflow) && more > 0 && more < 8;
                  return scrolls(style.overflowY, each.scrollHeight - each.clientHeight)
                    || scrolls(style.overflowX, each.scrollWidth - each.clientWidth);
                }).map((each) => each.tagName + '.' + each.className);""");
    }

    private static String failed() throws Exception {
        return home
                .pipeline("shop")
                .history()
                .page(io.jenkins.plugins.releasepipeline.runtime.HistoryQuery.latest(10))
                .executions()
                .stream()
                .filter(each -> each.status() == io.jenkins.plugins.releasepipeline.engine.ExecutionStatus.Failed)
                .findFirst()
                .orElseThrow()
                .origin()
                .id();
    }

    private static boolean live(PipelineState state, String stage) {
        return state.liveExecutions().stream().anyMatch(each -> each.position().equals(stage) && !each.waiting());
    }

    private static boolean working(PipelineState state, String action) {
        return state.liveExecutions().stream()
                .flatMap(each -> each.stages().values().stream())
                .flatMap(stage -> stage.action(action).stream())
                .anyMatch(each -> each.status() == ActionStatus.InProgress);
    }

    private static void approve(String who) throws Exception {
        ExecutionState execution =
                home.pipeline("shop").state().liveExecutions().get(0);
        String token = execution
                .stage("Production")
                .flatMap(stage -> stage.action("GoLive"))
                .orElseThrow()
                .actionExecutionId();
        command(new Command.PutApproval(
                "Production", "GoLive", token, ApprovalStatus.Approved, "Seen on staging", who));
    }

    private static void command(Command command) throws Exception {
        home.pipeline("shop").submit(command).toCompletableFuture().get();
    }

    private static void await(String pipeline, Predicate<PipelineState> wanted) {
        Deadline.await(
                () -> wanted.test(home.pipeline(pipeline).state()),
                () -> "never came: " + home.pipeline(pipeline).state());
    }
}
