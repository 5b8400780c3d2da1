package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineHistory;
import io.jenkins.plugins.releasepipeline.view.StateJson;
import io.jenkins.plugins.releasepipeline.view.UsualTimes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-pipeline state}. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is where in a pipeline, and why each execution waits.",
            "Reads the home's files: a server may have the home open meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was shown", "2:the call is wrong, or there is no such pipeline"},
        footerHeading = "%nExample:%n",
        footer = "  release-pipeline state shop")
final class StateCommand implements Callable<Integer> {
    private static final int LEARNED_FROM = 24;

    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline.")
    private String name;

    @Option(
            names = "--json",
            description = "Prints JSON: a superset of what 'aws codepipeline get-pipeline-state' prints.")
    private boolean json;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the pipelines live (default: $$RELEASE_PIPELINE_HOME, or ~/.release-pipeline).")
    private Path home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, WrongCallException {
        Path place = home == null ? Homes.standard(System.getenv()) : home;
        Map<String, PipelineState> states = WrittenStates.of(place);
        PipelineState state = states.get(name);
        if (state == null) {
            throw new WrongCallException("There is no pipeline '" + name + "' in " + place
                    + (states.isEmpty() ? "" : "; there are " + String.join(", ", states.keySet())));
        }
        UsualTimes usual = usual(place);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StateJson.of(state, usual).toPrettyString());
        } else {
            new StateText(out, Terminal.detect(System.getenv()), Clock.systemUTC(), usual).show(state);
        }
        out.flush();
        return ExitCodes.SUCCEEDED;
    }

    private UsualTimes usual(Path place) throws IOException {
        Optional<PipelineHistory> history = PipelineHistory.at(place.resolve("history"), name);
        return UsualTimes.of(
                history.isPresent()
                        ? history.get().page(HistoryQuery.latest(LEARNED_FROM)).executions()
                        : List.of());
    }
}
