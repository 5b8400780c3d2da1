package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.DefinitionWriter;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.view.DefinitionJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What an editor of definitions asks for: texts and their problems, what can be filled in, and saving. */
final class DefinitionApi {
    private final LocalHome home;

    DefinitionApi(LocalHome home) {
        this.home = home;
    }

    /** The present definition as an object, and as text in both forms: the file's own where there is one. */
    ObjectNode read(PipelineRuntime pipeline) throws IOException {
        PipelineState state = pipeline.state();
        PipelineDefinition definition = new PipelineDefinition(
                state.definition().withVersion(state.version()), null, List.of(), List.of(), Map.of());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", state.version());
        json.put("live", state.liveExecutions().size());
        DefinitionJson.put(json, definition);
        Optional<Path> file = file(pipeline.name());
        if (file.isPresent()) {
            json.put("file", file.get().getFileName().toString());
            ReadResult read = DefinitionReader.read(file.get().toString(), Files.readAllBytes(file.get()));
            boolean same = read.definition()
                    .map(found -> found.pipeline()
                            .withVersion(1)
                            .equals(state.definition().withVersion(1)))
                    .orElse(false);
            if (same) {
                json.put(format(file.get()), Files.readString(file.get()));
            }
        }
        return json;
    }

    /** What is wrong with a text, and the text in both forms as far as it can be understood. */
    ObjectNode check(JsonNode body) throws BadRequestException {
        String text = ApiCommands.required(body, "text");
        return DefinitionJson.check(
                read(text, ApiCommands.required(body, "format")),
                text,
                pipeline -> MappingCheck.of(pipeline, home.mappings()).stream()
                        .map(line -> line.replaceFirst("^error: ", ""))
                        .toList());
    }

    /**
     * Takes up a definition, and writes it into the file that it came from.
     *
     * @throws BadRequestException when it has errors, is of another pipeline, or somebody else has saved meanwhile
     */
    CompletionStage<CommandResult> save(PipelineRuntime pipeline, JsonNode body, Visitor visitor)
            throws IOException, BadRequestException {
        String text = ApiCommands.required(body, "text");
        String format = ApiCommands.required(body, "format");
        int version = pipeline.state().version();
        if (body.path("version").asInt() != version) {
            throw new BadRequestException("Meanwhile there is version " + version
                    + " of the definition, and this was made from version "
                    + body.path("version").asInt() + ". Load it and make your changes to that one.");
        }
        ReadResult read = read(text, format);
        PipelineDefinition definition = read.definition()
                .orElseThrow(() -> new BadRequestException("The definition has errors: "
                        + read.problems().stream()
                                .filter(Problem::isError)
                                .map(Problem::message)
                                .findFirst()
                                .orElse("")));
        if (!definition.pipeline().name().equals(pipeline.name())) {
            throw new BadRequestException("The name of a pipeline does not change: it is '" + pipeline.name() + "'.");
        }
        List<String> unmapped = MappingCheck.of(definition.pipeline(), home.mappings());
        if (!unmapped.isEmpty()) {
            throw new BadRequestException(String.join(" ", unmapped));
        }
        UpdatePolicy policy = body.has("updatePolicy")
                ? ApiCommands.choice(body, "updatePolicy", UpdatePolicy.class)
                : UpdatePolicy.CANCEL;
        Optional<Path> file = file(pipeline.name());
        return home.pipelines().define(definition, policy, visitor.name()).thenApply(result -> {
            if (result instanceof CommandResult.Done && file.isPresent()) {
                write(file.get(), text, format, definition);
            }
            return result;
        });
    }

    private static void write(Path file, String text, String format, PipelineDefinition definition) {
        String content = format(file).equals(format)
                ? text
                : format(file).equals("json") ? DefinitionWriter.json(definition) : DefinitionWriter.yaml(definition);
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.writeString(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "The definition is in force, but " + file + " could not be written: " + e.getMessage(), e);
        }
    }

    /** The home's file that has this pipeline and no other. */
    private Optional<Path> file(String pipeline) throws IOException {
        Path directory = home.directory().resolve(LocalHome.DEFINITIONS);
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(ServeCommand::isDefinition).sorted().toList()) {
                List<ReadResult> all = DefinitionReader.readAll(file.toString(), Files.readAllBytes(file));
                if (all.size() == 1
                        && all.get(0)
                                .definition()
                                .map(found -> found.pipeline().name().equals(pipeline))
                                .orElse(false)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static String format(Path file) {
        return file.toString().endsWith(".json") ? "json" : "yaml";
    }

    private static ReadResult read(String text, String format) throws BadRequestException {
        try {
            return DefinitionJson.read(text, format);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }
}
