package io.jenkins.plugins.releasepipeline.action;

/** Ends an attempt as failed, from anywhere in its work. {@link ActionWork} makes it the {@link ActionResult}. */
public final class ActionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureType type;

    /** @param message what went wrong and what would be right, in words for a person */
    public ActionFailure(FailureType type, String message) {
        super(message);
        this.type = type;
    }

    public ActionFailure(FailureType type, String message, Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    public FailureType type() {
        return type;
    }
}
