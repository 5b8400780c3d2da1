package io.jenkins.plugins.releasepipeline.action.deploy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An application specification 0.0: what a revision wants done with it on a machine.
 *
 * @param platform what it is for; only {@link Platform#LINUX} can be deployed here
 * @param files what to copy where, in the order of the file
 * @param fileExists what happens to files that are there already and that no earlier deployment has put there
 * @param permissions what the copied files get, in the order of the file
 * @param hooks the scripts of each event, in the order of the file
 */
record AppSpec(
        Platform platform,
        List<FileMapping> files,
        FileExists fileExists,
        List<Permission> permissions,
        Map<LifecycleEvent, List<Script>> hooks) {

    /** How long the scripts of one event may take together. */
    static final Duration EVENT_LIMIT = Duration.ofHours(1);

    AppSpec {
        files = List.copyOf(files);
        permissions = List.copyOf(permissions);
        Map<LifecycleEvent, List<Script>> copy = new EnumMap<>(LifecycleEvent.class);
        hooks.forEach((event, scripts) -> copy.put(event, List.copyOf(scripts)));
        hooks = Collections.unmodifiableMap(copy);
    }

    List<Script> scripts(LifecycleEvent event) {
        return hooks.getOrDefault(event, List.of());
    }

    enum Platform {
        LINUX("a Linux machine"),
        WINDOWS("a Windows machine"),
        ECS("an Amazon ECS service"),
        LAMBDA("an AWS Lambda function");

        private final String words;

        Platform(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    enum FileExists {
        DISALLOW,
        OVERWRITE,
        RETAIN
    }

    /**
     * @param source a file or directory of the revision; empty for all of it
     * @param destination the directory it goes to, absolute on the target
     */
    record FileMapping(String source, String destination) {}

    enum ObjectType {
        FILE,
        DIRECTORY
    }

    /**
     * @param object a file or a directory, absolute on the target
     * @param pattern {@code **} for all below the directory, else a glob for the names in it
     * @param except globs of names in the directory that are left out
     * @param owner a user's name
     * @param group a group's name
     * @param mode three or four octal digits
     * @param types what it applies to
     */
    record Permission(
            String object,
            String pattern,
            List<String> except,
            Optional<String> owner,
            Optional<String> group,
            Optional<String> mode,
            Set<ObjectType> types) {

        Permission {
            except = List.copyOf(except);
            types = Set.copyOf(types);
        }
    }

    /**
     * @param location the script's path in the revision
     * @param timeout how long it may take; empty for as long as the event may
     * @param runas the user that runs it; empty for the one that runs the deployment
     */
    record Script(String location, Optional<Duration> timeout, Optional<String> runas) {}
}
