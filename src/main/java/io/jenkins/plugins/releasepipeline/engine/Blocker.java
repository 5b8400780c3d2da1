package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Why an execution does not go on now: one thing that somebody, or time, has to change. */
public sealed interface Blocker {

    /** The stage that it is in or waits for. */
    String stage();

    /** The way into the stage is closed. */
    record TransitionClosed(String stage, String by, Optional<Instant> at, String reason) implements Blocker {}

    /**
     * Another execution is in the stage.
     *
     * @param executionId which one
     * @param actions what it does there now; empty when it waits there itself
     */
    record StageHeld(String stage, String executionId, List<String> actions) implements Blocker {
        public StageHeld {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Others stand in front of it.
     *
     * @param position its place in the line, from 1; 2 or more here
     * @param behind the execution directly before it
     */
    record Queued(String stage, int position, String behind) implements Blocker {}

    /**
     * Executions by an earlier definition have to finish first.
     *
     * @param executionIds these
     */
    record Draining(String stage, List<String> executionIds) implements Blocker {
        public Draining {
            executionIds = List.copyOf(executionIds);
        }
    }

    /**
     * A person has to answer.
     *
     * @param required how many have to approve
     * @param given who has approved so far
     * @param approvers who may, as the definition has it: names, and groups with an {@code @}; empty for everybody
     * @param token what the answer names
     * @param since when it was asked
     * @param expires when it times out
     */
    record ApprovalNeeded(
            String stage,
            String action,
            int required,
            List<String> given,
            List<String> approvers,
            String token,
            Instant since,
            Instant expires)
            implements Blocker {
        public ApprovalNeeded {
            given = List.copyOf(given);
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * There is no agent for what has to be done, and nothing else works for the execution.
     *
     * @param work the action, or the rule to be checked
     * @param label the label that the agent must have; empty when any agent would do
     * @param reason why there is none, in the host's words
     * @param since since when
     */
    record AgentNeeded(String stage, String work, String label, String reason, Instant since) implements Blocker {}

    /**
     * A condition holds the execution: its rules have not passed.
     *
     * @param evaluations how often they have been checked
     * @param lastResult what the last check found
     * @param nextCheck when they are checked again
     * @param deadline when the condition fails
     */
    record RuleNotPassing(
            String stage,
            ConditionType condition,
            int evaluations,
            String lastResult,
            Instant nextCheck,
            Instant deadline)
            implements Blocker {}

    /**
     * The stage has failed and is retried later.
     *
     * @param retry which of its automatic retries, from 1
     */
    record RetryDue(String stage, int retry, Instant due) implements Blocker {}
}
