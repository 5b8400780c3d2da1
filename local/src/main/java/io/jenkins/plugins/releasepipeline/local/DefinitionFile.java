package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file with a definition, as the command line takes it. */
final class DefinitionFile {
    /** No definition is anywhere near this: AWS takes no more than a fraction of it. */
    private static final long MAX_BYTES = 64L << 20;

    private DefinitionFile() {}

    /** Every pipeline that the file holds; at least one result. */
    static List<ReadResult> read(Path file) throws IOException, WrongCallException {
        if (Files.isDirectory(file)) {
            throw new WrongCallException(file + ": is a directory; name the file with the definition");
        }
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            throw new WrongCallException(
                    file + ": has " + Files.size(file) + " bytes; a definition has at most " + MAX_BYTES);
        }
        return DefinitionReader.readAll(file.toString(), Files.readAllBytes(file));
    }

    /** {@code FILE:LINE:COLUMN: error|warning: POINTER: message}; without the pointer where it is the whole document. */
    static String line(String file, Problem problem) {
        String pointer = problem.pointer().isEmpty() ? "" : problem.pointer() + ": ";
        return file + ":" + problem.line() + ":" + problem.column() + (problem.isError() ? ": error: " : ": warning: ")
                + pointer + problem.message();
    }

    /** A line for each problem that means something here: what only AWS would mind is for {@code validate}. */
    static List<String> linesThatMatterHere(ReadResult result) {
        return result.problems().stream()
                .filter(problem -> problem.isError() || !problem.code().equals("aws-only"))
                .map(problem -> line(result.fileName(), problem))
                .toList();
    }
}
