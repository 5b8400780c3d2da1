package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The latest attempt at an action in one execution of a stage.
 *
 * @param actionName the action
 * @param actionExecutionId the attempt's id; another one for each attempt. For an approval it is the token too.
 * @param attempt the attempt of the execution in which it began, from 1
 * @param status how it stands
 * @param startedAt when the attempt began
 * @param lastStatusChange when the status or the progress changed last
 * @param summary one line about what was done, or the approver's comment
 * @param externalExecutionId the provider's own id of the work; empty when it has none
 * @param externalExecutionUrl where to look at that work; empty when there is no such place
 * @param percentComplete how far it is, when the provider says
 * @param error why it failed; empty otherwise
 * @param updatedBy who changed it last when a person did; empty otherwise
 * @param expires for an approval, when it times out
 * @param input what it works with, as long as it does
 * @param policy for an approval, what it asks for
 * @param answers for an approval, what was answered so far
 * @param agentWait that it waits for an agent; empty when it does not
 */
public record ActionExecution(
        String actionName,
        String actionExecutionId,
        int attempt,
        ActionStatus status,
        Instant startedAt,
        Instant lastStatusChange,
        String summary,
        String externalExecutionId,
        String externalExecutionUrl,
        OptionalInt percentComplete,
        Optional<ErrorDetails> error,
        String updatedBy,
        Optional<Instant> expires,
        Optional<ActionInput> input,
        Optional<ApprovalPolicy> policy,
        List<ApprovalAnswer> answers,
        Optional<AgentWait> agentWait) {

    public ActionExecution {
        policy = policy == null ? Optional.empty() : policy;
        agentWait = agentWait == null ? Optional.empty() : agentWait;
        answers = Lists.copyOf(answers);
    }

    static ActionExecution begun(Event.ActionStarted event) {
        return new ActionExecution(
                event.action(),
                event.actionExecutionId(),
                event.attempt(),
                ActionStatus.InProgress,
                event.at(),
                event.at(),
                "",
                "",
                "",
                OptionalInt.empty(),
                Optional.empty(),
                "",
                event.expires(),
                Optional.of(event.input()),
                event.expires().map(at -> policy(event.input())),
                List.of(),
                Optional.empty());
    }

    public boolean isInProgress() {
        return status == ActionStatus.InProgress;
    }

    ActionExecution progressed(Event.ActionProgressed event) {
        return new ActionExecution(
                actionName,
                actionExecutionId,
                attempt,
                status,
                startedAt,
                event.at(),
                orElse(event.summary(), summary),
                orElse(event.externalExecutionId(), externalExecutionId),
                orElse(event.externalExecutionUrl(), externalExecutionUrl),
                event.percentComplete().map(OptionalInt::of).orElse(percentComplete),
                error,
                updatedBy,
                expires,
                input,
                policy,
                answers,
                agentWait);
    }

    ActionExecution finished(Event.ActionFinished event) {
        return new ActionExecution(
                actionName,
                actionExecutionId,
                attempt,
                event.status(),
                startedAt,
                event.at(),
                event.summary(),
                orElse(event.externalExecutionId(), externalExecutionId),
                orElse(event.externalExecutionUrl(), externalExecutionUrl),
                OptionalInt.empty(),
                event.error(),
                event.by(),
                expires,
                Optional.empty(),
                policy,
                answers,
                Optional.empty());
    }

    ActionExecution answered(Event.ApprovalAnswered event) {
        return answered(
                Lists.with(answers, new ApprovalAnswer(event.by(), event.status(), event.summary(), event.at())));
    }

    ActionExecution withdrawn(String by) {
        return answered(
                answers.stream().filter(answer -> !answer.by().equals(by)).toList());
    }

    private ActionExecution answered(List<ApprovalAnswer> all) {
        return new ActionExecution(
                actionName,
                actionExecutionId,
                attempt,
                status,
                startedAt,
                lastStatusChange,
                summary,
                externalExecutionId,
                externalExecutionUrl,
                percentComplete,
                error,
                updatedBy,
                expires,
                input,
                policy,
                all,
                agentWait);
    }

    ActionExecution waiting(Optional<AgentWait> wait) {
        return new ActionExecution(
                actionName,
                actionExecutionId,
                attempt,
                status,
                startedAt,
                lastStatusChange,
                summary,
                externalExecutionId,
                externalExecutionUrl,
                percentComplete,
                error,
                updatedBy,
                expires,
                input,
                policy,
                answers,
                wait);
    }

    /** A policy that is none was refused before it came here; a journal may hold anything. */
    private static ApprovalPolicy policy(ActionInput input) {
        try {
            return ApprovalPolicy.of(input.resolvedConfiguration());
        } catch (IllegalArgumentException e) {
            return ApprovalPolicy.of(Map.of());
        }
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
