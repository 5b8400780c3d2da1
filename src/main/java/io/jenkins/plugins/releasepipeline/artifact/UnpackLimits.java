package io.jenkins.plugins.releasepipeline.artifact;

/**
 * How much an artifact may hold when it is unpacked (reference §1.3, and what stops a bomb).
 *
 * @param entries the most files and links
 * @param bytes the most bytes that all files together may have
 * @param ratio the most bytes that one byte of the zip file may become; asked only beyond {@link #RATIO_FREE_BYTES}
 */
public record UnpackLimits(int entries, long bytes, int ratio) {

    /** So much may be unpacked whatever the ratio: small files of zeros are no bomb. */
    public static final long RATIO_FREE_BYTES = 64L << 20;

    /** 100,000 files, 32 GiB, and a ratio that honest data stays far below. */
    public static final UnpackLimits DEFAULT = new UnpackLimits(100_000, 32L << 30, 200);

    /** @throws IllegalArgumentException when a limit is not positive */
    public UnpackLimits {
        if (entries <= 0 || bytes <= 0 || ratio <= 0) {
            throw new IllegalArgumentException("limits are positive: " + entries + ", " + bytes + ", " + ratio);
        }
    }
}
