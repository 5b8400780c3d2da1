package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;

/** Reads definitions that other people wrote, and prints what came of each. */
public class DefinitionCorpusTest {
    private static final Path CORPUS = Stream.of(
                    Path.of("../../shared/corpus"), Path.of("../../../shared/corpus"), Path.of("../shared/corpus"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("../../shared/corpus"));

    @Before
    public void there_is_a_corpus() {
        boolean there = Files.isDirectory(CORPUS);
        if (!there) {
            System.err.println("SKIPPED: there is no corpus of real definitions at "
                    + CORPUS.toAbsolutePath().normalize());
        }
        assumeTrue("no corpus at " + CORPUS.toAbsolutePath().normalize(), there);
    }

    @Test
    public void every_definition_is_read_and_said_about_what_was_thought_of_it() throws IOException {
        for (String folder : List.of("pipeline", "pipeline-broken", "cfn", "cfn-broken")) {
            Map<String, Integer> verdicts = new TreeMap<>();
            System.out.println("== " + folder);
            for (Path file : files(folder)) {
                for (ReadResult result :
                        DefinitionReader.readAll(file.getFileName().toString(), Files.readAllBytes(file))) {
                    String verdict =
                            result.hasErrors() ? "refused" : result.problems().isEmpty() ? "accepted" : "warned";
                    verdicts.merge(verdict, 1, Integer::sum);
                    System.out.println("  " + verdict + "  " + file.getFileName());
                    codes(result).forEach((code, count) -> System.out.println("      " + count + " x " + code));
                    result.problems().stream()
                            .filter(Problem::isError)
                            .forEach(problem -> System.out.println("      " + problem));
                }
            }
            System.out.println("  " + folder + ": " + verdicts);
        }
    }

    private static Map<String, Long> codes(ReadResult result) {
        return result.problems().stream()
                .filter(problem -> !problem.isError())
                .collect(Collectors.groupingBy(Problem::code, TreeMap::new, Collectors.counting()));
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            List<Path> sorted = new ArrayList<>(files.sorted().toList());
            assertThat(sorted).isNotEmpty();
            return sorted;
        }
    }
}
