package io.jenkins.plugins.releasepipeline.artifact;

import java.util.regex.Pattern;

/**
 * The name of an artifact's bytes: what two artifacts share when they are the same.
 *
 * @param sha256 SHA-256 of the zip file, 64 lower-case hexadecimal digits
 * @param size the zip file's length in bytes
 */
public record ArtifactDigest(String sha256, long size) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException when {@code sha256} is not a SHA-256 or {@code size} is negative */
    public ArtifactDigest {
        if (!HEX.matcher(sha256).matches() || size < 0) {
            throw new IllegalArgumentException("not an artifact digest: " + sha256 + ":" + size);
        }
    }

    /** Reads what {@link #toString()} wrote. */
    public static ArtifactDigest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not an artifact digest: " + text);
        }
        return new ArtifactDigest(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    /** {@code SHA256:SIZE}, the form in which journals and states carry it. */
    @Override
    public String toString() {
        return sha256 + ":" + size;
    }
}
