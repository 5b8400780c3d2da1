package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the words of a script: quotes, expansions, substitutions. */
abstract class ShellWords extends ShellCursor {
    private static final int MAX_EXPRESSION = 2000;

    ShellWords(ShellReferences session, List<Atom> atoms) {
        super(session, atoms);
    }

    /** Reads the commands of a substitution up to its closing parenthesis. */
    abstract void substitution();

    /** Reads atoms as a script of their own. */
    abstract void nested(List<Atom> atoms);

    /** Passes a blank, a comment or a continued line. */
    abstract boolean blank();

    /** Passes a line end. */
    abstract boolean newline();

    Word word() {
        Word word = new Word();
        while (p < in.size()) {
            Atom atom = in.get(p);
            if (atom.reference() != null) {
                reference(word, Quoting.NONE, "\"${", "}\"");
                continue;
            }
            if (atom.opaque()) {
                word.atoms.add(new Atom('_', null, p, p + 1, Quoting.NONE, true));
                p++;
                continue;
            }
            char c = atom.value();
            if (c == '(' && word.prefix().endsWith("=") && !word.quoted) {
                array(word);
                continue;
            }
            if (" \t\r\n;&|()<>".indexOf(c) >= 0) {
                break;
            }
            switch (c) {
                case '\\' -> backslash(word);
                case '\'' -> single(word);
                case '"' -> {
                    word.quoted = true;
                    p++;
                    doubled(word, Quoting.DOUBLE, in.size());
                }
                case '$' -> dollar(word, Quoting.NONE);
                case '`' -> backtick(word, false);
                default -> {
                    word.atoms.add(new Atom(c, null, p, p + 1, Quoting.NONE, false));
                    p++;
                }
            }
        }
        return word;
    }

    private void array(Word word) {
        if (tooDeep()) {
            return;
        }
        depth++;
        p++;
        while (p < in.size() && !in.get(p).is(')')) {
            if (blank() || newline()) {
                continue;
            }
            int before = p;
            word();
            if (p == before) {
                p++;
            }
        }
        p = Math.min(p + 1, in.size());
        depth--;
        word.atoms.add(new Atom('_', null, p, p, Quoting.NONE, true));
    }

    private void reference(Word word, Quoting quoting, String before, String after) {
        Occurrence reference = in.get(p).reference();
        session.met(reference);
        edits[p] = before + reference.variable + after;
        word.atoms.add(new Atom('_', reference, p, p + 1, quoting, false));
        p++;
    }

    private void backslash(Word word) {
        word.quoted = true;
        if (p + 1 >= in.size()) {
            word.atoms.add(new Atom('\\', null, p, p + 1, Quoting.NONE, false));
            p++;
        } else if (in.get(p + 1).reference() != null) {
            edits[p++] = "";
        } else if (in.get(p + 1).is('\n')) {
            p += 2;
        } else {
            word.atoms.add(new Atom(
                    in.get(p + 1).value(),
                    null,
                    p,
                    p + 2,
                    Quoting.NONE,
                    in.get(p + 1).opaque()));
            p += 2;
        }
    }

    private void single(Word word) {
        word.quoted = true;
        p++;
        while (p < in.size() && !in.get(p).is('\'')) {
            if (in.get(p).reference() != null) {
                reference(word, Quoting.SINGLE, "'\"${", "}\"'");
            } else {
                word.atoms.add(new Atom(
                        in.get(p).value(),
                        null,
                        p,
                        p + 1,
                        Quoting.SINGLE,
                        in.get(p).opaque()));
                p++;
            }
        }
        p++;
        p = Math.min(p, in.size());
    }

    private void ansi(Word word) {
        word.quoted = true;
        p += 2;
        while (p < in.size() && !in.get(p).is('\'')) {
            if (in.get(p).reference() != null) {
                reference(word, Quoting.ANSI, "'\"${", "}\"$'");
            } else if (in.get(p).is('\\') && p + 1 < in.size()) {
                if (in.get(p + 1).reference() != null) {
                    edits[p++] = "\\\\";
                } else {
                    char c = in.get(p + 1).value();
                    word.atoms.add(
                            new Atom(c == 'n' ? '\n' : c == 't' ? '\t' : c, null, p, p + 2, Quoting.ANSI, false));
                    p += 2;
                }
            } else {
                word.atoms.add(new Atom(
                        in.get(p).value(),
                        null,
                        p,
                        p + 1,
                        Quoting.ANSI,
                        in.get(p).opaque()));
                p++;
            }
        }
        p++;
        p = Math.min(p, in.size());
    }

