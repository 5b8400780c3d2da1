package io.jenkins.plugins.releasepipeline.jenkins;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A process as the text of a script: every word is quoted, so that no shell reads any of them. */
final class ShellScript {
    private ShellScript() {}

    /**
     * @param outputFile where standard output goes; empty for where it goes already
     * @return a script for {@code sh} that becomes the process
     */
    static String of(List<String> command, String directory, Optional<String> outputFile) {
        String words = command.stream().map(ShellScript::quoted).collect(Collectors.joining(" "));
        String output = outputFile.map(file -> " > " + quoted(file)).orElse("");
        return "#!/bin/sh\ncd " + quoted(directory) + " || exit 126\nexec " + words + output + "\n";
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
