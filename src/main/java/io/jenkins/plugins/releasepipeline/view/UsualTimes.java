package io.jenkins.plugins.releasepipeline.view;

import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long things have taken lately when they succeeded: the medians of some executions. Immutable. */
public final class UsualTimes {
    private final Map<List<String>, UsualTime> actions;
    private final Map<List<String>, UsualTime> agents;
    private final Map<List<String>, UsualTime> stages;
    private final Optional<UsualTime> pipeline;

    /**
     * @param time the median
     * @param of how many times it is the median of, at least 1
     */
    public record UsualTime(Duration time, int of) {}

    private UsualTimes(
            Map<List<String>, UsualTime> actions,
            Map<List<String>, UsualTime> agents,
            Map<List<String>, UsualTime> stages,
            Optional<UsualTime> pipeline) {
        this.actions = actions;
        this.agents = agents;
        this.stages = stages;
        this.pipeline = pipeline;
    }

    /** @param past executions to learn from; those under way count with what of them is over */
    public static UsualTimes of(Collection<ExecutionRecord> past) {
        Map<List<String>, List<Duration>> actions = new HashMap<>();
        Map<List<String>, List<Duration>> agents = new HashMap<>();
        Map<List<String>, List<Duration>> stages = new HashMap<>();
        List<Duration> pipeline = new ArrayList<>();
        for (ExecutionRecord record : past) {
            for (ExecutionRecord.ActionRecord action : record.actions()) {
                List<String> key = List.of(action.stage(), action.action());
                if (action.status() == ActionStatus.Succeeded) {
                    add(actions, key, Duration.between(action.startedAt(), action.updatedAt()));
                }
                action.agentWaits().forEach(wait -> wait.until()
                        .ifPresent(until -> add(agents, key, Duration.between(wait.since(), until))));
            }
            for (ExecutionRecord.StageRecord stage : record.stages()) {
                if (stage.status() == StageStatus.Succeeded && stage.endedAt().isPresent()) {
                    add(
                            stages,
                            List.of(stage.name()),
                            Duration.between(stage.startedAt(), stage.endedAt().get()));
                }
            }
            if (record.status() == ExecutionStatus.Succeeded) {
                pipeline.add(Duration.between(record.origin().startedAt(), record.updatedAt()));
            }
        }
        return new UsualTimes(
                medians(actions),
                medians(agents),
                medians(stages),
                pipeline.isEmpty() ? Optional.empty() : Optional.of(median(pipeline)));
    }

    /** An attempt at an action, from its start to its success; for an approval, until the answer. */
    public Optional<UsualTime> action(String stage, String action) {
        return Optional.ofNullable(actions.get(List.of(stage, action)));
    }

    /** An action's wait for an agent, of the times that it had to wait. */
    public Optional<UsualTime> agent(String stage, String action) {
        return Optional.ofNullable(agents.get(List.of(stage, action)));
    }

    /** A stage, from its entry to its success, retries included. */
    public Optional<UsualTime> stage(String stage) {
        return Optional.ofNullable(stages.get(List.of(stage)));
    }

    /** The whole pipeline, from an execution's start to its success. */
    public Optional<UsualTime> pipeline() {
        return pipeline;
    }

    private static void add(Map<List<String>, List<Duration>> times, List<String> key, Duration time) {
        times.computeIfAbsent(key, any -> new ArrayList<>()).add(time);
    }

    private static Map<List<String>, UsualTime> medians(Map<List<String>, List<Duration>> times) {
        Map<List<String>, UsualTime> medians = new HashMap<>();
        times.forEach((key, all) -> medians.put(key, median(all)));
        return medians;
    }

    private static UsualTime median(List<Duration> times) {
        Collections.sort(times);
        return new UsualTime(times.get(times.size() / 2), times.size());
    }
}
