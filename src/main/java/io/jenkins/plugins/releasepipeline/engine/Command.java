package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What somebody wants of a pipeline, or what the world reports to it. A {@link Decider} says what comes of it. */
public sealed interface Command {

    /**
     * Starts an execution (reference §1.5, §1.12).
     *
     * @param executionId the id it gets, a fresh UUID
     * @param trigger why
     * @param variables values of pipeline-level variables
     * @param sourceRevisions source action to revision, for those to be pinned
     * @param clientRequestToken 1 to 128 letters, digits and dashes; the same token twice starts once; empty for none
     */
    record StartExecution(
            String executionId,
            Trigger trigger,
            Map<String, String> variables,
            Map<String, String> sourceRevisions,
            Optional<String> clientRequestToken)
            implements Command {
        public StartExecution {
            variables = Maps.copyOf(variables);
            sourceRevisions = Maps.copyOf(sourceRevisions);
        }
    }

    /**
     * Stops an execution (reference §1.7).
     *
     * @param abandon ends running actions rather than waiting for them
     * @param reason at most 200 characters; may be empty
     */
    record StopExecution(String executionId, boolean abandon, String reason, String by) implements Command {}

    /** Runs a failed or stopped stage again in the same execution (reference §1.8). */
    record RetryStage(String executionId, String stage, RetryMode mode, String by) implements Command {}

    /**
     * Opens or closes the way into a stage (reference §1.6).
     *
     * @param reason needed to close: 1 to 300 characters of {@code [a-zA-Z0-9!@ ().*?-]}
     */
    record SetTransition(String stage, boolean enabled, String reason, String by) implements Command {}

    /**
     * Answers a manual approval (reference §1.11).
     *
     * @param token which question is answered
     * @param summary the comment, at most 512 characters; may be empty
     * @param by who answers
     * @param authors who wrote the commits that the approval would let through; empty when the host cannot tell
     */
    record PutApproval(
            String stage,
            String action,
            String token,
            ApprovalStatus status,
            String summary,
            Approver by,
            Optional<Set<String>> authors)
            implements Command {

        /** By somebody of whom the host knows the name only. */
        public PutApproval(
                String stage, String action, String token, ApprovalStatus status, String summary, String by) {
            this(stage, action, token, status, summary, Approver.named(by), Optional.empty());
        }

        /** The same answer, when it is known who wrote the commits. */
        public PutApproval knowing(Optional<Set<String>> writers) {
            return new PutApproval(stage, action, token, status, summary, by, writers);
        }
    }

    /**
     * Takes an approval back, as long as the stage has not moved on.
     *
     * @param token which question was answered; empty for an approval that was given ahead
     * @param by who gave it
     */
    record WithdrawApproval(String stage, String action, String token, String by) implements Command {}

    /**
     * Approves before the question is asked.
     *
     * @param until until when it is valid, within 60 days; empty when it is for one execution's revisions
     * @param executionId the execution whose revisions are approved: they may come with a later one too; empty for
     *     whatever comes until then
     * @param summary the comment, at most 512 characters; may be empty
     */
    record ApproveAhead(
            String stage,
            String action,
            Optional<Instant> until,
            Optional<String> executionId,
            String summary,
            Approver by)
            implements Command {}

