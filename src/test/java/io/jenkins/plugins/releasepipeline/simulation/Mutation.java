package io.jenkins.plugins.releasepipeline.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Assume;

/**
 * A fault that somebody could make: one line of a source file, changed.
 *
 * @param breaks what is wrong then
 * @param file the name of the source file
 * @param after the beginning of a line before it; empty when the line is there once
 * @param line the line as it is
 * @param replacement the line as it would be
 */
record Mutation(String breaks, String file, String after, String line, String replacement) {

    /** Those that are made, of {@code mutations.txt}. */
    static List<Mutation> list() throws IOException {
        try (InputStream in = Mutation.class.getResourceAsStream("mutations.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Where the engine's sources are; without them the test that asks is skipped, aloud. */
    static Path sources() {
        String engine = "src/main/java/io/jenkins/plugins/releasepipeline/engine";
        for (Path root : List.of(Path.of(""), Path.of(".."))) {
            if (Files.isDirectory(root.resolve(engine))) {
                return root.resolve(engine);
            }
        }
        Assume.assumeTrue(
                "skipped: the engine's sources are not in " + Path.of("").toAbsolutePath(), false);
        return Path.of("");
    }

    /** Reads a list: what it breaks after {@code ==}, then the file, and lines that begin with {@code @ - +}. */
    static List<Mutation> parse(String text) {
        List<Mutation> all = new ArrayList<>();
        for (String block : text.split("(?m)^== ")) {
            List<String> lines = block.lines()
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .toList();
            if (lines.size() > 1 && lines.stream().anyMatch(each -> each.startsWith("- "))) {
                all.add(new Mutation(
                        lines.get(0), lines.get(1), marked(lines, "@ "), marked(lines, "- "), marked(lines, "+ ")));
            }
        }
        return all;
    }

    /**
     * The source with the fault in it.
     *
     * @throws AssertionError when the line is not there, or not once; says what to do
     */
    String applyTo(String source) {
        List<String> lines = new ArrayList<>(source.lines().toList());
        int from = 0;
        if (!after.isEmpty()) {
            while (from < lines.size() && !lines.get(from).strip().startsWith(after)) {
                from++;
            }
            check(from < lines.size(), "there is no line that begins with\n  " + after);
        }
        List<Integer> found = new ArrayList<>();
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(line)) {
                found.add(i);
            }
        }
        check(!found.isEmpty(), "there is no line\n  " + line);
        check(
                found.size() == 1 || !after.isEmpty(),
                "there are " + found.size() + " lines (say after which with @)\n  " + line);
        lines.set(found.get(0), replacement);
        return String.join("\n", lines) + "\n";
    }

    private void check(boolean applies, String why) {
        if (!applies) {
            throw new AssertionError("The mutation '" + breaks + "' does not apply to " + file + " any more: " + why
                    + "\nThe file has changed; change mutations.txt with it, so that the fault is still made.");
        }
    }

    private static String marked(List<String> lines, String mark) {
        return lines.stream()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()).strip())
                .findFirst()
                .orElse("");
    }
}
