package io.jenkins.plugins.releasepipeline.simulation;

import io.jenkins.plugins.releasepipeline.engine.Invariants;

/** Something does not hold that always has to. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private static final ThreadLocal<Violation> FIRST = new ThreadLocal<>();

    private final String invariant;

    Violation(String invariant, String detail) {
        this(invariant, detail, null);
    }

    private Violation(String invariant, String detail, Throwable cause) {
        super(invariant.replace('_', ' ') + ": " + detail, cause);
        this.invariant = invariant;
        if (FIRST.get() == null) {
            FIRST.set(this);
        }
    }

    /** Forgets what was found before on this thread. */
    static void forget() {
        FIRST.remove();
    }

    /** Throws what was found first on this thread, even if somebody has caught it. */
    static void throwFirst() {
        if (FIRST.get() != null) {
            throw FIRST.get();
        }
    }

    static void unless(boolean holds, String invariant, String detail, Object... arguments) {
        if (!holds) {
            throw new Violation(invariant, String.format(detail, arguments));
        }
    }

    /** Any failure by the name of the invariant that it is about. */
    static Violation of(Throwable failure) {
        if (failure instanceof Violation violation) {
            return violation;
        }
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().equals(Invariants.class.getName())
                    && frame.getMethodName().contains("_")) {
                return new Violation(
                        frame.getMethodName().replaceAll("lambda\\$|\\$\\d+", ""), failure.getMessage(), failure);
            }
        }
        return new Violation(
                failure instanceof AssertionError
                        ? "the_rules_hold"
                        : "nothing_throws_" + failure.getClass().getSimpleName(),
                failure.toString(),
                failure);
    }

    String invariant() {
        return invariant;
    }
}
