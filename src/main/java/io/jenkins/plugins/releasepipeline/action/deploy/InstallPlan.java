package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.FileExists;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.FileMapping;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.ObjectType;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the Install event does on a target, decided before anything is touched: which files of the last deployment go,
 * which are copied where, what they get, and how to put back what was there.
 *
 * <p>The rules are those of CodeDeploy's agent, with one difference: files of the last deployment that the new one has as
 * well are not removed first but replaced. Paths are absolute on the target, below its root.
 */
final class InstallPlan {
    private static final int SHOWN = 5;
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");

    private final Map<String, String> copies = new LinkedHashMap<>();
    private final Set<String> links = new HashSet<>();
    private final Set<String> directories = new LinkedHashSet<>();
    private final List<String> oldInstalled;
    private final AppSpec appspec;

    /**
     * @param kind what it is
     * @param path relative to the source; empty for a directory's top or a source that is a file
     */
    record Surveyed(Kind kind, String path) {
        enum Kind {
            DIRECTORY,
            FILE,
            LINK
        }
    }

    /**
     * What is at a path of the target.
     *
     * @param kind what it is, itself
     * @param leadsTo the real path, for a link to a directory
     */
    record Found(Kind kind, String leadsTo) {
        static final Found NOTHING = new Found(Kind.NOTHING, "");

        enum Kind {
            NOTHING,
            DIRECTORY,
            DIRECTORY_LINK,
            FILE,
            LINK,
            OTHER
        }

        boolean isDirectory() {
            return kind == Kind.DIRECTORY || kind == Kind.DIRECTORY_LINK;
        }

        boolean isThere() {
            return kind != Kind.NOTHING;
        }
    }

    /**
     * @param archive the revision's absolute path on the target
     * @param surveys what each of the appspec's sources has, in their order
     * @param oldInstalled what the last deployment installed, in order
     * @throws ActionFailure when a source is not there, or two of them go to the same place
     */
    InstallPlan(AppSpec appspec, String archive, List<List<Surveyed>> surveys, List<String> oldInstalled) {
        this.appspec = appspec;
        this.oldInstalled = List.copyOf(oldInstalled);
        for (int i = 0; i < appspec.files().size(); i++) {
            FileMapping mapping = appspec.files().get(i);
            List<Surveyed> survey = surveys.get(i);
            if (survey.isEmpty()) {
                throw wrong("files: the revision has no '" + mapping.source() + "'");
            }
            for (Surveyed found : survey) {
                if (LINE_BREAK.matcher(found.path()).find()) {
                    throw wrong("files: a name in '" + mapping.source() + "' has a line break in it");
                }
                add(mapping, found, archive);
            }
        }
        for (String file : copies.keySet()) {
            if (directories.contains(file)) {
                throw wrong("files: " + file + " is to be a file and a directory");
            }
        }
    }

    private void add(FileMapping mapping, Surveyed found, String archive) {
        String from = mapping.source().isEmpty() ? archive : archive + "/" + mapping.source();
        boolean whole = found.path().isEmpty() || found.path().equals(".");
        if (found.kind() == Surveyed.Kind.DIRECTORY) {
            directory(whole ? mapping.destination() : TargetPath.child(mapping.destination(), found.path()));
            return;
        }
        String name = whole ? TargetPath.name(mapping.source()) : found.path();
        String source = whole ? from : from + "/" + found.path();
        String destination = TargetPath.child(mapping.destination(), name);
        directory(TargetPath.parent(destination));
        String other = copies.put(destination, source);
        if (other != null) {
            throw wrong("files: " + destination + " would get two files of the revision, " + relative(other, archive)
                    + " and " + relative(source, archive));
        }
        if (found.kind() == Surveyed.Kind.LINK) {
            links.add(destination);
        }
    }

    private static String relative(String path, String archive) {
        return path.startsWith(archive + "/") ? path.substring(archive.length() + 1) : path;
    }

    /** A directory and those above it, the topmost first. */
    private void directory(String path) {
        if (path.equals("/") || directories.contains(path)) {
            return;
        }
        directory(TargetPath.parent(path));
        directories.add(path);
    }

    /** The paths to look at before {@link #decide}. */
    List<String> questions() {
        Set<String> paths = new LinkedHashSet<>(directories);
        paths.addAll(copies.keySet());
        paths.addAll(oldInstalled);
        appspec.permissions().forEach(permission -> paths.add(permission.object()));
        return List.copyOf(paths);
    }

