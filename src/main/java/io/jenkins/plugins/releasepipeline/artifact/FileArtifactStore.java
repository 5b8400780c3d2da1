package io.jenkins.plugins.releasepipeline.artifact;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Artifacts in a directory of their own, which one process uses at a time:
 *
 * <pre>
 * objects/ab/SHA256.zip          the artifacts
 * retained/EXECUTION/SHA256-SIZE  an empty file for each artifact that an execution retains
 * retainers/ab/SHA256/EXECUTION  the same the other way round; made again from {@code retained} at the start
 * incoming/                      what is being stored; swept at the start
 * </pre>
 *
 * <p>An artifact is written to {@code incoming}, synced, noted as retained and only then moved to its place: whenever the
 * process ends, what is in {@code objects} is whole, and what nobody retains is deleted at the next start. Nothing is held
 * in memory, however many executions and artifacts there are.
 */
public final class FileArtifactStore implements ArtifactStore {

    /** The largest artifact, unless told otherwise: 7 GiB (reference §1.3). */
    public static final long DEFAULT_MAX_BYTES = 7L << 30;

    private static final Logger LOGGER = Logger.getLogger(FileArtifactStore.class.getName());
    private static final Pattern EXECUTION = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private final Path objects;
    private final Path retained;
    private final Path retainers;
    private final Path incoming;
    private final long maxBytes;

    private FileArtifactStore(Path directory, long maxBytes) throws IOException {
        this.objects = Files.createDirectories(directory.resolve("objects"));
        this.retained = Files.createDirectories(directory.resolve("retained"));
        this.retainers = Files.createDirectories(directory.resolve("retainers"));
        this.incoming = Files.createDirectories(directory.resolve("incoming"));
        this.maxBytes = maxBytes;
    }

    /** Opens a store, made if needed, and removes what an earlier process left unfinished or nobody retains. */
    public static FileArtifactStore open(Path directory) throws IOException {
        return open(directory, DEFAULT_MAX_BYTES);
    }

    /** @param maxBytes the largest zip file that is taken */
    public static FileArtifactStore open(Path directory, long maxBytes) throws IOException {
        FileArtifactStore store = new FileArtifactStore(directory, maxBytes);
        store.recover();
        return store;
    }

    private void recover() throws IOException {
        for (Path file : list(incoming)) {
            Files.deleteIfExists(file);
        }
        try (DirectoryStream<Path> executions = Files.newDirectoryStream(retained)) {
            for (Path execution : executions) {
                for (Path note : list(execution)) {
                    noteRetainer(sha256(note), execution.getFileName().toString());
                }
            }
        }
        for (Path group : list(retainers)) {
            for (Path artifact : list(group)) {
                forgetRetainersThatAreGone(artifact);
            }
        }
        for (Path group : list(objects)) {
            for (Path object : list(group)) {
                String sha256 = object.getFileName().toString().replace(".zip", "");
                if (!Files.isDirectory(retainers(sha256))) {
                    Files.deleteIfExists(object);
                }
            }
        }
    }

    private void forgetRetainersThatAreGone(Path artifact) throws IOException {
        String sha256 = artifact.getFileName().toString();
        boolean isRetained = false;
        for (Path execution : list(artifact)) {
            Path notes = retained.resolve(execution.getFileName().toString());
            if (Files.isDirectory(notes)
                    && list(notes).stream().anyMatch(note -> sha256(note).equals(sha256))) {
                isRetained = true;
            } else {
                Files.deleteIfExists(execution);
            }
        }
        if (!isRetained) {
            Files.deleteIfExists(artifact);
        }
    }

    private static String sha256(Path note) {
        return note.getFileName().toString().split("-", 2)[0];
    }

    private Path retainers(String sha256) {
        return retainers.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private void noteRetainer(String sha256, String executionId) throws IOException {
        Path note = retainers(sha256).resolve(executionId);
        if (!Files.exists(note)) {
            Files.createDirectories(note.getParent());
            Files.write(note, new byte[0]);
        }
    }

    @Override
    public ArtifactDigest put(String executionId, InputStream zip) throws IOException {
        checkExecution(executionId);
        Path file = Files.createTempFile(incoming, "put-", ".zip");
        try {
            ArtifactDigest digest = write(zip, file);
            synchronized (this) {
                note(executionId, List.of(digest));
                Path object = object(digest);
                if (!Files.isDirectory(object.getParent())) {
                    Files.createDirectories(object.getParent());
                    sync(objects);
                }
                Files.move(file, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                sync(object.getParent());
            }
            return digest;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ArtifactDigest write(InputStream zip, Path file) throws IOException {
        MessageDigest sha256 = sha256();
        long size = 0;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                size += n;
                if (size > maxBytes) {
                    throw new IOException("the artifact is larger than " + maxBytes
                            + " bytes, the most that the artifact store takes");
                }
                sha256.update(buffer, 0, n);
                for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
                    out.write(bytes);
                }
            }
            out.force(true);
        }
        return new ArtifactDigest(HexFormat.of().formatHex(sha256.digest()), size);
    }

    @Override
    public InputStream open(ArtifactDigest artifact) throws IOException {
        Path object = object(artifact);
        InputStream in;
        try {
            in = Files.newInputStream(object);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(artifact.toString(), null, "the artifact store does not have this artifact");
        }
        return new Verified(in, artifact, object);
    }

    @Override
    public synchronized void retain(String executionId, Collection<ArtifactDigest> artifacts) throws IOException {
        checkExecution(executionId);
        for (ArtifactDigest artifact : artifacts) {
            if (!Files.exists(object(artifact))) {
                throw new NoSuchFileException(
                        artifact.toString(), null, "the artifact store does not have this artifact");
            }
        }
        note(executionId, artifacts);
    }

    private void note(String executionId, Collection<ArtifactDigest> artifacts) throws IOException {
        if (artifacts.isEmpty()) {
            return;
        }
        Path execution = retained.resolve(executionId);
        if (!Files.isDirectory(execution)) {
            Files.createDirectories(execution);
            sync(retained);
        }
        for (ArtifactDigest artifact : artifacts) {
            try {
                Files.createFile(execution.resolve(artifact.sha256() + "-" + artifact.size()));
            } catch (FileAlreadyExistsException e) {
                LOGGER.log(Level.FINEST, "Retained already: {0}", artifact);
            }
            noteRetainer(artifact.sha256(), executionId);
        }
        sync(execution);
    }

    @Override
    public synchronized void release(String executionId) throws IOException {
        checkExecution(executionId);
        Path execution = retained.resolve(executionId);
        if (!Files.isDirectory(execution)) {
            return;
        }
        List<Path> notes = list(execution);
        for (Path note : notes) {
            Files.deleteIfExists(note);
        }
        Files.deleteIfExists(execution);
        sync(retained);
        for (Path note : notes) {
            String sha256 = sha256(note);
            Files.deleteIfExists(retainers(sha256).resolve(executionId));
            if (deletedIfEmpty(retainers(sha256))) {
                Files.deleteIfExists(object(sha256));
            }
        }
    }

    private static boolean deletedIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    private Path object(ArtifactDigest artifact) {
        return object(artifact.sha256());
    }

    private Path object(String sha256) {
        return objects.resolve(sha256.substring(0, 2)).resolve(sha256 + ".zip");
    }

    private static void checkExecution(String executionId) {
        if (!EXECUTION.matcher(executionId).matches()) {
            throw new IllegalArgumentException("not an execution id: '" + executionId + "'");
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            List<Path> paths = new ArrayList<>();
            stream.forEach(paths::add);
            return paths;
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
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
