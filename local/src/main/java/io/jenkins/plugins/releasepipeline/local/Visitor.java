package io.jenkins.plugins.releasepipeline.local;

/**
 * Who asks over HTTP, and what is written down as the one who did it.
 *
 * @param trusted whether it may change things and read what builds have printed
 */
record Visitor(boolean trusted, String name) {
    /** Nobody known: may read what is where. */
    static final Visitor READER = new Visitor(false, "");

    /** A program that has the home's token. */
    static final Visitor TOKEN = new Visitor(true, "api");

    /** The page, in a browser that was let in by the one who runs the server. */
    static final Visitor PAGE = new Visitor(true, System.getProperty("user.name", "somebody"));
}
