package io.jenkins.plugins.releasepipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** {@code docs/semantics.md} names a test for each rule; those tests exist. */
public class SemanticsPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    public void everyTestThatThePageNamesExists() throws IOException {
        Path page = Path.of("docs", "semantics.md");
        String text = Files.readString(Files.exists(page) ? page : Path.of("..").resolve(page));
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Matcher matcher = NAMED.matcher(text); matcher.find(); named++) {
            if (!exists(matcher.group(1), matcher.group(2))) {
                missing.add(matcher.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isPositive();
    }

    /** In the sources of either build, since neither has the tests of the other. */
    private static boolean exists(String type, String method) throws IOException {
        Path root = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
        for (String tests : List.of("src/test/java", "local/src/test/java")) {
            for (String room :
                    List.of("engine", "definition", "runtime", "trigger", "simulation", "local", "action/source")) {
                Path file = root.resolve(tests)
                        .resolve("io/jenkins/plugins/releasepipeline")
                        .resolve(room)
                        .resolve(type + ".java");
                if (Files.exists(file)) {
                    return Pattern.compile("@Test\\s+public void " + method + "\\(")
                            .matcher(Files.readString(file))
                            .find();
                }
            }
        }
        return false;
    }
}
