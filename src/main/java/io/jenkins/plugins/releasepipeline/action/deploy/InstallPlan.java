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
     * What is to be done, as the target's script takes it: lines.
     *
     * @param plan what to do, with full paths
     * @param kept the files that are replaced or removed, by directory, below the root
     * @param undo what brings back the state before, apart from those files, below the root
     * @param cleanup what is installed then, below the root
     * @param replaced how many files are replaced or removed
     * @param notes what cannot be done as the appspec says, for the log
     */
    record Decision(
            List<String> plan,
            List<String> kept,
            List<String> undo,
            List<String> cleanup,
            int replaced,
            List<String> notes) {}

    /**
     * @param target what is there, by path
     * @param prefix what stands before a path of the target to make it one of the machine; empty for a root of {@code /}
     * @param realRoot the target's real root, which no directory may lead out of
     * @param owners what is done about the owner and group that a permission asks for: {@code USER:GROUP} in, and the
     *     same out to give the file to them, or nothing not to
     * @throws ActionFailure when files are in the way
     */
    Decision decide(Map<String, Found> target, String prefix, String realRoot, UnaryOperator<String> owners) {
        Set<String> old = new HashSet<>(oldInstalled);
        Set<String> retained = new HashSet<>();
        checkDirectories(target, old, realRoot);
        checkFiles(target, old, retained);

        Set<String> removedFiles = new LinkedHashSet<>();
        Set<String> removedDirectories = new LinkedHashSet<>();
        for (int i = oldInstalled.size() - 1; i >= 0; i--) {
            String path = oldInstalled.get(i);
            Found found = target.getOrDefault(path, Found.NOTHING);
            boolean isDirectory = found.kind() == Found.Kind.DIRECTORY;
            if (isDirectory && !directories.contains(path)) {
                removedDirectories.add(path);
            } else if (found.isThere() && !isDirectory && !copies.containsKey(path)) {
                removedFiles.add(path);
            }
        }
        Set<String> made = new LinkedHashSet<>();
        List<String> newDirectories = new ArrayList<>();
        for (String path : directories) {
            Found found = target.getOrDefault(path, Found.NOTHING);
            if (!found.isDirectory() || old.contains(path)) {
                made.add(path);
                if (found.kind() != Found.Kind.DIRECTORY) {
                    newDirectories.add(0, path);
                }
            }
        }
        List<String> newFiles = new ArrayList<>();
        List<String> replacedFiles = new ArrayList<>(removedFiles);
        Map<String, List<String>> sources = new LinkedHashMap<>();
        copies.forEach((path, source) -> {
            if (retained.contains(path)) {
                return;
            }
            sources.computeIfAbsent(TargetPath.parent(path), directory -> new ArrayList<>())
                    .add(source);
            Found found = target.getOrDefault(path, Found.NOTHING);
            boolean isNew = !found.isThere() || found.kind() == Found.Kind.DIRECTORY;
            (isNew ? newFiles : replacedFiles).add(path);
        });

        Instructions plan = new Instructions(prefix);
        plan.add("remove", "", removedFiles);
        plan.add("remove-directory", "", removedDirectories);
        plan.add("make-directory", "", made);
        sources.forEach((directory, files) -> plan.addAsTheyAre("copy-into", prefix + directory, files));
        List<String> notes = permissions(target, made, retained, owners, plan);

        Instructions undo = new Instructions("");
        undo.add("remove", "", newFiles);
        undo.add("remove-directory", "", newDirectories);
        undo.add("make-directory", "", removedDirectories);

        Instructions kept = new Instructions("");
        replacedFiles.stream()
                .collect(Collectors.groupingBy(TargetPath::parent, LinkedHashMap::new, Collectors.toList()))
                .forEach((directory, files) -> kept.add("into", directory, files));

        List<String> cleanup = new ArrayList<>(made);
        copies.keySet().stream().filter(path -> !retained.contains(path)).forEach(cleanup::add);
        return new Decision(plan.lines, kept.lines, undo.lines, cleanup, replacedFiles.size(), notes);
    }

    /** Pairs of lines: a kind and its argument, then {@code item} and a path for each. */
    private static final class Instructions {
        private final List<String> lines = new ArrayList<>();
        private final String prefix;

        Instructions(String prefix) {
            this.prefix = prefix;
        }

        void add(String kind, String argument, Collection<String> paths) {
            addAsTheyAre(kind, argument, paths.stream().map(prefix::concat).toList());
        }

        void addAsTheyAre(String kind, String argument, List<String> items) {
            if (items.isEmpty()) {
                return;
            }
            lines.add(kind);
            lines.add(argument);
            for (String item : items) {
                lines.add("item");
                lines.add(item);
            }
        }
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
            Instructions plan) {
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
            permission.mode().ifPresent(mode -> plan.add("mode", mode, matches));
            if (permission.owner().isPresent() || permission.group().isPresent()) {
                String wanted = permission.owner().orElse("")
                        + permission.group().map(group -> ":" + group).orElse("");
                String allowed = owners.apply(wanted);
                if (allowed.isEmpty()) {
                    skipped.merge(wanted, matches.size(), Integer::sum);
                } else if (!allowed.equals(NOTHING_TO_DO)) {
                    plan.add("owner", allowed, matches);
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
