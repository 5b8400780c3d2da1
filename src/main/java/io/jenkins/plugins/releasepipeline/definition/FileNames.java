package io.jenkins.plugins.releasepipeline.definition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of pipelines, stages and actions as names of files: no name leaves its directory, no two names share a file. */
public final class FileNames {
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9@_\\-.]");

    private FileNames() {}

    /** The name itself where it is harmless; otherwise what is harmful in it as {@code %} and hexadecimal digits. */
    public static String of(String name) {
        Matcher matcher = UNSAFE.matcher(name);
        String safe = matcher.replaceAll(
                found -> String.format("%%%04x", (int) found.group().charAt(0)));
        return safe.startsWith(".") ? "%002e" + safe.substring(1) : safe;
    }
}
