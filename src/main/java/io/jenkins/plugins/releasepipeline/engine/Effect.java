package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;

/** What the world has to do because of an event, as data. Done after the event is on disk. */
public sealed interface Effect {

    String executionId();

    /** Let the provider begin the attempt, if it is still in progress. */
    record StartAction(String executionId, String stage, String action, String actionExecutionId) implements Effect {}

    /** End the attempt's work: nobody waits for it any more. */
    record StopAction(String executionId, String actionExecutionId, String reason) implements Effect {}

    /** The attempt has ended and is on record: its agents, workspaces and processes are no longer needed. */
    record ReleaseAction(String executionId, String actionExecutionId) implements Effect {}

    /** Let the provider begin the check of a rule, if it is still in progress. */
    record EvaluateRule(String executionId, String stage, ConditionType condition, String rule, String ruleExecutionId)
            implements Effect {}

    /**
     * Find out who of those that approved ahead of the question still may answer it, and send {@link
     * Command.CountEarlyApprovals}; nothing when nobody did.
     */
    record AskApprovers(String executionId, String stage, String action, String token) implements Effect {}

    /** Send {@link Command.TimerDue} at that time. */
    record ArmTimer(String executionId, String stage, String timer, Instant at) implements Effect {}

    /** What the timer was armed for is over: nobody needs to be woken. */
    record DisarmTimer(String executionId, String timer) implements Effect {}
}
