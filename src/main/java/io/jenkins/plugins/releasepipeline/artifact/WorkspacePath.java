package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where the text of a path leads on the machine that has the workspace. */
public final class WorkspacePath {
    private WorkspacePath() {}

    /**
     * An absolute path is taken as it is; a relative one begins at the workspace and stays in it.
     *
     * @param workspace an existing directory
     * @throws IOException when the text is no path, or leads out of the workspace by {@code ..} or by a symbolic link;
     *     the message says so
     */
    public static Path resolve(Path workspace, String text) throws IOException {
        Path path;
        try {
            path = workspace.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("'" + text.replace('\0', '?') + "' is not a path");
        }
        if (text.startsWith("/")) {
            return path;
        }
        if (!path.startsWith(workspace)) {
            throw new IOException("the path '" + text + "' leads out of the workspace");
        }
        Path known = path.equals(workspace) ? path : path.getParent();
        while (!Files.exists(known)) {
            known = known.getParent();
        }
        if (!known.toRealPath().startsWith(workspace.toRealPath())) {
            throw new IOException("the path '" + text + "' leads out of the workspace by a symbolic link");
        }
        return path;
    }
}
