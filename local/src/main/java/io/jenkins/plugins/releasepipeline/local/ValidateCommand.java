package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-pipeline validate}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Checks definitions: JSON or YAML as 'aws codepipeline get-pipeline' prints it, the bare declaration,"
                    + " or a CloudFormation template.",
            "Prints all problems at once, one a line: FILE:LINE:COLUMN: error|warning: POINTER: message"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no errors; there may be warnings",
            "1:a definition has errors",
            "2:the call is wrong, or a file cannot be read"
        },
        footerHeading = "%nExample:%n",
        footer = "  release-pipeline validate pipeline.json template.yaml")
final class ValidateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The definitions to check.")
    private List<Path> files;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "What to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Spec
    private CommandSpec spec;

    /** What {@code --format} takes. */
    enum Format {
        text,
        json
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean unreadable = false;
        List<ReadResult> results = new ArrayList<>();
        for (Path file : files) {
            try {
                results.addAll(DefinitionFile.read(file));
            } catch (IOException | WrongCallException e) {
                err.println("release-pipeline: " + Messages.of(e));
                unreadable = true;
            }
        }
        if (format == Format.json) {
            out.println(json(results));
        } else {
            results.forEach(result -> print(out, result));
        }
        out.flush();
        err.flush();
        if (unreadable) {
            return ExitCodes.WRONG_CALL;
        }
        return results.stream().anyMatch(ReadResult::hasErrors) ? ExitCodes.FAILED : ExitCodes.SUCCEEDED;
    }

    private static void print(PrintWriter out, ReadResult result) {
        for (Problem problem : result.problems()) {
            out.println(DefinitionFile.line(result.fileName(), problem));
        }
        result.definition().ifPresent(definition -> {
            PipelineDeclaration pipeline = definition.pipeline();
            int stages = pipeline.stages().size();
            int actions = pipeline.stages().stream()
                    .mapToInt(stage -> stage.actions().size())
                    .sum();
            out.println("OK " + pipeline.name() + " (" + stages + (stages == 1 ? " stage, " : " stages, ") + actions
                    + (actions == 1 ? " action)" : " actions)"));
        });
    }

    private static String json(List<ReadResult> results) {
        ArrayNode files = new JsonMapper().createArrayNode();
        for (ReadResult result : results) {
            ObjectNode file = files.addObject();
            file.put("file", result.fileName());
            result.definition()
                    .ifPresent(definition ->
                            file.put("pipeline", definition.pipeline().name()));
            file.put("valid", !result.hasErrors());
            ArrayNode problems = file.putArray("problems");
            for (Problem problem : result.problems()) {
                problems.addObject()
                        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                        .put("code", problem.code())
                        .put("line", problem.line())
                        .put("column", problem.column())
                        .put("pointer", problem.pointer())
                        .put("message", problem.message());
            }
        }
        return files.toPrettyString();
    }
}
