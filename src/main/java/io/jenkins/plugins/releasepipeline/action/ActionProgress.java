package io.jenkins.plugins.releasepipeline.action;

import java.util.OptionalInt;

/**
 * What a running action says of itself.
 *
 * @param summary one line for a person ({@code BUILD phase}); empty to leave the last one
 * @param percentComplete 0 to 100, when the action knows
 * @param externalExecutionId the provider's own id of the work; empty when it has none
 * @param externalExecutionUrl where a person can look at that work; empty when there is no such place
 */
public record ActionProgress(
        String summary, OptionalInt percentComplete, String externalExecutionId, String externalExecutionUrl) {

    public static ActionProgress of(String summary) {
        return new ActionProgress(summary, OptionalInt.empty(), "", "");
    }
}
