package io.jenkins.plugins.releasepipeline.artifact;

import java.nio.file.Path;
import java.util.Optional;

/** Where the directory of a store is, which may be renamed and moved while the store is used. Thread-safe. */
@FunctionalInterface
public interface StoreLocation {

    /**
     * Where it is now, or is about to be: while it is moved there may be nothing there. Its parent is not made.
     *
     * @return empty when it is gone for good
     */
    Optional<Path> now();
}
