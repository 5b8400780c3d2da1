package io.jenkins.plugins.releasepipeline.definition;

import java.util.ArrayDeque;
import java.util.Deque;

/** A JSON pointer (RFC 6901) that grows at its end. */
record Pointer(Pointer parent, String segment) {
    static final Pointer ROOT = new Pointer(null, null);

    static Pointer parse(String text) {
        Pointer pointer = ROOT;
        String[] segments = text.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            pointer = pointer.child(segments[i].replace("~1", "/").replace("~0", "~"));
        }
        return pointer;
    }

    Pointer child(String name) {
        return new Pointer(this, name);
    }

    Pointer child(int index) {
        return new Pointer(this, Integer.toString(index));
    }

    Deque<String> segments() {
        Deque<String> segments = new ArrayDeque<>();
        for (Pointer at = this; at.parent != null; at = at.parent) {
            segments.addFirst(at.segment);
        }
        return segments;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String each : segments()) {
            text.append('/').append(each.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
