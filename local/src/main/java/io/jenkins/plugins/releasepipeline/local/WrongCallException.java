package io.jenkins.plugins.releasepipeline.local;

/** The call, a file it names, or a definition is wrong: the message says what would be right. */
final class WrongCallException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongCallException(String message) {
        super(message);
    }
}
