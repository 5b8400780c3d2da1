package io.jenkins.plugins.releasepipeline.local;

/** A request over HTTP is wrong: the message says what would be right. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
