package io.jenkins.plugins.releasepipeline.action.build;

/**
 * Something a buildspec says that is wrong, or that has no effect here.
 *
 * @param error whether the build cannot run because of it; otherwise it is a note in the log
 * @param line from 1
 * @param column from 1
 * @param pointer the JSON pointer of the place; empty for the whole document
 * @param message what is wrong and what would be right
 */
record BuildspecProblem(boolean error, int line, int column, String pointer, String message) {

    /** {@code LINE:COLUMN: error|warning: POINTER: MESSAGE}. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + (error ? "error" : "warning") + ": "
                + (pointer.isEmpty() ? "" : pointer + ": ") + message;
    }
}
