package io.jenkins.plugins.releasepipeline.simulation;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ApprovalAnswer;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionExecution;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RetryTrigger;
import io.jenkins.plugins.releasepipeline.engine.RuleExecution;
import io.jenkins.plugins.releasepipeline.engine.ScheduledRetry;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pipeline promises, said once more from its events alone: another reading of the rules than that of the engine's
 * own tests.
 */
final class Promises {
    private final Map<String, List<String>> queues = new HashMap<>();
    private final Map<String, Integer> furthest = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> finished = new HashSet<>();

    /** Holds an event to what was promised. */
    void hold(PipelineState before, Event event) {
        if (event instanceof Event.OfExecution of) {
            nobody_overtakes_in_QUEUED(before, of);
            an_execution_never_goes_back_a_stage_unless_retried(before, of);
            superseded_stopped_and_cancelled_executions_start_nothing(of);
            an_attempt_finishes_at_most_once(of);
            nothing_comes_before_its_time(before, of);
            as_many_different_people_approve_as_are_asked_for(before, of);
        }
    }

    /** Holds a state to what was promised. */
    void hold(PipelineState state) {
        one_execution_per_locked_stage_outside_PARALLEL(state);
        every_live_execution_has_a_blocker_or_a_running_action(state);
    }

    private void nobody_overtakes_in_QUEUED(PipelineState before, Event.OfExecution event) {
        String id = event.executionId();
        if (event instanceof Event.StageReached reached && isQueued(before, id)) {
            queues.computeIfAbsent(reached.stage(), any -> new ArrayList<>()).add(id);
        } else if (event instanceof Event.StageEntered entered && isQueued(before, id)) {
            List<String> queue = queues.getOrDefault(entered.stage(), List.of());
            if (queue.contains(id)) {
                Violation.unless(
                        queue.get(0).equals(id),
                        "nobody_overtakes_in_QUEUED",
                        "%s enters %s before %s",
                        id,
                        entered.stage(),
                        queue.get(0));
                queue.remove(id);
            }
        } else if (isEnd(event)) {
            queues.values().forEach(queue -> queue.remove(id));
        }
    }

    private void an_execution_never_goes_back_a_stage_unless_retried(PipelineState before, Event.OfExecution event) {
        ExecutionState execution = before.execution(event.executionId()).orElse(null);
        if (execution == null) {
            return;
        }
        if (event instanceof Event.StageEntered entered) {
            int index = index(before, execution, entered.stage());
            Violation.unless(
                    index > furthest.getOrDefault(execution.id(), -1),
                    "an_execution_never_goes_back_a_stage_unless_retried",
                    "%s",
                    entered);
            furthest.put(execution.id(), index);
        } else if (event instanceof Event.StageRetried retried) {
            Violation.unless(
                    index(before, execution, retried.stage()) == furthest.getOrDefault(execution.id(), -1),
                    "a_retry_is_of_the_stage_where_the_execution_was_last",
                    "%s",
                    retried);
        } else if (event instanceof Event.ActionStarted started) {
            Violation.unless(
                    index(before, execution, started.stage()) == furthest.getOrDefault(execution.id(), -1),
                    "an_action_starts_in_the_stage_where_its_execution_is",
                    "%s",
                    started);
        }
    }

    private void superseded_stopped_and_cancelled_executions_start_nothing(Event.OfExecution event) {
        if (event instanceof Event.ExecutionSuperseded
                || event instanceof Event.ExecutionStopping
                || event instanceof Event.ExecutionStopped
                || event instanceof Event.ExecutionCancelled) {
            ended.add(event.executionId());
        } else if (event instanceof Event.StageRetried || event instanceof Event.ConditionOverridden) {
            ended.remove(event.executionId());
        } else if (event instanceof Event.ActionStarted
                || event instanceof Event.RuleStarted
                || event instanceof Event.StageEntered) {
            Violation.unless(
                    !ended.contains(event.executionId()),
                    "superseded_stopped_and_cancelled_executions_start_nothing",
                    "%s",
                    event);
        }
    }

    private void an_attempt_finishes_at_most_once(Event.OfExecution event) {
        if (event instanceof Event.ActionFinished end) {
            Violation.unless(finished.add(end.actionExecutionId()), "an_attempt_finishes_at_most_once", "%s", end);
        } else if (event instanceof Event.RuleFinished end) {
            Violation.unless(finished.add(end.ruleExecutionId()), "an_attempt_finishes_at_most_once", "%s", end);
        }
    }

