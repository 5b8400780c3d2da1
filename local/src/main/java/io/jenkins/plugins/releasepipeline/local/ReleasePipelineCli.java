package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. */
@Command(
        name = "release-pipeline",
        mixinStandardHelpOptions = true,
        versionProvider = ReleasePipelineCli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Release pipelines in the model of AWS CodePipeline, on this machine and without AWS.",
        subcommands = {
            ValidateCommand.class,
            RunCommand.class,
            DemoCommand.class,
            ServeCommand.class,
            LinkCommand.class,
            RevisionCommand.class,
            HistoryCommand.class,
            SimulateCommand.class,
            StateCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  release-pipeline demo",
            "  release-pipeline validate pipeline.json",
            "  release-pipeline run pipeline.yaml --source Checkout=. --approve-all",
            "",
            "'release-pipeline COMMAND --help' tells more about a command."
        })
public final class ReleasePipelineCli {
    private ReleasePipelineCli() {}

    public static void main(String[] arguments) {
        quietLogging();
        CommandLine commandLine = new CommandLine(new ReleasePipelineCli())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("release-pipeline: " + Messages.of(exception));
                    return ExitCodes.WRONG_CALL;
                });
        int exit = commandLine.execute(arguments);
        System.out.flush();
        System.exit(exit);
    }

    /** Our own words go to the terminal; what libraries have to say, and our warnings, go to standard error. */
    private static void quietLogging() {
        try (InputStream settings = ReleasePipelineCli.class.getResourceAsStream("logging.properties")) {
            if (settings != null && System.getProperty("java.util.logging.config.file") == null) {
                LogManager.getLogManager().readConfiguration(settings);
            }
        } catch (IOException e) {
            System.err.println("release-pipeline: the logging settings cannot be read: " + e.getMessage());
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = ReleasePipelineCli.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            }
            return new String[] {"release-pipeline " + properties.getProperty("version")};
        }
    }
}
