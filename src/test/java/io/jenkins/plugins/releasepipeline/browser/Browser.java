package io.jenkins.plugins.releasepipeline.browser;

import static org.junit.Assume.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, with a profile of its own. */
public final class Browser implements AutoCloseable {
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"), Path.of("/usr/bin/chromium-browser"));
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/local/bin/chromedriver"));

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Selenium has no bindings for protocol versions newer than itself; none are used. */
    private static final Logger DEVTOOLS = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Skips the test, and says so, where there is no Chromium. */
    public static Browser open() throws Exception {
        Path browser = installed(BROWSERS);
        Path chromedriver = installed(DRIVERS);
        boolean there = browser != null && chromedriver != null;
        if (!there) {
            System.err.println("SKIPPED: the page is not tested; install chromium and chromium-driver");
        }
        assumeTrue("chromium and chromedriver are installed", there);
        DEVTOOLS.setLevel(Level.SEVERE);
        Path profile = Files.createTempDirectory("release-pipeline-browser-");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .withLogOutput(java.io.OutputStream.nullOutputStream())
                .build();
        Browser opened = new Browser(new ChromeDriver(service, options), profile);
        opened.size(1440, 930);
        return opened;
    }

    private static Path installed(List<Path> candidates) {
        return candidates.stream().filter(Files::isExecutable).findFirst().orElse(null);
    }

    public WebDriver driver() {
        return driver;
    }

    public void go(String url) {
        driver.get(url);
    }

    /** Changes to another page of the application. */
    public void goHash(String hash) {
        script("location.hash = arguments[0]", hash);
    }

    public Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** The first visible element that matches and has that text within; waits for it. */
    public WebElement find(String css, String text) {
        WebElement[] found = new WebElement[1];
        await(
                () -> {
                    try {
                        found[0] = driver.findElements(By.cssSelector(css)).stream()
                                .filter(each ->
                                        each.isDisplayed() && each.getText().contains(text))
                                .findFirst()
                                .orElse(null);
                    } catch (StaleElementReferenceException e) {
                        found[0] = null;
                    }
                    return found[0] != null;
                },
                () -> "no " + css + " with '" + text + "' on the page:\n" + text() + "\n" + log());
        return found[0];
    }

    public WebElement find(String css) {
        return find(css, "");
    }

    public void click(String css, String text) {
        await(
                () -> {
                    try {
                        find(css, text).click();
                        return true;
                    } catch (StaleElementReferenceException | org.openqa.selenium.ElementNotInteractableException e) {
                        return false;
                    }
                },
                () -> css + " cannot be clicked");
    }

    public void type(String css, String text) {
        await(
                () -> {
                    try {
                        find(css).sendKeys(text);
                        return true;
                    } catch (StaleElementReferenceException e) {
                        return false;
                    }
                },
                () -> "nothing can be typed into " + css);
    }

    public void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses Tab until what has the focus has this name. */
    public void tabTo(String name) {
        for (int i = 0; i < 80; i++) {
            press(Keys.TAB);
            Object focused = script("const e = document.activeElement;"
                    + " return (e.getAttribute('aria-label') ?? e.textContent ?? '').trim()");
            if (name.equals(focused)) {
                return;
            }
        }
        throw new AssertionError("Tab never came to '" + name + "'");
    }

    public void awaitGone(String css) {
        await(
                () -> {
                    try {
                        return driver.findElements(By.cssSelector(css)).stream().noneMatch(WebElement::isDisplayed);
                    } catch (StaleElementReferenceException e) {
                        return false;
                    }
                },
                () -> css + " is still there");
    }

    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** What the page has complained about. */
    public List<String> log() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** As long as the page is. */
    public void screenshot(Path file, int width) throws Exception {
        size(width, 800);
        long height = Math.max(800, ((Number) script("return document.documentElement.scrollHeight")).longValue());
        size(width, (int) Math.min(height, 6000));
        Map<String, Object> shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode((String) shot.get("data")));
    }

    /** What axe-core finds wrong: a line for each violation, with an element that shows it. */
    public List<String> accessibilityViolations() throws Exception {
        return accessibilityViolations("html");
    }

    /** The same of a part of the page. */
    @SuppressWarnings("unchecked")
    public List<String> accessibilityViolations(String css) throws Exception {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<String>) driver.executeAsyncScript(
                """
                const [css, done] = arguments;
                axe.run(document.querySelector(css), {resultTypes: ['violations']}).then(
                  (found) => done(found.violations.map((each) =>
                    `${each.id}: ${each.help}: ${each.nodes.slice(0, 3)
                      .map((node) => node.html.slice(0, 300) + ' ' + node.failureSummary).join(' | ')}`)),
                  (error) => done(['axe failed: ' + error]));
                """,
                css);
    }

    /** @throws AssertionError with the text of {@code otherwise} when {@code condition} has not come true in time */
    private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            System.err.println("A browser's profile is left over: " + profile);
        }
    }
}
