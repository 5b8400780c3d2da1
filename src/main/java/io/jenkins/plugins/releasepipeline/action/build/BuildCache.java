package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Files of a project that are kept from build to build: one zip file for each path of the buildspec, replaced whole by
 * a process that outlives this program, so that builds of one project at the same time see one or the other and nothing
 * half-written is left. A cache is a convenience: what goes wrong with it is
 * said in the log and fails nothing.
 */
final class BuildCache {
    private static final String PACKED = BuildWork.CONTROL + "/cache";
    private static final String SCRIPT = BuildWork.CONTROL + "/cache.sh";
    private static final Duration SAVING = Duration.ofHours(1);

    /** Runs where the packed files are. Its own temporary file has the attempt's name, and one that was left is old. */
    private static final String SAVE =
            """
            set -e
            mkdir -p "$RP_CACHE"
            find "$RP_CACHE" -name '.*.zip.*' -type f -mtime +1 -exec rm -f {} + || :
            for name in "$@"; do
              cp "$name" "$RP_CACHE/.$name.$RP_ATTEMPT"
              mv -f "$RP_CACHE/.$name.$RP_ATTEMPT" "$RP_CACHE/$name"
            done
            """;

    private final ActionContext context;
    private final Agent agent;
    private final Optional<String> directory;

    BuildCache(ActionContext context, Agent agent, Optional<String> directory) {
        this.context = context;
        this.agent = agent;
        this.directory = directory;
    }

    void restore(Buildspec.Cache cache) {
        if (directory.isEmpty() || !cache.action().restores()) {
            if (directory.isEmpty() && !cache.paths().isEmpty()) {
                note("Cache: the project has no cache directory; nothing is kept between builds");
            }
            return;
        }
        for (String path : cache.paths()) {
            if (outside(path)) {
                note("Cache: " + path + " is not in the source directory; it stays on the agent as it is");
                continue;
            }
            try {
                if (agent.exists(file(path))) {
                    try (InputStream zip = agent.read(file(path))) {
                        agent.unpack(zip, BuildWork.SOURCE);
                    }
                    note("Cache: restored " + path);
                }
            } catch (IOException e) {
                note("Cache: " + path + " is not restored: " + BuildWork.message(e));
            }
        }
    }

    /** Completes when what the build leaves is kept. */
    CompletionStage<Void> save(ActionWork work, Buildspec.Cache cache) throws IOException {
        List<String> names = new ArrayList<>();
        if (directory.isPresent() && cache.action().saves()) {
            for (String path : cache.paths()) {
                if (!outside(path) && pack(path)) {
                    names.add(name(path));
                }
            }
        }
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        agent.write(SCRIPT, new ByteArrayInputStream(SAVE.getBytes(StandardCharsets.UTF_8)));
        List<String> command = new ArrayList<>(List.of("sh", agent.workspace() + "/" + SCRIPT));
        command.addAll(names);
        return work.run(
                        agent,
                        new ProcessSpec(
                                "cache",
                                command,
                                Map.of("RP_CACHE", directory.orElseThrow(), "RP_ATTEMPT", context.actionExecutionId()),
                                PACKED,
                                Optional.empty(),
                                SAVING,
                                context.log()))
                .thenAccept(exit -> note(exit.isSuccess() ? "Cache: saved" : "Cache: not saved"));
    }

    /** Packs what a path matches in the workspace; a process then brings it to the cache whole. */
    private boolean pack(String path) {
        FileSelection selection = new FileSelection(BuildWork.SOURCE, List.of(path), List.of(), false);
        try {
            if (agent.list(selection).isEmpty()) {
                note("Cache: no file matches " + path);
                return false;
            }
            Streams.pass(zip -> agent.pack(selection, zip), zip -> {
                agent.write(PACKED + "/" + name(path), zip);
                return null;
            });
            return true;
        } catch (NoSuchFileException e) {
            note("Cache: no file matches " + path);
        } catch (IOException e) {
            note("Cache: " + path + " is not saved: " + BuildWork.message(e));
        }
        return false;
    }

    private static boolean outside(String path) {
        return path.startsWith("/") || path.startsWith("~") || path.startsWith("$") || path.startsWith("../");
    }

    private String file(String path) {
        return directory.orElseThrow() + "/" + name(path);
    }

    private static String name(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16) + ".zip";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(String line) {
        context.log().println("[release-pipeline] " + line);
    }
}
