package io.jenkins.plugins.releasepipeline.action;

/**
 * Which agent an action wants.
 *
 * @param label the agent's label in the host's words; empty for any agent
 * @param key tells the requests of one attempt apart, {@code build} or a deployment target's name; letters, digits,
 *     {@code -} and {@code _}
 */
public record AgentRequest(String label, String key) {}
