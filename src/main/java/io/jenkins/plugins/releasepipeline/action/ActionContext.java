package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** All that one attempt at an action may know and use. Valid until the attempt has ended. Thread-safe. */
public interface ActionContext {

    String pipelineName();

    String pipelineExecutionId();

    String stageName();

    /** The attempt's id: a UUID, another one for each attempt. */
    String actionExecutionId();

    /** When the attempt began, by the journal; the same after a restart. */
    Instant startedAt();

    /** The action as declared, with its {@code #{namespace.key}} references unresolved. */
    ActionDeclaration action();

    /**
     * Whether what is done is the check of a rule that says, once a stage has failed, whether it is taken back
     * (reference §1.10, onFailure). Such a rule passes when the world looks bad: an alarm is raised, a function reports an
     * error.
     */
    default boolean afterFailure() {
        return false;
    }

    /**
     * The action's configuration with every reference resolved. For values that are looked up, compared or written;
     * never for text that a shell will read: see {@link #variables()}.
     */
    Map<String, String> configuration();

    /**
     * The value of every reference that the declaration mentions, {@code namespace.key} to value. Whatever reaches a
     * shell refers to these by environment variables; the value never becomes part of a command line.
     */
    Map<String, String> variables();

    /** For a source action: the revision to deliver, when the execution's start has pinned one. */
    Optional<String> pinnedRevision();

    /** The declared input artifacts by name, in the order of their declaration. */
    Map<String, ArtifactDigest> inputArtifacts();

    /**
     * The revision that a source action of this execution delivered in an input artifact, by the artifact's name; what
     * another kind of action has made is not in it.
     */
    default Map<String, SourceRevision> inputRevisions() {
        return Map.of();
    }

    ArtifactStore artifacts();

    SecretResolver secrets();

    NameMappings mappings();

    /**
     * Asks for an agent. The stage completes when one is free, which may take long; it is taken back when the attempt
     * ends. Asking again with an equal request, after a restart too, gives the same agent and workspace.
     */
    CompletionStage<Agent> agent(AgentRequest request);

    ActionLog log();

    /** The host's time. */
    default Clock clock() {
        return Clock.systemUTC();
    }

    /** Where short blocking I/O is done. Never for waiting. */
    Executor executor();

    /** Tells the world how far the attempt is. */
    void progress(ActionProgress progress);
}
