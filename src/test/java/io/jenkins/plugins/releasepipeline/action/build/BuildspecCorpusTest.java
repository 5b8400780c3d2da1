package io.jenkins.plugins.releasepipeline.action.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.releasepipeline.action.build.shell.ShellReferences;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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

    @Test
    public void every_real_buildspec_becomes_a_script_that_the_shell_can_read() throws Exception {
        assumeTrue("SKIPPED: no corpus of real files at " + CORPUS.toAbsolutePath(), Files.isDirectory(CORPUS));
        Map<String, Set<Reference>> held = Map.of("MESSAGE", Set.of(new Reference("S", "M")));
        try (Stream<Path> files = Files.list(CORPUS.resolve("buildspec"))) {
            for (Path file : files.toList()) {
                Optional<Buildspec> spec =
                        BuildspecReader.read(Files.readAllBytes(file)).buildspec();
                if (spec.isEmpty()) {
                    continue;
                }
                List<String> commands = spec.get().phases().stream()
                        .flatMap(phase -> Stream.concat(phase.commands().stream(), phase.finallyCommands().stream()))
                        .toList();
                for (boolean references : List.of(true, false)) {
                    ShellReferences.Rewritten rewritten =
                            ShellReferences.rewrite(commands, references, key -> Optional.of("a b"), held);
                    assertThat(rewritten.refusals()).as(file.toString()).isEmpty();
                    assertThat(rewritten.commands()).as(file.toString()).isEqualTo(commands);
                }
                Map<String, String> script = BuildScript.of(
                                spec.get(), UnaryOperator.identity(), List.of("$NAME", "it's"))
                        .files();
                for (String part : List.of("run.sh", "shell.sh")) {
                    assertReadable(file, script.get(part));
                }
            }
        }
    }

    private static void assertReadable(Path file, String script) throws Exception {
        Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
        try (OutputStream in = shell.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String complaint = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(file + ": " + complaint).isZero();
    }
}
