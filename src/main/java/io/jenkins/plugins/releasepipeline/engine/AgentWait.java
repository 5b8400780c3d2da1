package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;

/**
 * An attempt has no agent yet.
 *
 * @param label the label that the agent must have; empty when any agent would do
 * @param reason why there is none, in the host's words
 * @param since since when
 */
public record AgentWait(String label, String reason, Instant since) {}
