package io.jenkins.plugins.releasepipeline.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says why an execution waits. A live execution has a blocker, or an action or a rule of it is at work. Pure, for any
 * thread.
 */
public final class Blockers {
    private Blockers() {}

    /**
     * @param execution one of {@code state}
     * @return the one thing that it waits for; empty when it is over, or when something works for it and it waits for
     *     nobody
     */
    public static Optional<Blocker> of(PipelineState state, ExecutionState execution) {
        if (!execution.isLive()) {
            return Optional.empty();
        }
        return execution.waiting() ? inFront(state, execution) : inside(execution);
    }

    private static Optional<Blocker> inFront(PipelineState state, ExecutionState execution) {
        StageState stage = state.stages().get(execution.position());
        if (!stage.inbound().enabled()) {
            Transition closed = stage.inbound();
            return Optional.of(new Blocker.TransitionClosed(
                    stage.name(), closed.lastChangedBy(), closed.lastChangedAt(), closed.disabledReason()));
        }
        List<String> line = Flow.line(state, stage);
        int position = line.indexOf(execution.id()) + 1;
        if (position > 1) {
            return Optional.of(new Blocker.Queued(stage.name(), position, line.get(position - 2)));
        }
        if (state.mustWaitForDrain(execution)) {
            return Optional.of(new Blocker.Draining(
                    stage.name(),
                    state.liveExecutions().stream()
                            .filter(earlier -> state.drainsFor(execution, earlier))
                            .map(ExecutionState::id)
                            .toList()));
        }
        return stage.holder()
                .map(holder -> new Blocker.StageHeld(stage.name(), holder, working(state, holder, stage.name())));
    }

    private static List<String> working(PipelineState state, String executionId, String stage) {
        return state.execution(executionId).flatMap(holder -> holder.stage(stage)).stream()
                .flatMap(found -> found.actions().values().stream())
                .filter(ActionExecution::isInProgress)
                .map(ActionExecution::actionName)
                .toList();
    }

    private static Optional<Blocker> inside(ExecutionState execution) {
        StageExecution stage = execution.currentStage().orElseThrow();
        Optional<Blocker> question = stage.actions().values().stream()
                .filter(action -> action.isInProgress() && action.expires().isPresent())
                .findFirst()
                .map(action -> new Blocker.ApprovalNeeded(
                        stage.stageName(),
                        action.actionName(),
                        action.policy().map(ApprovalPolicy::required).orElse(1),
                        action.answers().stream().map(ApprovalAnswer::by).toList(),
                        action.policy().map(ApprovalPolicy::approvers).orElse(List.of()),
                        action.actionExecutionId(),
                        action.startedAt(),
                        action.expires().orElseThrow()));
        if (question.isPresent()) {
            return question;
        }
        Optional<Blocker> held = stage.conditionInProgress()
                .filter(condition -> condition.nextCheck().isPresent())
                .map(condition -> new Blocker.RuleNotPassing(
                        stage.stageName(),
                        condition.type(),
                        condition.evaluation(),
                        condition.summary(),
                        condition.nextCheck().orElseThrow(),
                        condition.deadline().orElseThrow()));
        return held.or(() -> agentNeeded(stage)).or(() -> stage.scheduledRetry()
                .map(retry ->
                        new Blocker.RetryDue(stage.stageName(), stage.retry().automatic() + 1, retry.due())));
    }

    /** What has waited longest, when nothing works. */
    private static Optional<Blocker> agentNeeded(StageExecution stage) {
        List<Blocker.AgentNeeded> waiting = new ArrayList<>();
        for (ActionExecution action : stage.actions().values()) {
            if (action.isInProgress()) {
                if (action.agentWait().isEmpty()) {
                    return Optional.empty();
                }
                waiting.add(agentNeeded(
                        stage, action.actionName(), action.agentWait().get()));
            }
        }
        for (RuleExecution check : stage.conditionInProgress()
                .map(condition -> condition.rules().values())
                .orElse(List.<RuleExecution>of())) {
            if (check.isInProgress()) {
                if (check.agentWait().isEmpty()) {
                    return Optional.empty();
                }
                waiting.add(
                        agentNeeded(stage, check.ruleName(), check.agentWait().get()));
            }
        }
        return waiting.stream()
                .min(Comparator.comparing(Blocker.AgentNeeded::since))
                .map(Blocker.class::cast);
    }

    private static Blocker.AgentNeeded agentNeeded(StageExecution stage, String work, AgentWait wait) {
        return new Blocker.AgentNeeded(stage.stageName(), work, wait.label(), wait.reason(), wait.since());
    }
}
