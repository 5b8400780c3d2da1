package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.ArrayList;
import java.util.List;

/** A word as the command will see it, with what a later shell would read. */
final class Word {
    final List<Atom> atoms = new ArrayList<>();
    boolean quoted;
    List<Occurrence> occurrences = List.of();
    List<String> names = List.of();

    /** The word's text, or null when an expansion is part of it. */
    String literal() {
        StringBuilder text = new StringBuilder();
        for (Atom atom : atoms) {
            if (atom.opaque() || atom.reference() != null) {
                return null;
            }
            text.append(atom.value());
        }
        return text.toString();
    }

    String prefix() {
        StringBuilder text = new StringBuilder();
        for (Atom atom : atoms) {
            if (atom.opaque() || atom.reference() != null) {
                break;
            }
            text.append(atom.value());
        }
        return text.toString();
    }

    String program() {
        String text = literal();
        if (text == null) {
            return "";
        }
        return text.substring(text.lastIndexOf('/') + 1);
    }

    boolean onlyReferences() {
        return !atoms.isEmpty() && atoms.stream().allMatch(atom -> atom.reference() != null);
    }

    boolean startsWithDash() {
        return !atoms.isEmpty() && (atoms.get(0).is('-') || atoms.get(0).is('+'));
    }
}
