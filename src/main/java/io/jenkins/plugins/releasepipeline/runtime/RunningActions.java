package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.EarlyApproval;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * The attempts at actions and checks of rules of one pipeline that are under way: begins, finds again, stops and releases
 * them, and hears of them.
 */
final class RunningActions {
    private static final Logger LOGGER = Logger.getLogger(RunningActions.class.getName());

    private static final long AGAIN_MILLIS = 1000;

    private final PipelineRuntime pipeline;
    private final Host host;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> armed = new HashMap<>();

    RunningActions(PipelineRuntime pipeline, Host host) {
        this.pipeline = pipeline;
        this.host = host;
    }

    void perform(Effect effect, PipelineState state) {
        perform(effect, state, false);
    }

    /** Takes up what was in progress when the process ended. */
    void resume(PipelineState state) {
        Effects.of(state).forEach(effect -> perform(effect, state, true));
    }

    /** One effect that fails does not keep the others from being performed. */
    private void perform(Effect effect, PipelineState state, boolean again) {
        try {
            performed(effect, state, again);
        } catch (Throwable e) {
            LOGGER.log(Level.SEVERE, "Pipeline " + pipeline.name() + ": " + effect + " failed", e);
        }
    }

    private void performed(Effect effect, PipelineState state, boolean again) {
        if (effect instanceof Effect.StartAction start) {
            Attempt.at(state, start).ifPresent(found -> begin(found, again));
        } else if (effect instanceof Effect.EvaluateRule evaluate) {
            Attempt.at(state, evaluate).ifPresent(found -> begin(found, again));
        } else if (effect instanceof Effect.ArmTimer timer) {
            arm(timer);
        } else if (effect instanceof Effect.AskApprovers ask) {
            ask(ask, state);
        } else if (effect instanceof Effect.DisarmTimer over) {
            disarm(over.timer());
        } else if (effect instanceof Effect.StopAction stop) {
            stop(stop.actionExecutionId(), stop.reason());
        } else if (effect instanceof Effect.ReleaseAction release) {
            release(release.actionExecutionId());
        }
    }

    private void ask(Effect.AskApprovers question, PipelineState state) {
        List<Approver> early = state.stage(question.stage()).stream()
                .flatMap(stage -> stage.earlyApprovals().stream())
                .filter(each -> each.action().equals(question.action()))
                .map(EarlyApproval::by)
                .toList();
        if (!early.isEmpty()) {
            try {
                host.io().execute(() -> count(question, state, early));
            } catch (RejectedExecutionException e) {
                LOGGER.log(Level.FINE, "Closing: who approved ahead is asked about at the next start", e);
            }
        }
    }

    private void count(Effect.AskApprovers question, PipelineState state, List<Approver> early) {
        List<Approver> present = new ArrayList<>();
        for (Approver each : early) {
            try {
                host.approvers().now(state, each).ifPresent(present::add);
            } catch (RuntimeException e) {
                LOGGER.log(
                        Level.WARNING,
                        "Pipeline " + pipeline.name() + ": it cannot be told whether " + each.name()
                                + " may still approve, so that his approval ahead does not count",
                        e);
            }
        }
        pipeline.report(new Command.CountEarlyApprovals(
                question.executionId(), question.stage(), question.action(), question.token(), present));
    }

    private void begin(Attempt attempt, boolean again) {
        ActionTypeId type = attempt.declared().actionTypeId();
        AttemptContext context;
        try {
            context = new AttemptContext(pipeline, host, attempt);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "The log of " + attempt.id() + " cannot be opened", e);
            report(
                    attempt,
                    ActionResult.failed(FailureType.SystemUnavailable, "Its log cannot be opened: " + message(e)));
            return;
        }
        CompletableFuture<ActionRun> begun = new CompletableFuture<>();
        running.put(attempt.id(), new Running(context, begun));
        try {
            Optional<ActionProvider> provider = host.providers().apply(type);
            if (provider.isEmpty()) {
                report(
                        attempt,
                        ActionResult.failed(
                                FailureType.ConfigurationError,
                                "Nothing here does the work of " + type + ". "
                                        + context.mappings().howToMap("providers", type.provider())));
                return;
            }
            ActionRun run =
                    again ? provider.get().reattach(context) : provider.get().start(context);
            run.completion()
                    .whenComplete((result, failure) -> report(attempt, context.masked(result(result, failure, type))));
            begun.complete(run);
        } catch (Throwable e) {
            report(attempt, context.masked(result(null, e, type)));
        }
    }

    private static ActionResult result(ActionResult result, Throwable failure, ActionTypeId type) {
        if (failure == null) {
            return result;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOGGER.log(Level.WARNING, "Provider " + type + " failed", cause);
        return ActionResult.failed(FailureType.SystemUnavailable, message(cause));
    }

    /** An error's message alone, a missing class for example, says nothing. */
    private static String message(Throwable e) {
        return e.getMessage() == null || e instanceof Error ? e.toString() : e.getMessage();
    }

    private void report(Attempt attempt, ActionResult result) {
        pipeline.report(attempt.report(result));
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

    /** Nothing of the pipeline is waited for any more. */
    void releaseAll() {
        List.copyOf(running.keySet()).forEach(this::release);
        synchronized (armed) {
            armed.values().forEach(timer -> timer.cancel(false));
            armed.clear();
        }
    }

    private void arm(Effect.ArmTimer timer) {
        Instant now = host.clock().instant();
        if (!now.isBefore(timer.at())) {
            pipeline.report(new Command.TimerDue(timer.executionId(), timer.stage(), timer.timer()))
                    .thenRun(() -> armIfItStands(timer));
            return;
        }
        wake(timer, Duration.between(now, timer.at()).toMillis() + 1);
    }

    /** A clock that was set back lets a timer come too early: it comes again. */
    private void armIfItStands(Effect.ArmTimer timer) {
        if (Effects.of(pipeline.state()).contains(timer)) {
            wake(timer, AGAIN_MILLIS);
        }
    }

    private void wake(Effect.ArmTimer timer, long wait) {
        synchronized (armed) {
            try {
                disarm(timer.timer());
                armed.put(timer.timer(), host.timers().schedule(() -> fire(timer), wait, TimeUnit.MILLISECONDS));
            } catch (RejectedExecutionException e) {
                LOGGER.log(Level.FINE, "Closing: a timer is armed again at the next start", e);
            }
        }
    }

    private void fire(Effect.ArmTimer timer) {
        synchronized (armed) {
            armed.remove(timer.timer());
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

    /** @param run completes when the provider has begun; never when it could not */
    private record Running(AttemptContext context, CompletableFuture<ActionRun> run) {}
}
