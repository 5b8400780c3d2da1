package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The files that a {@link FileSelection} takes, by the rules of a buildspec's {@code artifacts}: the walk follows no
 * symbolic link, names with a leading dot are names like all others, and directories without files are not kept.
 */
public final class SelectedFiles {

    /**
     * A file or a symbolic link.
     *
     * @param name its path in the artifact, with {@code /} between names
     * @param path where it is
     * @param link whether it is a symbolic link
     * @param base the base directory in which it was found
     */
    public record SelectedFile(String name, Path path, boolean link, Path base) {}

    private final List<PathPattern> includes = new ArrayList<>();
    private final List<PathPattern> excludes = new ArrayList<>();
    private final FileSelection selection;
    private final TreeMap<String, SelectedFile> found = new TreeMap<>();

    private SelectedFiles(FileSelection selection) throws IOException {
        this.selection = selection;
        for (String pattern : selection.excludes()) {
            excludes.add(PathPattern.parse(pattern));
            addFileOfThatName(pattern);
        }
    }

    /**
     * Finds the files, in the order of their names.
     *
     * @param root where a relative base directory begins, and which it cannot leave
     * @throws NoSuchFileException when no directory matches the base directory
     * @throws IOException when a pattern leads out of its directory, when two files would have one name in the artifact,
     *     when there are too many, or when reading a directory failed
     */
    public static List<SelectedFile> find(Path root, FileSelection selection) throws IOException {
        SelectedFiles files = new SelectedFiles(selection);
        for (Path base : files.bases(root)) {
            files.includes.clear();
            for (String pattern : selection.includes()) {
                files.includes.add(PathPattern.parse(relative(pattern, base)));
            }
            files.walk(base, base, "", begin(files.includes), begin(files.excludes));
        }
        return List.copyOf(files.found.values());
    }

    /** {@code **}{@code /name/**}{@code /*} leaves out a file of that name as well, as CodeBuild's guide has it. */
    private void addFileOfThatName(String pattern) throws IOException {
        String suffix = "/**/*";
        if (pattern.endsWith(suffix)) {
            String file = pattern.substring(0, pattern.length() - suffix.length());
            if (!PathPattern.hasWildcard(file.substring(file.lastIndexOf('/') + 1))) {
                excludes.add(PathPattern.parse(file));
            }
        }
    }

    private static String relative(String pattern, Path base) throws IOException {
        if (!pattern.startsWith("/")) {
            return pattern;
        }
        String prefix = base + "/";
        if (pattern.startsWith(prefix)) {
            return pattern.substring(prefix.length());
        }
        throw new IOException(
                "the path pattern '" + pattern + "' is absolute; write it relative to the base directory " + base);
    }

    private List<Path> bases(Path root) throws IOException {
        String text = selection.baseDirectory();
        boolean absolute = text.startsWith("/");
        Path start = absolute ? root.getFileSystem().getPath("/") : root;
        List<String> names = PathPattern.names(text);
        if (names.stream().noneMatch(PathPattern::hasWildcard)) {
            Path base = start;
            try {
                base = start.resolve(String.join("/", names));
            } catch (InvalidPathException e) {
                throw new IOException("'" + text + "' is not the name of a directory");
            }
            if (!Files.isDirectory(base)) {
                throw noBase(text, root);
            }
            if (!absolute && !base.toRealPath().startsWith(root.toRealPath())) {
                throw new IOException("the base directory '" + text + "' is a symbolic link that leads out of " + root);
            }
            return List.of(base.normalize());
        }
        PathPattern pattern = PathPattern.parse(text);
        List<Path> bases = new ArrayList<>();
        collectBases(pattern, start, pattern.begin(), bases);
        if (bases.isEmpty()) {
            throw noBase(text, root);
        }
        return bases;
    }

    private static NoSuchFileException noBase(String text, Path root) {
        return new NoSuchFileException(text, null, "no directory matches the base directory in " + root);
    }

    private static void collectBases(PathPattern pattern, Path directory, BitSet states, List<Path> bases)
            throws IOException {
        for (Path child : children(directory)) {
            BitSet next = pattern.step(states, child.getFileName().toString());
            if (next.isEmpty() || !Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (pattern.accepts(next)) {
                bases.add(child);
            } else {
                collectBases(pattern, child, next, bases);
            }
        }
    }

    private void walk(Path base, Path directory, String prefix, List<BitSet> included, List<BitSet> excluded)
            throws IOException {
        for (Path child : children(directory)) {
            String name = child.getFileName().toString();
            List<BitSet> in = step(includes, included, name);
            List<BitSet> out = step(excludes, excluded, name);
            if (in.stream().allMatch(BitSet::isEmpty)) {
                continue;
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                if (!allBelow(excludes, out)) {
                    walk(base, child, prefix + name + "/", in, out);
                }
            } else if ((attributes.isRegularFile() || attributes.isSymbolicLink())
                    && accepted(includes, in)
                    && !accepted(excludes, out)) {
                add(new SelectedFile(
                        selection.discardPaths() ? name : prefix + name, child, attributes.isSymbolicLink(), base));
            }
        }
    }

    private void add(SelectedFile file) throws IOException {
        SelectedFile other = found.putIfAbsent(file.name(), file);
        if (other != null) {
            throw new IOException("two files would be '" + file.name() + "' in the artifact: " + other.path() + " and "
                    + file.path() + "; " + (selection.discardPaths() ? "keep their paths or " : "")
                    + "leave one of them out");
        }
        if (found.size() > UnpackLimits.DEFAULT.entries()) {
            throw new IOException("the selection in '" + selection.baseDirectory() + "' has more than "
                    + UnpackLimits.DEFAULT.entries() + " files; an artifact cannot hold so many");
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(null);
        return children;
    }

    private static List<BitSet> begin(List<PathPattern> patterns) {
        return patterns.stream().map(PathPattern::begin).toList();
    }

    private static List<BitSet> step(List<PathPattern> patterns, List<BitSet> states, String name) {
        List<BitSet> next = new ArrayList<>(patterns.size());
        for (int i = 0; i < patterns.size(); i++) {
            next.add(patterns.get(i).step(states.get(i), name));
        }
        return next;
    }

    private static boolean accepted(List<PathPattern> patterns, List<BitSet> states) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).accepts(states.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean allBelow(List<PathPattern> patterns, List<BitSet> states) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).acceptsEverythingBelow(states.get(i))) {
                return true;
            }
        }
        return false;
    }
}
