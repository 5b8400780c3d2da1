package io.jenkins.plugins.releasepipeline.simulation;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogs;
import io.jenkins.plugins.releasepipeline.runtime.AgentPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The world in which actions work: it lives on when a process ends. Every attempt works until a step ends it; what the
 * runtime does with attempts is held to the contract of {@link ActionProvider} and {@link AgentPool}.
 */
final class SimulatedActions implements AgentPool, ActionLogs {
    private final Checks checks;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Set<String> everStarted = new HashSet<>();
    private final Map<String, Work> thisLife = new LinkedHashMap<>();
    private final Set<String> released = new HashSet<>();
    private final Set<ActionLogKey> openLogs = new HashSet<>();
    private Optional<Step.Outcome> nextStart = Optional.empty();
    private boolean recovered;

    /** What the world can say about an attempt. */
    interface Checks {
        /** Whether the beginning of the attempt would survive any crash. */
        boolean isRecorded(String attempt);

        /** Whether the attempt is in progress and its execution live, by all that was made durable. */
        boolean isInProgress(String pipeline, String execution, String stage, String action, String attempt);
    }

    private record Work(ActionContext context, CompletableFuture<ActionResult> run, boolean[] stopped) {}

    SimulatedActions(Checks checks) {
        this.checks = checks;
    }

    ActionProvider provider(ActionTypeId type) {
        return new Provider(type);
    }

    /** Another process begins. */
    void crash() {
        thisLife.clear();
        released.clear();
        openLogs.clear();
        recovered = false;
        nextStart = Optional.empty();
    }

    void nextStart(Step.Outcome outcome) {
        nextStart = Optional.of(outcome);
    }

    /** The names of the attempts that work now, in the order of their beginning. */
    List<String> working() {
        List<String> names = new ArrayList<>();
        ids.forEach((name, id) -> {
            Work work = thisLife.get(id);
            if (work != null && !work.run().isDone()) {
                names.add(name);
            }
        });
        return names;
    }

    /** The ids of the attempts that work now, that were not told to stop, and whose agents nobody has taken back. */
    Set<String> workingIds() {
        Set<String> working = new HashSet<>();
        thisLife.forEach((id, work) -> {
            if (!work.run().isDone() && !work.stopped()[0] && !released.contains(id)) {
                working.add(id);
            }
        });
        return working;
    }

    /** The attempts of this life that have ended, or were told to end, and that still hold something. */
    Set<String> unreleased() {
        Set<String> held = new HashSet<>();
        thisLife.forEach((id, work) -> {
            if (work.run().isDone() && !released.contains(id)) {
                held.add(id);
            }
        });
        return held;
    }

    void report(String name, Step.Outcome outcome) {
        Work work = thisLife.get(ids.getOrDefault(name, ""));
        if (work != null) {
            end(work, outcome);
        }
    }

    void progress(String name) {
        Work work = thisLife.get(ids.getOrDefault(name, ""));
        if (work != null) {
            work.context().progress(new ActionProgress("at work", OptionalInt.of(50), "build-1", ""));
        }
    }

    private void end(Work work, Step.Outcome outcome) {
        if (outcome == Step.Outcome.throws_up) {
            work.run().completeExceptionally(new IllegalStateException("the provider broke"));
        } else if (outcome == Step.Outcome.throws_error) {
            work.run().completeExceptionally(new NoClassDefFoundError("a/class/of/Another"));
        } else {
            work.run().complete(result(work.context(), outcome));
        }
    }

    private static ActionResult result(ActionContext context, Step.Outcome outcome) {
        return switch (outcome) {
            case succeeds -> success(context, true);
            case succeeds_without_artifacts -> success(context, false);
            case unavailable -> ActionResult.failed(FailureType.SystemUnavailable, "the agent is gone");
            case misconfigured -> ActionResult.failed(FailureType.ConfigurationError, "no such project");
            case fails, throws_up, throws_error, has_no_log ->
                ActionResult.failed(FailureType.JobFailed, "exit code 1");
        };
    }

    private static ActionResult success(ActionContext context, boolean artifacts) {
        Map<String, ArtifactDigest> outputs = new HashMap<>();
        int revision = context.actionExecutionId().hashCode() & 0xffff;
        for (OutputArtifact output : context.action().outputArtifacts()) {
            if (artifacts) {
                outputs.put(output.name(), new ArtifactDigest(String.format("%064x", revision), 1));
            }
        }
        ActionResult result = ActionResult.succeeded()
                .withOutputArtifacts(outputs)
                .withOutputVariables(Map.of("KEY", "value " + revision));
        return context.action().actionTypeId().isSource()
                ? result.withRevision(new SourceRevision("r" + revision, "", Optional.empty(), Optional.empty()))
                : result;
    }

