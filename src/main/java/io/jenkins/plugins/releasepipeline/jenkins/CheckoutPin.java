package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Action;
import java.util.Optional;

/**
 * What a run has, while a checkout goes on and on its thread alone, so that source control delivers a certain revision. It is no
 * action that the run keeps: checkouts beside it do not see it, and a crash leaves nothing of it.
 */
final class CheckoutPin implements AutoCloseable {
    private static final ThreadLocal<CheckoutPin> PINS = new ThreadLocal<>();

    private final ReleasePipelineRun run;
    private final Optional<Action> action;

    private CheckoutPin(ReleasePipelineRun run, Optional<Action> action) {
        this.run = run;
        this.action = action;
    }

    /** @param action empty for a checkout of what is newest */
    static CheckoutPin onThisThread(ReleasePipelineRun run, Optional<Action> action) {
        CheckoutPin pin = new CheckoutPin(run, action);
        PINS.set(pin);
        return pin;
    }

    /** What the run has on this thread; empty when it has no such action here. */
    static <T extends Action> Optional<T> of(ReleasePipelineRun run, Class<T> type) {
        CheckoutPin pin = PINS.get();
        return pin == null || pin.run != run
                ? Optional.empty()
                : pin.action.filter(type::isInstance).map(type::cast);
    }

    @Override
    public void close() {
        PINS.remove();
    }
}
