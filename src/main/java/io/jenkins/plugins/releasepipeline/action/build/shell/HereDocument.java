package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.ArrayList;
import java.util.List;

/** A here document: what its operator says, and who reads it. */
final class HereDocument {
    /** Who reads the text. */
    enum Feeds {
        /** A program that takes it for text. */
        NOTHING,
        /** A shell with our environment, as a script. */
        SHELL,
        /** Something else that takes it for code. */
        FOREIGN
    }

    int delimiterStart;
    int delimiterEnd;
    String delimiter;
    boolean quoted;
    boolean stripTabs;
    Feeds feeds = Feeds.NOTHING;
    String reader = "";
    final List<String> files = new ArrayList<>();

    void feeds(Feeds whom, String name) {
        feeds = whom;
        reader = name;
    }
}
