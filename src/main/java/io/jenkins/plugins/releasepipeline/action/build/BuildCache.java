package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Files of a project that are kept from build to build: one zip file for each path of the buildspec, replaced whole, so
 * that builds of one project at the same time see one or the other. A cache is a convenience: what goes wrong with it is
 * said in the log and fails nothing.
 */
final class BuildCache {
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

    void save(Buildspec.Cache cache) {
        if (directory.isEmpty() || !cache.action().saves()) {
            return;
        }
        for (String path : cache.paths()) {
            if (!outside(path)) {
                save(path);
            }
        }
    }

    private void save(String path) {
        FileSelection selection = new FileSelection(BuildWork.SOURCE, List.of(path), List.of(), false);
        try {
            if (agent.list(selection).isEmpty()) {
                note("Cache: no file matches " + path);
                return;
            }
            Streams.pass(zip -> agent.pack(selection, zip), zip -> {
                agent.write(file(path), zip);
                return null;
            });
            note("Cache: saved " + path);
        } catch (NoSuchFileException e) {
            note("Cache: no file matches " + path);
        } catch (IOException e) {
            note("Cache: " + path + " is not saved: " + BuildWork.message(e));
        }
    }

    private static boolean outside(String path) {
        return path.startsWith("/") || path.startsWith("~") || path.startsWith("$") || path.startsWith("../");
    }

    private String file(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return directory.orElseThrow() + "/" + HexFormat.of().formatHex(digest, 0, 16) + ".zip";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(String line) {
        context.log().println("[release-pipeline] " + line);
    }
}