    /**
     * What is to be done, as the target's script takes it: each a list of lines.
     *
     * @param plan pairs of a word and a path or value
     * @param paths the files that are replaced or removed, to be kept until the deployment has succeeded
     * @param undo what to delete to get back to how it was, in order
     * @param removedDirectories directories of the last deployment that may go
     * @param cleanup what is installed then
     * @param notes what could not be done as the appspec says, for the log
     */
    record Decision(
            List<String> plan,
            List<String> paths,
            List<String> undo,
            List<String> removedDirectories,
            List<String> cleanup,
            List<String> notes) {}

    /**
     * @param target what is there, by path
     * @param root the target's real root, which no directory may lead out of
     * @param owners what is done about the owner and group that a permission asks for: {@code USER:GROUP} in, and the
     *     same out to give the file to them, or nothing not to
     * @throws ActionFailure when files are in the way
     */
    Decision decide(Map<String, Found> target, String root, UnaryOperator<String> owners) {
        Set<String> old = new HashSet<>(oldInstalled);
        Set<String> retained = new HashSet<>();
        checkDirectories(target, old, root);
        checkFiles(target, old, retained);
        List<String> plan = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> cleanup = new ArrayList<>();
        List<String> stale = new ArrayList<>(oldInstalled);
        Collections.reverse(stale);
        for (String path : stale) {
            Found found = target.getOrDefault(path, Found.NOTHING);
            boolean isDirectory = found.kind() == Found.Kind.DIRECTORY;
            if (!found.isThere()
                    || copies.containsKey(path) && !isDirectory
                    || directories.contains(path) && isDirectory) {
                continue;
            }
            plan.add(isDirectory ? "remove-directory" : "remove");
            plan.add(path);
            if (isDirectory) {
                removed.add(path);
            } else {
                paths.add(path);
            }
        }
        Set<String> made = new LinkedHashSet<>();
        for (String path : directories) {
            Found found = target.getOrDefault(path, Found.NOTHING);
            if (found.isDirectory() && !old.contains(path)) {
                continue;
            }
            boolean there = found.kind() == Found.Kind.DIRECTORY;
            made.add(path);
            cleanup.add(path);
            plan.add("directory");
            plan.add(path);
            if (!there) {
                undo.add(path);
            }
        }
        String into = null;
        for (Map.Entry<String, String> copy : grouped(retained)) {
            String path = copy.getKey();
            if (!TargetPath.parent(path).equals(into)) {
                into = TargetPath.parent(path);
                plan.add("into");
                plan.add(into);
            }
            plan.add("file");
            plan.add(copy.getValue());
            cleanup.add(path);
            Found found = target.getOrDefault(path, Found.NOTHING);
            if (!found.isThere() || found.kind() == Found.Kind.DIRECTORY) {
                undo.add(path);
            } else {
                paths.add(path);
            }
        }
        List<String> notes = permissions(target, made, retained, owners, plan);
        Collections.reverse(undo);
        Collections.reverse(removed);
        return new Decision(plan, paths, undo, removed, cleanup, notes);
    }

    private List<Map.Entry<String, String>> grouped(Set<String> retained) {
        Map<String, List<Map.Entry<String, String>>> byDirectory = new LinkedHashMap<>();
        for (Map.Entry<String, String> copy : copies.entrySet()) {
            if (!retained.contains(copy.getKey())) {
                byDirectory
                        .computeIfAbsent(TargetPath.parent(copy.getKey()), directory -> new ArrayList<>())
                        .add(copy);
            }
        }
        return byDirectory.values().stream().flatMap(Collection::stream).toList();
    }

    private void checkDirectories(Map<String, Found> target, Set<String> old, String root) {
        for (String path : directories) {
            Found found = target.getOrDefault(path, Found.NOTHING);
            if (found.kind() == Found.Kind.DIRECTORY_LINK && !old.contains(path) && !isInside(found.leadsTo(), root)) {
                throw wrong(path + " on the target is a symbolic link to " + found.leadsTo()
                        + ", which is outside of the target's root " + root);
            }
            if (found.isThere() && !found.isDirectory() && !old.contains(path)) {
                throw inTheWay(path + " is a file on the target, and a directory in the revision");
            }
        }
    }

    private static boolean isInside(String path, String root) {
        return path.equals(root) || TargetPath.isBelow(path, root);
    }

