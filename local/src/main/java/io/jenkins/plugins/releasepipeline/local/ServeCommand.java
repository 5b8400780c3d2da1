package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code release-pipeline serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the pipelines of a home to life and answers over HTTP until it is ended.",
            "The definitions in the home's directory 'pipelines' are taken up at the start. The page is at the address"
                    + " that is printed; the link beside it lets a browser act, once. Reading needs nothing; a change by a"
                    + " program needs the token in the home's file 'api-token', as 'Authorization: Bearer TOKEN'."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  release-pipeline serve --home ./releases &",
            "  curl http://127.0.0.1:8642/api/pipelines/shop/state"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen (default: ${DEFAULT-VALUE}; 0 for any free port).")
    private int port = 8642;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on (default: ${DEFAULT-VALUE}: this machine alone).")
    private String host = "127.0.0.1";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the pipelines live (default: $$RELEASE_PIPELINE_HOME, or ~/.release-pipeline).")
    private Path home;

    @Override
    public Integer call() throws Exception {
        Path place = home == null ? Homes.standard(System.getenv()) : home;
        return Serving.of(place, definitions(place.resolve(LocalHome.DEFINITIONS)), host, port, opened -> {});
    }

    private static List<PipelineDefinition> definitions(Path directory) throws IOException, WrongCallException {
        List<PipelineDefinition> definitions = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return definitions;
        }
        boolean wrong = false;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(ServeCommand::isDefinition).sorted().toList()) {
                for (ReadResult result : DefinitionFile.read(file)) {
                    DefinitionFile.linesThatMatterHere(result).forEach(System.err::println);
                    wrong |= result.hasErrors();
                    result.definition().ifPresent(definitions::add);
                }
            }
        }
        if (wrong) {
            throw new WrongCallException("Not serving: definitions in " + directory + " have errors");
        }
        return definitions;
    }

    static boolean isDefinition(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
