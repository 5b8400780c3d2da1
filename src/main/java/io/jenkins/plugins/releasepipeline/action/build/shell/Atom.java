package io.jenkins.plugins.releasepipeline.action.build.shell;

/**
 * A character of a script, or a reference in it, or something that an outer shell will have put there.
 *
 * @param value the character; for a reference or an expansion something that is part of a word
 * @param reference the reference, or null
 * @param start where it begins in the script around this one
 * @param end where it ends there
 * @param quoting how it is quoted there
 * @param opaque whether an outer shell has put it there
 */
record Atom(char value, Occurrence reference, int start, int end, Quoting quoting, boolean opaque) {
    static Atom top(char value, int at) {
        return new Atom(value, null, at, at + 1, Quoting.RAW, false);
    }

    static Atom top(Occurrence reference, int at) {
        return new Atom('_', reference, at, at + 1, Quoting.RAW, false);
    }

    boolean is(char c) {
        return value == c && reference == null && !opaque;
    }
}
