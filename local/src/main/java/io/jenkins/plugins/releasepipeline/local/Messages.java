package io.jenkins.plugins.releasepipeline.local;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Exceptions in words for the one who typed the command. */
final class Messages {
    private Messages() {}

    static String of(Throwable exception) {
        if (exception instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file";
        }
        if (exception instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (exception instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + ": is there already, and is not a directory";
        }
        if (exception instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        if (exception instanceof FileNotFoundException || exception instanceof WrongCallException) {
            return exception.getMessage();
        }
        return exception.getMessage() == null ? exception.getClass().getSimpleName() : exception.getMessage();
    }
}
