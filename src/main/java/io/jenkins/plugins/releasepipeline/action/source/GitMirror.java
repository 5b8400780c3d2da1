package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Commit;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Commits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commits of a repository, without files where the server can leave them out, in a directory of this machine. Blocks;
 * for one thread at a time.
 */
final class GitMirror {
    /** The longest title of a commit. */
    static final int MAX_TITLE = 200;

    private static final int MAX_AUTHOR = 100;
    private static final int MAX_OUTPUT = 64 << 20;
    /** Each fetch leaves one; a mirror with so many is slow, and is begun anew. */
    private static final int MOST_PACKS = 500;

    private final Path directory;
    private final GitUrl url;
    private final Optional<UsernamePassword> login;
    private final GitTimeouts timeouts;
    private final Set<Process> running;
    private final String filter;

    /** What a mirror leaves out where the server can: all but commits, or all but commits and directories. */
    static final String COMMITS_ALONE = "tree:0";

    static final String ALL_DIRECTORIES = "blob:none";

    /**
     * @param running has each process while it runs, so that another thread can end it
     * @param filter {@link #COMMITS_ALONE} or {@link #ALL_DIRECTORIES}; a directory keeps to one
     */
    GitMirror(
            Path directory,
            GitUrl url,
            Optional<UsernamePassword> login,
            GitTimeouts timeouts,
            Set<Process> running,
            String filter) {
        this.filter = filter;
        this.directory = directory;
        this.url = url;
        this.login = login;
        this.timeouts = timeouts;
        this.running = running;
    }

    /** How many commits each of two revisions has that the other has not. */
    record Distance(int onlyFrom, int onlyTo) {}

    /**
     * Fetches what is missing of these commits.
     *
     * @throws ActionFailure when the repository cannot be read, or does not have one of them any more
     */
    void fetch(List<String> commits) throws IOException {
        begin(commits.get(0).length() == 64);
        if (missing(commits).isEmpty()) {
            return;
        }
        Ran fetched = remote(List.of("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"));
        if (!fetched.succeeded()) {
            throw trouble("fetch", fetched);
        }
        for (String commit : missing(commits)) {
            remote(List.of(commit));
        }
        List<String> gone = missing(commits);
        if (!gone.isEmpty()) {
            throw new ActionFailure(
                    FailureType.RevisionUnavailable,
                    url + " does not have "
                            + gone.stream().map(GitMirror::shown).collect(Collectors.joining(" and "))
                            + " any more: its history was rewritten, or the action reads another repository now");
        }
    }

    /**
     * The files that differ, all of them; those of {@code to} when there is nothing to compare with.
     *
     * @param sinceFork compares with where the two parted, if they have anything in common
     */
    List<String> files(Optional<String> from, String to, boolean sinceFork) throws IOException {
        fetch(List.of(to));
        Optional<String> base = from.filter(commit -> {
            try {
                fetch(List.of(commit));
                return true;
            } catch (ActionFailure | IOException gone) {
                return false;
            }
        });
        if (base.isPresent() && sinceFork) {
            Ran forked = here(List.of("merge-base", base.get(), to));
            base = forked.succeeded() ? Optional.of(forked.output().strip()) : base;
        }
        Ran listed = base.isPresent()
                ? must(List.of("diff", "--name-only", "--no-renames", "-z", base.get(), to, "--"))
                : must(List.of("ls-tree", "-r", "--name-only", "-z", "--full-tree", to));
        List<String> files = new ArrayList<>();
        for (String file : listed.output().split("\0")) {
            if (!file.isEmpty()) {
                files.add(file);
            }
        }
        return files;
    }

