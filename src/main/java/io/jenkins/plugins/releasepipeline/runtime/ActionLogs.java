package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionLog;

/** Keeps the log of each attempt. Thread-safe. */
public interface ActionLogs {

    /** The attempt's log, opened at its end. */
    ActionLog open(ActionLogKey key);

    /** The attempt is over: nothing more will be written. */
    void close(ActionLogKey key);

    /** Deletes all logs of an execution. */
    void delete(String pipelineName, String executionId);
}
