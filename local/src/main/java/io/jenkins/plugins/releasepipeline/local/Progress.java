package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.util.List;

/** Shows an execution as it goes on. */
interface Progress extends AutoCloseable {

    /** Events of the pipeline, after they have happened. One call at a time. */
    void happened(PipelineState state, List<Event> events);

    /** Shows a line of our own without disturbing the rest. */
    void say(String line);

    /** Leaves the screen to somebody else, for a question; until {@link #resume()}. */
    void pause();

    void resume();

    /** Shows the last state, and leaves it on the screen. */
    @Override
    void close();
}
