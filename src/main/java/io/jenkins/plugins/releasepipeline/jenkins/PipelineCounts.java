package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.runtime.PipelineListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Numbers for whoever watches this Jenkins: what has happened since it began, and what is under way now, in all pipelines
 * together. Any thread; asking is cheap.
 */
final class PipelineCounts implements PipelineListener {
    private enum Happened {
        EXECUTIONS_STARTED("executions.started"),
        EXECUTIONS_SUCCEEDED("executions.succeeded"),
        EXECUTIONS_FAILED("executions.failed"),
        EXECUTIONS_STOPPED("executions.stopped"),
        EXECUTIONS_CANCELLED("executions.cancelled"),
        EXECUTIONS_SUPERSEDED("executions.superseded"),
        STAGES_SUCCEEDED("stages.succeeded"),
        STAGES_FAILED("stages.failed"),
        STAGES_RETRIED("stages.retried"),
        ACTIONS_STARTED("actions.started"),
        ACTIONS_SUCCEEDED("actions.succeeded"),
        ACTIONS_FAILED("actions.failed"),
        CONDITIONS_OVERRIDDEN("conditions.overridden"),
        ROLLBACKS_STARTED("rollbacks.started");

        private final String text;

        Happened(String text) {
            this.text = text;
        }
    }

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(Happened.values().length).toArray(LongAdder[]::new);
    private final Supplier<Collection<PipelineState>> states;

    /** @param states of all pipelines, as they are when they are asked for */
    PipelineCounts(Supplier<Collection<PipelineState>> states) {
        this.states = states;
    }

    @Override
    public void happened(PipelineState state, List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.ExecutionStarted started) {
                count(Happened.EXECUTIONS_STARTED);
                if (started.rollback().isPresent()) {
                    count(Happened.ROLLBACKS_STARTED);
                }
            } else if (event instanceof Event.ExecutionSucceeded) {
                count(Happened.EXECUTIONS_SUCCEEDED);
            } else if (event instanceof Event.ExecutionFailed) {
                count(Happened.EXECUTIONS_FAILED);
            } else if (event instanceof Event.ExecutionStopped) {
                count(Happened.EXECUTIONS_STOPPED);
            } else if (event instanceof Event.ExecutionCancelled) {
                count(Happened.EXECUTIONS_CANCELLED);
            } else if (event instanceof Event.ExecutionSuperseded) {
                count(Happened.EXECUTIONS_SUPERSEDED);
            } else if (event instanceof Event.StageSucceeded) {
                count(Happened.STAGES_SUCCEEDED);
            } else if (event instanceof Event.StageFailed) {
                count(Happened.STAGES_FAILED);
            } else if (event instanceof Event.StageRetried) {
                count(Happened.STAGES_RETRIED);
            } else if (event instanceof Event.ActionStarted) {
                count(Happened.ACTIONS_STARTED);
            } else if (event instanceof Event.ActionFinished finished) {
                if (finished.status() == ActionStatus.Succeeded) {
                    count(Happened.ACTIONS_SUCCEEDED);
                } else if (finished.status() == ActionStatus.Failed) {
                    count(Happened.ACTIONS_FAILED);
                }
            } else if (event instanceof Event.ConditionOverridden) {
                count(Happened.CONDITIONS_OVERRIDDEN);
            }
        }
    }

    private void count(Happened what) {
        counts[what.ordinal()].increment();
    }

    /** What can be asked for, by its name, with the way to ask. */
    Map<String, LongSupplier> all() {
        Map<String, LongSupplier> all = new TreeMap<>();
        Arrays.stream(Happened.values()).forEach(each -> all.put(each.text, () -> counts[each.ordinal()].sum()));
        all.put("pipelines", () -> states.get().size());
        all.put("executions.live", () -> live().count());
        all.put("executions.waiting", () -> live().filter(ExecutionState::waiting)
                .count());
        all.put("conditions.holding", () -> live().filter(execution -> execution
                        .currentStage()
                        .flatMap(stage -> stage.conditionInProgress())
                        .filter(condition -> condition.nextCheck().isPresent())
                        .isPresent())
                .count());
        all.put("approvals.waiting", () -> running(action -> action.expires().isPresent()));
        all.put("actions.waiting", () -> running(action -> action.agentWait().isPresent()));
        all.put(
                "actions.running",
                () -> running(action ->
                        action.expires().isEmpty() && action.agentWait().isEmpty()));
        return all;
    }

    private long running(Predicate<ActionExecution> which) {
        return live().flatMap(execution -> execution.currentStage().stream())
                .flatMap(stage -> stage.actions().values().stream())
                .filter(ActionExecution::isInProgress)
                .filter(which)
                .count();
    }

    private Stream<ExecutionState> live() {
        return states.get().stream().flatMap(state -> state.liveExecutions().stream());
    }
}
