package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The attempts of one pipeline that are under way: begins, finds again, stops and releases them, and hears of them. */
final class RunningActions {
    private static final Logger LOGGER = Logger.getLogger(RunningActions.class.getName());

    private final PipelineRuntime pipeline;
    private final Host host;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> armed = new HashMap<>();

    RunningActions(PipelineRuntime pipeline, Host host) {
        this.pipeline = pipeline;
        this.host = host;
    }

    void perform(Effect effect, PipelineState state) {
        if (effect instanceof Effect.StartAction start) {
            attempt(state, start.executionId(), start.stage(), start.action(), start.actionExecutionId())
                    .ifPresent(found -> begin(found, false));
        } else if (effect instanceof Effect.ArmTimer timer) {
            arm(timer);
        } else if (effect instanceof Effect.StopAction stop) {
            stop(stop.actionExecutionId(), stop.reason());
        } else if (effect instanceof Effect.ReleaseAction release) {
            release(release.actionExecutionId());
        }
    }

    void resume(PipelineState state) {
        for (ExecutionState execution : state.liveExecutions()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ActionExecution action : stage.actions().values()) {
                    if (action.isInProgress()) {
                        resume(state, execution, stage, action);
                    }
                }
            }
        }
    }

    private void resume(PipelineState state, ExecutionState execution, StageExecution stage, ActionExecution action) {
        if (action.expires().isPresent()) {
            arm(new Effect.ArmTimer(
                    execution.id(),
                    stage.stageName(),
                    action.actionName(),
                    action.actionExecutionId(),
                    action.expires().get()));
        } else {
            attempt(state, execution.id(), stage.stageName(), action.actionName(), action.actionExecutionId())
                    .ifPresent(found -> begin(found, true));
        }
    }

    private Optional<Attempt> attempt(
            PipelineState state, String executionId, String stage, String action, String actionExecutionId) {
        return state.execution(executionId).flatMap(execution -> execution
                .stage(stage)
                .flatMap(found -> found.inProgress(action, actionExecutionId))
                .flatMap(inProgress -> state.declaration(execution, stage, action)
                        .map(declared -> new Attempt(
                                state.pipelineName(),
                                executionId,
                                stage,
                                declared,
                                inProgress,
                                execution.products().revisions(),
                                Optional.ofNullable(
                                        execution.origin().sourceRevisions().get(action))))));
    }

    private void begin(Attempt attempt, boolean again) {
        ActionTypeId type = attempt.declared().actionTypeId();
        AttemptContext context = new AttemptContext(pipeline, host, attempt);
        CompletableFuture<ActionRun> begun = new CompletableFuture<>();
        running.put(attempt.id(), new Running(context, begun));
        Optional<ActionProvider> provider = host.providers().apply(type);
        if (provider.isEmpty()) {
            report(
                    attempt,
                    ActionResult.failed(
                            FailureType.ConfigurationError,
                            "Nothing here does the work of " + type + ". "
                                    + host.mappings().howToMap("providers", type.provider())));
            return;
        }
        try {
            ActionRun run =
                    again ? provider.get().reattach(context) : provider.get().start(context);
            run.completion().whenComplete((result, failure) -> report(attempt, result(result, failure, type)));
            begun.complete(run);
        } catch (RuntimeException e) {
            report(attempt, result(null, e, type));
        }
    }

    private static ActionResult result(ActionResult result, Throwable failure, ActionTypeId type) {
        if (failure == null) {
            return result;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOGGER.log(Level.WARNING, "Provider " + type + " failed", cause);
        return ActionResult.failed(
                FailureType.SystemUnavailable, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    private void report(Attempt attempt, ActionResult result) {
        Map<String, String> artifacts = new LinkedHashMap<>();
        result.outputArtifacts().forEach((name, digest) -> artifacts.put(name, digest.toString()));
        String artifactName = attempt.declared().outputArtifacts().isEmpty()
                ? ""
                : attempt.declared().outputArtifacts().get(0).name();
        pipeline.report(new Command.ActionReported(
                attempt.executionId(),
                attempt.stage(),
                attempt.declared().name(),
                attempt.id(),
                result.isSuccess() ? ActionStatus.Succeeded : ActionStatus.Failed,
                result.summary(),
                result.externalExecutionId(),
                result.externalExecutionUrl(),
                result.failure().map(type -> new ErrorDetails(type.name(), result.message())),
                result.outputVariables(),
                artifacts,
                result.revision()
                        .map(revision -> new ArtifactRevision(
                                attempt.declared().name(),
                                artifactName,
                                revision.id(),
                                revision.summary(),
                                revision.created(),
                                revision.url()))));
    }

    private void stop(String actionExecutionId, String reason) {
        Running found = running.get(actionExecutionId);
        ActionRun run = found == null ? null : found.run().getNow(null);
        if (run == null) {
            release(actionExecutionId);
            return;
        }
        run.completion().whenComplete((result, failure) -> release(actionExecutionId));
        run.stop(reason);
    }

    private void release(String actionExecutionId) {
        disarm(actionExecutionId);
        Running found = running.remove(actionExecutionId);
        if (found != null) {
            found.context().close();
        }
        host.agents().release(actionExecutionId);
    }

    private void arm(Effect.ArmTimer timer) {
        Instant now = host.clock().instant();
        if (!now.isBefore(timer.at())) {
            pipeline.report(new Command.TimerDue(
                    timer.executionId(), timer.stage(), timer.action(), timer.actionExecutionId()));
            return;
        }
        long wait = Duration.between(now, timer.at()).toMillis() + 1;
        synchronized (armed) {
            try {
                disarm(timer.actionExecutionId());
                armed.put(
                        timer.actionExecutionId(),
                        host.timers().schedule(() -> fire(timer), wait, TimeUnit.MILLISECONDS));
            } catch (RejectedExecutionException e) {
                LOGGER.log(Level.FINE, "Closing: a timer is armed again at the next start", e);
            }
        }
    }

    private void fire(Effect.ArmTimer timer) {
        synchronized (armed) {
            armed.remove(timer.actionExecutionId());
        }
        arm(timer);
    }

    /** An approval that was answered leaves nothing behind, however far off its timeout was. */
    private void disarm(String actionExecutionId) {
        synchronized (armed) {
            ScheduledFuture<?> timer = armed.remove(actionExecutionId);
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    record Attempt(
            String pipelineName,
            String executionId,
            String stage,
            ActionDeclaration declared,
            ActionExecution execution,
            List<ArtifactRevision> revisions,
            Optional<String> pinnedRevision) {

        String id() {
            return execution.actionExecutionId();
        }
    }

    /** @param run completes when the provider has begun; never when it could not */
    private record Running(AttemptContext context, CompletableFuture<ActionRun> run) {}
}
