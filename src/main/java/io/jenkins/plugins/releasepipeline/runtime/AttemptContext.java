package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** What one attempt may know and use, out of the engine's state and the host's ports. */
final class AttemptContext implements ActionContext {
    private final PipelineRuntime pipeline;
    private final Host host;
    private final Attempt attempt;
    private final ActionInput input;
    private final ActionLogKey logKey;
    private final MaskingLog log;
    private final AtomicInteger agentsAsked = new AtomicInteger();

    AttemptContext(PipelineRuntime pipeline, Host host, Attempt attempt) {
        this.pipeline = pipeline;
        this.host = host;
        this.attempt = attempt;
        this.input = attempt.input();
        this.logKey = new ActionLogKey(
                attempt.pipelineName(),
                attempt.executionId(),
                attempt.stage(),
                attempt.declared().name(),
                attempt.id());
        this.log = new MaskingLog(host.logs().open(logKey));
    }

    /** What the attempt says at its end, without its secrets. */
    ActionResult masked(ActionResult result) {
        return log.masked(result);
    }

    void close() {
        host.logs().close(logKey);
    }

    @Override
    public String pipelineName() {
        return attempt.pipelineName();
    }

    @Override
    public String pipelineExecutionId() {
        return attempt.executionId();
    }

    @Override
    public String stageName() {
        return attempt.stage();
    }

    @Override
    public String actionExecutionId() {
        return attempt.id();
    }

    @Override
    public Instant startedAt() {
        return attempt.startedAt();
    }

    @Override
    public ActionDeclaration action() {
        return attempt.declared();
    }

    @Override
    public boolean afterFailure() {
        return attempt.condition()
                .filter(condition -> condition == ConditionType.ON_FAILURE)
                .isPresent();
    }

    @Override
    public Map<String, String> configuration() {
        return input.resolvedConfiguration();
    }

    @Override
    public Map<String, String> variables() {
        return input.variables();
    }

    @Override
    public Optional<String> pinnedRevision() {
        return attempt.pinnedRevision();
    }

    @Override
    public Map<String, ArtifactDigest> inputArtifacts() {
        Map<String, ArtifactDigest> digests = new LinkedHashMap<>();
        input.inputArtifacts().forEach((name, digest) -> digests.put(name, ArtifactDigest.parse(digest)));
        return Collections.unmodifiableMap(digests);
    }

    @Override
    public Map<String, SourceRevision> inputRevisions() {
        Map<String, SourceRevision> revisions = new LinkedHashMap<>();
        for (ArtifactRevision revision : attempt.revisions()) {
            if (input.inputArtifacts().containsKey(revision.artifactName())) {
                revisions.put(
                        revision.artifactName(),
                        new SourceRevision(
                                revision.revisionId(), revision.summary(), revision.created(), revision.url()));
            }
        }
        return Collections.unmodifiableMap(revisions);
    }

    @Override
    public ArtifactStore artifacts() {
        return host.artifacts().of(attempt.pipelineName());
    }

    @Override
    public SecretResolver secrets() {
        return host.secrets().forExecution(attempt.pipelineName(), attempt.executionId());
    }

    @Override
    public NameMappings mappings() {
        return host.mappings().forExecution(attempt.pipelineName(), attempt.executionId());
    }

    @Override
    public CompletionStage<Agent> agent(AgentRequest request) {
        agentsAsked.incrementAndGet();
        return host.agents()
                .agent(attempt.id(), request, log, why -> waits(request, why))
                .whenComplete((agent, failure) -> lent());
    }

    private void lent() {
        if (agentsAsked.decrementAndGet() == 0) {
            pipeline.report(new Command.AgentLent(attempt.executionId(), attempt.stage(), attempt.id()));
        }
    }

    private void waits(AgentRequest request, String why) {
        log.println(why);
        pipeline.submit(new Command.AgentAwaited(
                attempt.executionId(), attempt.stage(), attempt.id(), request.label(), log.masked(why)));
    }

    @Override
    public Clock clock() {
        return host.clock();
    }

    @Override
    public ActionLog log() {
        return log;
    }

    @Override
    public Executor executor() {
        return host.io();
    }

    @Override
    public void progress(ActionProgress progress) {
        pipeline.submit(new Command.ActionProgressed(
                attempt.executionId(),
                attempt.stage(),
                attempt.declared().name(),
                attempt.id(),
                log.masked(progress.summary()),
                progress.percentComplete().isPresent()
                        ? Optional.of(progress.percentComplete().getAsInt())
                        : Optional.empty(),
                log.masked(progress.externalExecutionId()),
                log.masked(progress.externalExecutionUrl())));
    }
}
