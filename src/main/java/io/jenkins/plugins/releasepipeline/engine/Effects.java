package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows from an event outside the engine. Pure. */
public final class Effects {
    private Effects() {}

    public static List<Effect> of(Event event) {
        if (event instanceof Event.ActionStarted started) {
            return begun(
                    started.executionId(),
                    started.stage(),
                    started.action(),
                    started.actionExecutionId(),
                    started.expires());
        }
        if (event instanceof Event.ActionFinished finished) {
            return List.of(
                    finished.status() == ActionStatus.Abandoned
                            ? new Effect.StopAction(
                                    finished.executionId(), finished.actionExecutionId(), finished.summary())
                            : new Effect.ReleaseAction(finished.executionId(), finished.actionExecutionId()));
        }
        if (event instanceof Event.RuleStarted started) {
            List<Effect> effects = new ArrayList<>();
            effects.add(new Effect.EvaluateRule(
                    started.executionId(),
                    started.stage(),
                    started.condition(),
                    started.rule(),
                    started.ruleExecutionId()));
            started.expires()
                    .ifPresent(at -> effects.add(new Effect.ArmTimer(
                            started.executionId(), started.stage(), started.ruleExecutionId(), at)));
            return effects;
        }
        if (event instanceof Event.RuleFinished finished) {
            boolean stillWorks = finished.status() == ActionStatus.Abandoned
                    || finished.error().filter(Timers::isTimeout).isPresent();
            return List.of(
                    stillWorks
                            ? new Effect.StopAction(
                                    finished.executionId(), finished.ruleExecutionId(), finished.summary())
                            : new Effect.ReleaseAction(finished.executionId(), finished.ruleExecutionId()));
        }
        if (event instanceof Event.ConditionStarted started
                && started.deadline().isPresent()) {
            return List.of(new Effect.ArmTimer(
                    started.executionId(),
                    started.stage(),
                    Timers.ofDeadline(started.executionId(), started.stage(), started.condition()),
                    started.deadline().get()));
        }
        if (event instanceof Event.ConditionFinished finished) {
            return disarmed(finished.executionId(), finished.stage(), finished.condition());
        }
        if (event instanceof Event.ConditionOverridden overridden) {
            return disarmed(overridden.executionId(), overridden.stage(), overridden.condition());
        }
        if (event instanceof Event.ConditionHeld held) {
            return List.of(new Effect.ArmTimer(
                    held.executionId(),
                    held.stage(),
                    Timers.of(held.executionId(), held.stage(), held.condition()),
                    held.nextCheck()));
        }
        if (event instanceof Event.RetryScheduled scheduled) {
            return List.of(new Effect.ArmTimer(
                    scheduled.executionId(),
                    scheduled.stage(),
                    Timers.ofRetry(scheduled.executionId(), scheduled.stage()),
                    scheduled.retry().due()));
        }
        return List.of();
    }

    private static List<Effect> disarmed(String executionId, String stage, ConditionType condition) {
        return List.of(
                new Effect.DisarmTimer(executionId, Timers.of(executionId, stage, condition)),
                new Effect.DisarmTimer(executionId, Timers.ofDeadline(executionId, stage, condition)));
    }

    /** What has to be taken up again in a world that knows nothing of it any more: after a restart. */
    public static List<Effect> of(PipelineState state) {
        List<Effect> effects = new ArrayList<>();
        for (ExecutionState execution : state.liveExecutions()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ActionExecution action : stage.actions().values()) {
                    if (action.isInProgress()) {
                        effects.addAll(begun(
                                execution.id(),
                                stage.stageName(),
                                action.actionName(),
                                action.actionExecutionId(),
                                action.expires()));
                    }
                }
                stage.conditionInProgress().ifPresent(condition -> effects.addAll(taken(execution, stage, condition)));
                stage.scheduledRetry()
                        .ifPresent(retry -> effects.add(new Effect.ArmTimer(
                                execution.id(),
                                stage.stageName(),
                                Timers.ofRetry(execution.id(), stage.stageName()),
                                retry.due())));
            }
        }
        return effects;
    }

    private static List<Effect> begun(
            String execution, String stage, String action, String id, Optional<Instant> expires) {
        return expires.isPresent()
                ? List.of(
                        new Effect.ArmTimer(execution, stage, id, expires.get()),
                        new Effect.AskApprovers(execution, stage, action, id))
                : List.of(new Effect.StartAction(execution, stage, action, id));
    }

    private static List<Effect> taken(ExecutionState execution, StageExecution stage, ConditionExecution condition) {
        List<Effect> effects = new ArrayList<>();
        for (RuleExecution rule : condition.rules().values()) {
            if (rule.isInProgress()) {
                effects.add(new Effect.EvaluateRule(
                        execution.id(), stage.stageName(), condition.type(), rule.ruleName(), rule.ruleExecutionId()));
                rule.expires()
                        .ifPresent(at -> effects.add(
                                new Effect.ArmTimer(execution.id(), stage.stageName(), rule.ruleExecutionId(), at)));
            }
        }
        condition
                .deadline()
                .ifPresent(at -> effects.add(new Effect.ArmTimer(
                        execution.id(),
                        stage.stageName(),
                        Timers.ofDeadline(execution.id(), stage.stageName(), condition.type()),
                        at)));
        condition
                .nextCheck()
                .ifPresent(at -> effects.add(new Effect.ArmTimer(
                        execution.id(),
                        stage.stageName(),
                        Timers.of(execution.id(), stage.stageName(), condition.type()),
                        at)));
        return effects;
    }
}
