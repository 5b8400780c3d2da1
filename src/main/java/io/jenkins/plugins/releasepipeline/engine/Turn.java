package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision in the making: what has happened so far in it, and the state after that. */
final class Turn {
    private final Instant now;
    private final List<Event> events = new ArrayList<>();
    private PipelineState state;

    Turn(PipelineState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    PipelineState state() {
        return state;
    }

    void emit(Event event) {
        events.add(event);
        state = state.apply(event);
    }

    Decision accepted() {
        return new Decision.Accepted(List.copyOf(events), state, Optional.empty());
    }

    Decision accepted(String executionId) {
        return new Decision.Accepted(List.copyOf(events), state, Optional.of(executionId));
    }

    static Decision refused(Refusal.Error error, String message) {
        return new Decision.Refused(new Refusal(error, message));
    }

    Decision noSuchExecution(String executionId) {
        return refused(
                Refusal.Error.PipelineExecutionNotFoundException,
                "Pipeline '" + state.pipelineName() + "' has no execution '" + executionId + "' under way.");
    }

    Decision noSuchStage(String stage) {
        return refused(
                Refusal.Error.StageNotFoundException,
                "Pipeline '" + state.pipelineName() + "' has no stage '" + stage + "'; it has "
                        + String.join(", ", state.stages().keySet()) + ".");
    }
}
