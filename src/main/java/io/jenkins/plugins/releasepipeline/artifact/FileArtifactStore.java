package io.jenkins.plugins.releasepipeline.artifact;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Artifacts in a directory of their own, which one store uses at a time:
 *
 * <pre>
 * objects/ab/SHA256.zip          the artifacts
 * retained/EXECUTION/SHA256-SIZE  an empty file for each artifact that an execution retains
 * retainers/ab/SHA256/EXECUTION  the same the other way round; made again from {@code retained} when it is opened
 * incoming/                      what is being stored; swept when it is opened
 * </pre>
 *
 * <p>An artifact is written to {@code incoming}, synced, noted as retained and only then moved to its place: whenever the
 * process ends, what is in {@code objects} is whole, and what nobody retains is deleted when the store is opened again. Nothing is held
 * in memory, however many executions and artifacts there are.
 *
 * <p>The directory may be {@linkplain StoreLocation renamed and moved} at any moment. A file that is open stays open, and
 * what is stored goes where the directory has gone.
 */
public final class FileArtifactStore implements ArtifactStore {

    /** The largest artifact, unless told otherwise: 7 GiB (reference §1.3). */
    public static final long DEFAULT_MAX_BYTES = 7L << 30;

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");
    private static final Pattern EXECUTION = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private final MovingDirectory directory;
    private final long maxBytes;
    private volatile boolean recovered;

    private FileArtifactStore(StoreLocation location, long maxBytes) {
        this.directory = new MovingDirectory(location);
        this.maxBytes = maxBytes;
    }

    /** Opens a store, made if needed, and removes what an earlier process left unfinished or nobody retains. */
    public static FileArtifactStore open(Path directory) throws IOException {
        return open(directory, DEFAULT_MAX_BYTES);
    }

    /** @param maxBytes the largest zip file that is taken */
    public static FileArtifactStore open(Path directory, long maxBytes) throws IOException {
        Path place = Files.createDirectories(directory.toAbsolutePath());
        FileArtifactStore store = new FileArtifactStore(() -> Optional.of(place), maxBytes);
        store.recover();
        return store;
    }

    /** A store whose directory may be moved. It is made and recovered when it is first used: until then nothing is read. */
    public static FileArtifactStore at(StoreLocation location) {
        return new FileArtifactStore(location, DEFAULT_MAX_BYTES);
    }

    private void recover() throws IOException {
        if (!recovered) {
            synchronized (this) {
                if (!recovered) {
                    change(StoreFiles::recover);
                    recovered = true;
                }
            }
        }
    }

    private void change(Change change) throws IOException {
        directory.change(place -> {
            change.of(StoreFiles.in(place));
            return null;
        });
    }

    private interface Change {
        void of(StoreFiles files) throws IOException;
    }

    @Override
    public ArtifactDigest put(String executionId, InputStream zip) throws IOException {
        checkExecution(executionId);
        recover();
        String name = "put-" + UUID.randomUUID() + ".zip";
        FileChannel out = directory.open(
                place -> FileChannel.open(StoreFiles.in(place).incoming().resolve(name), NEW, attributes(place)));
        try (out) {
            ArtifactDigest digest = write(zip, out);
            synchronized (this) {
                change(files -> files.take(executionId, digest, name));
            }
            return digest;
        } catch (IOException | RuntimeException e) {
            discard(name, e);
            throw e;
        }
    }

    private static FileAttribute<?>[] attributes(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS)}
                : new FileAttribute<?>[0];
    }

    private void discard(String name, Exception why) {
        try {
            change(files -> Files.deleteIfExists(files.incoming().resolve(name)));
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private ArtifactDigest write(InputStream zip, FileChannel out) throws IOException {
        MessageDigest sha256 = sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
            size += n;
            if (size > maxBytes) {
                throw new IOException(
                        "the artifact is larger than " + maxBytes + " bytes, the most that the artifact store takes");
            }
            sha256.update(buffer, 0, n);
            for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
                out.write(bytes);
            }
        }
        out.force(true);
        return new ArtifactDigest(HexFormat.of().formatHex(sha256.digest()), size);
    }

    @Override
    public InputStream open(ArtifactDigest artifact) throws IOException {
        recover();
        return directory.open(place -> {
            Path object = StoreFiles.in(place).object(artifact.sha256());
            try {
                return new Verified(Files.newInputStream(object), artifact, object);
            } catch (NoSuchFileException e) {
                throw StoreFiles.missing(artifact);
            }
        });
    }

    @Override
    public synchronized void retain(String executionId, Collection<ArtifactDigest> artifacts) throws IOException {
        checkExecution(executionId);
        recover();
        change(files -> files.retain(executionId, artifacts));
    }

    /** {@inheritDoc} Of a store that is gone there is nothing left to forget. */
    @Override
    public synchronized void release(String executionId) throws IOException {
        checkExecution(executionId);
        if (directory.isGone()) {
            return;
        }
        recover();
        Set<String> artifacts = directory.change(place -> StoreFiles.in(place).retainedBy(executionId));
        change(files -> files.forget(executionId));
        change(files -> files.release(executionId, artifacts));
    }

    private static void checkExecution(String executionId) {
        if (!EXECUTION.matcher(executionId).matches()) {
            throw new IllegalArgumentException("not an execution id: '" + executionId + "'");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives out the last byte only when all of them are those of the digest. */
    private static final class Verified extends FilterInputStream {
        private final ArtifactDigest artifact;
        private final Path object;
        private final MessageDigest sha256 = sha256();
        private long read;
        private boolean verified;

        Verified(InputStream in, ArtifactDigest artifact, Path object) {
            super(in);
            this.artifact = artifact;
            this.object = object;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            int n = in.read(bytes, offset, length);
            if (n > 0) {
                sha256.update(bytes, offset, n);
                read += n;
            }
            if (!verified && (n < 0 || read >= artifact.size()) || read > artifact.size()) {
                verify();
            }
            return n;
        }

        private void verify() throws IOException {
            if (read < artifact.size()) {
                throw new EOFException(damaged("it has " + read + " bytes"));
            }
            if (read > artifact.size()
                    || !HexFormat.of().formatHex(sha256.digest()).equals(artifact.sha256())) {
                throw new IOException(damaged("its bytes are not those of its digest"));
            }
            verified = true;
        }

        private String damaged(String how) {
            return "the stored artifact " + artifact + " is damaged: " + how + " (" + object + ")";
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] buffer = new byte[(int) Math.max(1, Math.min(count, 1 << 16))];
            long skipped = 0;
            while (skipped < count) {
                int n = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
                if (n < 0) {
                    break;
                }
                skipped += n;
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
