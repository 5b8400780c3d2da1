package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code release-pipeline serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the pipelines of a home to life and answers over HTTP until it is ended.",
            "The definitions in the home's directory 'pipelines' are taken up at the start. Reading needs nothing; a"
                    + " change needs the token in the home's file 'api-token', as 'Authorization: Bearer TOKEN'."
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
        List<PipelineDefinition> definitions = definitions(place.resolve("pipelines"));
        LocalConfiguration configuration = LocalConfiguration.ofHome(place);
        LocalMappings mappings = configuration.mappings();
        List<String> unmapped = new ArrayList<>();
        for (PipelineDefinition definition : definitions) {
            MappingCheck.of(definition.pipeline(), mappings)
                    .forEach(line -> unmapped.add(definition.pipeline().name() + ": " + line));
        }
        if (!unmapped.isEmpty()) {
            unmapped.forEach(System.err::println);
            return ExitCodes.WRONG_CALL;
        }
        End end = new End();
        try (LocalHome opened = LocalHome.open(
                place, mappings, configuration.secrets(), configuration.agents(), configuration.retention())) {
            for (PipelineDefinition definition : definitions) {
                define(opened, definition);
            }
            try (LocalServer server = LocalServer.start(opened.pipelines(), ApiToken.of(place), host, port)) {
                System.out.println("Listening on " + server.url());
                if (opened.pipelines().names().isEmpty()) {
                    System.out.println("  There are no pipelines yet. Put a definition into "
                            + place.resolve("pipelines") + " and start again.");
                }
                opened.pipelines()
                        .names()
                        .forEach(name -> System.out.println("  " + server.url() + "api/pipelines/" + name + "/state"));
                System.out.flush();
                end.await();
            }
        } finally {
            end.reached();
        }
        return ExitCodes.SUCCEEDED;
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

    private static boolean isDefinition(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static void define(LocalHome home, PipelineDefinition definition)
            throws InterruptedException, WrongCallException, IOException {
        try {
            CommandResult result = home.pipelines()
                    .define(definition, System.getProperty("user.name", "somebody"))
                    .toCompletableFuture()
                    .get();
            if (result instanceof CommandResult.Refused refused) {
                throw new WrongCallException(refused.refusal().message());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** What SIGTERM or Ctrl-C begins, and what has to be done before the process is gone. */
    private static final class End {
        private static final long CLOSING_SECONDS = 10;

        private final CountDownLatch wanted = new CountDownLatch(1);
        private final CountDownLatch reached = new CountDownLatch(1);

        End() {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                wanted.countDown();
                try {
                    if (!reached.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                        System.err.println("release-pipeline: ended before all was closed; nothing is lost by that");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }

        void await() throws InterruptedException {
            wanted.await();
        }

        void reached() {
            reached.countDown();
        }
    }
}