    /**
     * The host says, of those who approved ahead of a question, who they are now, leaving out whoever may not answer any
     * more or cannot be told about. Ignored when the question is answered.
     *
     * @param token the question
     * @param approvers those who may, by the names under which they approved
     */
    record CountEarlyApprovals(String executionId, String stage, String action, String token, List<Approver> approvers)
            implements Command {
        public CountEarlyApprovals {
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * A provider says how an attempt ended. An attempt that is over, or was never known, is recorded and changes
     * nothing.
     *
     * @param status {@code Succeeded} or {@code Failed}
     */
    record ActionReported(
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
            Optional<ArtifactRevision> revision)
            implements Command {
        public ActionReported {
            if (status != ActionStatus.Succeeded && status != ActionStatus.Failed) {
                throw new IllegalArgumentException("An attempt ends Succeeded or Failed, not " + status);
            }
            outputVariables = Maps.copyOf(outputVariables);
            outputArtifacts = Maps.copyOf(outputArtifacts);
        }
    }

    /**
     * A host says that an attempt has to wait for an agent, or waits for another reason than before. Ignored when the
     * attempt is over.
     *
     * @param actionExecutionId the attempt, or the check of a rule
     * @param label the label that the agent must have; empty when any agent would do
     * @param reason why there is none, in words for a person; cut to 500 characters
     */
    record AgentAwaited(String executionId, String stage, String actionExecutionId, String label, String reason)
            implements Command {}

    /** A host says that an attempt has its agent. Ignored when it did not wait. */
    record AgentLent(String executionId, String stage, String actionExecutionId) implements Command {}

    /** A provider says how far an attempt is. Ignored when the attempt is over. */
    record ActionProgressed(
            String executionId,
            String stage,
            String action,
            String actionExecutionId,
            String summary,
            Optional<Integer> percentComplete,
            String externalExecutionId,
            String externalExecutionUrl)
            implements Command {}

    /**
     * Takes a stage back to what an earlier execution brought there (reference §1.9), in a new execution.
     *
     * @param executionId the id that the new execution gets, a fresh UUID
     * @param stage the stage
     * @param target what history knows of the execution to go back to
     * @param targetType that execution's type
     * @param targetStatus what became of it in the stage; empty when it never entered
     * @param definition the definition that the target ran by, when that is not the present one and the stage is to be
     *     run by it all the same, which CodePipeline never does; empty otherwise
     */
    record RollbackStage(
            String executionId,
            String stage,
            RollbackTarget target,
            ExecutionType targetType,
            Optional<StageStatus> targetStatus,
            Optional<PipelineDeclaration> definition,
            String by)
            implements Command {}

    /**
     * Lets an execution go on in spite of a stage's condition (reference §1.10): one whose rules are being checked, or
     * one that has failed by it.
     *
     * @param reason why, at most 200 characters; may be empty
     */
    record OverrideCondition(String executionId, String stage, ConditionType condition, String reason, String by)
            implements Command {}

    /**
     * A provider says what came of checking a rule. A check that is over, or was never known, changes nothing.
     *
     * @param status {@code Succeeded} when the rule passes, otherwise {@code Failed}
     * @param error with the code {@code JobFailed} when the rule does not pass, with another when it could not be
     *     checked; empty when it passes
     */
    record RuleReported(
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
            implements Command {
        public RuleReported {
            if (status != ActionStatus.Succeeded && status != ActionStatus.Failed) {
                throw new IllegalArgumentException("A check ends Succeeded or Failed, not " + status);
            }
        }
    }

    /**
     * The time that an effect {@link Effect.ArmTimer} asked for has come. Ignored when it no longer matters.
     *
     * @param timer which of the stage's timers
     */
    record TimerDue(String executionId, String stage, String timer) implements Command {}

    /**
     * Gives the pipeline its first or its next definition (reference §1.5 "Switching mode / editing").
     *
     * @param definition valid; its version is ignored and counted here
     * @param closedTransitions for a new pipeline: stage to reason, for transitions that begin closed
     * @param policy what becomes of the executions under way
     */
    record UpdateDefinition(
            PipelineDeclaration definition, Map<String, String> closedTransitions, UpdatePolicy policy, String by)
            implements Command {
        public UpdateDefinition {
            closedTransitions = Maps.copyOf(closedTransitions);
        }

        /** As CodePipeline updates: executions under way are cancelled. */
        public UpdateDefinition(PipelineDeclaration definition, Map<String, String> closedTransitions, String by) {
            this(definition, closedTransitions, UpdatePolicy.CANCEL, by);
        }
    }
}
