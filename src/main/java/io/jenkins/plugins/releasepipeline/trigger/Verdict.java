package io.jenkins.plugins.releasepipeline.trigger;

/** What filters say of an event. */
public sealed interface Verdict {
    /** Why, in words for a person: which pattern decided. */
    String why();

    record Matches(String why) implements Verdict {}

    record FilteredOut(String why) implements Verdict {}
}
