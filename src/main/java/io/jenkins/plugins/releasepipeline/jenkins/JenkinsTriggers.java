package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.source.ImageTags;
import io.jenkins.plugins.releasepipeline.action.source.SourceObjects;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import io.jenkins.plugins.releasepipeline.trigger.CommitStatuses;
import io.jenkins.plugins.releasepipeline.trigger.DeliveryInbox;
import io.jenkins.plugins.releasepipeline.trigger.Polling;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryLook;
import io.jenkins.plugins.releasepipeline.trigger.ScheduledStarts;
import io.jenkins.plugins.releasepipeline.trigger.SeenFiles;
import io.jenkins.plugins.releasepipeline.trigger.SnsService;
import io.jenkins.plugins.releasepipeline.trigger.TriggerStarts;
import io.jenkins.plugins.releasepipeline.trigger.TriggeredPipelines;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;

/** What starts release pipelines by itself, in {@code $JENKINS_HOME/release-pipeline/triggers}. */
final class JenkinsTriggers implements AutoCloseable {
    /** Whether repositories may be directories of the controller: no, unless an administrator says so. */
    static final String ALLOW_LOCAL = "io.jenkins.plugins.releasepipeline.allowLocalRepositories";

    private final SourceRepositories repositories;
    private final Webhooks webhooks;
    private final Polling polling;
    private final ScheduledStarts schedules;
    private final CommitStatuses statuses;
    private final RepositoryLook look;

    private JenkinsTriggers(
            SourceRepositories repositories,
            Webhooks webhooks,
            Polling polling,
            ScheduledStarts schedules,
            CommitStatuses statuses,
            RepositoryLook look) {
        this.repositories = repositories;
        this.webhooks = webhooks;
        this.polling = polling;
        this.schedules = schedules;
        this.statuses = statuses;
        this.look = look;
    }

    static boolean allowLocal() {
        return SystemProperties.getBoolean(ALLOW_LOCAL);
    }

    /** Takes up the deliveries that wait, and begins to look around. */
    static JenkinsTriggers open(Path directory, ReleasePipelines live, NameMappings mappings, SecretResolver secrets)
            throws IOException {
        DeliveryInbox inbox = DeliveryInbox.open(directory);
        SourceRepositories repositories =
                new SourceRepositories(directory.resolve("mirrors"), mappings, secrets, allowLocal());
        Jobs pipelines = new Jobs(live);
        TriggerStarts starts = new TriggerStarts(pipelines, repositories);
        SeenFiles seen = new SeenFiles(directory.resolve("seen"));
        Clock clock = Clock.systemUTC();
        return new JenkinsTriggers(
                repositories,
                new Webhooks(
                        name -> TriggersConfiguration.get().endpoint(name),
                        secrets,
                        inbox,
                        starts,
                        new SnsService(),
                        clock),
                new Polling(
                        pipelines,
                        repositories,
                        new SourceObjects(mappings),
                        new ImageTags(mappings, secrets),
                        starts,
                        seen,
                        TriggersConfiguration.get().polls(),
                        clock),
                new ScheduledStarts(pipelines, repositories, seen, clock, Duration.ofSeconds(1)),
                new CommitStatuses(
                        pipelines,
                        name -> TriggersConfiguration.get().status(name),
                        secrets,
                        pipelines::link,
                        directory.resolve("statuses"),
                        Duration.ofSeconds(5)),
                new RepositoryLook(repositories, starts, seen));
    }

    Webhooks webhooks() {
        return webhooks;
    }

    Polling polling() {
        return polling;
    }

    /** What a job's own trigger finds when it polls. */
    RepositoryLook look() {
        return look;
    }

    @Override
    public void close() throws IOException {
        repositories.close();
        schedules.close();
        statuses.close();
        polling.close();
        webhooks.close();
    }

    /** The pipelines of jobs that are not disabled; people call them as the jobs. */
    private static final class Jobs implements TriggeredPipelines {
        private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

        private final ReleasePipelines live;
        private Map<String, ReleasePipelineJob> known = Map.of();
        private long read;

        Jobs(ReleasePipelines live) {
            this.live = live;
            this.read = System.nanoTime() - LEAST_NANOS;
        }

        String link(String pipeline, String executionId) {
            String root = Jenkins.get().getRootUrl();
            Optional<ReleasePipelineJob> job = job(pipeline);
            return root == null || job.isEmpty()
                    ? ""
                    : root
                            + job.get()
                                    .run(executionId)
                                    .map(Run::getUrl)
                                    .orElse(job.get().getUrl());
        }

        @Override
        public List<String> names() {
            return live.names().stream()
                    .filter(name ->
                            job(name).filter(ReleasePipelineJob::isBuildable).isPresent())
                    .toList();
        }

        @Override
        public Optional<PipelineRuntime> pipeline(String name) {
            return live.pipeline(name)
                    .filter(found ->
                            job(name).filter(ReleasePipelineJob::isBuildable).isPresent());
        }

        @Override
        public String shown(String name) {
            return job(name).map(ReleasePipelineJob::getFullName).orElse(name);
        }

        @Override
        public Optional<PipelineRuntime> called(String shown) {
            return first(each -> each.getValue().getFullName().equals(shown))
                    .flatMap(each -> live.pipeline(each.getKey()));
        }

        @Override
        public void beforeStart(String name) throws IOException {
            Optional<ReleasePipelineJob> job = job(name);
            if (job.isEmpty()) {
                return;
            }
            try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
                job.get().defineAnew();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while the definition was read", e);
            } catch (ExecutionException e) {
                throw new IOException(
                        "The definition could not be written down: "
                                + e.getCause().getMessage(),
                        e);
            }
        }

        private Optional<ReleasePipelineJob> job(String pipelineId) {
            ReleasePipelineJob quick = quick(pipelineId);
            return quick != null
                    ? Optional.of(quick)
                    : first(each -> each.getKey().equals(pipelineId)).map(Map.Entry::getValue);
        }

        private synchronized ReleasePipelineJob quick(String pipelineId) {
            return known.get(pipelineId);
        }

        /** Goes through all items of Jenkins only when nothing is found among the known, and once a second at most. */
        private synchronized Optional<Map.Entry<String, ReleasePipelineJob>> first(
                Predicate<Map.Entry<String, ReleasePipelineJob>> wanted) {
            Optional<Map.Entry<String, ReleasePipelineJob>> found =
                    known.entrySet().stream().filter(wanted).findFirst();
            if (found.isPresent() || System.nanoTime() - read < LEAST_NANOS) {
                return found;
            }
            known = all();
            read = System.nanoTime();
            return known.entrySet().stream().filter(wanted).findFirst();
        }

        private static Map<String, ReleasePipelineJob> all() {
            Map<String, ReleasePipelineJob> jobs = new HashMap<>();
            try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
                for (ReleasePipelineJob job : Jenkins.get().allItems(ReleasePipelineJob.class)) {
                    jobs.put(job.getPipelineId(), job);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return jobs;
        }
    }
}
