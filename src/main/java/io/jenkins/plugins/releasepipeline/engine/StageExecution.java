package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One execution in one stage.
 *
 * @param stageName the stage
 * @param status how it stands. A stage is {@code Failed} as soon as an action has failed, even while others of the same
 *     run order still work; it is held until they have ended.
 * @param startedAt when the execution entered
 * @param endedAt when it succeeded, failed or was stopped the last time; empty while it is in progress
 * @param actions the latest attempt at each action that has begun, by name
 * @param retry how often the stage was retried, and by whom last
 * @param conditions the stage's conditions that were come to, by when they are checked
 * @param scheduledRetry that the failed stage will be retried without being asked; empty otherwise
 */
public record StageExecution(
        String stageName,
        StageStatus status,
        Instant startedAt,
        Optional<Instant> endedAt,
        Map<String, ActionExecution> actions,
        StageRetries retry,
        Map<ConditionType, ConditionExecution> conditions,
        Optional<ScheduledRetry> scheduledRetry) {

    public StageExecution {
        actions = Maps.copyOf(actions);
        conditions = Maps.copyOf(conditions);
        scheduledRetry = scheduledRetry == null ? Optional.empty() : scheduledRetry;
    }

    static StageExecution begun(String stageName, Instant at) {
        return new StageExecution(
                stageName,
                StageStatus.InProgress,
                at,
                Optional.empty(),
                Map.of(),
                StageRetries.NONE,
                Map.of(),
                Optional.empty());
    }

    public boolean hasActionInProgress() {
        return actions.values().stream().anyMatch(ActionExecution::isInProgress);
    }

    public Optional<ActionExecution> action(String name) {
        return Optional.ofNullable(actions.get(name));
    }

    /** The attempt of that id, if it is in progress. */
    public Optional<ActionExecution> inProgress(String action, String actionExecutionId) {
        return action(action)
                .filter(found ->
                        found.isInProgress() && found.actionExecutionId().equals(actionExecutionId));
    }

    public Optional<ConditionExecution> condition(ConditionType type) {
        return Optional.ofNullable(conditions.get(type));
    }

    /** The condition whose rules are being checked, or that holds. */
    public Optional<ConditionExecution> conditionInProgress() {
        return conditions.values().stream()
                .filter(ConditionExecution::isInProgress)
                .findFirst();
    }

    /** Whether the attempt of that id, at an action or to check a rule, is in progress and no question to people. */
    public boolean isWorking(String actionExecutionId) {
        return attempt(actionExecutionId)
                        .filter(action -> action.expires().isEmpty())
                        .isPresent()
                || check(actionExecutionId).isPresent();
    }

    /** That the attempt of that id, at an action or to check a rule, waits for an agent. */
    public Optional<AgentWait> agentWait(String actionExecutionId) {
        return attempt(actionExecutionId).flatMap(ActionExecution::agentWait).or(() -> check(actionExecutionId)
                .flatMap(RuleExecution::agentWait));
    }

    StageExecution waiting(String actionExecutionId, Optional<AgentWait> wait) {
        Optional<ActionExecution> action = attempt(actionExecutionId);
        if (action.isPresent()) {
            return with(action.get().waiting(wait));
        }
        return check(actionExecutionId)
                .flatMap(check -> conditionInProgress().map(condition -> with(condition.with(check.waiting(wait)))))
                .orElse(this);
    }

    private Optional<ActionExecution> attempt(String actionExecutionId) {
        return actions.values().stream()
                .filter(action ->
                        action.isInProgress() && action.actionExecutionId().equals(actionExecutionId))
                .findFirst();
    }

    private Optional<RuleExecution> check(String ruleExecutionId) {
        return conditionInProgress().stream()
                .flatMap(condition -> condition.rules().values().stream())
                .filter(check -> check.isInProgress() && check.ruleExecutionId().equals(ruleExecutionId))
                .findFirst();
    }

    StageExecution with(ActionExecution action) {
        return with(status, endedAt, Maps.with(actions, action.actionName(), action), conditions);
    }

    StageExecution without(String action) {
        return with(status, endedAt, Maps.without(actions, action), conditions);
    }

    StageExecution with(ConditionExecution condition) {
        return with(status, endedAt, actions, Maps.with(conditions, condition.type(), condition));
    }

    StageExecution ended(StageStatus end, Instant at) {
        return new StageExecution(
                stageName, end, startedAt, Optional.of(at), actions, retry, conditions, Optional.empty());
    }

    StageExecution scheduled(ScheduledRetry next) {
        return new StageExecution(stageName, status, startedAt, endedAt, actions, retry, conditions, Optional.of(next));
    }

    /** The condition no longer stands in the way: the stage goes on from there. */
    StageExecution overridden(Event.ConditionOverridden event) {
        return condition(event.condition())
                .map(found -> new StageExecution(
                        stageName,
                        StageStatus.InProgress,
                        startedAt,
                        Optional.empty(),
                        actions,
                        retry,
                        Maps.with(
                                Maps.without(conditions, ConditionType.ON_FAILURE),
                                event.condition(),
                                found.ended(ConditionStatus.Overridden, event.at(), event.reason(), event.by())),
                        Optional.empty()))
                .orElse(this);
    }

    /** Keeps what need not be done again: nothing, or what succeeded and what still works. */
    StageExecution retried(Event.StageRetried event) {
        Map<String, ActionExecution> kept = new LinkedHashMap<>(actions);
        kept.values()
                .removeIf(action -> event.mode() == RetryMode.ALL_ACTIONS
                        || action.status() == ActionStatus.Failed
                        || action.status() == ActionStatus.Abandoned);
        Map<ConditionType, ConditionExecution> passed = new LinkedHashMap<>(conditions);
        passed.values()
                .removeIf(condition -> event.mode() == RetryMode.ALL_ACTIONS
                        || condition.type() != ConditionType.BEFORE_ENTRY
                        || !condition.isPassed());
        return new StageExecution(
                stageName,
                StageStatus.InProgress,
                startedAt,
                Optional.empty(),
                kept,
                retry.and(event.trigger(), event.by()),
                passed,
                Optional.empty());
    }

    private StageExecution with(
            StageStatus next,
            Optional<Instant> end,
            Map<String, ActionExecution> attempts,
            Map<ConditionType, ConditionExecution> checked) {
        return new StageExecution(stageName, next, startedAt, end, attempts, retry, checked, scheduledRetry);
    }
}
