package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.BucketDirectory;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects of buckets that source actions read, looked at without reading them. Thread-safe; blocks. */
public final class SourceObjects {
    private static final int MOST_FILES = 100_000;

    private final NameMappings mappings;

    public SourceObjects(NameMappings mappings) {
        this.mappings = mappings;
    }

    /**
     * A text that changes whenever the names, sizes or times of an object's files do; empty when it is not there.
     *
     * @throws IOException when the bucket cannot be read, or the object has more than 100,000 files
     */
    public Optional<String> state(String bucket, String key) throws IOException {
        Path object;
        try {
            BucketDirectory directory = BucketDirectory.of(mappings, bucket);
            object = Files.isDirectory(directory.root()) ? directory.find(key) : directory.root();
        } catch (ActionFailure e) {
            if (e.type() == FailureType.RevisionUnavailable) {
                return Optional.empty();
            }
            throw new IOException(e.getMessage(), e);
        }
        Map<String, String> files = new TreeMap<>();
        Files.walkFileTree(object, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.endsWith(BucketDirectory.RESERVED)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (files.size() == MOST_FILES) {
                    throw new IOException(object + " has more than " + MOST_FILES + " files; it is not watched");
                }
                files.put(
                        object.relativize(file).toString(),
                        attributes.size() + " " + attributes.lastModifiedTime().toInstant());
                return FileVisitResult.CONTINUE;
            }
        });
        try {
            return Optional.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(files.toString().getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
