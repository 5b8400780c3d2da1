package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened to a pipeline. Events are written down and read again by later versions: a component is added, never
 * renamed or given another meaning.
 */
public sealed interface Event {

    /** When it happened, by the host's clock. */
    Instant at();

    /** An event of one execution. */
    sealed interface OfExecution extends Event {
        String executionId();
    }

    /**
     * The pipeline has a definition: its first, or another.
     *
     * @param policy what becomes of the executions under way; absent in journals of versions that knew one only
     */
    record DefinitionUpdated(
            Instant at,
            PipelineDeclaration definition,
            Map<String, String> closedTransitions,
            UpdatePolicy policy,
            String by)
            implements Event {
        public DefinitionUpdated {
            policy = policy == null ? UpdatePolicy.CANCEL : policy;
        }
    }

    record TransitionChanged(Instant at, String stage, boolean enabled, String reason, String by) implements Event {}

    /**
     * @param rollback for an execution that takes a stage back, what it begins with
     */
    record ExecutionStarted(
            Instant at,
            String executionId,
            long number,
            ExecutionType type,
            Trigger trigger,
            int definitionVersion,
            Map<String, String> variables,
            Map<String, String> sourceRevisions,
            Optional<String> clientRequestToken,
            Optional<RollbackStart> rollback)
            implements OfExecution {
        public ExecutionStarted {
            rollback = rollback == null ? Optional.empty() : rollback;
        }
    }

    /** The execution stands in front of a stage. */
    record StageReached(Instant at, String executionId, String stage) implements OfExecution {}

    /** A later execution took its place in front of a stage. */
    record ExecutionSuperseded(Instant at, String executionId, String stage, String supersededBy)
            implements OfExecution {}

    /** The execution holds the stage. */
    record StageEntered(Instant at, String executionId, String stage) implements OfExecution {}

    /**
     * An attempt at an action begins. It is recorded before anything is done.
     *
     * @param input what it works with
     * @param expires for an approval: when it times out
     */
    record ActionStarted(
            Instant at,
            String executionId,
            String stage,
            String action,
            String actionExecutionId,
            int attempt,
            ActionInput input,
            Optional<Instant> expires)
            implements OfExecution {}

    record ActionProgressed(
            Instant at,
            String executionId,
            String stage,
            String action,
            String actionExecutionId,
            String summary,
            Optional<Integer> percentComplete,
            String externalExecutionId,
            String externalExecutionUrl)
            implements OfExecution {}

    /**
     * An attempt, or the check of a rule, has to wait for an agent, or waits for another reason than before.
     *
     * @param label the label that the agent must have; empty when any agent would do
     */
    record AgentAwaited(
            Instant at, String executionId, String stage, String actionExecutionId, String label, String reason)
            implements OfExecution {}

    /** An attempt that had to wait for an agent has it. */
    record AgentLent(Instant at, String executionId, String stage, String actionExecutionId) implements OfExecution {}

    /** Somebody answered an approval. */
    record ApprovalAnswered(
            Instant at,
            String executionId,
            String stage,
            String action,
            String actionExecutionId,
            ApprovalStatus status,
            String summary,
            String by)
            implements OfExecution {}

    /** Somebody took his approval back. An approval action that had succeeded asks again. */
    record ApprovalWithdrawn(
            Instant at, String executionId, String stage, String action, String actionExecutionId, String by)
            implements OfExecution {}

    /** Somebody approved what is yet to come. */
    record EarlyApprovalGiven(Instant at, String stage, EarlyApproval approval) implements Event {}

    /** Somebody's approval of what is yet to come has been counted, or withdrawn. */
    record EarlyApprovalEnded(Instant at, String stage, String action, String by) implements Event {}

    /** An attempt has ended. It ends once. */
    record ActionFinished(
            Instant at,
            String executionId,
            String stage,
            String action,
            String actionExecutionId,
            ActionStatus status,
            String summary,
            String externalExecutionId,
            String externalExecutionUrl,
            Optional<ErrorDetails> error,
            Map<String, String> outputVariables,
            Map<String, String> outputArtifacts,
            Optional<ArtifactRevision> revision,
            String by)
            implements OfExecution {}

    /** A report came for an attempt that is over. Nothing follows from it. */
    record LateReport(
            Instant at,
            String executionId,
            String stage,
            String action,
            String actionExecutionId,
            ActionStatus status,
            String summary)
            implements OfExecution {}

    /**
     * The rules of a condition are about to be checked.
     *
     * @param deadline for a condition that may hold, when it fails
     */
    record ConditionStarted(
            Instant at, String executionId, String stage, ConditionType condition, Optional<Instant> deadline)
            implements OfExecution {}

    /**
     * The check of a rule begins. It is recorded before anything is done.
     *
     * @param evaluation how often the condition's rules have been checked, this time included
     * @param expires when the check is given up
     */
    record RuleStarted(
            Instant at,
            String executionId,
            String stage,
            ConditionType condition,
            String rule,
            String ruleExecutionId,
            int evaluation,
            ActionInput input,
            Optional<Instant> expires)
            implements OfExecution {}

    /** The check of a rule has ended. It ends once. */
    record RuleFinished(
            Instant at,
            String executionId,
            String stage,
            ConditionType condition,
            String rule,
            String ruleExecutionId,
            ActionStatus status,
            String summary,
            String externalExecutionId,
            String externalExecutionUrl,
            Optional<ErrorDetails> error)
            implements OfExecution {}

    /** The rules have not passed, and are checked again later. */
    record ConditionHeld(
            Instant at, String executionId, String stage, ConditionType condition, Instant nextCheck, String summary)
            implements OfExecution {}

    record ConditionFinished(
            Instant at,
            String executionId,
            String stage,
            ConditionType condition,
            ConditionStatus status,
            String summary)
            implements OfExecution {}

    /** Somebody lets the execution go on in spite of a condition. One that has failed by it lives again. */
    record ConditionOverridden(
            Instant at, String executionId, String stage, ConditionType condition, String reason, String by)
            implements OfExecution {}

    /** An entry condition has the execution pass by the stage. */
    record StageSkipped(Instant at, String executionId, String stage) implements OfExecution {}

    record StageSucceeded(Instant at, String executionId, String stage) implements OfExecution {}

    /** An action failed. The execution goes on holding the stage while other actions work. */
    record StageFailed(Instant at, String executionId, String stage) implements OfExecution {}

    record StageStopped(Instant at, String executionId, String stage) implements OfExecution {}

    record StageCancelled(Instant at, String executionId, String stage) implements OfExecution {}

    record StageRetried(Instant at, String executionId, String stage, RetryMode mode, RetryTrigger trigger, String by)
            implements OfExecution {}

    /** A failed stage will be retried without being asked. */
    record RetryScheduled(Instant at, String executionId, String stage, ScheduledRetry retry) implements OfExecution {}

    record ExecutionSucceeded(Instant at, String executionId) implements OfExecution {}

    record ExecutionFailed(Instant at, String executionId, String stage, String summary) implements OfExecution {}

    /** The execution is to end, stopped or cancelled, once its running actions have. */
    record ExecutionStopping(Instant at, String executionId, EndRequest request) implements OfExecution {}

    record ExecutionStopped(Instant at, String executionId, String reason, String by) implements OfExecution {}

    record ExecutionCancelled(Instant at, String executionId, String reason) implements OfExecution {}
}
