package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A home with its page and its API, until the process is told to end. */
final class Serving {
    private Serving() {}

    /** What is done as soon as everything answers. */
    interface Beginning {
        void begin(LocalHome home) throws IOException, InterruptedException, WrongCallException;
    }

    /** @return the exit code */
    static int of(Path place, List<PipelineDefinition> definitions, String host, int port, Beginning beginning)
            throws IOException, InterruptedException, WrongCallException {
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
            try (LocalTriggers triggers = LocalTriggers.open(opened, configuration, LocalTriggers.Surroundings.real());
                    LocalServer server =
                            LocalServer.start(opened, ApiToken.of(place), host, port, Optional.of(triggers))) {
                System.out.println("Listening on " + server.url());
                System.out.println("  In a browser, to look and to act: " + server.signInUrl() + "  (works once)");
                if (opened.pipelines().names().isEmpty()) {
                    System.out.println("  There are no pipelines yet. Put a definition into "
                            + place.resolve("pipelines") + " and start again.");
                }
                opened.pipelines()
                        .names()
                        .forEach(name -> System.out.println("  " + server.url() + "api/pipelines/" + name + "/state"));
                System.out.flush();
                beginning.begin(opened);
                end.await();
            }
        } finally {
            end.reached();
        }
        return ExitCodes.SUCCEEDED;
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
