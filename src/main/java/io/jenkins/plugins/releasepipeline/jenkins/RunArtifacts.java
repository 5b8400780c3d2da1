package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Run;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jenkins.util.VirtualFile;

/** What a run has archived, as the action's output artifacts. Streams from wherever the artifacts are. */
final class RunArtifacts {
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ActionWork work;
    private final Run<?, ?> run;

    RunArtifacts(ActionWork work, Run<?, ?> run) {
        this.work = work;
        this.run = run;
    }

    /**
     * Stores each output artifact of the action: the archived files that its patterns take, or all. Blocks.
     *
     * @throws ActionFailure when there is no such file, or it cannot be stored
     */
    Map<String, ArtifactDigest> store() {
        Map<String, ArtifactDigest> stored = new LinkedHashMap<>();
        for (OutputArtifact output : work.context().action().outputArtifacts()) {
            VirtualFile root = run.getArtifactManager().root();
            SortedSet<String> names = names(root, output);
            if (names.isEmpty()) {
                throw new ActionFailure(
                        FailureType.JobFailed,
                        run.getFullDisplayName() + " has archived nothing"
                                + (output.files().isEmpty() ? "" : " that matches " + String.join(", ", output.files()))
                                + " for the output artifact " + output.name());
            }
            stored.put(output.name(), work.store(zip -> pack(root, names, zip)));
        }
        return stored;
    }

    private static SortedSet<String> names(VirtualFile root, OutputArtifact output) {
        String patterns = output.files().isEmpty() ? "**" : String.join(",", output.files());
        try {
            return root.isDirectory() ? new TreeSet<>(root.list(patterns, null, false)) : new TreeSet<>();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same files give the same bytes. */
    private static void pack(VirtualFile root, SortedSet<String> names, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (String name : names) {
            ZipEntry entry = new ZipEntry(name.replace('\\', '/'));
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
            try (InputStream content = root.child(name).open()) {
                content.transferTo(zip);
            }
            zip.closeEntry();
        }
        zip.finish();
    }
}
