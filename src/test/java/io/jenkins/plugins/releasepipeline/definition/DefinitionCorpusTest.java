package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;

/** Reads definitions that other people wrote, and prints what came of each. */
public class DefinitionCorpusTest {
    private static final Path CORPUS = Stream.of("../../shared/corpus", "../shared/corpus")
            .map(path -> Path.of(path).toAbsolutePath().normalize())
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("../../shared/corpus").toAbsolutePath().normalize());
    private static final List<String> FOLDERS = List.of("pipeline", "pipeline-broken", "cfn", "cfn-broken");

    /** Why each refusal outside the broken folders is demanded, by the end of the file's name. */
    private static final Map<String, String> REFUSED = Map.of(
            "aws-devops-project__codepipeline.json", "no action has an artifact; a source has an output",
            "setup-aws-cicd.sh--1.json", "the name is a shell variable that was not filled in",
            "payment-gateway-api__ci-codepipeline.json", "the name is a placeholder that was not filled in",
            "unknown__id53592381546__pipeline.json", "tags and branches in one push filter",
            "motivora__infrastructure-pipeline.json", "an action has no name",
            "codepipeline-stages_second_stage.yaml", "a source action in the second stage",
            "codestar-python-webservice-lambda-template.yml", "Repo stands beside the configuration, not in it");

    @Before
    public void there_is_a_corpus() {
        boolean there = Files.isDirectory(CORPUS);
        if (!there) {
            System.err.println("SKIPPED: there is no corpus of real definitions at " + CORPUS);
        }
        assumeTrue("no corpus at " + CORPUS, there);
    }

    @Test
    public void every_definition_is_accepted_or_refused_with_a_reason() throws IOException {
        Map<String, Map<String, Integer>> verdicts = new TreeMap<>();
        for (String folder : FOLDERS) {
            for (Path file : files(folder)) {
                List<ReadResult> results = readAll(file);
                assertThat(results).as(file.toString()).isNotEmpty();
                for (ReadResult result : results) {
                    String verdict = verdict(result);
                    if (result.hasErrors() && !folder.endsWith("-broken")) {
                        assertThat(REFUSED.keySet())
                                .as(file + ": " + result.problems())
                                .anyMatch(file.toString()::endsWith);
                    }
                    verdicts.computeIfAbsent(folder, name -> new TreeMap<>()).merge(verdict, 1, Integer::sum);
                    System.out.printf("%-8s %s/%s%s%n", verdict, folder, file.getFileName(), warnings(result));
                    for (Problem problem : result.problems()) {
                        assertThat(problem.line()).as(file + ": " + problem).isPositive();
                        if (problem.isError()) {
                            System.out.println("         " + problem);
                        }
                    }
                }
            }
        }
        System.out.println("definitions: " + verdicts);
    }

    @Test
    public void what_is_accepted_is_written_without_a_loss() throws IOException {
        for (String folder : FOLDERS) {
            for (Path file : files(folder)) {
                for (ReadResult result : readAll(file)) {
                    if (result.definition().isPresent()) {
                        PipelineDefinition definition = result.definition().get();
                        assertThat(again("a.json", DefinitionWriter.json(definition)))
                                .as(file.toString())
                                .isEqualTo(definition);
                        assertThat(again("a.yaml", DefinitionWriter.yaml(definition)))
                                .as(file.toString())
                                .isEqualTo(definition);
                        if (folder.equals("pipeline")) {
                            sameJson(file, definition);
                        }
                    }
                }
            }
        }
    }

    private static PipelineDefinition again(String fileName, String text) {
        ReadResult result = DefinitionReader.read(fileName, text.getBytes(StandardCharsets.UTF_8));
        assertThat(result.problems()).noneMatch(Problem::isError);
        return result.definition().orElseThrow();
    }

    private static void sameJson(Path file, PipelineDefinition definition) throws IOException {
        JsonNode original = DefinitionExample.MAPPER.readTree(Files.readAllBytes(file));
        JsonNode written = DefinitionExample.MAPPER.readTree(DefinitionWriter.json(definition));
        assertThat(original.has("pipeline") ? written : written.get("pipeline"))
                .as(file.toString())
                .isEqualTo(original);
    }

    private static List<ReadResult> readAll(Path file) throws IOException {
        return DefinitionReader.readAll(file.getFileName().toString(), Files.readAllBytes(file));
    }

    private static String verdict(ReadResult result) {
        return result.hasErrors() ? "refused" : result.problems().isEmpty() ? "accepted" : "warned";
    }

    private static String warnings(ReadResult result) {
        Map<String, Long> codes = result.problems().stream()
                .filter(problem -> !problem.isError())
                .collect(Collectors.groupingBy(Problem::code, TreeMap::new, Collectors.counting()));
        return codes.isEmpty() ? "" : " " + codes;
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            return files.sorted().toList();
        }
    }
}
