package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.runtime.StageTransition.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells {@link StageListener}s what happens to the pipelines that it listens to. */
public final class StageTransitions implements PipelineListener {
    private static final Logger LOGGER = Logger.getLogger(StageTransitions.class.getName());

    private final Supplier<? extends Iterable<StageListener>> listeners;
    private final Executor thread;

    /**
     * @param listeners those that are there now; asked each time
     * @param thread a single thread, so that transitions are told in order
     */
    public StageTransitions(Supplier<? extends Iterable<StageListener>> listeners, Executor thread) {
        this.listeners = listeners;
        this.thread = thread;
    }

    @Override
    public void happened(PipelineState state, List<Event> events) {
        List<StageTransition> transitions = of(state, events);
        if (transitions.isEmpty()) {
            return;
        }
        try {
            thread.execute(() -> transitions.forEach(this::tell));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Closing: nobody is told of {0}", transitions);
        }
    }

    private void tell(StageTransition transition) {
        for (StageListener listener : listeners.get()) {
            try {
                listener.onTransition(transition);
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, "A listener failed at " + transition, e);
            }
        }
    }

    private static List<StageTransition> of(PipelineState state, List<Event> events) {
        Map<String, Long> begun = new HashMap<>();
        List<StageTransition> transitions = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.ExecutionStarted started) {
                begun.put(started.executionId(), started.number());
            }
            stage(event).ifPresent(stage -> {
                String execution = ((Event.OfExecution) event).executionId();
                long number = state.execution(execution)
                        .map(ExecutionState::origin)
                        .map(origin -> origin.number())
                        .orElseGet(() -> begun.getOrDefault(execution, 0L));
                transitions.add(new StageTransition(
                        state.pipelineName(), execution, number, stage.name(), stage.state(), event.at()));
            });
        }
        return transitions;
    }

    private record Stage(String name, State state) {}

    private static Optional<Stage> stage(Event event) {
        if (event instanceof Event.StageEntered entered) {
            return Optional.of(new Stage(entered.stage(), State.STARTED));
        }
        if (event instanceof Event.StageRetried retried) {
            return Optional.of(new Stage(retried.stage(), State.RESUMED));
        }
        if (event instanceof Event.ConditionOverridden overridden) {
            return Optional.of(new Stage(overridden.stage(), State.RESUMED));
        }
        if (event instanceof Event.StageSucceeded succeeded) {
            return Optional.of(new Stage(succeeded.stage(), State.SUCCEEDED));
        }
        if (event instanceof Event.StageFailed failed) {
            return Optional.of(new Stage(failed.stage(), State.FAILED));
        }
        if (event instanceof Event.StageStopped stopped) {
            return Optional.of(new Stage(stopped.stage(), State.STOPPED));
        }
        if (event instanceof Event.StageCancelled cancelled) {
            return Optional.of(new Stage(cancelled.stage(), State.CANCELED));
        }
        if (event instanceof Event.StageSkipped skipped) {
            return Optional.of(new Stage(skipped.stage(), State.SKIPPED));
        }
        return Optional.empty();
    }
}
