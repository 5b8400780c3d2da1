package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryPage;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineHistory;
import io.jenkins.plugins.releasepipeline.view.ExecutionJson;
import io.jenkins.plugins.releasepipeline.view.HistoryJson;
import io.jenkins.plugins.releasepipeline.view.HistoryQueries;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-pipeline history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Lists a pipeline's executions, the latest first, or tells all about one of them.",
            "Reads the home's files: a server may have the home open meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was told", "2:the call is wrong, or there is no such pipeline or execution"},
        footerHeading = "%nExamples:%n",
        footer = {"  release-pipeline history shop --status failed --since 7d", "  release-pipeline history shop 12"})
final class HistoryCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline.")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EXECUTION",
            description = "The number or the id of an execution: tells its stages, actions and attempts.")
    private String execution;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only executions of these, with commas.")
    private List<String> status = List.of();

    @Option(names = "--trigger", paramLabel = "TYPE", description = "Only what these have started, with commas.")
    private List<String> trigger = List.of();

    @Option(names = "--succeeded-in", paramLabel = "STAGE", description = "Only what succeeded in this stage.")
    private String succeededIn;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only what began since then: 7d, 12h, 2026-05-01, 2026-05-01T12:00:00Z.")
    private String since;

    @Option(names = "--until", paramLabel = "WHEN", description = "Only what began until then.")
    private String until;

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description = "Only what has all of these words in its number, commits, messages, authors or starter.")
    private String words;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private String limit = "20";

    @Option(names = "--page", paramLabel = "TOKEN", description = "Goes on where an earlier list ended.")
    private String page;

    @Option(names = "--json", description = "Prints JSON, with the field names of CodePipeline's API.")
    private boolean json;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the pipelines live (default: $$RELEASE_PIPELINE_HOME, or ~/.release-pipeline).")
    private Path home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path place = home == null ? Homes.standard(System.getenv()) : home;
        PipelineHistory history = PipelineHistory.at(place.resolve("history"), name)
                .orElseThrow(() -> new WrongCallException(
                        "There is no pipeline '" + name + "' in " + place + known(place.resolve("history"))));
        PrintWriter out = spec.commandLine().getOut();
        HistoryText text =
                new HistoryText(out, Terminal.detect(System.getenv()), ZoneId.systemDefault(), Clock.systemUTC());
        if (execution == null) {
            list(history, out, text);
        } else {
            tell(history, out, text);
        }
        out.flush();
        return ExitCodes.SUCCEEDED;
    }

    private void list(PipelineHistory history, PrintWriter out, HistoryText text)
            throws IOException, WrongCallException {
        HistoryPage found = filled(history, query());
        if (json) {
            ObjectNode printed =
                    HistoryJson.of(found, history.definitions(found.executions()), HistoryText.forgotten(name));
            out.println(printed.toPrettyString());
            return;
        }
        text.list(found.executions());
        found.nextToken().ifPresent(token -> out.println("\nThere may be more: add --page " + token));
    }

    /** Goes on over pages that a filter has left short. */
    private static HistoryPage filled(PipelineHistory history, HistoryQuery query) throws IOException {
        List<ExecutionRecord> executions = new ArrayList<>();
        Optional<String> token = query.nextToken();
        do {
            HistoryQuery rest = query.atMost(query.maxResults() - executions.size());
            HistoryPage next = history.page(token.map(rest::from).orElse(rest));
            executions.addAll(next.executions());
            token = next.nextToken();
        } while (token.isPresent() && executions.size() < query.maxResults());
        return new HistoryPage(executions, token);
    }

    private void tell(PipelineHistory history, PrintWriter out, HistoryText text)
            throws IOException, WrongCallException {
        Optional<ExecutionRecord> found = execution.matches("[0-9]{1,15}")
                ? history.execution(Long.parseLong(execution))
                : history.execution(execution);
        ExecutionRecord record = found.orElseThrow(() -> new WrongCallException("Pipeline '" + name
                + "' has no execution '" + execution + "', or it is forgotten; 'history " + name + "' lists them"));
        PipelineDeclaration definition =
                history.definition(record.origin().definitionVersion()).orElseGet(() -> HistoryText.forgotten(name));
        if (json) {
            out.println(ExecutionJson.of(definition, record).toPrettyString());
        } else {
            text.tell(name, record);
        }
    }

    private HistoryQuery query() throws WrongCallException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("status", status);
        fields.put("triggerType", trigger);
        put(fields, "maxResults", limit);
        put(fields, "nextToken", page);
        put(fields, "succeededInStage", succeededIn);
        put(fields, "since", since);
        put(fields, "until", until);
        put(fields, "text", words);
        try {
            return HistoryQueries.of(fields, Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new WrongCallException(e.getMessage());
        }
    }

    private static void put(Map<String, List<String>> fields, String field, String value) {
        if (value != null) {
            fields.put(field, List.of(value));
        }
    }

    private static String known(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            List<String> names = all.map(each -> each.getFileName().toString())
                    .sorted()
                    .limit(20)
                    .toList();
            return names.isEmpty() ? "; nothing has run there" : "; it has " + String.join(", ", names);
        } catch (IOException e) {
            return "; nothing has run there. Give another place with --home DIR";
        }
    }
}
