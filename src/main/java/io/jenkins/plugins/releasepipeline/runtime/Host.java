package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStores;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.journal.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * All that live pipelines need of the place where they live.
 *
 * @param journal where events are written down; the pipelines close it
 * @param history the directory of past executions
 * @param retention how long the executions of a pipeline are remembered, artifacts and logs included
 * @param artifacts where the artifacts of each pipeline live
 * @param agents where actions work
 * @param logs where actions write
 * @param secrets what names stand for secrets
 * @param mappings what the names in a definition stand for
 * @param changes what lies between the revisions of sources
 * @param approvers who those are now who approved ahead
 * @param providers who does the work of an action type; empty for one that the host cannot do
 * @param clock the time
 * @param threads the few threads that all pipelines share; nothing waits on them
 * @param io where short blocking I/O is done
 * @param timers what wakes pipelines up; lets go at once of what is cancelled
 */
public record Host(
        Journal journal,
        Path history,
        Retention retention,
        ArtifactStores artifacts,
        AgentPool agents,
        ActionLogs logs,
        SecretResolver secrets,
        NameMappings mappings,
        SourceChanges changes,
        Approvers approvers,
        Function<ActionTypeId, Optional<ActionProvider>> providers,
        Clock clock,
        ExecutorService threads,
        ExecutorService io,
        ScheduledExecutorService timers) {}
