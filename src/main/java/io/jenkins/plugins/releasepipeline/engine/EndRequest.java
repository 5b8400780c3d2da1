package io.jenkins.plugins.releasepipeline.engine;

/**
 * That an execution is to end as soon as its running actions have.
 *
 * @param end {@link ExecutionStatus#Stopped} when somebody stopped it, {@link ExecutionStatus#Cancelled} when its
 *     definition was replaced
 * @param reason why, in words for a person; may be empty
 * @param by who
 */
public record EndRequest(ExecutionStatus end, String reason, String by) {}
