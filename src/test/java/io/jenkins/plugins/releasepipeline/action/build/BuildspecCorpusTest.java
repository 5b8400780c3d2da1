package io.jenkins.plugins.releasepipeline.action.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Test;

/** Reads build specifications that others wrote, when they lie beside the checkout, and prints what became of each. */
public class BuildspecCorpusTest {
    private static final Path CORPUS = Path.of("../../shared/corpus");

    /** Why each refusal is demanded, by the end of the file's name. */
    private static final Map<String, String> REFUSED = Map.of(
            "StaticWebSiteWithPipeline-examples-buildspec.yml",
            "env/variables takes scalars; {-INSERT …-} is a flow mapping, a template to be filled in",
            "YoonHyunWoo__CodeDeploy_For_Lambda-function__buildspec.yml",
            "phases is a required sequence");

    @Test
    public void every_real_buildspec_is_read_unless_the_rules_demand_a_refusal() throws IOException {
        assumeTrue("SKIPPED: no corpus of real files at " + CORPUS.toAbsolutePath(), Files.isDirectory(CORPUS));
        Map<String, BuildspecReader.Reading> readings = new TreeMap<>();
        for (String folder : List.of("buildspec", "buildspec-broken")) {
            try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
                files.forEach(file -> {
                    try {
                        readings.put(folder + "/" + file.getFileName(), BuildspecReader.read(Files.readAllBytes(file)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
        int[] counts = new int[3];
        readings.forEach((file, reading) -> {
            int kind = reading.buildspec().isEmpty() ? 2 : reading.problems().isEmpty() ? 0 : 1;
            counts[kind]++;
            System.out.println(List.of("accepted", "warned  ", "refused ").get(kind) + " " + file);
            reading.problems().forEach(problem -> System.out.println("             " + problem));
        });
        System.out.printf("buildspecs: %d accepted, %d warned, %d refused%n", counts[0], counts[1], counts[2]);

        List<String> unexplained = readings.entrySet().stream()
                .filter(entry -> entry.getValue().buildspec().isEmpty())
                .map(Map.Entry::getKey)
                .filter(file -> REFUSED.keySet().stream().noneMatch(file::endsWith))
                .toList();
        assertThat(unexplained).as("refused for no reason known to the rules").isEmpty();
    }
}