    @Override
    public CompletionStage<Agent> agent(
            String actionExecutionId, AgentRequest request, ActionLog log, Consumer<String> waits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(String actionExecutionId) {
        released.add(actionExecutionId);
    }

    @Override
    public void recover(Set<String> live) {
        Violation.unless(
                !recovered && thisLife.isEmpty(),
                "agents_recover_once_and_before_anything_begins",
                "this life has %s",
                thisLife.keySet());
        recovered = true;
        for (String id : live) {
            Violation.unless(checks.isRecorded(id), "only_what_is_recorded_is_found_again", "attempt %s", id);
        }
    }

    @Override
    public ActionLog open(ActionLogKey key) {
        if (nextStart.filter(outcome -> outcome == Step.Outcome.has_no_log).isPresent()) {
            nextStart = Optional.empty();
            throw new UncheckedIOException(new IOException("the disk of logs is full"));
        }
        Violation.unless(openLogs.add(key), "a_log_is_opened_once", "%s", key);
        return new NoLog();
    }

    @Override
    public void close(ActionLogKey key) {
        Violation.unless(openLogs.remove(key), "only_an_open_log_is_closed", "%s", key);
    }

    @Override
    public void delete(String pipelineName, String executionId) {
        Violation.unless(
                openLogs.stream().noneMatch(key -> key.executionId().equals(executionId)),
                "no_log_of_a_live_execution_is_deleted",
                "%s",
                executionId);
    }

    /** What the attempt with this id is called in scripts. */
    static String name(String execution, String stage, String action, int number) {
        return execution + "/" + stage + "/" + action + "/" + number;
    }

    private final class Provider implements ActionProvider {
        private final ActionTypeId type;

        Provider(ActionTypeId type) {
            this.type = type;
        }

        @Override
        public ActionTypeId type() {
            return type;
        }

        @Override
        public ActionTypeSchema schema() {
            return new ActionTypeSchema(
                    type,
                    List.of(),
                    true,
                    new ActionTypeSchema.ArtifactCount(0, 5),
                    new ActionTypeSchema.ArtifactCount(0, 5));
        }

        @Override
        public ActionRun start(ActionContext context) {
            String id = context.actionExecutionId();
            Violation.unless(everStarted.add(id), "an_attempt_is_started_once", "%s", describe(context));
            ActionRun run = begin(context);
            if (nextStart.isPresent()) {
                Step.Outcome outcome = nextStart.get();
                nextStart = Optional.empty();
                if (outcome == Step.Outcome.throws_error) {
                    thisLife.get(id).run().complete(ActionResult.failed(FailureType.SystemUnavailable, "never began"));
                    throw new NoClassDefFoundError("a/class/of/Another");
                }
                if (outcome == Step.Outcome.throws_up) {
                    thisLife.get(id).run().complete(ActionResult.failed(FailureType.SystemUnavailable, "never began"));
                    throw new IllegalStateException("the provider broke while it began");
                }
                end(thisLife.get(id), outcome);
            }
            return run;
        }

        @Override
        public ActionRun reattach(ActionContext context) {
            everStarted.add(context.actionExecutionId());
            return begin(context);
        }

        private ActionRun begin(ActionContext context) {
            String id = context.actionExecutionId();
            Violation.unless(checks.isRecorded(id), "nothing_is_begun_before_it_is_recorded", "%s", describe(context));
            Violation.unless(
                    checks.isInProgress(
                            context.pipelineName(),
                            context.pipelineExecutionId(),
                            context.stageName(),
                            context.action().name(),
                            id),
                    "what_has_ended_starts_nothing",
                    "%s",
                    describe(context));
            Violation.unless(!released.contains(id), "what_was_released_is_not_begun", "%s", describe(context));
            Work work = new Work(context, new CompletableFuture<>(), new boolean[1]);
            Violation.unless(
                    thisLife.put(id, work) == null, "an_attempt_is_begun_once_in_a_process", "%s", describe(context));
            if (!ids.containsValue(id)) {
                int number = 1;
                while (ids.containsKey(name(context, number))) {
                    number++;
                }
                ids.put(name(context, number), id);
            }
            return new ActionRun() {
                @Override
                public CompletionStage<ActionResult> completion() {
                    return work.run();
                }

                @Override
                public void stop(String reason) {
                    work.stopped()[0] = true;
                }
            };
        }

        private static String name(ActionContext context, int number) {
            return SimulatedActions.name(
                    context.pipelineExecutionId(),
                    context.stageName(),
                    context.action().name(),
                    number);
        }

        private static String describe(ActionContext context) {
            return name(context, 0) + " " + context.actionExecutionId();
        }
    }

    private static final class NoLog implements ActionLog {
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

    /** Artifacts that nobody reads. */
    static final class NoArtifacts implements io.jenkins.plugins.releasepipeline.artifact.ArtifactStore {
        @Override
        public ArtifactDigest put(String executionId, java.io.InputStream zip) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.io.InputStream open(ArtifactDigest artifact) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retain(String executionId, Collection<ArtifactDigest> artifacts) {}

        @Override
        public void release(String executionId) {}
    }
}
