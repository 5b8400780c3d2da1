package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a server did not give what git asked for, read from what git printed (in English: {@code LC_ALL=C}). */
enum GitTrouble {
    REFUSED(
            FailureType.PermissionError,
            "the server refused the credentials, or wants some: check the repository's credentialsId and that it may read",
            "could not read Username",
            "could not read Password",
            "Authentication failed",
            "Invalid username or (password|token)",
            "HTTP Basic: Access denied",
            "returned error: 40[13]",
            "HTTP/?[0-9. ]* 40[13]",
            "Permission denied \\(",
            "Could not read from remote repository.*access rights.*publickey",
            "access denied or repository not exported",
            "Permission denied$"),
    UNKNOWN_HOST(
            FailureType.PermissionError,
            "the server's SSH host key is not known: add it to known_hosts of the user that runs git",
            "Host key verification failed"),
    NO_HELPER(
            FailureType.ConfigurationError,
            "git has no helper for that protocol on this agent: install it or use another URL",
            "cannot run \\w+: No such file",
            "is not a git command",
            "Unable to find remote helper",
            "remote-[a-z]+. is not a git"),
    NO_REPOSITORY(
            FailureType.ConfigurationError,
            "there is no repository at that address: it was removed or renamed, or the address is wrong",
            "does not appear to be a git repository",
            "not a git repository",
            "[Rr]epository .*not found",
            "[Rr]epository .*does not exist",
            "No such file or directory",
            "returned error: 404",
            "Project not found",
            "unable to chdir or not a git archive",
            "not valid: is this a git repository",
            "could not be found or you don't have permission"),
    UNREACHABLE(
            FailureType.SystemUnavailable,
            "the server could not be reached, or broke off",
            "Could not resolve host",
            "Temporary failure in name resolution",
            "Name or service not known",
            "Connection (refused|reset|timed out)",
            "Failed to connect",
            "unable to connect",
            "Network is unreachable",
            "No route to host",
            "Operation timed out",
            "Operation too slow",
            "early EOF",
            "hung up unexpectedly",
            "returned error: 5\\d\\d",
            "No space left on device",
            "SSL certificate|SSL_|gnutls|server certificate");

    private final FailureType type;
    private final String meaning;
    private final List<Pattern> signs;

    GitTrouble(FailureType type, String meaning, String... signs) {
        this.type = type;
        this.meaning = meaning;
        this.signs = List.of(signs).stream()
                .map(sign -> Pattern.compile(sign, Pattern.MULTILINE))
                .toList();
    }

    /** @param printed what git wrote; the first kind of trouble that it shows signs of is the one */
    static Optional<GitTrouble> in(String printed) {
        for (GitTrouble trouble : values()) {
            if (trouble.signs.stream().anyMatch(sign -> sign.matcher(printed).find())) {
                return Optional.of(trouble);
            }
        }
        return Optional.empty();
    }

    ActionFailure failure(GitUrl url) {
        return new ActionFailure(type, "Cannot read " + url + ": " + meaning);
    }
}
