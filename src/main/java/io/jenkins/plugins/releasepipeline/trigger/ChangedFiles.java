package io.jenkins.plugins.releasepipeline.trigger;

import java.io.IOException;
import java.util.List;

/** The files that an event changes, from the repository itself; asked for only when a filter needs them. */
@FunctionalInterface
public interface ChangedFiles {
    /** All of them, as paths with slashes from the repository's root. May block. */
    List<String> list() throws IOException;
}
