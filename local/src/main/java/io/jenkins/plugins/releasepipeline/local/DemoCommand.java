package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code release-pipeline demo}. */
@CommandLine.Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a small shop in its own git repository, and takes it through a pipeline: built and tested by"
                    + " buildspec, deployed to staging by appspec, approved, deployed to two production servers.",
            "All of it is real and stays in the demo's home, to be looked at and run again."
        },
        footerHeading = "%nExample:%n",
        footer = {"  release-pipeline demo --approve-all", "  release-pipeline demo --serve"})
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the demo lives (default: a new directory for temporary files).")
    private Path home;

    @Option(names = "--approve-all", description = "Approve going live without asking.")
    private boolean approveAll;

    @Option(names = "--serve", description = "Shows it in a browser and waits for the approval there, until ended.")
    private boolean serve;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "With --serve: where to listen (default: ${DEFAULT-VALUE}; 0 for any free port).")
    private int port = 8642;

    @Override
    public Integer call() throws Exception {
        Path place = home == null
                ? Files.createTempDirectory("release-pipeline-demo-")
                : home.toAbsolutePath().normalize();
        PrintStream out = System.out;
        Terminal terminal = Terminal.detect(System.getenv());
        DemoHome demo = new DemoHome(place);
        demo.prepare();
        String arrow = terminal.unicode() ? " → " : " > ";
        out.println(terminal.paint(
                Terminal.Colour.BOLD, "shop: " + String.join(arrow, "Source", "Build", "Staging", "Production")));
        out.println("in " + place);
        out.println();
        ReadResult definition = DefinitionFile.read(demo.definition()).get(0);
        if (serve) {
            return Serving.of(
                    place, List.of(definition.definition().orElseThrow()), "127.0.0.1", port, DemoCommand::start);
        }
        int exit = new ForegroundRun(
                        new RunOptions(
                                Map.of(), Map.of(), List.of(), approveAll, place, Optional.empty(), false, false),
                        terminal,
                        out,
                        System.err)
                .run(definition.definition().orElseThrow());
        if (exit == ExitCodes.SUCCEEDED) {
            out.println();
            out.println("Deployed:");
            demo.deployed().forEach(line -> out.println("  " + line));
        }
        out.println();
        out.println("Look at it:");
        String row = "  %-" + place.resolve(LocalHome.MAPPINGS).toString().length() + "s   %s%n";
        out.printf(row, demo.definition(), "the pipeline, in CodePipeline's form");
        out.printf(row, place.resolve(LocalHome.MAPPINGS), "what its names stand for here");
        out.printf(row, place.resolve("logs"), "the log of every action");
        out.println("Run it again, with another commit:");
        out.println("  " + System.getenv().getOrDefault("RELEASE_PIPELINE_COMMAND", "release-pipeline")
                + " demo --home " + place);
        return exit;
    }

    private static void start(LocalHome home) {
        home.pipelines()
                .pipeline("shop")
                .orElseThrow()
                .submit(new Command.StartExecution(
                        UUID.randomUUID().toString(),
                        new Trigger(TriggerType.StartPipelineExecution, System.getProperty("user.name", "somebody")),
                        Map.of(),
                        Map.of(),
                        Optional.empty()));
    }
}
