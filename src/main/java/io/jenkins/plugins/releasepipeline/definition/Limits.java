package io.jenkins.plugins.releasepipeline.definition;

/** How much of a document is read. Far above what a pipeline of 1,000 actions needs. */
final class Limits {
    static final int BYTES = 2 * 1024 * 1024;
    static final int DEPTH = 100;
    static final int NODES = 200_000;
    static final int KEY_LENGTH = 1_000;
    static final int PROBLEMS = 500;
    static final int PROBLEMS_FOUND = 10_000;

    private Limits() {}
}
