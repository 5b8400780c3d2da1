package io.jenkins.plugins.releasepipeline.action;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The directory of the host that stands for a bucket, and the paths in it that stand for keys. No key leads out of it,
 * neither by {@code ..} nor by symbolic links that lie there. Methods block.
 */
public final class BucketDirectory {
    /** A name at the top of a bucket that is no object: what is being written lies there. */
    public static final String RESERVED = ".release-pipeline";

    private static final int MAX_KEY = 1024;

    private final String name;
    private final Path root;

    private BucketDirectory(String name, Path root) {
        this.name = name;
        this.root = root;
    }

    /**
     * The directory that the host maps to a bucket's name.
     *
     * @throws ActionFailure of type ConfigurationError when none is mapped, or it is not there
     */
    public static BucketDirectory of(ActionContext context, String bucket) throws IOException {
        return of(context.mappings(), bucket);
    }

    /** As {@link #of(ActionContext, String)}, where no action runs. */
    public static BucketDirectory of(NameMappings mappings, String bucket) throws IOException {
        String mapped = mappings.bucket(bucket)
                .orElseThrow(() -> wrong("Nothing says which directory the bucket '" + bucket + "' is. "
                        + mappings.howToMap("buckets", bucket)));
        try {
            return new BucketDirectory(bucket, Path.of(mapped).toRealPath());
        } catch (NoSuchFileException | InvalidPathException e) {
            throw wrong("The directory of the bucket '" + bucket + "' is not there: " + mapped);
        }
    }

    /** The directory's real path; a file when the host has mapped the bucket to a single object. */
    public Path root() {
        return root;
    }

    /**
     * The real path of an object that is there.
     *
     * @throws ActionFailure when it is not there (RevisionUnavailable) or the key is wrong (ConfigurationError)
     */
    public Path find(String key) throws IOException {
        Path path = resolve(key);
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(root)) {
                throw leaves(key);
            }
            return real;
        } catch (NoSuchFileException e) {
            throw new ActionFailure(
                    FailureType.RevisionUnavailable,
                    "The bucket '" + name + "' has no object '" + key + "' (there is no " + path + ")");
        }
    }

    /**
     * The path to write an object to, its directories made.
     *
     * @throws ActionFailure of type ConfigurationError when the key is wrong, or a directory or file is in its way
     */
    public Path prepare(String key) throws IOException {
        Path path = resolve(key);
        Path parent = root;
        for (Path part : root.relativize(path.getParent())) {
            if (part.toString().isEmpty()) {
                continue;
            }
            parent = parent.resolve(part);
            try {
                Files.createDirectory(parent);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(parent)) {
                    throw wrong("The object '" + key + "' cannot be written: " + parent + " is no directory");
                }
            }
            if (!parent.toRealPath().startsWith(root)) {
                throw leaves(key);
            }
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw wrong("The object '" + key + "' cannot be written: " + path + " is a directory");
        }
        return path;
    }

    /** An empty directory on the same file system, for files that are being written. What an earlier one held is deleted. */
    public Path openStaging(String id) throws IOException {
        if (!Files.isDirectory(root)) {
            throw wrong("The bucket '" + name + "' is mapped to " + root + ", which is no directory");
        }
        Path staging = root.resolve(RESERVED).resolve(id);
        delete(staging);
        return Files.createDirectories(staging);
    }

    /** Deletes what {@link #openStaging} made. */
    public void closeStaging(String id) throws IOException {
        delete(root.resolve(RESERVED).resolve(id));
        try {
            Files.deleteIfExists(root.resolve(RESERVED));
        } catch (DirectoryNotEmptyException e) {
            // Another attempt is writing.
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path resolve(String key) {
        String relative = key;
        while (relative.startsWith("/")) {
            relative = relative.substring(1);
        }
        if (relative.isEmpty() || key.length() > MAX_KEY || key.chars().anyMatch(Character::isISOControl)) {
            throw wrong("An object key has 1 to " + MAX_KEY + " characters, and none is a control character");
        }
        if (relative.equals(RESERVED) || relative.startsWith(RESERVED + "/")) {
            throw wrong("The object key '" + key + "' begins with " + RESERVED + ", which is not for objects");
        }
        for (String part : relative.split("/")) {
            if (part.equals("..") || part.equals(".")) {
                throw leaves(key);
            }
        }
        try {
            return root.resolve(relative).normalize();
        } catch (InvalidPathException e) {
            throw wrong("'" + key + "' cannot be the name of a file here");
        }
    }

    private ActionFailure leaves(String key) {
        return wrong("The object key '" + key + "' leads out of the bucket '" + name + "'");
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }
}
