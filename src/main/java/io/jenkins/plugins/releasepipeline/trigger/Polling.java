package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.source.ImageTags;
import io.jenkins.plugins.releasepipeline.action.source.SourceObjects;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.PolledPlaces.Kind;
import io.jenkins.plugins.releasepipeline.trigger.PolledPlaces.Place;
import io.jenkins.plugins.releasepipeline.trigger.PolledPlaces.Source;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/**
 * Looks regularly at what source actions read, where nothing tells of changes: one question for a place however many
 * pipelines read it, never two at once, later and later when it fails. What is there at the first look starts nothing.
 * Thread-safe.
 */
public final class Polling implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Polling.class.getName());
    private static final int WORKERS = 4;
    private static final int LISTED = 20;
    private static final String OBJECT = "object";
    private static final String PERHAPS = "perhaps";

    private final TriggeredPipelines pipelines;
    private final SourceRepositories repositories;
    private final SourceObjects objects;
    private final ImageTags images;
    private final TriggerStarts starts;
    private final SeenFiles seen;
    private final Clock clock;
    private final PolledPlaces places;
    private final PollSchedule schedule;
    private final Map<String, Report> reports = new HashMap<>();
    private Map<String, Place> current = Map.of();
    private final ScheduledExecutorService timer;
    private final ExecutorService workers;

    private record Report(Optional<Instant> looked, Optional<String> trouble, Deque<String> outcomes) {}

    /** Begins to look, unless the settings say that nothing is. */
    public Polling(
            TriggeredPipelines pipelines,
            SourceRepositories repositories,
            SourceObjects objects,
            ImageTags images,
            TriggerStarts starts,
            SeenFiles seen,
            PollSettings settings,
            Clock clock) {
        this.pipelines = pipelines;
        this.repositories = repositories;
        this.objects = objects;
        this.images = images;
        this.starts = starts;
        this.seen = seen;
        this.clock = clock;
        this.places = new PolledPlaces(pipelines, repositories, images, settings);
        this.schedule = new PollSchedule(settings.interval(), RandomGenerator.getDefault());
        this.timer = Executors.newSingleThreadScheduledExecutor(daemons());
        this.workers = Executors.newFixedThreadPool(WORKERS, daemons());
        if (!settings.isOff()) {
            long millis = Math.max(50, Math.min(1000, settings.interval().toMillis() / 4));
            timer.scheduleWithFixedDelay(this::tick, 0, millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Looks at repositories as soon as possible.
     *
     * @param address says of a repository's address whether it is one of them
     * @return how many are looked at
     */
    public synchronized int lookNow(Predicate<String> address) {
        int found = 0;
        for (Place place : current.values()) {
            if (place.kind() == Kind.REPOSITORY && address.test(place.shown())) {
                schedule.hurry(place.key(), clock.instant());
                found++;
            }
        }
        return found;
    }

    /** What is looked at, when, and what came of it lately, as JSON. */
    public synchronized JsonNode polls() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        new TreeMap<>(schedule.entries()).forEach((key, entry) -> {
            Place place = current.get(key);
            if (place == null) {
                return;
            }
            Report report =
                    reports.getOrDefault(key, new Report(Optional.empty(), Optional.empty(), new ArrayDeque<>()));
            ObjectNode json = list.addObject()
                    .put("kind", place.kind().name())
                    .put("place", place.shown())
                    .put("next", entry.next().toString())
                    .put("failures", entry.failures());
            report.looked().ifPresent(at -> json.put("looked", at.toString()));
            report.trouble().ifPresent(why -> json.put("trouble", why));
            ArrayNode sources = json.putArray("sources");
            place.sources()
                    .forEach(source -> sources.add(pipelines.shown(source.pipeline()) + ": "
                            + source.action().name()));
            ArrayNode outcomes = json.putArray("outcomes");
            report.outcomes().forEach(outcomes::add);
        });
        return list;
    }

    @Override
    public void close() {
        timer.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons() {
        return work -> {
            Thread thread = new Thread(work, "release-pipeline-polling");
            thread.setDaemon(true);
            return thread;
        };
    }

    private void tick() {
        try {
            Map<String, Place> now = places.now(clock.instant());
            List<String> due;
            synchronized (this) {
                current = now;
                reports.keySet().retainAll(now.keySet());
                schedule.keep(now.keySet(), clock.instant());
                due = schedule.take(clock.instant(), WORKERS);
            }
            due.forEach(key -> workers.execute(() -> look(now.get(key))));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The host ends", e);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Polling goes on with the next turn", e);
        }
    }

    private void look(Place place) {
        List<String> outcome = new ArrayList<>();
        Optional<String> trouble = Optional.empty();
        boolean again = false;
        try {
            again = switch (place.kind()) {
                case REPOSITORY -> repository(place, outcome);
                case OBJECT -> object(place, outcome);
                case IMAGE -> image(place, outcome);
            };
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            trouble = Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
            LOGGER.log(Level.INFO, "Looking at {0} failed: {1}", new Object[] {place.shown(), trouble.get()});
        }
        report(place.key(), trouble, outcome, again);
    }

    private synchronized void report(String key, Optional<String> trouble, List<String> outcome, boolean again) {
        Instant now = clock.instant();
        Deque<String> lines = reports.containsKey(key) ? reports.get(key).outcomes() : new ArrayDeque<>();
        outcome.forEach(line -> lines.addFirst(now + " " + line));
        while (lines.size() > LISTED) {
            lines.removeLast();
        }
        reports.put(key, new Report(Optional.of(now), trouble, lines));
        if (trouble.isPresent()) {
            schedule.failed(key, now);
        } else {
            schedule.succeeded(key, now);
            if (again) {
                schedule.hurry(key, now.plusSeconds(1));
            }
        }
    }

    private boolean repository(Place place, List<String> outcome) throws IOException {
        PolledPlaces.Source first = place.sources().get(0);
        Map<String, String> now = repositories.forPipeline(first.pipeline()).references(first.action());
        Optional<Map<String, String>> before = seen.read(place.key());
        if (before.isEmpty()) {
            seen.write(place.key(), ReferenceChanges.first(now));
            return false;
        }
        EventRepository repository =
                new EventRepository(WebhookProvider.GENERIC, place.shown(), List.of(place.shown()));
        TriggerStarts.Told told =
                new TriggerStarts.Told("polled", Optional.of(TriggerType.PollForSourceChanges), Optional.of(now));
        Map<String, String> known = before.get();
        IOException later = null;
        for (RefChanged change : ReferenceChanges.between(repository, known, now)) {
            try {
                outcome.addAll(starts.start(change, told, (pipeline, source) -> place.sources().stream()
                        .anyMatch(each -> each.pipeline().equals(pipeline)
                                && each.action().name().equals(source.name()))));
                known = ReferenceChanges.after(known, change);
            } catch (IOException e) {
                later = e;
            }
        }
        if (!known.equals(before.get())) {
            seen.write(place.key(), known);
        }
        if (later != null) {
            throw later;
        }
        return false;
    }

    /** An object that is being written changes from look to look: it has to be the same twice. */
    private boolean object(Place place, List<String> outcome) throws IOException {
        Map<String, String> configuration = place.sources().get(0).action().configuration();
        String now = objects.state(
                        configuration.getOrDefault("S3Bucket", ""), configuration.getOrDefault("S3ObjectKey", ""))
                .orElse("");
        Optional<Map<String, String>> before = seen.read(place.key());
        if (before.isEmpty()) {
            seen.write(place.key(), Map.of(OBJECT, now));
            return false;
        }
        if (now.isEmpty() || now.equals(before.get().get(OBJECT))) {
            return false;
        }
        if (!now.equals(before.get().get(PERHAPS))) {
            seen.write(place.key(), Map.of(OBJECT, before.get().getOrDefault(OBJECT, ""), PERHAPS, now));
            return true;
        }
        start(
                place,
                Map.of(),
                changed(before.get(), now),
                "the object " + place.shown().replaceFirst(" ", "/") + " changed",
                outcome);
        seen.write(place.key(), Map.of(OBJECT, now));
        return false;
    }

    private boolean image(Place place, List<String> outcome) throws IOException {
        PolledPlaces.Source first = place.sources().get(0);
        String now = images.forPipeline(first.pipeline()).digest(first.action()).orElse("");
        Optional<Map<String, String>> before = seen.read(place.key());
        if (before.isPresent() && !now.isEmpty() && !now.equals(before.get().get(OBJECT))) {
            Map<String, String> pinned = new LinkedHashMap<>();
            place.sources().forEach(source -> pinned.put(source.action().name(), now));
            start(
                    place,
                    pinned,
                    changed(before.get(), now),
                    "the image " + place.shown().replaceFirst(" ", ":") + " is " + now,
                    outcome);
        }
        if (before.isEmpty() || !now.isEmpty() && !now.equals(before.get().get(OBJECT))) {
            seen.write(place.key(), Map.of(OBJECT, now));
        }
        return false;
    }

    /** Going back to what was there before is a change too. */
    private static String changed(Map<String, String> before, String now) {
        return before.getOrDefault(OBJECT, "") + " " + now;
    }

    /** @param pinned action to revision, for the actions of all pipelines */
    private void start(Place place, Map<String, String> pinned, String state, String why, List<String> outcome)
            throws IOException {
        Map<String, Map<String, String>> revisions = new TreeMap<>();
        for (Source source : place.sources()) {
            Map<String, String> own = revisions.computeIfAbsent(source.pipeline(), name -> new TreeMap<>());
            if (pinned.containsKey(source.action().name())) {
                own.put(source.action().name(), pinned.get(source.action().name()));
            }
        }
        for (Map.Entry<String, Map<String, String>> each : revisions.entrySet()) {
            Optional<PipelineRuntime> pipeline = pipelines.pipeline(each.getKey());
            if (pipeline.isPresent()) {
                PipelineStart start = new PipelineStart(
                        TriggerType.PollForSourceChanges,
                        why + " (polled)",
                        each.getValue(),
                        place.key() + " " + state);
                pipelines.beforeStart(each.getKey());
                outcome.add(pipelines.shown(each.getKey()) + ": "
                        + start.of(pipeline.get()).told());
            }
        }
    }
}
