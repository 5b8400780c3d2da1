package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.CronSchedule;
import io.jenkins.plugins.releasepipeline.definition.PipelineStageConfiguration;
import io.jenkins.plugins.releasepipeline.definition.ScheduleConfiguration;
import io.jenkins.plugins.releasepipeline.definition.TriggerDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.SucceededExecution;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.PipelineListener;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts pipelines by the triggers {@code Schedule} and {@code PipelineStage} of their definitions. A time that went by
 * while the host was down starts a pipeline once, unless it is more than an hour ago. A success in another pipeline's stage
 * brings the revisions that it had: to each source action that reads the same as one of the other pipeline's. What had
 * happened before the trigger was there starts nothing.
 */
public final class ScheduledStarts implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ScheduledStarts.class.getName());
    private static final Duration CAUGHT_UP = Duration.ofHours(1);
    private static final String LAST = "last";

    private final TriggeredPipelines pipelines;
    private final SourceRepositories repositories;
    private final SeenFiles seen;
    private final Clock clock;
    private final Map<String, CronSchedule> schedules = new HashMap<>();
    private final Map<PipelineRuntime, PipelineListener> listened = new HashMap<>();
    private final Map<String, Instant> lasts = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "release-pipeline-schedules");
        thread.setDaemon(true);
        return thread;
    });

    public ScheduledStarts(
            TriggeredPipelines pipelines, SourceRepositories repositories, SeenFiles seen, Clock clock, Duration tick) {
        this.pipelines = pipelines;
        this.repositories = repositories;
        this.seen = seen;
        this.clock = clock;
        timer.scheduleWithFixedDelay(this::tick, 0, tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listened.forEach(PipelineRuntime::unlisten);
    }

    private void tick() {
        Set<PipelineRuntime> upstream = new HashSet<>();
        for (String name : pipelines.names()) {
            try {
                Optional<PipelineRuntime> pipeline = pipelines.pipeline(name);
                if (pipeline.isEmpty()) {
                    continue;
                }
                for (TriggerDeclaration trigger :
                        pipeline.get().state().definition().triggers()) {
                    if (TriggerDeclaration.SCHEDULE.equals(trigger.providerType())) {
                        schedule(pipeline.get(), trigger.scheduleConfiguration());
                    } else if (TriggerDeclaration.PIPELINE_STAGE.equals(trigger.providerType())) {
                        PipelineStageConfiguration stage = trigger.pipelineStageConfiguration();
                        Optional<PipelineRuntime> other = pipelines.called(stage.pipelineName());
                        if (other.isPresent()) {
                            upstream.add(other.get());
                            listenTo(other.get());
                            other.get()
                                    .state()
                                    .stage(stage.stageName())
                                    .flatMap(StageState::succeeded)
                                    .map(succeeded -> new Success(stage.pipelineName(), stage.stageName(), succeeded))
                                    .ifPresentOrElse(
                                            success -> succeeded(pipeline.get(), success),
                                            () -> nothingYet(pipeline.get(), stage));
                        }
                    }
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "The triggers of " + name + " are looked at again", e);
            }
        }
        listened.entrySet().removeIf(each -> {
            if (upstream.contains(each.getKey())) {
                return false;
            }
            each.getKey().unlisten(each.getValue());
            return true;
        });
    }

    private void schedule(PipelineRuntime pipeline, ScheduleConfiguration configuration) throws IOException {
        String text = configuration.expression() + " " + configuration.timeZone();
        CronSchedule schedule = schedules.computeIfAbsent(
                text, same -> CronSchedule.of(configuration.expression(), configuration.timeZone()));
        String place = "schedule " + pipeline.name() + " " + text;
        Instant now = clock.instant();
        Optional<Instant> last = last(place);
        if (last.isEmpty()) {
            write(place, now);
            return;
        }
        Optional<Instant> due = schedule.upTo(now).filter(time -> time.isAfter(last.get()));
        if (due.isEmpty()) {
            return;
        }
        if (due.get().isAfter(now.minus(CAUGHT_UP))) {
            String zone = configuration.timeZone() == null ? "UTC" : configuration.timeZone();
            start(
                    pipeline,
                    new PipelineStart(
                            TriggerType.CloudWatchEvent,
                            "schedule " + configuration.expression() + " (" + zone + "), due " + due.get(),
                            Map.of(),
                            place + " " + due.get()));
        } else {
            LOGGER.log(Level.INFO, "{0} does not start by its schedule: {1} is too long ago", new Object[] {
                pipelines.shown(pipeline.name()), due.get()
            });
        }
        write(place, due.get());
    }

    private Optional<Instant> last(String place) throws IOException {
        Instant known = lasts.get(place);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Instant> read = seen.read(place).map(each -> Instant.parse(each.getOrDefault(LAST, "")));
        read.ifPresent(last -> lasts.put(place, last));
        return read;
    }

    private void write(String place, Instant last) throws IOException {
        seen.write(place, Map.of(LAST, last.toString()));
        lasts.put(place, last);
    }

    private record Success(String pipeline, String stage, SucceededExecution execution) {
        String place(PipelineRuntime starting) {
            return ScheduledStarts.place(starting, pipeline, stage);
        }
    }

    private static String place(PipelineRuntime starting, String pipeline, String stage) {
        return "stage " + starting.name() + " " + pipeline + " " + stage;
    }

    /** Each success as it comes: a later one may have replaced it when the state is looked at. */
    private void listenTo(PipelineRuntime other) {
        listened.computeIfAbsent(other, fresh -> {
            PipelineListener listener = (state, events) -> {
                for (StageState stage : state.stages().values()) {
                    stage.succeeded().ifPresent(succeeded -> {
                        boolean now = events.stream()
                                .anyMatch(event -> event instanceof Event.StageSucceeded each
                                        && each.stage().equals(stage.name())
                                        && each.executionId().equals(succeeded.executionId()));
                        if (now) {
                            later(new Success(pipelines.shown(other.name()), stage.name(), succeeded));
                        }
                    });
                }
            };
            other.listen(listener);
            return listener;
        });
    }

    private void later(Success success) {
        try {
            timer.execute(() -> {
                for (String name : pipelines.names()) {
                    pipelines
                            .pipeline(name)
                            .filter(pipeline -> waitsFor(pipeline, success))
                            .ifPresent(pipeline -> succeeded(pipeline, success));
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The host ends; the success is seen at the next start", e);
        }
    }

    private static boolean waitsFor(PipelineRuntime pipeline, Success success) {
        return pipeline.state().definition().triggers().stream()
                .map(TriggerDeclaration::pipelineStageConfiguration)
                .anyMatch(stage -> stage != null
                        && stage.pipelineName().equals(success.pipeline())
                        && stage.stageName().equals(success.stage()));
    }

    private void nothingYet(PipelineRuntime pipeline, PipelineStageConfiguration stage) {
        String place = place(pipeline, stage.pipelineName(), stage.stageName());
        try {
            if (last(place).isEmpty()) {
                write(place, Instant.EPOCH);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What " + pipeline.name() + " waits for is not written down", e);
        }
    }

    private void succeeded(PipelineRuntime pipeline, Success success) {
        String place = success.place(pipeline);
        try {
            Optional<Instant> before = last(place);
            Instant at = success.execution().at();
            if (before.isPresent()) {
                if (!at.isAfter(before.get())) {
                    return;
                }
                start(
                        pipeline,
                        new PipelineStart(
                                TriggerType.CloudWatchEvent,
                                success.pipeline() + ", stage " + success.stage() + " succeeded in execution "
                                        + success.execution().executionId(),
                                starters(success),
                                revisions(pipeline, success),
                                place + " " + success.execution().executionId() + " " + at));
            }
            write(place, at);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, pipeline.name() + " is started later: " + e.getMessage(), e);
        }
    }

    private List<String> starters(Success success) throws IOException {
        Optional<PipelineRuntime> other = pipelines.called(success.pipeline());
        return other.isEmpty()
                ? List.of()
                : other.get()
                        .history()
                        .execution(success.execution().executionId())
                        .map(record -> record.origin().trigger().by())
                        .orElse(List.of());
    }

    /** The other pipeline's revisions, for the source actions here that read the same repository, object or image. */
    private Map<String, String> revisions(PipelineRuntime pipeline, Success success) {
        Map<String, String> delivered = new HashMap<>();
        Optional<PipelineRuntime> other = pipelines.called(success.pipeline());
        for (ArtifactRevision revision : success.execution().revisions()) {
            other.flatMap(found -> sources(found).stream()
                            .filter(action -> action.name().equals(revision.actionName()))
                            .findFirst()
                            .flatMap(action -> reads(found, action)))
                    .ifPresent(what -> delivered.putIfAbsent(what, revision.revisionId()));
        }
        Map<String, String> revisions = new TreeMap<>();
        for (ActionDeclaration source : sources(pipeline)) {
            reads(pipeline, source)
                    .filter(delivered::containsKey)
                    .ifPresent(what -> revisions.put(source.name(), delivered.get(what)));
        }
        return revisions;
    }

    private static List<ActionDeclaration> sources(PipelineRuntime pipeline) {
        return pipeline.state().definition().stages().get(0).actions().stream()
                .filter(action -> action.actionTypeId().isSource())
                .toList();
    }

    private Optional<String> reads(PipelineRuntime pipeline, ActionDeclaration source) {
        Map<String, String> configuration = source.configuration();
        return switch (source.actionTypeId().provider()) {
            case "S3" ->
                Optional.of("s3 " + configuration.getOrDefault("S3Bucket", "") + " "
                        + configuration.getOrDefault("S3ObjectKey", ""));
            case "ECR" ->
                Optional.of("image " + configuration.getOrDefault("RepositoryName", "") + " "
                        + configuration.getOrDefault("ImageTag", "latest"));
            default ->
                repositories.forPipeline(pipeline.name()).url(source).map(url -> "git " + TriggerStarts.address(url));
        };
    }

    private void start(PipelineRuntime pipeline, PipelineStart start) throws IOException {
        pipelines.beforeStart(pipeline.name());
        LOGGER.log(Level.FINE, "{0}: {1}, {2}", new Object[] {pipeline.name(), start.detail(), start.of(pipeline)});
    }
}
