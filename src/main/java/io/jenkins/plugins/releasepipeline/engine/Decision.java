package io.jenkins.plugins.releasepipeline.engine;

import java.util.List;
import java.util.Optional;

/** What comes of a command. */
public sealed interface Decision {

    /**
     * @param events what happened, in order; none when the command changes nothing
     * @param state the state after them
     * @param executionId the execution that the command was about, for those that start or change one
     */
    record Accepted(List<Event> events, PipelineState state, Optional<String> executionId) implements Decision {}

    record Refused(Refusal refusal) implements Decision {}
}
