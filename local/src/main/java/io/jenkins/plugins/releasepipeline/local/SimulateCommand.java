package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-pipeline simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Plays scripts against a definition: the real engine, a virtual clock, and no work done.",
            "Each script says what happens and what is expected of it; docs/simulation.md has the language."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all came out as expected",
            "1:something did not",
            "2:the call, the definition or a script is wrong"
        },
        footerHeading = "%nExample:%n",
        footer = "  release-pipeline simulate pipeline.yaml simulations/*.yaml")
final class SimulateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The definition.")
    private Path file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SCRIPT", description = "The scripts to play.")
    private List<Path> scripts;

    @Option(names = "--timeline", description = "Prints what happened, of scripts that came out as expected too.")
    private boolean withTimeline;

    @Option(names = "--junit", paramLabel = "REPORT", description = "Writes a report in JUnit's XML form.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, WrongCallException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        PipelineDefinition definition = definition(file);
        List<JUnitReport.Case> cases = new ArrayList<>();
        int failed = 0;
        int wrong = 0;
        for (Path script : scripts) {
            String fileName = String.valueOf(script.getFileName());
            ScriptRun.Outcome outcome;
            try {
                outcome = ScriptRun.of(definition, ScriptNode.read(script), fileName);
            } catch (WrongCallException e) {
                wrong++;
                err.println(Printable.text(e.getMessage()));
                out.println("WRONG  " + Printable.text(fileName));
                cases.add(new JUnitReport.Case(fileName, Optional.of(e.getMessage()), ""));
                continue;
            }
            boolean asExpected = outcome.problem().isEmpty();
            failed += asExpected ? 0 : 1;
            out.println((asExpected ? "OK     " : "FAILED ") + Printable.text(outcome.name()));
            outcome.problem().ifPresent(problem -> out.println("    " + Printable.text(problem)));
            if (!asExpected || withTimeline) {
                outcome.timeline().forEach(line -> out.println("      " + Printable.text(line)));
            }
            cases.add(new JUnitReport.Case(outcome.name(), outcome.problem(), String.join("\n", outcome.timeline())));
        }
        out.println(scripts.size() + (scripts.size() == 1 ? " script, " : " scripts, ") + failed + " failed"
                + (wrong == 0 ? "" : ", " + wrong + " not understood"));
        out.flush();
        err.flush();
        if (report != null) {
            Files.writeString(report, JUnitReport.of(definition.pipeline().name(), cases));
        }
        return wrong > 0 ? ExitCodes.WRONG_CALL : failed == 0 ? ExitCodes.SUCCEEDED : ExitCodes.FAILED;
    }

    /** The one pipeline that a file holds. */
    static PipelineDefinition definition(Path file) throws IOException, WrongCallException {
        List<ReadResult> results = DefinitionFile.read(file);
        if (results.size() != 1) {
            throw new WrongCallException(file + ": holds " + results.size() + " pipelines; a simulation takes one");
        }
        ReadResult result = results.get(0);
        if (result.hasErrors()) {
            throw new WrongCallException(String.join(
                    "\n",
                    result.problems().stream()
                            .filter(Problem::isError)
                            .map(problem -> DefinitionFile.line(result.fileName(), problem))
                            .toList()));
        }
        return result.definition().orElseThrow();
    }
}
