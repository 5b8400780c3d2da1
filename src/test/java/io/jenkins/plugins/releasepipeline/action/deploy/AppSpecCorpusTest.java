package io.jenkins.plugins.releasepipeline.action.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Test;

/** Reads application specifications that others wrote, when they lie beside the checkout, and prints what became of each. */
public class AppSpecCorpusTest {
    private static final Path CORPUS = Path.of("../../shared/corpus");

    /** Why each refusal is demanded, by the end of the file's name. */
    private static final Map<String, String> REFUSED = Map.of(
            "07rv__nodejs_ci_cd__appspec.yml",
            "os is linux or windows, and a file has a source and a destination",
            "Renvel19__blacklists__appspec.json",
            "the version is 0.0",
            "server-(ec2-and-onPrem)-default-appspec-template-advanced.json",
            "a template to be filled in: a mode is octal digits, a type is file or directory",
            "server-(ec2-and-onPrem)-default-appspec-template-uncommented.yml",
            "a template to be filled in: a mode is octal digits, a type is file or directory");

    @Test
    public void every_real_appspec_is_read_unless_the_rules_demand_a_refusal() throws IOException {
        assumeTrue("SKIPPED: no corpus of real files at " + CORPUS.toAbsolutePath(), Files.isDirectory(CORPUS));
        Map<String, AppSpecReader.Reading> readings = new TreeMap<>();
        for (String folder : List.of("appspec", "appspec-broken")) {
            try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
                files.forEach(file -> {
                    try {
                        readings.put(folder + "/" + file.getFileName(), AppSpecReader.read(Files.readAllBytes(file)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
        int[] counts = new int[3];
        readings.forEach((file, reading) -> {
            int kind = reading.appspec().isEmpty() ? 2 : reading.problems().isEmpty() ? 0 : 1;
            counts[kind]++;
            System.out.println(List.of("accepted", "warned  ", "refused ").get(kind) + " " + file
                    + reading.appspec()
                            .map(AppSpec::platform)
                            .filter(platform -> platform != Platform.LINUX)
                            .map(platform -> " (for " + platform.words() + ": not deployable here)")
                            .orElse(""));
            reading.problems().forEach(problem -> System.out.println("             " + problem));
        });
        System.out.printf("appspecs: %d accepted, %d warned, %d refused%n", counts[0], counts[1], counts[2]);

        List<String> refused = readings.entrySet().stream()
                .filter(entry -> entry.getValue().appspec().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(refused).as("refused for no reason known to the rules").allMatch(file -> REFUSED.keySet().stream()
                .anyMatch(file::endsWith));
        assertThat(REFUSED.keySet())
                .as("read though the rules demand a refusal")
                .allMatch(end -> refused.stream().anyMatch(file -> file.endsWith(end)));
    }
}
