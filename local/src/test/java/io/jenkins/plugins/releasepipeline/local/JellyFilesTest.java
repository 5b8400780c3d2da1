package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

/** The pages of the plugin, as they are written. */
public class JellyFilesTest {
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>|<style|\\sstyle=|\\son[a-z]+=|javascript:");

    @Test
    public void noneHasAScriptAStyleOrAnEventHandlerInItAndEachEscapesText() throws IOException {
        SoftAssertions found = new SoftAssertions();
        List<Path> pages = pages();
        assertThat(pages).hasSizeGreaterThan(20);
        for (Path page : pages) {
            String text = Files.readString(page);
            found.assertThat(text).as(page.toString()).startsWith("<?jelly escape-by-default='true'?>");
            found.assertThat(INLINE.matcher(text).results().map(match -> match.group()))
                    .as(page.toString())
                    .isEmpty();
        }
        found.assertAll();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../src/main/resources"))) {
            return files.filter(file -> file.toString().endsWith(".jelly")).toList();
        }
    }
}
