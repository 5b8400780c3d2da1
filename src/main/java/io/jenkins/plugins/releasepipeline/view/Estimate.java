package io.jenkins.plugins.releasepipeline.view;

import java.time.Instant;

/**
 * When an execution that waits is likely to go on.
 *
 * @param at when. It may be past: then it takes longer than it usually does.
 * @param basis what that is taken from
 * @param samples for a usual time, of how many it is the median; 0 for what is certain
 */
public record Estimate(Instant at, Basis basis, int samples) {

    /** What an estimate is taken from. */
    public enum Basis {
        /** How long the approval has usually taken from the question to the answer. */
        USUAL_APPROVAL,
        /** How long the stage usually takes whoever is in it, and those who stand before. */
        USUAL_STAGE,
        /** How long executions usually take from their start to their end. */
        USUAL_PIPELINE,
        /** How long the action has usually waited for an agent. */
        USUAL_AGENT,
        /** The deployment window's next opening, as it is looked at. */
        DEPLOYMENT_WINDOW,
        /** When the rules are checked again; whether they will pass nobody knows. */
        NEXT_CHECK,
        /** When the retry is due. */
        RETRY_DUE
    }
}
