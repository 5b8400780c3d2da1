package io.jenkins.plugins.releasepipeline.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came from a commit, a definition or a tool, made safe to print: it does not steer the reader's terminal. */
final class Printable {
    private static final Pattern SEQUENCE =
            Pattern.compile("\\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|[ -/]*[0-~]?)");
    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]*m");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\x1b]]");
    private static final String RESET = "\u001b[0m";

    private Printable() {}

    /** The text in one line, without escape sequences and control characters. */
    static String text(String text) {
        return CONTROL.matcher(SEQUENCE.matcher(text).replaceAll("")).replaceAll(" ");
    }

    /** A line of a log with its colours, and nothing else that a terminal would obey. */
    static String colours(String line) {
        Matcher matcher = SEQUENCE.matcher(line);
        boolean coloured = COLOUR.matcher(line).find();
        String kept = matcher.replaceAll(
                found -> COLOUR.matcher(found.group()).matches() ? Matcher.quoteReplacement(found.group()) : "");
        String safe = CONTROL.matcher(kept.replace("\t", "    ")).replaceAll(" ");
        return coloured ? safe + RESET : safe;
    }
}
