package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What is told of a commit.
 *
 * @param id the full commit id
 * @param authorDate when it was written
 * @param committerDate when it was committed
 * @param author who wrote it, by name; at most 200 characters
 * @param message without trailing white space, at most 100 KB of UTF-8
 */
record CommitDetails(String id, Instant authorDate, Instant committerDate, String author, String message) {

    /** How {@code git log} prints what {@link #parse} reads. */
    static final String FORMAT = "%H%n%at%n%ct%n%an%n%B";

    private static final int MAX_AUTHOR = 200;
    private static final int MAX_TITLE = 100;
    private static final int MAX_SUMMARY = 2048;
    private static final int MAX_MESSAGE_BYTES = 100 * 1024;

    static CommitDetails parse(String printed) {
        String[] parts = printed.split("\n", 5);
        if (parts.length < 5) {
            throw new ActionFailure(FailureType.SystemUnavailable, "git log printed less than was asked for");
        }
        return new CommitDetails(
                parts[0],
                instant(parts[1]),
                instant(parts[2]),
                parts[3].substring(0, Math.min(MAX_AUTHOR, parts[3].length())),
                shortened(parts[4].stripTrailing()));
    }

    /** The message's first line, short enough to show in a list. */
    String title() {
        String line = message.lines().findFirst().orElse("");
        return line.length() > MAX_TITLE ? line.substring(0, MAX_TITLE) + "…" : line;
    }

    /** As much of the message as a revision's summary has: 2048 characters. */
    String summary() {
        if (message.length() <= MAX_SUMMARY) {
            return message;
        }
        int end = Character.isHighSurrogate(message.charAt(MAX_SUMMARY - 1)) ? MAX_SUMMARY - 1 : MAX_SUMMARY;
        return message.substring(0, end);
    }

    /** The id's first eight digits. */
    String shortId() {
        return id.substring(0, Math.min(8, id.length()));
    }

    private static Instant instant(String seconds) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds.strip()));
        } catch (NumberFormatException | DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Cuts to the limit of a commit message (reference §1.4), between two characters. */
    static String shortened(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_MESSAGE_BYTES) {
            return message;
        }
        int end = MAX_MESSAGE_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
