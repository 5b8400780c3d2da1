package io.jenkins.plugins.releasepipeline.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects the problems of one definition. In a rule's message `name` stands for a field, spelled as in the document. The pointers are those of the definition as {@code get-pipeline} prints it;
 * lines and columns come later, from the document. What could not be read at all is reported once, and not again by the
 * rules that then miss it.
 */
final class Findings {
    private static final Pattern FIELD = Pattern.compile("`([A-Za-z]+)`");

    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> unread = new HashSet<>();
    private final Dialect dialect;
    private final ActionTypes types;

    /** @param unread what is already known to be unreadable */
    Findings(Dialect dialect, Set<String> unread, ActionTypes types) {
        this.dialect = dialect;
        this.types = types;
        this.unread.addAll(unread);
    }

    /** The action types whose configuration is known here. */
    ActionTypes types() {
        return types;
    }

    List<Problem> problems() {
        return problems;
    }

    Set<String> unread() {
        return unread;
    }

    void add(Problem problem) {
        if (problems.size() < Limits.PROBLEMS_FOUND) {
            problems.add(problem);
        }
    }

    /** Says that the value at the pointer could not be read, which has been reported. */
    void unreadable(Pointer at) {
        unread.add(at.toString());
    }

    void error(Pointer at, String code, String message) {
        report(Problem.Severity.ERROR, at, code, message);
    }

    void warning(Pointer at, String code, String message) {
        report(Problem.Severity.WARNING, at, code, message);
    }

    /** Reports at the object that a field is missing from it. */
    void missing(Pointer object, String field, String message) {
        if (!hides(object.child(field))) {
            error(object, "missing", message);
        }
    }

    /** Whether there are so many problems already that it is not worth the time to find suggestions. */
    boolean manyFound() {
        return problems.size() > Limits.PROBLEMS;
    }

    /** {@code "; did you mean 'x'?"}, or nothing. */
    String suggestion(String written, Collection<String> known) {
        return manyFound() ? "" : Spelling.suggestion(written, known);
    }

    private void report(Problem.Severity severity, Pointer at, String code, String message) {
        if (problems.size() < Limits.PROBLEMS_FOUND && !hides(at)) {
            problems.add(new Problem(severity, code, at.toString(), 0, 0, spelled(message)));
        }
    }

    private String spelled(String message) {
        return FIELD.matcher(message).replaceAll(match -> "'" + dialect.spell(match.group(1)) + "'");
    }

    private boolean hides(Pointer at) {
        if (unread.isEmpty()) {
            return false;
        }
        for (Pointer each = at; each != null; each = each.parent()) {
            if (unread.contains(each.toString())) {
                return true;
            }
        }
        return false;
    }
}
