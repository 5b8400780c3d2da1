package io.jenkins.plugins.releasepipeline.jenkins;

/** What is asked for cannot be understood or done. The message is for the one who asks. */
final class WrongFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP */
    WrongFieldException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
