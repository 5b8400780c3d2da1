package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Actionable;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/** The steps of Pipeline builds that wait for executions, by the token that step and run share. Thread-safe. */
@Extension
public final class WaitingSteps {
    private static final Logger LOGGER = Logger.getLogger(WaitingSteps.class.getName());
    private static final long LOOK_SECONDS = 1;

    private final Map<String, ReleasePipelineStepExecution> steps = new ConcurrentHashMap<>();

    static WaitingSteps get() {
        return ExtensionList.lookupSingleton(WaitingSteps.class);
    }

    void add(ReleasePipelineStepExecution step) {
        steps.put(step.token(), step);
    }

    void remove(ReleasePipelineStepExecution step) {
        steps.remove(step.token());
    }

    /** Soon, on another thread. */
    void check(ReleasePipelineStepExecution step) {
        Timer.get().execute(step::check);
    }

    void checkLater(ReleasePipelineStepExecution step) {
        Timer.get().schedule(step::check, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    void began(ReleasePipelineRun run) {
        tell(run, step -> step.began(run));
    }

    void accepted(ReleasePipelineRun run) {
        tell(run, step -> step.accepted(run));
    }

    void said(ReleasePipelineRun run) {
        tell(run, step -> step.said(run));
    }

    void ended(ReleasePipelineRun run) {
        tell(run, step -> step.ended(run));
    }

    private void tell(ReleasePipelineRun run, Consumer<ReleasePipelineStepExecution> news) {
        try {
            token(run).map(steps::get).ifPresent(news);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A step could not be told of " + run, e);
        }
    }

    static Optional<String> token(Actionable of) {
        return Optional.ofNullable(of.getAction(StepStart.class)).map(StepStart::token);
    }

    /** Somebody took the execution out of the queue. */
    @Extension
    public static final class Cancellations extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            if (item.isCancelled()) {
                token(item).map(WaitingSteps.get().steps::get).ifPresent(step -> Timer.get()
                        .execute(step::cancelled));
            }
        }
    }
}
