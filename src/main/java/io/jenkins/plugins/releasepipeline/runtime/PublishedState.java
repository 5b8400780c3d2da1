package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.PipelineState;

/**
 * A state of a pipeline, all of it on disk, with its number in the pipeline's journal.
 *
 * @param sequence counts the changes of the pipeline from 1; equal numbers are equal states, over restarts too
 */
public record PublishedState(PipelineState state, long sequence) {}
