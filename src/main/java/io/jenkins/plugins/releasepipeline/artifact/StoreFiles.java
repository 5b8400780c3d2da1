package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The files of a {@link FileArtifactStore} where they are just now. Nothing makes a directory that is not below one which
 * is there, so what has been moved is not begun again at its old place, and all can be done twice.
 */
record StoreFiles(Path objects, Path retained, Path retainers, Path incoming) {
    private static final Logger LOGGER = Logger.getLogger(StoreFiles.class.getName());

    static StoreFiles in(Path directory) {
        return new StoreFiles(
                directory.resolve("objects"),
                directory.resolve("retained"),
                directory.resolve("retainers"),
                directory.resolve("incoming"));
    }

    /** Makes what is missing, and removes what an earlier process left unfinished or nobody retains. */
    void recover() throws IOException {
        make(objects.getParent());
        make(objects);
        make(retained);
        make(retainers);
        make(incoming);
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

    /** Takes what was stored in {@code incoming} for an artifact that the execution retains. */
    void take(String executionId, ArtifactDigest digest, String name) throws IOException {
        note(executionId, List.of(digest));
        Path file = incoming.resolve(name);
        Path object = object(digest.sha256());
        if (make(object.getParent())) {
            sync(objects);
        }
        if (Files.exists(file) || !Files.exists(object)) {
            Files.move(file, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        sync(object.getParent());
    }

    void retain(String executionId, Collection<ArtifactDigest> artifacts) throws IOException {
        for (ArtifactDigest artifact : artifacts) {
            if (!Files.exists(object(artifact.sha256()))) {
                throw missing(artifact);
            }
        }
        note(executionId, artifacts);
    }

    private void note(String executionId, Collection<ArtifactDigest> artifacts) throws IOException {
        if (artifacts.isEmpty()) {
            return;
        }
        Path execution = retained.resolve(executionId);
        if (make(execution)) {
            sync(retained);
        }
        for (ArtifactDigest artifact : artifacts) {
            make(execution.resolve(artifact.sha256() + "-" + artifact.size()), Files::createFile);
            noteRetainer(artifact.sha256(), executionId);
        }
        sync(execution);
    }

    private void noteRetainer(String sha256, String executionId) throws IOException {
        make(retainers(sha256).getParent());
        make(retainers(sha256));
        make(retainers(sha256).resolve(executionId), Files::createFile);
    }

    /** The artifacts that an execution retains, by their SHA-256. */
    Set<String> retainedBy(String executionId) throws IOException {
        Path execution = retained.resolve(executionId);
        return Files.isDirectory(execution)
                ? list(execution).stream().map(StoreFiles::sha256).collect(Collectors.toSet())
                : Set.of();
    }

    /** The execution retains nothing any more; {@link #release} follows, and the next start does what it leaves. */
    void forget(String executionId) throws IOException {
        Path execution = retained.resolve(executionId);
        if (!Files.isDirectory(execution)) {
            return;
        }
        for (Path note : list(execution)) {
            Files.deleteIfExists(note);
        }
        Files.deleteIfExists(execution);
        sync(retained);
    }

    /** Deletes the artifacts that only this execution retained. */
    void release(String executionId, Set<String> artifacts) throws IOException {
        for (String sha256 : artifacts) {
            Files.deleteIfExists(retainers(sha256).resolve(executionId));
            if (deletedIfEmpty(retainers(sha256))) {
                Files.deleteIfExists(object(sha256));
            }
        }
    }

    Path object(String sha256) {
        return objects.resolve(sha256.substring(0, 2)).resolve(sha256 + ".zip");
    }

    private Path retainers(String sha256) {
        return retainers.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static String sha256(Path note) {
        return note.getFileName().toString().split("-", 2)[0];
    }

    static NoSuchFileException missing(ArtifactDigest artifact) {
        return new NoSuchFileException(artifact.toString(), null, "the artifact store does not have this artifact");
    }

    private static boolean deletedIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    private static boolean make(Path directory) throws IOException {
        return !Files.isDirectory(directory) && make(directory, Files::createDirectory);
    }

    /** @return false when it was there */
    private static boolean make(Path path, Making making) throws IOException {
        try {
            making.make(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            LOGGER.log(Level.FINEST, "There already: {0}", path);
            return false;
        }
    }

    private interface Making {
        Path make(Path path, FileAttribute<?>... attributes) throws IOException;
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
}