    /** What {@code git ls-remote} says: references and {@code HEAD}, with the commits that annotated tags are of. */
    Map<String, String> references() throws IOException {
        Files.createDirectories(directory);
        configure();
        Ran listed = run(
                GitCommand.remote(
                        List.of(),
                        directory.toString(),
                        directory.resolve("gitconfig").toString(),
                        url,
                        login,
                        List.of("ls-remote", "--", url.text())),
                timeouts.ask());
        if (!listed.succeeded()) {
            throw trouble("ls-remote", listed);
        }
        Map<String, String> references = new HashMap<>();
        for (String line : listed.output().split("\n")) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2) {
                String name = parts[1].strip();
                references.put(name.endsWith("^{}") ? name.substring(0, name.length() - 3) : name, parts[0]);
            }
        }
        return references;
    }

    Distance distance(String from, String to) throws IOException {
        Ran counted = must(List.of("rev-list", "--count", "--left-right", from + "..." + to, "--"));
        String[] counts = counted.output().strip().split("\\s+");
        return new Distance(Integer.parseInt(counts[0]), Integer.parseInt(counts[1]));
    }

    /** The latest of what {@code to} has and {@code from} has not. */
    Commits commits(String from, String to, int count, int most) throws IOException {
        if (count == 0) {
            return Commits.NONE;
        }
        Ran listed = must(List.of(
                "-c",
                "i18n.logOutputEncoding=UTF-8",
                "log",
                "--max-count=" + most,
                "--no-show-signature",
                "--no-color",
                "--no-decorate",
                "--format=%H%x00%at%x00%<(" + MAX_AUTHOR + ",trunc)%an%x00%<(" + MAX_TITLE + ",trunc)%s",
                from + ".." + to,
                "--"));
        List<Commit> commits = new ArrayList<>();
        for (String line : listed.output().split("\n")) {
            String[] parts = line.split("\0", -1);
            if (parts.length == 4) {
                commits.add(new Commit(parts[0], parts[2].strip(), instant(parts[1]), parts[3].strip()));
            }
        }
        return new Commits(count, commits);
    }

    /** Names and mail addresses of who wrote what {@code to} has and {@code from} has not, or {@code to} alone. */
    Set<String> authors(Optional<String> from, String to) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-c", "i18n.logOutputEncoding=UTF-8", "log", "--no-show-signature"));
        if (from.isEmpty()) {
            arguments.add("--max-count=1");
        }
        arguments.addAll(List.of(
                "--format=%an%x00%ae%x00%aN%x00%aE",
                from.map(each -> each + "..").orElse("") + to, "--"));
        Set<String> authors = new HashSet<>();
        for (String line : must(arguments).output().split("\n")) {
            for (String name : line.split("\0")) {
                if (!name.isBlank()) {
                    authors.add(name.strip());
                }
            }
        }
        return authors;
    }

    private static Instant instant(String seconds) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private void begin(boolean sha256) throws IOException {
        if (Files.exists(directory.resolve("ready"))) {
            if (packs() < MOST_PACKS) {
                return;
            }
            delete();
        }
        Files.createDirectories(directory);
        configure();
        List<String> init = new ArrayList<>(List.of("init", "--quiet", "--bare", "--template="));
        if (sha256) {
            init.add("--object-format=sha256");
        }
        init.add(repository());
        Ran made = run(GitCommand.here(List.of(), directory.toString(), init), timeouts.ask());
        if (!made.succeeded()) {
            throw trouble("init", made);
        }
        Files.writeString(directory.resolve("ready"), url.text() + "\n");
    }

    private void configure() throws IOException {
        Files.writeString(
                directory.resolve("gitconfig"), url.isLocal() ? GitCommand.CONFIGURATION : GitCommand.MACHINE);
    }

    private long packs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(repository(), "objects", "pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<String> missing(List<String> commits) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String commit : commits) {
            if (!here(List.of("cat-file", "-e", commit + "^{commit}")).succeeded()) {
                missing.add(commit);
            }
        }
        return missing;
    }

    /** Leaves files out where the server can: the settings are for this command alone, so no other asks the server. */
    private Ran remote(List<String> references) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-c",
                "remote.mirror.url=" + url.text(),
                "-c",
                "remote.mirror.promisor=true",
                "-c",
                "remote.mirror.partialclonefilter=" + filter,
                "fetch",
                "--quiet",
                "--force",
                "--no-tags",
                "--prune",
                "mirror"));
        if (references.size() == 1) {
            arguments.remove("--prune");
        }
        arguments.addAll(references);
        return run(
                GitCommand.remote(
                        place(),
                        directory.toString(),
                        directory.resolve("gitconfig").toString(),
                        url,
                        login,
                        arguments),
                timeouts.transfer());
    }

    private Ran must(List<String> arguments) throws IOException {
        Ran ran = here(arguments);
        if (!ran.succeeded()) {
            throw trouble(arguments.get(0), ran);
        }
        return ran;
    }

    private Ran here(List<String> arguments) throws IOException {
        return run(GitCommand.here(place(), directory.toString(), arguments), timeouts.ask());
    }

    private List<String> place() {
        return List.of("--git-dir=" + repository());
    }

    private String repository() {
        return directory.resolve("repository").toString();
    }

    private ActionFailure trouble(String command, Ran ran) {
        return GitTrouble.in(ran.errors())
                .map(trouble -> trouble.failure(url))
                .orElseGet(() -> new ActionFailure(
                        FailureType.SystemUnavailable,
                        "git " + command + " failed for " + url
                                + ran.errors()
                                        .lines()
                                        .filter(line -> !line.isBlank())
                                        .reduce((first, second) -> second)
                                        .map(line -> ": " + line.strip())
                                        .orElse("")));
    }

    private static String shown(String commit) {
        return commit.substring(0, 8);
    }

    private record Ran(boolean succeeded, String output, String errors) {}

    private Ran run(GitCommand command, java.time.Duration timeout) throws IOException {
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(command.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ActionFailure(
                    FailureType.SystemUnavailable,
                    "git could not be started: " + e.getMessage() + "; git 2.31 or later belongs on the PATH",
                    e);
        }
        running.add(process);
        try (InputStream in = process.getInputStream()) {
            process.onExit().orTimeout(timeout.toSeconds(), TimeUnit.SECONDS).exceptionally(late -> {
                end(process);
                return process;
            });
            String output = new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            boolean succeeded = process.waitFor() == 0;
            return new Ran(succeeded, output, errors(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while git was running", e);
        } finally {
            end(process);
            running.remove(process);
        }
    }

    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String errors(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
        }
    }
}
