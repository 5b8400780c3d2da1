package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import java.util.Optional;

/** What came of a command, once it is on disk. */
public sealed interface CommandResult {

    /** @param executionId the execution that was started or changed */
    record Done(PipelineState state, Optional<String> executionId) implements CommandResult {}

    record Refused(Refusal refusal) implements CommandResult {}
}
