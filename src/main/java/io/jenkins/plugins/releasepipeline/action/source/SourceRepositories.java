package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The repositories that source actions read, asked directly: what changed files, and where branches are. From mirrors on
 * this machine that have all directories and no files. Thread-safe; blocks, and never asks one repository twice at once.
 */
public final class SourceRepositories implements AutoCloseable {
    private final String pipeline;
    private final Mirrors mirrors;
    private final NameMappings mappings;
    private final SecretResolver secrets;
    private final GitTimeouts timeouts = new GitTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(15));
    private final Map<Path, Object> locks;
    private final Set<Process> running;

    /** As the other one, with local repositories allowed. */
    public SourceRepositories(Path directory, NameMappings mappings, SecretResolver secrets) {
        this(directory, mappings, secrets, true);
    }

    /**
     * @param directory where the mirrors are; made when needed
     * @param allowLocal whether repositories may be directories of this machine, {@code file://} or a path: not where those
     *     who write definitions may not read its files
     */
    public SourceRepositories(Path directory, NameMappings mappings, SecretResolver secrets, boolean allowLocal) {
        this(
                "",
                new Mirrors(directory, allowLocal),
                mappings,
                secrets,
                new ConcurrentHashMap<>(),
                ConcurrentHashMap.newKeySet());
    }

    private SourceRepositories(
            String pipeline,
            Mirrors mirrors,
            NameMappings mappings,
            SecretResolver secrets,
            Map<Path, Object> locks,
            Set<Process> running) {
        this.pipeline = pipeline;
        this.mirrors = mirrors;
        this.mappings = mappings;
        this.secrets = secrets;
        this.locks = locks;
        this.running = running;
    }

    /** The same repositories, by the names and secrets of one pipeline. Closed with this one. */
    public SourceRepositories forPipeline(String pipelineName) {
        return new SourceRepositories(
                pipelineName,
                mirrors,
                mappings.forPipeline(pipelineName),
                secrets.forPipeline(pipelineName),
                locks,
                running);
    }

    /** Where a source action reads, without a password; empty when it reads no git repository or nothing maps it. */
    public Optional<String> url(ActionDeclaration source) {
        try {
            return request(source).map(request -> request.url().text());
        } catch (ActionFailure e) {
            return Optional.empty();
        }
    }

    /** The name of the credentials that a source action reads with; empty for none. */
    public String reader(ActionDeclaration source) {
        try {
            return request(source).flatMap(GitRequest::credentialsId).orElse("");
        } catch (ActionFailure e) {
            return "";
        }
    }

    /** The branch that a source action names; empty when it names none. */
    public Optional<String> branch(ActionDeclaration source) {
        try {
            return request(source).flatMap(GitRequest::branch);
        } catch (ActionFailure e) {
            return Optional.empty();
        }
    }

    /**
     * All files that differ between two commits, without a limit; all files of {@code to} when there is nothing to compare
     * with, or when {@code from} is there no more.
     *
     * @param sinceFork compares with where the two parted, as for a pull request
     * @throws IOException when the repository cannot be read; the message is for a person
     */
    public List<String> changedFiles(ActionDeclaration source, Optional<String> from, String to, boolean sinceFork)
            throws IOException {
        return with(source, mirror -> mirror.files(from, to, sinceFork));
    }

    /** Every branch, tag and {@code HEAD} with its commit: {@code refs/heads/main}, say. One question to the server. */
    public Map<String, String> references(ActionDeclaration source) throws IOException {
        return with(source, GitMirror::references);
    }

    /** Ends what git still does. */
    @Override
    public void close() {
        running.forEach(GitMirror::end);
    }

    private interface Asking<T> {
        T ask(GitMirror mirror) throws IOException;
    }

    private <T> T with(ActionDeclaration source, Asking<T> asking) throws IOException {
        try {
            GitRequest request = request(source)
                    .orElseThrow(() -> new IOException("The action " + source.name() + " reads no git repository"));
            Path mirror = mirrors.of(pipeline, request);
            synchronized (locks.computeIfAbsent(mirror, each -> new Object())) {
                return asking.ask(new GitMirror(
                        mirror, request.url(), request.login(secrets), timeouts, running, GitMirror.ALL_DIRECTORIES));
            }
        } catch (ActionFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Optional<GitRequest> request(ActionDeclaration source) {
        return GitChanges.request(source.actionTypeId(), source.name(), source.configuration(), mappings, secrets);
    }
}
