package io.jenkins.plugins.releasepipeline.action;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process to run on an agent.
 *
 * @param id unique within the attempt and agent; letters, digits, {@code -} and {@code _}. The same id after a restart
 *     means the same process.
 * @param command program and arguments; no shell reads them
 * @param environment added to the agent's own environment. Values may be secrets: they are given to the process and
 *     written nowhere.
 * @param directory where it runs; relative to the workspace
 * @param outputFile when present, standard output goes to this file (relative to the workspace) instead of the log;
 *     standard error always goes to the log
 * @param timeout after which it is killed, counted from its first start
 * @param log where the output goes
 */
public record ProcessSpec(
        String id,
        List<String> command,
        Map<String, String> environment,
        String directory,
        Optional<String> outputFile,
        Duration timeout,
        ActionLog log) {

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
