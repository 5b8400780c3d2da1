package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;

/**
 * Where artifacts live between actions: zip files named by their content (reference §1.3).
 *
 * <p>Every method may block on I/O and may be called from any thread. An artifact, once stored, never changes; storing
 * the same bytes twice keeps one copy. An artifact lives as long as an execution that {@linkplain #retain retains} it.
 */
public interface ArtifactStore {

    /**
     * Stores a zip file, read to its end from {@code zip} without holding it in memory. The caller closes the stream.
     * When this returns the artifact is durable; when it throws, nothing of it remains.
     *
     * @param executionId the execution that {@linkplain #retain retains} the artifact from now on
     * @throws IOException when reading or storing failed, or a limit of the store is exceeded
     */
    ArtifactDigest put(String executionId, InputStream zip) throws IOException;

    /**
     * Opens an artifact for reading. The stream checks what it gives out: reading its last byte throws an
     * {@link IOException} that says so when the bytes are not those of the digest.
     *
     * @throws java.nio.file.NoSuchFileException when the store does not have it
     */
    InputStream open(ArtifactDigest artifact) throws IOException;

    /** Keeps artifacts for an execution beyond those it put itself (a rollback uses its target's). Idempotent. */
    void retain(String executionId, Collection<ArtifactDigest> artifacts) throws IOException;

    /** Forgets an execution, and deletes every artifact that no other execution retains. Idempotent. */
    void release(String executionId) throws IOException;
}
