package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where the mirrors of repositories are. What is read without a login is the same for everybody. A mirror that was read with a
 * login is for that pipeline and that login alone: whoever has another one or none has to be answered by the server.
 *
 * @param directory has a directory for each mirror
 * @param allowLocal whether repositories may be directories of this machine
 */
record Mirrors(Path directory, boolean allowLocal) {

    /**
     * @param pipeline who asks
     * @throws ActionFailure of type ConfigurationError when the repository is one that may not be read
     */
    Path of(String pipeline, GitRequest request) {
        if (request.url().isLocal() && !allowLocal) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    request.url() + " is a directory of this machine, which no pipeline here may read from; use a URL"
                            + " with https or ssh");
        }
        String login = request.credentialsId()
                .map(id -> "credentials " + id)
                .or(() -> request.token().map(token -> "token"))
                .or(() -> request.url().login().map(written -> "user " + written.username()))
                .map(with -> pipeline + "\n" + with)
                .orElse("");
        return directory.resolve(name(request.url().text() + "\n" + login));
    }

    private static String name(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
