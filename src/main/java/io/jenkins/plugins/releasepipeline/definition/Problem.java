package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;

/**
 * Something wrong in a definition.
 *
 * @param severity whether the definition can be used nevertheless
 * @param code says which rule, the same in every version: lower-case words with dashes
 * @param pointer the JSON pointer (RFC 6901) of the value in the document as it was written; empty for the whole
 * @param line from 1; 0 when there is no text
 * @param column from 1, in characters; 0 when there is no text
 * @param message what is wrong and what would be right, one line of at most about 1,000 characters
 */
public record Problem(Severity severity, String code, String pointer, int line, int column, String message) {
    private static final int LONGEST = 1_000;

    static final Comparator<Problem> BY_POSITION =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        String text = message.replaceAll("[\\s\\p{Cntrl}]+", " ");
        message = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    /** How much it matters. */
    public enum Severity {
        /** The definition cannot be used. */
        ERROR,
        /** It can be used, and may not do what was meant. */
        WARNING
    }

    @JsonIgnore
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code LINE:COLUMN: error: POINTER: message}, as compilers print it. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + (isError() ? "error" : "warning") + ": " + pointer + ": " + message;
    }
}