    /** Reads what is in double quotes, or a here document up to {@code limit}. */
    void doubled(Word word, Quoting quoting, int limit) {
        String special = quoting == Quoting.HERE ? "$`\\" : "$`\\\"";
        while (p < limit) {
            Atom atom = in.get(p);
            if (atom.reference() != null) {
                reference(word, quoting, "${", "}");
            } else if (atom.opaque()) {
                word.atoms.add(new Atom('_', null, p, p + 1, quoting, true));
                p++;
            } else if (atom.value() == '"' && quoting == Quoting.DOUBLE) {
                p++;
                return;
            } else if (atom.value() == '\\' && p + 1 < limit) {
                Atom next = in.get(p + 1);
                if (next.reference() != null) {
                    edits[p] = "\\\\";
                    word.atoms.add(new Atom('\\', null, p, p + 1, quoting, false));
                    p++;
                } else if (next.is('\n')) {
                    p += 2;
                } else if (!next.opaque() && special.indexOf(next.value()) >= 0) {
                    word.atoms.add(new Atom(next.value(), null, p, p + 2, quoting, false));
                    p += 2;
                } else {
                    word.atoms.add(new Atom('\\', null, p, p + 1, quoting, false));
                    p++;
                }
            } else if (atom.value() == '$') {
                dollar(word, quoting);
            } else if (atom.value() == '`') {
                backtick(word, true);
            } else {
                word.atoms.add(new Atom(atom.value(), null, p, p + 1, quoting, false));
                p++;
            }
        }
    }

    private void dollar(Word word, Quoting quoting) {
        int start = p;
        if (p + 1 >= in.size() || in.get(p + 1).opaque() || in.get(p + 1).reference() != null) {
            word.atoms.add(new Atom('$', null, p, p + 1, quoting, false));
            p++;
            return;
        }
        char next = in.get(p + 1).value();
        if (next == '\'' && quoting == Quoting.NONE) {
            ansi(word);
            return;
        }
        if (next == '"' && quoting == Quoting.NONE) {
            p++;
            return;
        }
        if (next == '(') {
            int end = at(2, '(') ? arithmeticEnd(p + 3) : -1;
            if (end >= 0) {
                p += 3;
                arithmetic(end);
            } else {
                p += 2;
                substitution();
            }
        } else if (next == '[') {
            p += 2;
            int end = p;
            while (end < in.size() && !in.get(end).is(']')) {
                end++;
            }
            arithmeticText(end);
            p = Math.min(in.size(), end + 1);
        } else if (next == '{') {
            braces(quoting);
        } else if (Character.isLetter(next) || next == '_') {
            p++;
            StringBuilder name = new StringBuilder();
            while (p < in.size()
                    && in.get(p).reference() == null
                    && !in.get(p).opaque()
                    && (Character.isLetterOrDigit(in.get(p).value())
                            || in.get(p).value() == '_')) {
                name.append(in.get(p++).value());
            }
            session.expands(name.toString());
        } else if (Character.isDigit(next) || "@*#?-$!".indexOf(next) >= 0) {
            session.expands(String.valueOf(next));
            p += 2;
        } else {
            word.atoms.add(new Atom('$', null, p, p + 1, quoting, false));
            p++;
            return;
        }
        word.atoms.add(new Atom('_', null, start, p, quoting, true));
    }

