package io.jenkins.plugins.releasepipeline.jenkins.names;

import com.fasterxml.jackson.core.JsonPointer;
import hudson.Util;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with values that people write; empty when nothing is. */
final class Wrong {
    private static final int LONGEST_NAME = 1_024;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
    private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern GIT = Pattern.compile("(?i)(https?|ssh|git|file)://.+|/.+|[^/:\\s]+:[^:\\s].*");
    /** The name of a repository may be a part of the path, and never of the host. */
    private static final Pattern PLACE_IN_PATH = Pattern.compile("(?i)([a-z]+://[^/{}]+/.*|/.*|[^/:{}]+:(?!//).*)");

    private Wrong() {}

    static Optional<String> name(String value) {
        String name = MappedName.trimmed(value);
        if (name.isEmpty()) {
            return Optional.of(Messages.Wrong_nameNeeded());
        }
        if (name.length() > LONGEST_NAME) {
            return Optional.of(Messages.Wrong_nameLong(LONGEST_NAME));
        }
        return name.chars().anyMatch(Character::isISOControl)
                ? Optional.of(Messages.Wrong_nameControl())
                : Optional.empty();
    }

    static Optional<String> gitUrl(String value) {
        String url = MappedName.trimmed(value);
        if (url.isEmpty()) {
            return Optional.of(Messages.Wrong_urlNeeded());
        }
        if (url.chars().anyMatch(Character::isISOControl)
                || url.startsWith("-")
                || !GIT.matcher(url).matches()) {
            return Optional.of(Messages.Wrong_gitUrl());
        }
        if (hasPassword(url)) {
            return Optional.of(Messages.Wrong_password());
        }
        return url.contains("{repository}") && !PLACE_IN_PATH.matcher(url).matches()
                ? Optional.of(Messages.Wrong_placeInHost())
                : Optional.empty();
    }

    static Optional<String> httpUrl(String value) {
        String url = MappedName.trimmed(value);
        if (url.isEmpty()) {
            return Optional.of(Messages.Wrong_urlNeeded());
        }
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
                return Optional.of(Messages.Wrong_httpUrl());
            }
        } catch (URISyntaxException e) {
            return Optional.of(Messages.Wrong_httpUrl());
        }
        return hasPassword(url) ? Optional.of(Messages.Wrong_password()) : Optional.empty();
    }

    private static boolean hasPassword(String url) {
        return url.matches("(?i)[a-z]+://[^/@]*:[^/@]*@.*");
    }

    static Optional<String> pointer(String value) {
        try {
            JsonPointer.compile(Util.fixNull(value));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Messages.Wrong_pointer());
        }
    }

    static Optional<String> needed(String value) {
        return MappedName.trimmed(value).isEmpty() ? Optional.of(Messages.Wrong_needed()) : Optional.empty();
    }

    static Optional<String> directory(String value) {
        String path = MappedName.trimmed(value);
        return path.startsWith("/") && path.chars().noneMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(Messages.Wrong_directory());
    }

    static Optional<String> targetName(String value) {
        return TARGET.matcher(MappedName.trimmed(value)).matches()
                ? Optional.empty()
                : Optional.of(Messages.Wrong_targetName());
    }

    /** Lines of {@code NAME=value}. */
    static Optional<String> environment(String value) {
        if (Util.fixNull(value).length() > LONGEST_TEXT) {
            return Optional.of(Messages.Wrong_long(LONGEST_TEXT));
        }
        return Util.fixNull(value)
                .lines()
                .filter(line -> !line.isBlank() && !VARIABLE.matcher(line).matches())
                .findFirst()
                .map(Messages::Wrong_variable);
    }

    /** @param least the smallest number allowed; no number at all is allowed too */
    static Optional<String> number(Integer value, int least, int most) {
        return value == null || value >= least && value <= most
                ? Optional.empty()
                : Optional.of(Messages.Wrong_number(least, most));
    }
}
