package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.browser.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What somebody sees who tries the program for the first time. */
public class DemoPageTest {
    private static final Pattern SIGN_IN = Pattern.compile("http://\\S+/sign-in\\?code=\\S+");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void the_demo_is_watched_from_its_start_to_production_by_clicking() throws Exception {
        Path home = folder.getRoot().toPath().resolve("demo");
        try (Browser browser = Browser.open()) {
            Cli.Running demo = new Cli(folder.getRoot().toPath())
                    .start("demo", "--serve", "--port", "0", "--home", home.toString());
            try {
                demo.awaitOutput("(works once)");
                Matcher link = SIGN_IN.matcher(demo.out());
                assertThat(link.find()).as(demo.out()).isTrue();
                browser.go(link.group());

                browser.find(".rp-answer", "Nothing yet");
                browser.find(".rp-needs", "Review “GoLive”");
                browser.click(".rp-action .rp-button", "Review");
                browser.click("dialog .rp-primary", "Approve");
                browser.find(".rp-stage[aria-label='Stage Production: Succeeded']", "Deploy");
                browser.find(".rp-executions", "Succeeded");
                assertThat(Files.readString(home.resolve("servers/production-1/opt/shop/version.txt")))
                        .startsWith("1.0.");
            } finally {
                demo.process().destroy();
                demo.process().waitFor(20, TimeUnit.SECONDS);
            }
        }
    }
}
