package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changes of all source actions with git underneath, from mirrors on this machine, made
 * when it is first asked for. One thread of its own works them out, one after the other; the last
 * {@value #REMEMBERED} are remembered, and what could not be told is tried again after a minute when it is asked for.
 */
public final class GitChanges implements SourceChanges, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(GitChanges.class.getName());
    private static final int REMEMBERED = 100;
    private static final int MOST_WAITING = 100;
    private static final int LISTED = 50;
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Set<ActionTypeId> WITHOUT_COMMITS = Set.of(new S3Source().type(), new EcrSource().type());
    private static final Map<ActionTypeId, Function<SourceSettings, GitRequest>> REQUESTS = Map.of(
            new GitSource().type(), GitSource::request,
            new CodeCommitSource().type(), CodeCommitSource::request,
            new ConnectionSource().type(), ConnectionSource::request,
            new GitHubSource().type(), GitHubSource::request);

    private final Mirrors mirrors;
    private final Scope everybody;
    private final Clock clock;
    private final GitTimeouts timeouts;
    private final Set<Key> waiting = new HashSet<>();
    private final AtomicLong answers = new AtomicLong();
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                Thread thread = new Thread(work, "release-pipeline-changes");
                thread.setDaemon(true);
                return thread;
            });

    private record Key(Scope scope, ActionTypeId type, Map<String, String> configuration, String from, String to) {}

    /** Who asks, and what names and secrets are for them; two of one pipeline are equal. */
    private record Scope(String pipeline, NameMappings mappings, SecretResolver secrets) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Scope scope && scope.pipeline.equals(pipeline);
        }

        @Override
        public int hashCode() {
            return pipeline.hashCode();
        }
    }

    private record Known(Changes changes, Instant at) {}

    /**
     * @param directory where the mirrors are; made when needed
     * @param allowLocal whether repositories may be directories of this machine, {@code file://} or a path: not where those
     *     who write definitions may not read its files
     */
    public GitChanges(Path directory, NameMappings mappings, SecretResolver secrets, boolean allowLocal, Clock clock) {
        this.mirrors = new Mirrors(directory, allowLocal);
        this.everybody = new Scope("", mappings, secrets);
        this.clock = clock;
        this.timeouts = new GitTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(15));
        worker.allowCoreThreadTimeOut(true);
    }

    @Override
    public SourceChanges forPipeline(String pipelineName) {
        Scope scope = new Scope(
                pipelineName,
                everybody.mappings().forPipeline(pipelineName),
                everybody.secrets().forPipeline(pipelineName));
        return new SourceChanges() {
            @Override
            public long known() {
                return GitChanges.this.known();
            }

            @Override
            public boolean isRead(ActionDeclaration source) {
                return GitChanges.this.isRead(source);
            }

            @Override
            public Optional<Changes> between(ActionDeclaration source, String from, String to) {
                return GitChanges.this.between(scope, source, from, to);
            }

            @Override
            public CompletionStage<Optional<Set<String>>> authors(
                    ActionDeclaration source, Optional<String> from, String to) {
                return GitChanges.this.authors(scope, source, from, to);
            }
        };
    }

    @Override
    public boolean isRead(ActionDeclaration source) {
        return REQUESTS.containsKey(source.actionTypeId());
    }

    @Override
    public Optional<Changes> between(ActionDeclaration source, String from, String to) {
        return between(everybody, source, from, to);
    }

    private Optional<Changes> between(Scope scope, ActionDeclaration source, String from, String to) {
        if (from.equals(to)) {
            return Optional.of(Changes.SAME);
        }
        if (!isRead(source)) {
            return Optional.of(
                    Changes.unknown("A source of " + source.actionTypeId().provider() + " has no list of changes."));
        }
        if (!COMMIT.matcher(from).matches() || !COMMIT.matcher(to).matches()) {
            return Optional.of(Changes.unknown("A revision is not the id of a commit."));
        }
        Key key = new Key(scope, source.actionTypeId(), source.configuration(), from, to);
        synchronized (this) {
            Known found = known.get(key);
            boolean isStale = found != null
                    && found.changes().relation() == Relation.UNKNOWN
                    && found.at().plus(TRY_AGAIN).isBefore(clock.instant());
            if ((found == null || isStale) && waiting.add(key)) {
                try {
                    worker.execute(() -> workOut(key, source.name()));
                } catch (RejectedExecutionException e) {
                    waiting.remove(key);
                    LOGGER.log(Level.FINE, "Too much waits, or the host ends: changes are asked for again later", e);
                }
            }
            return Optional.ofNullable(found).map(Known::changes);
        }
    }

    @Override
    public CompletionStage<Optional<Set<String>>> authors(ActionDeclaration source, Optional<String> from, String to) {
        return authors(everybody, source, from, to);
    }

    private CompletionStage<Optional<Set<String>>> authors(
            Scope scope, ActionDeclaration source, Optional<String> from, String to) {
        if (WITHOUT_COMMITS.contains(source.actionTypeId()) || from.equals(Optional.of(to))) {
            return CompletableFuture.completedStage(Optional.of(Set.of()));
        }
        if (!REQUESTS.containsKey(source.actionTypeId())
                || !COMMIT.matcher(to).matches()
                || !from.map(each -> COMMIT.matcher(each).matches()).orElse(true)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        try {
            return CompletableFuture.supplyAsync(() -> readAuthors(scope, source, from, to), worker);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Too much waits, or the host ends: authors cannot be told", e);
            return CompletableFuture.completedStage(Optional.empty());
        }
    }

    private Optional<Set<String>> readAuthors(Scope scope, ActionDeclaration source, Optional<String> from, String to) {
        try {
            GitMirror mirror = mirror(scope, source.actionTypeId(), source.configuration(), source.name());
            mirror.fetch(Stream.concat(from.stream(), Stream.of(to)).toList());
            return Optional.of(mirror.authors(from, to));
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Who wrote the commits of {0} cannot be told: {1}", new Object[] {
                source.name(), e.getMessage()
            });
            LOGGER.log(Level.FINE, "The commits of " + source.name(), e);
            return Optional.empty();
        }
    }

    private void workOut(Key key, String actionName) {
        Changes changes;
        try {
            changes = changes(key, actionName);
        } catch (ActionFailure e) {
            changes = Changes.unknown(e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Changes of " + actionName + " cannot be told", e);
            changes = Changes.unknown("The changes could not be read: " + e.getMessage());
        }
        synchronized (this) {
            known.put(key, new Known(changes, clock.instant()));
            waiting.remove(key);
        }
        answers.incrementAndGet();
    }

    @Override
    public long known() {
        return answers.get();
    }

    private Changes changes(Key key, String actionName) throws IOException {
        GitMirror mirror = mirror(key.scope(), key.type(), key.configuration(), actionName);
        mirror.fetch(List.of(key.from(), key.to()));
        GitMirror.Distance distance = mirror.distance(key.from(), key.to());
        return new Changes(
                relation(distance),
                mirror.commits(key.from(), key.to(), distance.onlyTo(), LISTED),
                mirror.commits(key.to(), key.from(), distance.onlyFrom(), LISTED),
                "");
    }

    private GitMirror mirror(Scope scope, ActionTypeId type, Map<String, String> configuration, String actionName) {
        GitRequest request = request(type, actionName, configuration, scope.mappings(), scope.secrets())
                .orElseThrow();
        return new GitMirror(
                mirrors.of(scope.pipeline(), request),
                request.url(),
                request.login(scope.secrets()),
                timeouts,
                running,
                GitMirror.COMMITS_ALONE);
    }

    /** What a source action reads; empty when it is no git repository. */
    static Optional<GitRequest> request(
            ActionTypeId type,
            String actionName,
            Map<String, String> configuration,
            NameMappings mappings,
            SecretResolver secrets) {
        return Optional.ofNullable(REQUESTS.get(type))
                .map(request ->
                        request.apply(new SourceSettings(actionName, configuration, mappings, secrets, new Silence())));
    }

    private static Relation relation(GitMirror.Distance distance) {
        if (distance.onlyFrom() == 0) {
            return distance.onlyTo() == 0 ? Relation.SAME : Relation.AHEAD;
        }
        return distance.onlyTo() == 0 ? Relation.BEHIND : Relation.DIVERGED;
    }

    /** Ends what git still does; mirrors stay. */
    @Override
    public void close() {
        worker.shutdownNow();
        running.forEach(GitMirror::end);
    }

    /** The log of nothing. */
    private static final class Silence implements ActionLog {
        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void println(String line) {}

        @Override
        public void mask(String secret) {}

        @Override
        public long position() {
            return 0;
        }

        @Override
        public void truncate(long position) {}
    }
}
