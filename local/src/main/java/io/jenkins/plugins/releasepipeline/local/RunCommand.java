package io.jenkins.plugins.releasepipeline.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code release-pipeline run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one execution of a pipeline in the foreground and shows how it goes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the execution succeeded",
            "1:it failed",
            "2:the definition or the call is wrong",
            "3:it was stopped, superseded or rejected"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  release-pipeline run pipeline.yaml --source Checkout=../shop@main",
            "  release-pipeline run pipeline.json --var Region=eu --approve Production/GoLive",
            "",
            "Ctrl-C stops the execution when its running actions have ended; Ctrl-C again abandons them."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The definition: JSON, YAML or a CloudFormation template.")
    private Path file;

    @Option(
            names = "--source",
            paramLabel = "ACTION=URL_OR_PATH[@REVISION]",
            description = "Take this source action's revision from there. May be given for each source action.")
    private Map<String, String> sources = new LinkedHashMap<>();

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "The value of a pipeline variable.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--approve",
            paramLabel = "STAGE/ACTION",
            description = "Approve this action when it is reached, without asking.")
    private List<String> approvals = List.of();

    @Option(names = "--approve-all", description = "Approve all approval actions without asking.")
    private boolean approveAll;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the pipeline lives: its state, history, artifacts and logs (default:"
                    + " $$RELEASE_PIPELINE_HOME, or ~/.release-pipeline).")
    private Path home;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "What the names in the definition stand for (default: release-pipeline.yaml in the home).")
    private Path mappings;

    @Option(names = "--json", description = "Print the final execution as JSON on standard output, nothing else.")
    private boolean json;

    @Option(
            names = "--resume",
            description = "Start nothing: follow the pipeline's last execution in that home to its end.")
    private boolean resume;

    @Override
    public Integer call() throws Exception {
        Map<String, RunOptions.SourceOverride> overrides = new LinkedHashMap<>();
        sources.forEach((action, text) -> overrides.put(action, RunOptions.SourceOverride.parse(text)));
        return new ForegroundRun(
                        new RunOptions(
                                overrides,
                                variables,
                                approvals,
                                approveAll,
                                home == null ? Homes.standard(System.getenv()) : home,
                                Optional.ofNullable(mappings),
                                json,
                                resume),
                        Terminal.detect(System.getenv()),
                        System.out,
                        System.err)
                .run(file);
    }
}
