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
 */
public record StageExecution(
        String stageName,
        StageStatus status,
        Instant startedAt,
        Optional<Instant> endedAt,
        Map<String, ActionExecution> actions,
        StageRetries retry) {

    public StageExecution {
        actions = Maps.copyOf(actions);
    }

    static StageExecution begun(String stageName, Instant at) {
        return new StageExecution(stageName, StageStatus.InProgress, at, Optional.empty(), Map.of(), StageRetries.NONE);
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

    StageExecution with(ActionExecution action) {
        return new StageExecution(
                stageName, status, startedAt, endedAt, Maps.with(actions, action.actionName(), action), retry);
    }

    StageExecution ended(StageStatus end, Instant at) {
        return new StageExecution(stageName, end, startedAt, Optional.of(at), actions, retry);
    }

    /** Keeps what need not be done again: nothing, or what succeeded and what still works. */
    StageExecution retried(Event.StageRetried event) {
        Map<String, ActionExecution> kept = new LinkedHashMap<>(actions);
        kept.values()
                .removeIf(action -> event.mode() == RetryMode.ALL_ACTIONS
                        || action.status() == ActionStatus.Failed
                        || action.status() == ActionStatus.Abandoned);
        return new StageExecution(
                stageName, StageStatus.InProgress, startedAt, Optional.empty(), kept, retry.and(event.trigger()));
    }
}
