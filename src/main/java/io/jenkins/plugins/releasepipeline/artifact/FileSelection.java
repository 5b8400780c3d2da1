package io.jenkins.plugins.releasepipeline.artifact;

import java.util.List;

/**
 * Which files of a directory belong to an artifact, in the words of a buildspec's {@code artifacts}.
 *
 * @param baseDirectory where the paths begin; may be a glob that one or more directories match
 * @param includes patterns: a path, a directory (all it holds), {@code *} within one name, {@code **} across directories
 * @param excludes patterns of files to leave out, in the same form
 * @param discardPaths puts every file at the top of the artifact under its own name; two files of one name are an error
 */
public record FileSelection(String baseDirectory, List<String> includes, List<String> excludes, boolean discardPaths) {

    public FileSelection {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** Everything in a directory. */
    public static FileSelection all(String directory) {
        return new FileSelection(directory, List.of("**/*"), List.of(), false);
    }
}
