package io.jenkins.plugins.releasepipeline.action;

/**
 * How a process ended.
 *
 * @param outcome what became of it
 * @param code its exit code; meaningful for {@link Outcome#EXITED} alone
 * @param message what happened, in words for a person, where it did not exit by itself
 */
public record ProcessExit(Outcome outcome, int code, String message) {

    public enum Outcome {
        /** It ended by itself, with an exit code. */
        EXITED,
        /** It could not be started. */
        NOT_STARTED,
        /** It was killed because its time was over. */
        TIMED_OUT,
        /** It was killed by {@link AgentProcess#kill()}. */
        KILLED,
        /** It is gone and nobody knows how it ended: the machine was restarted, say. */
        LOST
    }

    public boolean isSuccess() {
        return outcome == Outcome.EXITED && code == 0;
    }
}
