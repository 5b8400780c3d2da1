package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of {@code artifacts.files} or {@code exclude-paths}, compiled so that a walk over directories can ask at each
 * name whether anything below can still match.
 *
 * <p>{@code *} and {@code ?} stay within a name, {@code **} as a whole name crosses directories (none, too). A name that
 * is equal to the pattern's matches whatever it is made of, so {@code pages/[id].js} finds its file. A pattern whose last
 * name has no wildcard takes all that a directory of that name holds.
 */
final class PathPattern {
    private static final int MAX_LENGTH = 4096;
    private static final String ANY_DEPTH = "**";

    private final List<String> names;
    private final int accepted;
    private final int everything;

    private PathPattern(List<String> names) {
        this.names = names;
        this.accepted = names.size();
        this.everything = names.size() + 1;
    }

    /**
     * @throws IOException when the pattern leads out of the directory it is meant for; the message says how to write it
     */
    static PathPattern parse(String text) throws IOException {
        return new PathPattern(names(text));
    }

    /** The names between the slashes, without {@code .} and empty ones. */
    static List<String> names(String text) throws IOException {
        if (text.length() > MAX_LENGTH) {
            throw new IOException("the path pattern that begins with '" + text.substring(0, 60) + "' is longer than "
                    + MAX_LENGTH + " characters");
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("/")) {
            if (name.equals("..")) {
                throw new IOException("the path pattern '" + text
                        + "' leads out of its directory; write it relative to the base directory, without '..'");
            }
            boolean repeated = name.equals(ANY_DEPTH)
                    && !names.isEmpty()
                    && names.get(names.size() - 1).equals(ANY_DEPTH);
            if (!name.isEmpty() && !name.equals(".") && !repeated) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    static boolean hasWildcard(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** Where a match stands before the first name. */
    BitSet begin() {
        BitSet states = new BitSet(everything + 1);
        states.set(names.isEmpty() ? everything : 0);
        return passAnyDepth(states);
    }

    /** Where a match stands after one more name; empty when nothing below can match. */
    BitSet step(BitSet states, String name) {
        BitSet next = new BitSet(everything + 1);
        for (int i = states.nextSetBit(0); i >= 0; i = states.nextSetBit(i + 1)) {
            if (i == everything) {
                next.set(everything);
            } else if (i < accepted) {
                String pattern = names.get(i);
                if (pattern.equals(ANY_DEPTH)) {
                    next.set(i);
                } else if (pattern.equals(name) || matches(pattern, name)) {
                    next.set(i + 1);
                }
            }
        }
        if (next.get(accepted) && !hasWildcard(names.get(accepted - 1))) {
            next.set(everything);
        }
        return passAnyDepth(next);
    }

    boolean accepts(BitSet states) {
        return states.get(accepted) || states.get(everything);
    }

    /** Whether all that lies below matches. */
    boolean acceptsEverythingBelow(BitSet states) {
        return states.get(everything);
    }

    private BitSet passAnyDepth(BitSet states) {
        for (int i = states.nextSetBit(0); i >= 0 && i < accepted; i = states.nextSetBit(i + 1)) {
            if (names.get(i).equals(ANY_DEPTH)) {
                states.set(i + 1);
            }
        }
        return states;
    }

    /** Glob matching of one name in linear space and without exponential time. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
