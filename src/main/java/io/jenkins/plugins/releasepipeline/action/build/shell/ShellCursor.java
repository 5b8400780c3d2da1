package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.List;

/** A place in a script, and what the script's characters become. */
abstract class ShellCursor {
    /** How deep one construct may be in another. */
    private static final int MAX_DEPTH = 40;

    final ShellReferences session;
    final List<Atom> in;
    final String[] edits;
    int p;
    int depth;

    ShellCursor(ShellReferences session, List<Atom> atoms) {
        this.session = session;
        this.in = atoms;
        this.edits = new String[atoms.size()];
    }

    /** The unquoted word at this place, when it ends here; for reserved words. */
    String reserved() {
        StringBuilder word = new StringBuilder();
        int i = p;
        while (i < in.size() && !in.get(i).opaque() && in.get(i).reference() == null) {
            char c = in.get(i).value();
            if (" \t\n;&|()<>".indexOf(c) >= 0) {
                break;
            }
            if ("'\"\\$`=".indexOf(c) >= 0 || word.length() > 8) {
                return "";
            }
            word.append(c);
            i++;
        }
        return i < in.size() && (in.get(i).opaque() || in.get(i).reference() != null) ? "" : word.toString();
    }

    boolean tooDeep() {
        if (depth < MAX_DEPTH) {
            return false;
        }
        session.strict(rest(), "a script nested too deeply to follow");
        p = in.size();
        return true;
    }

    List<Occurrence> rest() {
        return in.subList(p, in.size()).stream()
                .map(Atom::reference)
                .filter(reference -> reference != null)
                .toList();
    }

    boolean at(int offset, char c) {
        return p + offset < in.size() && in.get(p + offset).is(c);
    }
}
