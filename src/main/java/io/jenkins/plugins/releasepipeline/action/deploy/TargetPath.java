package io.jenkins.plugins.releasepipeline.action.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths of a revision and of a target, as text: {@code /} between names, {@code /} first on a target. */
final class TargetPath {
    private TargetPath() {}

    /** An absolute path without {@code .}, {@code ..} and doubled slashes; {@code ..} at the top stays at the top. */
    static String normal(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** A path in a revision, relative to its top and empty for the top; empty when it leads out of the revision. */
    static Optional<String> inside(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                if (names.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return Optional.of(String.join("/", names));
    }

    /** The directory of an absolute path; that of {@code /} is {@code /}. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The last name of a path. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A name below a directory. */
    static String child(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** Whether {@code path} is below {@code directory}, and not the directory itself. */
    static boolean isBelow(String path, String directory) {
        return path.startsWith(directory.endsWith("/") ? directory : directory + "/") && !path.equals(directory);
    }
}