    /** <code>${name…}</code>. */
    private void braces(Quoting quoting) {
        if (tooDeep()) {
            return;
        }
        depth++;
        p += 2;
        StringBuilder name = new StringBuilder();
        while (p < in.size() && (in.get(p).is('!') || in.get(p).is('#')) && name.isEmpty()) {
            p++;
        }
        while (p < in.size() && in.get(p).reference() == null && !in.get(p).opaque()) {
            char c = in.get(p).value();
            boolean special = name.isEmpty() && (c == '@' || c == '*');
            if (!special && !Character.isLetterOrDigit(c) && c != '_') {
                break;
            }
            name.append(c);
            p++;
            if (special) {
                break;
            }
        }
        if (!name.isEmpty()) {
            session.expands(name.toString());
        }
        boolean arithmetic = at(0, '[')
                || at(0, ':')
                        && (p + 1 >= in.size() || "-=?+".indexOf(in.get(p + 1).value()) < 0);
        boolean assigns = at(0, '=') || at(0, ':') && at(1, '=');
        if (at(0, '@') && at(1, 'P')) {
            session.evaluates(List.of(name.toString()));
        }
        int mark = session.mark();
        int names = session.expandedMark();
        Word inner = new Word();
        while (p < in.size() && !in.get(p).is('}')) {
            Atom atom = in.get(p);
            if (atom.reference() != null) {
                if (quoting == Quoting.NONE) {
                    reference(inner, quoting, "\"${", "}\"");
                } else {
                    reference(inner, quoting, "${", "}");
                }
            } else if (atom.is('\\')) {
                if (p + 1 < in.size() && in.get(p + 1).reference() != null) {
                    edits[p] = quoting == Quoting.NONE ? "" : "\\\\";
                    p++;
                } else {
                    p = Math.min(in.size(), p + 2);
                }
            } else if (atom.is('$')) {
                dollar(inner, quoting);
            } else if (atom.is('`')) {
                backtick(inner, quoting != Quoting.NONE);
            } else if (atom.is('"') && quoting != Quoting.HERE) {
                p++;
                doubled(inner, Quoting.DOUBLE, in.size());
            } else if (atom.is('\'') && quoting == Quoting.NONE) {
                single(inner);
            } else {
                p++;
            }
        }
        p = Math.min(in.size(), p + 1);
        depth--;
        Collection<Occurrence> occurrences = session.since(mark);
        if (arithmetic) {
            session.digits(occurrences);
        }
        if (assigns) {
            session.assigned(name.toString(), occurrences, session.expandedSince(names));
        }
    }

    /** Where {@code ))} ends the expression that begins at {@code from}; negative when it is none. */
    int arithmeticEnd(int from) {
        int open = 0;
        for (int i = from; i < Math.min(in.size(), from + MAX_EXPRESSION); i++) {
            Atom atom = in.get(i);
            if (atom.is('(')) {
                open++;
            } else if (atom.is(')')) {
                if (open > 0) {
                    open--;
                } else {
                    return i + 1 < in.size() && in.get(i + 1).is(')') ? i : -1;
                }
            } else if (atom.is('\n') && open == 0 || atom.is(';') && open == 0 && !loopHeader(from)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean loopHeader(int from) {
        int i = from - 3;
        while (i >= 0 && in.get(i).is(' ')) {
            i--;
        }
        return i >= 2
                && in.get(i).is('r')
                && in.get(i - 1).is('o')
                && in.get(i - 2).is('f');
    }

    void arithmetic(int end) {
        arithmeticText(end);
        p = Math.min(in.size(), end + 2);
    }

    private void arithmeticText(int end) {
        int mark = session.mark();
        Word inner = new Word();
        while (p < end && p < in.size()) {
            if (in.get(p).reference() != null) {
                reference(inner, Quoting.DOUBLE, "${", "}");
            } else if (in.get(p).is('$')) {
                dollar(inner, Quoting.DOUBLE);
            } else if (in.get(p).is('`')) {
                backtick(inner, true);
            } else {
                p++;
            }
        }
        session.digits(session.since(mark));
    }

    private void backtick(Word word, boolean inDouble) {
        int start = p++;
        List<Atom> atoms = new ArrayList<>();
        while (p < in.size() && !in.get(p).is('`')) {
            Atom atom = in.get(p);
            if (atom.is('\\') && p + 1 < in.size()) {
                Atom next = in.get(p + 1);
                if (next.is('`') || next.is('\\') || next.is('$') || next.is('"') && inDouble) {
                    atoms.add(new Atom(next.value(), null, p, p + 2, Quoting.BACKTICK, false));
                    p += 2;
                    continue;
                }
            }
            atoms.add(new Atom(atom.value(), atom.reference(), p, p + 1, Quoting.BACKTICK, atom.opaque()));
            p++;
        }
        p = Math.min(in.size(), p + 1);
        nested(atoms);
        word.atoms.add(new Atom('_', null, start, p, Quoting.NONE, true));
    }
}
