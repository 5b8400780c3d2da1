package io.jenkins.plugins.releasepipeline.engine;

/**
 * Why an attempt at an action failed.
 *
 * @param code one word, {@code JobFailed} or {@code ConfigurationError} for example (reference §1.2)
 * @param message what went wrong, in words for a person
 */
public record ErrorDetails(String code, String message) {}
