package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a repository, checked: a URL, {@code HOST:PATH} or an absolute path, and nothing that git would take
 * for an option or a command.
 *
 * @param text what git is given; has no password
 * @param login the user name and password that the address was written with
 */
record GitUrl(String text, Optional<UsernamePassword> login) {
    private static final int MAX_LENGTH = 4000;

    /** {@code ext} and {@code fd} run commands, {@code ftp} is no more; codecommit is AWS's own helper. */
    static final Set<String> PROTOCOLS = Set.of("file", "git", "http", "https", "ssh", "codecommit");

    private static final Pattern HELPER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9+.-]*)::.*");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
    private static final Pattern LOGIN = Pattern.compile("(https?://)([^/@]*)@(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WEB =
            Pattern.compile("(?:https?|ssh|git)://(?:[^@/]*@)?([^/:]+)(:\\d+)?/(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODECOMMIT =
            Pattern.compile("git-codecommit(?:-fips)?\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

    /** @throws ActionFailure of type ConfigurationError when git should not be given this */
    static GitUrl parse(String written) {
        String text = written.strip();
        if (text.isEmpty()) {
            throw refused("The repository has no URL");
        }
        if (text.length() > MAX_LENGTH) {
            throw refused("The repository's URL has more than " + MAX_LENGTH + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refused("The repository's URL has a control character in it");
        }
        if (text.startsWith("-")) {
            throw refused("The repository's URL begins with '-', which git would take for an option");
        }
        Matcher helper = HELPER.matcher(text);
        if (helper.matches()) {
            return new GitUrl(allowed(text, helper.group(1)), Optional.empty());
        }
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            if (scheme.group(2).startsWith("-")) {
                throw refused("The repository's URL has a host that begins with '-'");
            }
            return withoutLogin(allowed(text, scheme.group(1)));
        }
        if (text.startsWith("/") || isScp(text)) {
            return new GitUrl(text, Optional.empty());
        }
        throw refused("'" + text + "' is not the address of a repository: write a URL (https://host/path), HOST:PATH,"
                + " or an absolute path");
    }

    private static boolean isScp(String text) {
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        return colon > 0 && colon < text.length() - 1 && (slash < 0 || colon < slash);
    }

    private static String allowed(String text, String protocol) {
        if (!PROTOCOLS.contains(protocol.toLowerCase(Locale.ROOT))) {
            throw refused("The repository's URL has the protocol " + protocol
                    + ", which is not allowed; use https, ssh," + " git, file or http");
        }
        return text;
    }

    private static GitUrl withoutLogin(String text) {
        Matcher matcher = LOGIN.matcher(text);
        if (!matcher.matches() || matcher.group(2).indexOf(':') < 0) {
            return new GitUrl(text, Optional.empty());
        }
        String[] login = matcher.group(2).split(":", 2);
        try {
            UsernamePassword decoded = new UsernamePassword(
                    URLDecoder.decode(login[0].replace("+", "%2B"), StandardCharsets.UTF_8),
                    URLDecoder.decode(login[1].replace("+", "%2B"), StandardCharsets.UTF_8));
            return new GitUrl(matcher.group(1) + matcher.group(3), Optional.of(decoded));
        } catch (IllegalArgumentException e) {
            throw refused("The repository's URL has a user name or password that is not rightly percent-encoded");
        }
    }

    /** {@code https://host}, with the port, when git speaks HTTP to it: what a credential belongs to. */
    Optional<String> httpOrigin() {
        Matcher matcher = Pattern.compile("(https?://)(?:[^/@]*@)?([^/?#]+).*", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1) + matcher.group(2)) : Optional.empty();
    }

    /** Whether it is a directory of the machine that git runs on. */
    boolean isLocal() {
        return text.startsWith("/") || text.regionMatches(true, 0, "file:", 0, 5);
    }

    /** The last name of the path, without {@code .git}. */
    String repositoryName() {
        String path = trimmed(text);
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    }

    /** Owner and name where the address has both, else the name. */
    String fullRepositoryName() {
        return hostAndPath().map(HostAndPath::path).orElseGet(this::repositoryName);
    }

    /** Where a person can look at a commit, when it is a host whose pages are known. */
    Optional<String> commitPage(String commit) {
        return hostAndPath().flatMap(place -> commitPage(place, commit));
    }

    private static Optional<String> commitPage(HostAndPath place, String commit) {
        Matcher codecommit = CODECOMMIT.matcher(place.host);
        if (codecommit.matches() && place.path.startsWith("v1/repos/")) {
            String region = codecommit.group(1);
            return Optional.of("https://" + region + ".console.aws.amazon.com/codesuite/codecommit/repositories/"
                    + place.path.substring("v1/repos/".length()) + "/commit/" + commit + "?region=" + region);
        }
        String page = "https://" + place.host + place.port + "/" + place.path;
        if (place.host.equals("bitbucket.org")) {
            return Optional.of(page + "/commits/" + commit);
        }
        if (place.host.equals("gitlab.com") || place.host.startsWith("gitlab.")) {
            return Optional.of(page + "/-/commit/" + commit);
        }
        if (place.host.equals("github.com") || place.host.startsWith("github.")) {
            return Optional.of(page + "/commit/" + commit);
        }
        return Optional.empty();
    }

    private record HostAndPath(String host, String port, String path) {}

    private Optional<HostAndPath> hostAndPath() {
        Matcher web = WEB.matcher(text);
        if (web.matches()) {
            boolean http = text.regionMatches(true, 0, "http", 0, 4);
            String port = http && web.group(2) != null ? web.group(2) : "";
            return Optional.of(new HostAndPath(web.group(1).toLowerCase(Locale.ROOT), port, trimmed(web.group(3))));
        }
        if (text.startsWith("/") || !isScp(text) || text.contains("::") || text.contains("://")) {
            return Optional.empty();
        }
        int colon = text.indexOf(':');
        String host = text.substring(text.lastIndexOf('@', colon) + 1, colon).toLowerCase(Locale.ROOT);
        String path = trimmed(text.substring(colon + 1));
        return Optional.of(new HostAndPath(host, "", path.startsWith("/") ? path.substring(1) : path));
    }

    private static String trimmed(String path) {
        String trimmed = path;
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        if (trimmed.endsWith(".git")) {
            trimmed = trimmed.substring(0, trimmed.length() - 4);
        }
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed;
    }

    private static ActionFailure refused(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }

    /** The address, for logs: it has no password. */
    @Override
    public String toString() {
        return text;
    }
}
