package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.OutputTail;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A repository and a copy of it on an agent: one directory has the files, another one what git needs. Every command is a process of its own id, so doing the same again after a restart does nothing twice.
 */
final class GitRepository {
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,39}");
    private static final Pattern BAD_REF =
            Pattern.compile("^[-/]|[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|[./]$|\\.lock$|^$");
    private static final int MAX_REF = 500;
    private static final int MAX_OUTPUT = 1024 * 1024;
    private static final int SHOWN_BRANCHES = 10;
    private static final int REMEMBERED = 32 * 1024;

    private final ActionWork work;
    private final Agent agent;
    private final String tree;
    private final String directory;
    private final GitUrl url;
    private final Optional<UsernamePassword> login;
    private final GitTimeouts timeouts;

    /**
     * @param tree where the files go, relative to the workspace; distinguishes the processes of two copies
     */
    GitRepository(
            ActionWork work,
            Agent agent,
            String tree,
            GitUrl url,
            Optional<UsernamePassword> login,
            GitTimeouts timeouts) {
        this.work = work;
        this.agent = agent;
        this.tree = tree;
        this.directory = tree + ".git-data";
        this.url = url;
        this.login = login;
        this.timeouts = timeouts;
        login.ifPresent(secret -> {
            if ((secret.username() + secret.password()).chars().anyMatch(c -> c == '\n' || c == '\0')) {
                throw new ActionFailure(
                        FailureType.PermissionError,
                        "The user name or password for " + url + " has a line break in it");
            }
            if (!secret.password().isEmpty()) {
                work.context().log().mask(secret.password());
            }
        });
    }

    /**
     * A commit and where it was found.
     *
     * @param id the full commit id, or that of a tag object
     * @param branch the branch or tag; empty for a commit that was asked for by its id
     */
    record Found(String id, String branch) {}

    /** @throws ActionFailure when git could not have a branch of that name */
    static String checkName(String name) {
        if (name.length() > MAX_REF || BAD_REF.matcher(name).find()) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "'" + shown.replaceAll("\\p{Cntrl}", "?") + "' is not the name of a branch, tag or commit");
        }
        return name;
    }

    /** Where {@code branch} is now; that of the server's HEAD when it is empty. A tag of that name does as well. */
    CompletionStage<Found> branch(Optional<String> branch) {
        return branch.isPresent() ? name("resolve", checkName(branch.get())) : head();
    }

    /** A commit id in full or abbreviated, a branch, a tag, or {@code HEAD}. */
    CompletionStage<Found> revision(String revision) {
        checkName(revision);
        String id = revision.toLowerCase(Locale.ROOT);
        if (OBJECT.matcher(id).matches()) {
            return CompletableFuture.completedStage(new Found(id, ""));
        }
        return revision.equals("HEAD") ? head() : name("resolve", revision);
    }

    private CompletionStage<Found> head() {
        return ask("resolve", List.of("ls-remote", "--symref", "--", url.text(), "HEAD"))
                .thenApply(lines -> {
                    String branch = "";
                    String id = "";
                    for (String line : lines) {
                        String[] columns = line.split("\t", 2);
                        if (columns.length < 2 || !columns[1].equals("HEAD")) {
                            continue;
                        }
                        if (columns[0].startsWith("ref: refs/heads/")) {
                            branch = columns[0].substring("ref: refs/heads/".length());
                        } else {
                            id = columns[0];
                        }
                    }
                    if (!OBJECT.matcher(id).matches()) {
                        throw new ActionFailure(
                                FailureType.RevisionUnavailable,
                                url
                                        + " has no commit to begin with: it is empty, or its HEAD names a branch that is not"
                                        + " there; name a branch");
                    }
                    return new Found(id, branch);
                });
    }

    private CompletionStage<Found> name(String id, String name) {
        List<String> candidates = name.startsWith("refs/")
                ? List.of(name + "^{}", name)
                : List.of("refs/heads/" + name, "refs/tags/" + name + "^{}", "refs/tags/" + name);
        List<String> arguments = new ArrayList<>(List.of("ls-remote", "--", url.text()));
        arguments.addAll(candidates);
        return ask(id, arguments).thenCompose(lines -> {
            Map<String, String> refs = refs(lines);
            for (String candidate : candidates) {
                if (refs.containsKey(candidate)) {
                    String found =
                            candidate.replaceFirst("^refs/(heads|tags)/", "").replaceFirst("\\^\\{}$", "");
                    return CompletableFuture.completedStage(new Found(refs.get(candidate), found));
                }
            }
            return ABBREVIATED.matcher(name).matches() ? abbreviated(name) : unknown(name);
        });
    }

    private CompletionStage<Found> abbreviated(String prefix) {
        return begin(false)
                .thenCompose(done -> fetchAll())
                .thenCompose(done -> run(
                        "expand",
                        timeouts.ask(),
                        false,
                        List.of("rev-parse", "--quiet", "--verify", prefix + "^{commit}"),
                        true))
                .thenCompose(expanded -> {
                    String id = expanded.output().strip();
                    return expanded.exit().isSuccess() && OBJECT.matcher(id).matches()
                            ? CompletableFuture.completedStage(new Found(id, ""))
                            : unknown(prefix);
                });
    }

    private CompletionStage<Found> unknown(String name) {
        return ask("branches", List.of("ls-remote", "--heads", "--", url.text()))
                .thenApply(lines -> {
                    List<String> branches = refs(lines).keySet().stream()
                            .map(ref -> ref.replaceFirst("^refs/heads/", ""))
                            .sorted()
                            .toList();
                    String known = branches.isEmpty()
                            ? "it has no branches yet"
                            : "its branches are "
                                    + branches.stream().limit(SHOWN_BRANCHES).collect(Collectors.joining(", "))
                                    + (branches.size() > SHOWN_BRANCHES ? ", …" : "");
                    throw new ActionFailure(
                            FailureType.RevisionUnavailable,
                            url + " has no branch, tag or commit '" + name + "'; " + known);
                });
    }

    private static Map<String, String> refs(List<String> lines) {
        Map<String, String> refs = new HashMap<>();
        for (String line : lines) {
            String[] columns = line.split("\t", 2);
            if (columns.length == 2 && OBJECT.matcher(columns[0]).matches()) {
                refs.put(columns[1], columns[0]);
            }
        }
        return refs;
    }

    /**
     * Fetches one commit without its history where the server gives out single commits, else all there is.
     *
     * @return the commit's details
     */
    CompletionStage<CommitDetails> fetch(Found found) {
        return begin(found.id().length() == 64)
                .thenCompose(done -> run(
                        "fetch",
                        timeouts.transfer(),
                        true,
                        List.of("fetch", "--depth=1", "--no-tags", "--", url.text(), found.id()),
                        false))
                .thenCompose(fetched -> {
                    if (fetched.exit().isSuccess()) {
                        return CompletableFuture.completedStage(null);
                    }
                    requireAnswer("fetch", fetched);
                    work.context()
                            .log()
                            .println("The server does not give out that commit alone; fetching all branches and tags.");
                    return fetchAll();
                })
                .thenCompose(done -> details(found.id()));
    }

    /** Fetches all branches and tags with their history. */
    CompletionStage<Void> fetchAll() {
        return must(
                "fetch-all",
                timeouts.transfer(),
                true,
                List.of(
                        "fetch",
                        "--update-shallow",
                        "--no-tags",
                        "--",
                        url.text(),
                        "+refs/heads/*:refs/remotes/origin/*",
                        "+refs/tags/*:refs/tags/*"));
    }

    /** Fetches one commit with its history, unless it is there already. */
    CompletionStage<Void> orFetch(Found found) {
        return run("has", timeouts.ask(), false, List.of("cat-file", "-e", found.id() + "^{commit}"), false)
                .thenCompose(has -> {
                    requireRun("cat-file", has);
                    return has.exit().isSuccess()
                            ? CompletableFuture.completedStage(null)
                            : run(
                                            "fetch-commit",
                                            timeouts.transfer(),
                                            true,
                                            List.of("fetch", "--no-tags", "--", url.text(), found.id()),
                                            false)
                                    .thenCompose(fetched -> {
                                        requireAnswer("fetch", fetched);
                                        return details(found.id());
                                    })
                                    .thenAccept(details -> {});
                });
    }

    /** Makes the directories; what is there stays. */
    CompletionStage<Void> begin(boolean sha256) {
        List<String> init = new ArrayList<>(List.of("init", "--quiet", "--template="));
        if (sha256) {
            init.add("--object-format=sha256");
        }
        init.add("--separate-git-dir=" + absolute(directory + "/repository"));
        init.add(absolute(tree));
        return must("init", timeouts.ask(), false, init);
    }

    private CompletionStage<CommitDetails> details(String id) {
        return run(
                        "details",
                        timeouts.ask(),
                        false,
                        List.of(
                                "-c",
                                "i18n.logOutputEncoding=UTF-8",
                                "log",
                                "-1",
                                "--no-show-signature",
                                "--no-color",
                                "--no-decorate",
                                "--format=" + CommitDetails.FORMAT,
                                id + "^{commit}",
                                "--"),
                        true)
                .thenApply(shown -> {
                    requireRun("log", shown);
                    if (!shown.exit().isSuccess()) {
                        throw new ActionFailure(
                                FailureType.RevisionUnavailable,
                                url + " does not have the commit " + id
                                        + ": it was removed, or it is the id of something else");
                    }
                    return CommitDetails.parse(shown.output());
                });
    }

    /** Writes the commit's files to the tree. */
    CompletionStage<Void> checkOut(String commit) {
        return must(
                "checkout",
                timeouts.transfer(),
                false,
                List.of(
                        "-c",
                        "core.autocrlf=false",
                        "-c",
                        "core.symlinks=true",
                        "-c",
                        "core.fileMode=true",
                        "-c",
                        "advice.detachedHead=false",
                        "-c",
                        "submodule.recurse=false",
                        "checkout",
                        "--quiet",
                        "--force",
                        "--detach",
                        commit,
                        "--"));
    }

    /** Makes the copy one that a person's commands work in: a remote {@code origin}, and the branch by its name. */
    CompletionStage<Void> settle(String branch, String commit) {
        CompletionStage<Void> remote = must(
                        "remote-url", timeouts.ask(), false, List.of("config", "remote.origin.url", url.text()))
                .thenCompose(done -> must(
                        "remote-fetch",
                        timeouts.ask(),
                        false,
                        List.of("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")));
        if (branch.isEmpty()) {
            return remote;
        }
        return remote.thenCompose(done -> must(
                        "branch",
                        timeouts.ask(),
                        false,
                        List.of("update-ref", "refs/heads/" + checkName(branch), commit)))
                .thenCompose(done ->
                        must("head", timeouts.ask(), false, List.of("symbolic-ref", "HEAD", "refs/heads/" + branch)));
    }

    private CompletionStage<List<String>> ask(String id, List<String> arguments) {
        return run(id, timeouts.ask(), true, arguments, true).thenApply(asked -> {
            requireAnswer(arguments.get(0), asked);
            if (!asked.exit().isSuccess()) {
                throw new ActionFailure(
                        FailureType.SystemUnavailable,
                        "Cannot read " + url + ": git " + arguments.get(0) + " ended with exit code "
                                + asked.exit().code() + lastWords(asked));
            }
            return asked.output().lines().toList();
        });
    }

    private CompletionStage<Void> must(String id, Duration timeout, boolean network, List<String> arguments) {
        return run(id, timeout, network, arguments, false).thenApply(done -> {
            if (network) {
                requireAnswer(id, done);
            } else {
                requireRun(id, done);
            }
            if (!done.exit().isSuccess()) {
                throw new ActionFailure(
                        FailureType.SystemUnavailable,
                        "git " + id + " failed for " + url + " with exit code "
                                + done.exit().code() + lastWords(done));
            }
            return null;
        });
    }

    private void requireAnswer(String command, Ran ran) {
        requireRun(command, ran);
        if (!ran.exit().isSuccess()) {
            GitTrouble.in(ran.printed()).ifPresent(trouble -> {
                throw trouble.failure(url);
            });
        }
    }

    private void requireRun(String command, Ran ran) {
        ProcessExit exit = ran.exit();
        switch (exit.outcome()) {
            case EXITED -> {
                if (exit.code() == 127) {
                    throw missing();
                }
            }
            case NOT_STARTED ->
                throw new ActionFailure(
                        FailureType.SystemUnavailable,
                        "git could not be started on the agent " + agent.name() + ": " + exit.message()
                                + "; git 2.31 or later belongs on its PATH");
            case TIMED_OUT ->
                throw new ActionFailure(
                        FailureType.SystemUnavailable,
                        "git " + command + " took too long for " + url + ": " + exit.message());
            case KILLED, LOST -> throw lost(command, exit);
        }
    }

    private ActionFailure missing() {
        return new ActionFailure(
                FailureType.SystemUnavailable,
                "The agent " + agent.name() + " has no git; install git 2.31 or later and put it on its PATH");
    }

    private static ActionFailure lost(String command, ProcessExit exit) {
        return new ActionFailure(FailureType.SystemUnavailable, "git " + command + " did not end: " + exit.message());
    }

    private static String lastWords(Ran ran) {
        List<String> lines =
                ran.printed().lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip();
    }

    private record Ran(ProcessExit exit, String printed, String output) {}

    private CompletionStage<Ran> run(
            String id, Duration timeout, boolean network, List<String> arguments, boolean capture) {
        boolean inRepository = !List.of("init", "ls-remote").contains(arguments.get(0));
        List<String> place = inRepository
                ? List.of("--git-dir=" + absolute(directory + "/repository"), "--work-tree=" + absolute(tree))
                : List.of();
        writeConfiguration();
        GitCommand command = network
                ? GitCommand.remote(place, agent.workspace(), absolute(directory + "/gitconfig"), url, login, arguments)
                : GitCommand.here(place, agent.workspace(), arguments);
        OutputTail tail = new OutputTail(work.context().log(), REMEMBERED);
        Optional<String> output = capture ? Optional.of(directory + "/" + id + ".out") : Optional.empty();
        ProcessSpec spec =
                new ProcessSpec(processId(id), command.line(), command.environment(), ".", output, timeout, tail);
        return work.run(agent, spec)
                .thenApply(exit ->
                        new Ran(exit, tail.text(), output.map(this::read).orElse("")));
    }

    private String processId(String id) {
        return "git-" + tree.replaceAll("[^A-Za-z0-9]", "_") + "-" + id;
    }

    private void writeConfiguration() {
        try {
            agent.write(
                    directory + "/gitconfig",
                    new ByteArrayInputStream(GitCommand.CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String path) {
        try {
            if (!agent.exists(path)) {
                return "";
            }
            try (InputStream in = agent.read(path)) {
                return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String absolute(String path) {
        return agent.workspace() + "/" + path;
    }
}