    private static void nothing_comes_before_its_time(PipelineState before, Event.OfExecution event) {
        Optional<ExecutionState> execution = before.execution(event.executionId());
        Optional<Instant> time = Optional.empty();
        if (event instanceof Event.RuleStarted started) {
            time = execution
                    .flatMap(found -> found.stage(started.stage()))
                    .flatMap(stage -> stage.condition(started.condition()))
                    .flatMap(ConditionExecution::nextCheck);
        } else if (event instanceof Event.StageRetried retried
                && retried.trigger() == RetryTrigger.AutomatedStageRetry) {
            time = execution
                    .flatMap(found -> found.stage(retried.stage()))
                    .flatMap(StageExecution::scheduledRetry)
                    .map(ScheduledRetry::due);
        } else if (event instanceof Event.ActionFinished finished
                && finished.error().filter(Promises::isTimeout).isPresent()) {
            time = execution
                    .flatMap(found -> found.stage(finished.stage()))
                    .flatMap(stage -> stage.action(finished.action()))
                    .flatMap(ActionExecution::expires);
        } else if (event instanceof Event.RuleFinished finished
                && finished.error().filter(Promises::isTimeout).isPresent()) {
            time = execution
                    .flatMap(found -> found.stage(finished.stage()))
                    .flatMap(stage -> stage.condition(finished.condition()))
                    .flatMap(condition -> condition.rule(finished.rule()))
                    .flatMap(RuleExecution::expires);
        }
        Violation.unless(
                time.filter(event.at()::isBefore).isEmpty(),
                "nothing_comes_before_its_time",
                "%s, not at %s",
                event,
                time);
    }

    private static void as_many_different_people_approve_as_are_asked_for(
            PipelineState before, Event.OfExecution event) {
        if (!(event instanceof Event.ActionFinished finished) || finished.status() != ActionStatus.Succeeded) {
            return;
        }
        ExecutionState execution = before.execution(finished.executionId()).orElseThrow();
        ActionDeclaration declared = before.declaration(execution, finished.stage(), finished.action())
                .orElseThrow();
        if (declared.actionTypeId().isApproval()) {
            long people = execution
                    .stage(finished.stage())
                    .flatMap(stage -> stage.action(finished.action()))
                    .orElseThrow()
                    .answers()
                    .stream()
                    .filter(answer -> answer.status() == ApprovalStatus.Approved)
                    .map(ApprovalAnswer::by)
                    .distinct()
                    .count();
            Violation.unless(
                    people >= Long.parseLong(declared.configuration().getOrDefault("RequiredApprovals", "1")),
                    "as_many_different_people_approve_as_are_asked_for",
                    "%d before %s",
                    people,
                    finished);
        }
    }

    private static boolean isTimeout(ErrorDetails error) {
        return error.code().endsWith("TimedOut");
    }

    private static void one_execution_per_locked_stage_outside_PARALLEL(PipelineState state) {
        Map<String, String> inside = new HashMap<>();
        for (ExecutionState execution : state.liveExecutions()) {
            boolean shares = state.modeOf(execution) == ExecutionMode.PARALLEL && !execution.isRollback();
            if (!execution.waiting() && !shares) {
                String other = inside.put(execution.position(), execution.id());
                Violation.unless(
                        other == null,
                        "one_execution_per_locked_stage_outside_PARALLEL",
                        "%s and %s are in %s",
                        other,
                        execution.id(),
                        execution.position());
            }
        }
    }

    private static void every_live_execution_has_a_blocker_or_a_running_action(PipelineState state) {
        Set<String> busy = new HashSet<>();
        for (Effect effect : Effects.of(state)) {
            busy.add(effect.executionId());
        }
        for (StageState stage : state.stages().values()) {
            String first = stage.waiting().isEmpty() ? "" : stage.waiting().get(0);
            for (String id : stage.waiting()) {
                ExecutionState execution = state.execution(id).orElseThrow();
                boolean free = stage.inbound().enabled()
                        && stage.holder().isEmpty()
                        && id.equals(first)
                        && !state.mustWaitForDrain(execution);
                if (!free) {
                    busy.add(id);
                }
            }
        }
        for (ExecutionState execution : state.liveExecutions()) {
            Violation.unless(
                    busy.contains(execution.id()),
                    "every_live_execution_has_a_blocker_or_a_running_action",
                    "%s",
                    execution);
        }
    }

    private static boolean isQueued(PipelineState state, String execution) {
        return state.execution(execution)
                .filter(found -> state.modeOf(found) == ExecutionMode.QUEUED && !found.isRollback())
                .isPresent();
    }

    private static int index(PipelineState state, ExecutionState execution, String stage) {
        return state.definitionOf(execution).stages().stream()
                .map(StageDeclaration::name)
                .toList()
                .indexOf(stage);
    }

    private static boolean isEnd(Event event) {
        return event instanceof Event.ExecutionSuperseded
                || event instanceof Event.ExecutionStopped
                || event instanceof Event.ExecutionCancelled
                || event instanceof Event.ExecutionFailed
                || event instanceof Event.ExecutionSucceeded;
    }
}
