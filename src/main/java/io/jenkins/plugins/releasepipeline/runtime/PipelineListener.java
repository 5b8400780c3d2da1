package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.util.List;

/** Is told what happened to a pipeline. */
@FunctionalInterface
public interface PipelineListener {

    /**
     * Called on a pipeline's own turn, in order, after the events are durable: returns quickly and does not block.
     *
     * @param state the state after the last of the events
     */
    void happened(PipelineState state, List<Event> events);
}
