package io.jenkins.plugins.releasepipeline.engine;

/**
 * Why an execution began.
 *
 * @param type what started it
 * @param detail more about it, at most 1024 characters: the name of the person for a manual start
 */
public record Trigger(TriggerType type, String detail) {}
