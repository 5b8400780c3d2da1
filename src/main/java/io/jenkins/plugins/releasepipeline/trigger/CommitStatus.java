package io.jenkins.plugins.releasepipeline.trigger;

/**
 * How a commit fares in a pipeline.
 *
 * @param commit the commit's full id
 * @param state how it fares
 * @param context names the pipeline among what else tells of the commit
 * @param description a sentence for a person
 * @param link where one can see more; may be empty
 */
public record CommitStatus(String commit, State state, String context, String description, String link) {
    /** How a commit fares. */
    public enum State {
        PENDING,
        SUCCESS,
        FAILURE,
        /** Nobody will know: stopped, superseded or cancelled. */
        ENDED
    }
}
