package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to a pipeline, in words. */
final class Timeline {
    private final Map<String, String> names;

    /** @param names what the script calls executions, by their ids */
    Timeline(Map<String, String> names) {
        this.names = names;
    }

    /** A line for each event that says something to a person. */
    List<String> of(List<Event> events) {
        List<String> lines = new ArrayList<>();
        for (Event event : events) {
            words(event).ifPresent(words -> lines.add(event.at() + "  " + words));
        }
        return lines;
    }

    private Optional<String> words(Event event) {
        if (event instanceof Event.DefinitionUpdated updated) {
            return Optional.of("the definition is updated (" + updated.policy() + ")");
        }
        if (event instanceof Event.TransitionChanged changed) {
            return Optional.of("the way into " + changed.stage() + " is " + (changed.enabled() ? "opened" : "closed")
                    + (changed.reason().isEmpty() ? "" : ": " + changed.reason()));
        }
        if (!(event instanceof Event.OfExecution of)) {
            return Optional.empty();
        }
        return words(of).map(words -> names.getOrDefault(of.executionId(), of.executionId()) + " " + words);
    }

    private Optional<String> words(Event.OfExecution event) {
        if (event instanceof Event.ExecutionStarted started) {
            return Optional.of("starts" + (started.rollback().isPresent() ? " as a rollback" : ""));
        }
        if (event instanceof Event.StageReached reached) {
            return Optional.of("stands in front of " + reached.stage());
        }
        if (event instanceof Event.StageEntered entered) {
            return Optional.of("enters " + entered.stage());
        }
        if (event instanceof Event.ActionStarted started) {
            return Optional.of(
                    (started.expires().isPresent() ? "asks " : "begins ") + started.stage() + "/" + started.action());
        }
        if (event instanceof Event.ActionFinished finished) {
            return Optional.of(finished.stage() + "/" + finished.action() + " " + finished.status()
                    + finished.error().map(error -> ": " + error.message()).orElse(""));
        }
        if (event instanceof Event.RuleFinished finished) {
            return Optional.of(finished.stage() + "/" + finished.rule() + " "
                    + (finished.status() == ActionStatus.Succeeded ? "passes" : finished.status())
                    + finished.error().map(error -> ": " + error.message()).orElse(""));
        }
        if (event instanceof Event.ConditionHeld held) {
            return Optional.of("holds in " + held.stage() + " until " + held.nextCheck());
        }
        if (event instanceof Event.ConditionOverridden overridden) {
            return Optional.of(overridden.condition() + " of " + overridden.stage() + " is overridden");
        }
        if (event instanceof Event.RetryScheduled scheduled) {
            return Optional.of(
                    scheduled.stage() + " is retried at " + scheduled.retry().due());
        }
        if (event instanceof Event.StageRetried retried) {
            return Optional.of(retried.stage() + " is retried (" + retried.mode() + ")");
        }
        if (event instanceof Event.StageSkipped skipped) {
            return Optional.of("skips " + skipped.stage());
        }
        if (event instanceof Event.StageSucceeded succeeded) {
            return Optional.of("leaves " + succeeded.stage());
        }
        return endOf(event).map(end -> "is " + end);
    }

    /** The status that an execution has after an event which ends it, or makes it live again. */
    static Optional<String> endOf(Event event) {
        if (event instanceof Event.ExecutionSucceeded) {
            return Optional.of("Succeeded");
        }
        if (event instanceof Event.ExecutionFailed) {
            return Optional.of("Failed");
        }
        if (event instanceof Event.ExecutionStopped) {
            return Optional.of("Stopped");
        }
        if (event instanceof Event.ExecutionStopping) {
            return Optional.of("Stopping");
        }
        if (event instanceof Event.ExecutionCancelled) {
            return Optional.of("Cancelled");
        }
        return event instanceof Event.ExecutionSuperseded ? Optional.of("Superseded") : Optional.empty();
    }

    /** What became of an execution in a stage, as its events tell; empty when it never entered. */
    static Optional<StageStatus> stageStatus(List<Event> events, String stage) {
        Optional<StageStatus> status = Optional.empty();
        for (Event event : events) {
            if (event instanceof Event.StageEntered entered && entered.stage().equals(stage)) {
                status = Optional.of(StageStatus.InProgress);
            } else if (event instanceof Event.StageSucceeded ended
                    && ended.stage().equals(stage)) {
                status = Optional.of(StageStatus.Succeeded);
            } else if (event instanceof Event.StageFailed ended && ended.stage().equals(stage)) {
                status = Optional.of(StageStatus.Failed);
            } else if (event instanceof Event.StageSkipped ended
                    && ended.stage().equals(stage)) {
                status = Optional.of(StageStatus.Skipped);
            } else if (event instanceof Event.StageStopped ended
                    && ended.stage().equals(stage)) {
                status = Optional.of(StageStatus.Stopped);
            }
        }
        return status;
    }
}
