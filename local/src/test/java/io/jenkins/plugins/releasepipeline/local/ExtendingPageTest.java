package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** {@code docs/extending.md} shows the example that the Jenkins build compiles and runs, to the letter. */
public class ExtendingPageTest {
    private static final Path EXAMPLE =
            Path.of("..", "src/test/java/io/jenkins/plugins/releasepipeline/jenkins/example");

    @Test
    public void theExampleOnThePageIsTheOneThatRuns() throws Exception {
        List<String> shown = new ArrayList<>();
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "extending.md")));
        while (blocks.find()) {
            shown.add(blocks.group(1));
        }
        List<String> run = new ArrayList<>();
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            for (Path file : files.toList()) {
                run.add(Files.readString(file));
            }
        }
        assertThat(shown).isNotEmpty().containsExactlyInAnyOrderElementsOf(run);
    }
}
