package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The agents of a host. Thread-safe; no method waits. */
public interface AgentPool {

    /**
     * An agent for an attempt; completes when one is free. Equal requests of one attempt get the same agent and
     * workspace, after a restart too.
     *
     * @param log where the agent says what a person should know of it
     * @param waits told why the attempt has to wait, in words for a person, and again whenever that changes; from any
     *     thread, never after the agent was lent. It goes to the log too.
     */
    CompletionStage<Agent> agent(String actionExecutionId, AgentRequest request, ActionLog log, Consumer<String> waits);

    /** The attempt is over and on record: ends what still runs of it, deletes its workspaces, frees its agents. */
    void release(String actionExecutionId);

    /**
     * Called once at the start, before any agent is asked for: whatever is left of attempts other than these is released.
     */
    void recover(Set<String> liveActionExecutionIds);
}