    private void checkFiles(Map<String, Found> target, Set<String> old, Set<String> retained) {
        Set<String> existing = new TreeSet<>();
        for (String path : copies.keySet()) {
            Found found = target.getOrDefault(path, Found.NOTHING);
            if (!found.isThere() || old.contains(path)) {
                continue;
            }
            if (found.kind() == Found.Kind.OTHER || found.kind() == Found.Kind.DIRECTORY) {
                throw inTheWay(path + " is a file in the revision, and on the target a "
                        + (found.kind() == Found.Kind.OTHER ? "special file" : "directory"));
            }
            if (appspec.fileExists() == FileExists.DISALLOW) {
                existing.add(path);
            } else if (appspec.fileExists() == FileExists.RETAIN) {
                retained.add(path);
            }
        }
        if (!existing.isEmpty()) {
            throw inTheWay("a specified file already exists at this location: "
                    + existing.stream().limit(SHOWN).collect(Collectors.joining(", "))
                    + (existing.size() > SHOWN ? " and " + (existing.size() - SHOWN) + " more" : "")
                    + ". No earlier deployment of this group has put it there; remove it, or say what to do with"
                    + " file_exists_behavior: OVERWRITE or RETAIN");
        }
    }

    private List<String> permissions(
            Map<String, Found> target,
            Set<String> made,
            Set<String> retained,
            UnaryOperator<String> owners,
            List<String> plan) {
        List<String> notes = new ArrayList<>();
        Set<String> given = new HashSet<>();
        List<String> files = copies.keySet().stream()
                .filter(path -> !retained.contains(path) && !links.contains(path))
                .toList();
        Map<String, Integer> skipped = new HashMap<>();
        for (Permission permission : appspec.permissions()) {
            List<String> matches = matches(permission, files, made, target);
            if (matches.isEmpty()) {
                notes.add("permissions: nothing that was deployed matches " + permission.object()
                        + (permission.pattern().equals("**") ? "" : ", pattern " + permission.pattern()));
            }
            for (String path : matches) {
                if (!given.add(path)) {
                    throw wrong("permissions: " + path + " is given permissions more than once");
                }
            }
            permission.mode().ifPresent(mode -> {
                plan.add("mode");
                plan.add(mode);
                matches.forEach(path -> {
                    plan.add("set-mode");
                    plan.add(path);
                });
            });
            if (permission.owner().isPresent() || permission.group().isPresent()) {
                String wanted = permission.owner().orElse("")
                        + permission.group().map(group -> ":" + group).orElse("");
                String allowed = owners.apply(wanted);
                if (allowed.isEmpty()) {
                    skipped.merge(wanted, matches.size(), Integer::sum);
                } else if (!allowed.equals(NOTHING_TO_DO)) {
                    plan.add("owner");
                    plan.add(allowed);
                    matches.forEach(path -> {
                        plan.add("set-owner");
                        plan.add(path);
                    });
                }
            }
        }
        skipped.forEach((owner, count) -> {
            if (count > 0) {
                notes.add("permissions: the owner " + owner + " of " + count + (count == 1 ? " object" : " objects")
                        + " is not applied: this deployment group does not give files to other users (allowRunAs)");
            }
        });
        return notes;
    }

    /** What {@code owners} answers when the files belong to that user already. */
    static final String NOTHING_TO_DO = ":";

    private List<String> matches(
            Permission permission, List<String> files, Set<String> made, Map<String, Found> target) {
        String object = permission.object();
        boolean toFiles = permission.types().contains(ObjectType.FILE);
        if (copies.containsKey(object)) {
            if (!toFiles || !files.contains(object)) {
                return List.of();
            }
            if (!permission.pattern().equals("**") || !permission.except().isEmpty()) {
                throw wrong("permissions: " + object + " is a file; pattern and except are for directories");
            }
            return List.of(object);
        }
        if (!made.contains(object)
                && !target.getOrDefault(object, Found.NOTHING).isDirectory()
                && !object.equals("/")) {
            return List.of();
        }
        List<String> matches = new ArrayList<>();
        if (toFiles) {
            files.stream().filter(path -> isMatch(permission, path)).forEach(matches::add);
        }
        if (permission.types().contains(ObjectType.DIRECTORY)) {
            made.stream().filter(path -> isMatch(permission, path)).forEach(matches::add);
        }
        return matches;
    }

    private static boolean isMatch(Permission permission, String path) {
        if (!TargetPath.isBelow(path, permission.object())) {
            return false;
        }
        String name = path.substring(
                permission.object().equals("/") ? 1 : permission.object().length() + 1);
        boolean included = permission.pattern().equals("**") || glob(permission.pattern(), name);
        return included && permission.except().stream().noneMatch(except -> glob(except, name));
    }

    /** The agent's globs: {@code *} is any text, and only names directly in the directory match. */
    private static boolean glob(String pattern, String name) {
        return name.indexOf('/') < 0
                && Pattern.compile(Arrays.stream(pattern.split("\\*+", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")))
                        .matcher(name)
                        .matches();
    }

    /** How many files of the revision have a place on the target. */
    int fileCount() {
        return copies.size();
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }

    private static ActionFailure inTheWay(String message) {
        return new ActionFailure(FailureType.JobFailed, message);
    }
}
