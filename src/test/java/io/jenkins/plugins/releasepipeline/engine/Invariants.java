package io.jenkins.plugins.releasepipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What holds after every decision, whatever was decided. Each rule has a name, which a failure shows. */
public final class Invariants {
    private final Map<String, Attempt> attempts = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, ExecutionStatus> ends = new HashMap<>();
    private long lastNumber;

    private record Attempt(String executionId, String stage, String action, boolean ended) {}

    /** Holds one decision to all rules. Decisions come in their order. */
    void check(PipelineState before, Command command, Decision.Accepted decision) {
        assertThat(check(before, decision.events(), decision.state()))
                .as("the events of %s lead to its state", command)
                .isTrue();
    }

    /**
     * Holds what happened to all rules. Events come in their order.
     *
     * @return whether the events lead to {@code after}
     */
    public boolean check(PipelineState before, List<Event> events, PipelineState after) {
        PipelineState state = before;
        for (Event event : events) {
            checkEvent(state, event);
            state = state.apply(event);
        }
        check(state);
        return state.equals(after);
    }

    /** Holds a state to the rules that need no past. */
    void check(PipelineState state) {
        a_stage_is_held_by_the_one_execution_that_is_in_it(state);
        what_waits_stands_in_front_of_one_stage_alone(state);
        at_most_one_execution_waits_for_a_stage_in_superseded_mode(state);
        no_more_than_the_allowed_are_under_way(state);
        every_live_execution_has_a_blocker_or_something_works_for_it(state);
        nothing_works_where_its_execution_is_not(state);
        an_execution_stays_behind_those_that_began_before_it(state);
        the_state_keeps_only_what_lives_or_is_shown(state);
        attempts_under_way_are_those_in_the_state(state);
    }

    private void checkEvent(PipelineState before, Event event) {
        if (event instanceof Event.ExecutionStarted started) {
            assertThat(started.number())
                    .as("executions are counted without a gap")
                    .isEqualTo(++lastNumber);
            assertThat(
                            started.rollback().isPresent()
                                    ? started.definitionVersion() <= before.version()
                                    : started.definitionVersion() == before.version())
                    .as("an execution begins by the present definition, or goes back to an earlier one")
                    .isTrue();
            return;
        }
        if (event instanceof Event.OfExecution ofExecution && !(event instanceof Event.LateReport)) {
            nothing_happens_to_an_execution_after_its_end(ofExecution);
        }
        if (event instanceof Event.StageEntered entered) {
            a_stage_is_entered_when_it_is_free_and_the_way_is_open_and_the_one_before_succeeded(before, entered);
        } else if (event instanceof Event.StageRetried retried) {
            a_retry_is_of_the_last_that_entered_by_a_definition_that_holds(before, retried);
            ends.remove(retried.executionId());
        } else if (event instanceof Event.ConditionOverridden overridden) {
            ends.remove(overridden.executionId());
        } else if (event instanceof Event.RuleStarted started) {
            ExecutionState execution = before.execution(started.executionId()).orElseThrow();
            assertThat(execution.status())
                    .as("what is to end checks nothing: %s", event)
                    .isEqualTo(ExecutionStatus.InProgress);
            assertThat(attempts.put(
                            started.ruleExecutionId(),
                            new Attempt(started.executionId(), started.stage(), started.rule(), false)))
                    .as("a check begins once: %s", started)
                    .isNull();
            underWay.add(started.ruleExecutionId());
        } else if (event instanceof Event.RuleFinished finished) {
            underWay.remove(finished.ruleExecutionId());
            assertThat(attempts.put(
                            finished.ruleExecutionId(),
                            new Attempt(finished.executionId(), finished.stage(), finished.rule(), true)))
                    .as("a check that is under way ends, and once: %s", finished)
                    .isEqualTo(new Attempt(finished.executionId(), finished.stage(), finished.rule(), false));
        } else if (event instanceof Event.ActionStarted started) {
            an_action_starts_when_all_of_a_lower_run_order_succeeded(before, started);
            assertThat(attempts.put(
                            started.actionExecutionId(),
                            new Attempt(started.executionId(), started.stage(), started.action(), false)))
                    .as("an attempt starts once: %s", started)
                    .isNull();
            underWay.add(started.actionExecutionId());
        } else if (event instanceof Event.ActionFinished finished) {
            underWay.remove(finished.actionExecutionId());
            assertThat(attempts.put(
                            finished.actionExecutionId(),
                            new Attempt(finished.executionId(), finished.stage(), finished.action(), true)))
                    .as("an attempt that is under way ends, and once: %s", finished)
                    .isEqualTo(new Attempt(finished.executionId(), finished.stage(), finished.action(), false));
        } else if (event instanceof Event.LateReport late) {
            Attempt open = new Attempt(late.executionId(), late.stage(), late.action(), false);
            assertThat(before.apply(late)).as("a late report changes nothing").isEqualTo(before);
            boolean isQuestion = before.execution(late.executionId())
                    .flatMap(execution -> execution.stage(late.stage()))
                    .flatMap(stage -> stage.action(late.action()))
                    .flatMap(ActionExecution::expires)
                    .isPresent();
            assertThat(isQuestion || !open.equals(attempts.get(late.actionExecutionId())))
                    .as("a report is late when its attempt is over, unknown, or a question: %s", late)
                    .isTrue();
        } else if (event instanceof Event.ExecutionSuperseded superseded) {
            ExecutionState execution =
                    before.execution(superseded.executionId()).orElseThrow();
            assertThat(execution.waiting())
                    .as("only what waits is superseded: %s", superseded)
                    .isTrue();
            assertThat(number(before, superseded.supersededBy()))
                    .as("only a later execution supersedes: %s", superseded)
                    .isGreaterThan(execution.origin().number());
        }
        end(event).ifPresent(status -> ends.put(((Event.OfExecution) event).executionId(), status));
    }

    private void nothing_happens_to_an_execution_after_its_end(Event.OfExecution event) {
        ExecutionStatus end = ends.get(event.executionId());
        boolean resumes = (event instanceof Event.StageRetried || event instanceof Event.ConditionOverridden)
                && (end == ExecutionStatus.Failed || end == ExecutionStatus.Stopped);
        assertThat(end == null || resumes)
                .as("nothing happens to an execution that is %s: %s", end, event)
                .isTrue();
    }

    private static void a_stage_is_entered_when_it_is_free_and_the_way_is_open_and_the_one_before_succeeded(
            PipelineState before, Event.StageEntered event) {
        StageState stage = before.stage(event.stage()).orElseThrow();
        ExecutionState execution = before.execution(event.executionId()).orElseThrow();
        if (execution.isRollback()) {
            assertThat(stage.holder())
                    .as("a stage is free when it is rolled back: %s", event)
                    .isEmpty();
            assertThat(execution.stages())
                    .as("a rollback runs one stage: %s", event)
                    .isEmpty();
            return;
        }
        if (!isParallel(before, execution)) {
            assertThat(stage.holder())
                    .as("a stage is free when it is entered: %s", event)
                    .isEmpty();
            assertThat(stage.waiting().stream().filter(each -> !isParallel(before, each)))
                    .as("nobody overtakes who waits longer: %s", event)
                    .startsWith(event.executionId());
        }
        assertThat(stage.inbound().enabled())
                .as("the way into a stage is open when it is entered: %s", event)
                .isTrue();
        assertThat(stage.waiting()).as("who enters has waited: %s", event).contains(event.executionId());
        assertThat(before.mustWaitForDrain(execution))
                .as("nothing new enters while a definition drains: %s", event)
                .isFalse();
        assertThat(execution.status())
                .as("what is to end enters no stage: %s", event)
                .isEqualTo(ExecutionStatus.InProgress);
        assertThat(isParallel(before, execution) || execution.origin().definitionVersion() >= before.retryableFrom())
                .as("what runs by a definition that was replaced enters no stage: %s", event)
                .isTrue();
        for (StageDeclaration earlier : before.definitionOf(execution).stages()) {
            if (earlier.name().equals(event.stage())) {
                break;
            }
            assertThat(execution
                            .stage(earlier.name())
                            .map(StageExecution::status)
                            .orElseThrow())
                    .as("the stage before succeeded or was skipped: %s", event)
                    .isIn(StageStatus.Succeeded, StageStatus.Skipped);
        }
    }

    private static void a_retry_is_of_the_last_that_entered_by_a_definition_that_holds(
            PipelineState before, Event.StageRetried event) {
        StageState stage = before.stage(event.stage()).orElseThrow();
        ExecutionState execution = before.execution(event.executionId()).orElseThrow();
        if (!isParallel(before, execution)) {
            assertThat(stage.holder().or(stage::latest))
                    .as("only who holds the stage, or entered it last, is retried: %s", event)
                    .contains(execution.id());
        }
        assertThat(execution.isLive() || execution.origin().definitionVersion() >= before.retryableFrom())
                .as("a retry is by a definition that still holds: %s", event)
                .isTrue();
        assertThat(execution.position())
                .as("a retry is where the execution is: %s", event)
                .isEqualTo(event.stage());
    }

    private static void an_action_starts_when_all_of_a_lower_run_order_succeeded(
            PipelineState before, Event.ActionStarted event) {
        ExecutionState execution = before.execution(event.executionId()).orElseThrow();
        assertThat(execution.status())
                .as("what is to end starts nothing: %s", event)
                .isEqualTo(ExecutionStatus.InProgress);
        StageExecution stage = execution.stage(event.stage()).orElseThrow();
        assertThat(stage.status())
                .as("a stage that has failed starts nothing: %s", event)
                .isEqualTo(StageStatus.InProgress);
        assertThat(stage.conditionInProgress())
                .as("nothing starts while a condition is checked: %s", event)
                .isEmpty();
        assertThat(stage.action(event.action()))
                .as("what succeeded or works is not started again: %s", event)
                .isEmpty();
        StageDeclaration declared = before.declaration(execution, event.stage()).orElseThrow();
        int runOrder = declared.action(event.action()).orElseThrow().runOrderOrDefault();
        for (ActionDeclaration each : declared.actions()) {
            if (each.runOrderOrDefault() < runOrder) {
                assertThat(stage.action(each.name()).map(ActionExecution::status))
                        .as("%s precedes: %s", each.name(), event)
                        .contains(ActionStatus.Succeeded);
            }
        }
    }

    private static void a_stage_is_held_by_the_one_execution_that_is_in_it(PipelineState state) {
        Map<String, String> inside = new HashMap<>();
        boolean shared = false;
        for (ExecutionState execution : state.executions().values()) {
            shared |= isParallel(state, execution);
            if (execution.isLive() && !execution.waiting() && !isParallel(state, execution)) {
                assertThat(inside.put(execution.position(), execution.id()))
                        .as("one execution in stage %s", execution.position())
                        .isNull();
            }
        }
        for (StageState stage : state.stages().values()) {
            assertThat(stage.holder())
                    .as("who holds stage %s is in it", stage.name())
                    .isEqualTo(Optional.ofNullable(inside.get(stage.name())));
            if (!shared) {
                stage.holder().ifPresent(holder -> assertThat(stage.latest())
                        .as("who holds stage %s entered last", stage.name())
                        .contains(holder));
            }
        }
    }

    private static void what_waits_stands_in_front_of_one_stage_alone(PipelineState state) {
        List<String> waiting = new ArrayList<>();
        for (StageState stage : state.stages().values()) {
            for (String id : stage.waiting()) {
                ExecutionState execution = state.execution(id).orElseThrow();
                assertThat(execution.waiting() && execution.position().equals(stage.name()))
                        .as("%s waits for %s", id, stage.name())
                        .isTrue();
                assertThat(execution.status())
                        .as("what waits for %s is in progress", stage.name())
                        .isEqualTo(ExecutionStatus.InProgress);
                waiting.add(id);
            }
        }
        assertThat(waiting)
                .as("the live executions that wait")
                .containsExactlyInAnyOrderElementsOf(state.liveExecutions().stream()
                        .filter(ExecutionState::waiting)
                        .map(ExecutionState::id)
                        .toList());
    }

    private static void at_most_one_execution_waits_for_a_stage_in_superseded_mode(PipelineState state) {
        for (StageState stage : state.stages().values()) {
            List<ExecutionState> waiting = stage.waiting().stream()
                    .map(id -> state.execution(id).orElseThrow())
                    .filter(each -> state.modeOf(each) == ExecutionMode.SUPERSEDED)
                    .toList();
            for (int i = 1; i < waiting.size(); i++) {
                assertThat(state.drainsFor(waiting.get(i), waiting.get(i - 1)))
                        .as("two wait for %s only when the first has to finish first", stage.name())
                        .isTrue();
            }
        }
    }

    private static void no_more_than_the_allowed_are_under_way(PipelineState state) {
        long bound = state.liveExecutions().stream()
                .filter(each -> state.modeOf(each) != ExecutionMode.SUPERSEDED && !each.isRollback())
                .count();
        assertThat(bound).as("QUEUED and PARALLEL executions under way").isLessThanOrEqualTo(50);
        for (ExecutionState execution : state.liveExecutions()) {
            if (isParallel(state, execution) && execution.currentStage().isPresent()) {
                assertThat(execution.currentStage().get().actions().values().stream()
                                .filter(ActionExecution::isInProgress))
                        .as("actions at work in %s", execution.id())
                        .hasSizeLessThanOrEqualTo(5);
            }
        }
    }

    private static void every_live_execution_has_a_blocker_or_something_works_for_it(PipelineState state) {
        for (ExecutionState execution : state.liveExecutions()) {
            boolean works = !execution.waiting()
                    && execution.currentStage().stream()
                            .anyMatch(stage -> stage.hasActionInProgress()
                                    || stage.conditionInProgress()
                                            .filter(ConditionExecution::hasRuleInProgress)
                                            .isPresent());
            assertThat(works || Blockers.of(state, execution).isPresent())
                    .as("%s has a blocker, or something works for it", execution.id())
                    .isTrue();
        }
        for (ExecutionState execution : state.executions().values()) {
            if (!execution.isLive()) {
                assertThat(Blockers.of(state, execution))
                        .as("%s is over and waits for nothing", execution.id())
                        .isEmpty();
            }
        }
    }

    private static void nothing_works_where_its_execution_is_not(PipelineState state) {
        for (ExecutionState execution : state.executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                if (stage.hasActionInProgress()
                        || stage.conditionInProgress().isPresent()
                        || stage.scheduledRetry().isPresent()) {
                    assertThat(execution.isLive() && !execution.waiting())
                            .as("%s works in %s, so it is live", execution.id(), stage.stageName())
                            .isTrue();
                    assertThat(execution.position())
                            .as("%s works where it is", execution.id())
                            .isEqualTo(stage.stageName());
                }
            }
        }
    }

    private static void an_execution_stays_behind_those_that_began_before_it(PipelineState state) {
        Map<Integer, Integer> ahead = new HashMap<>();
        for (ExecutionState execution : state.executions().values()) {
            int version = execution.origin().definitionVersion();
            if (execution.isLive() && !isParallel(state, execution) && !execution.isRollback()) {
                List<String> names = state.definitionOf(execution).stages().stream()
                        .map(StageDeclaration::name)
                        .toList();
                boolean queued = state.modeOf(execution) == ExecutionMode.QUEUED && execution.waiting();
                int position = 2 * names.indexOf(execution.position()) + (execution.waiting() ? 0 : 1);
                assertThat(position - (queued ? 1 : 0))
                        .as("%s stays behind those that began before it", execution.id())
                        .isLessThan(ahead.getOrDefault(version, Integer.MAX_VALUE));
                ahead.put(version, position);
            }
        }
    }

    private static void the_state_keeps_only_what_lives_or_is_shown(PipelineState state) {
        Set<String> kept = new HashSet<>();
        Set<Integer> versions = new HashSet<>();
        if (state.isDefined()) {
            versions.add(state.version());
        }
        state.stages().values().forEach(stage -> stage.latest().ifPresent(kept::add));
        state.liveExecutions().forEach(execution -> kept.add(execution.id()));
        List<String> failures = state.executions().values().stream()
                .filter(each -> isParallel(state, each) && !each.isLive() && !kept.contains(each.id()))
                .filter(each -> each.status() == ExecutionStatus.Failed || each.status() == ExecutionStatus.Stopped)
                .map(ExecutionState::id)
                .toList();
        assertThat(failures).as("PARALLEL executions to be retried").hasSizeLessThanOrEqualTo(50);
        kept.addAll(failures);
        state.executions().values().forEach(each -> versions.add(each.origin().definitionVersion()));
        assertThat(state.executions().keySet())
                .as("the executions that live or that a stage shows")
                .isEqualTo(kept);
        assertThat(state.definitions().keySet())
                .as("the definitions that are in use")
                .isEqualTo(versions);
        Set<String> stages = new HashSet<>();
        if (state.isDefined()) {
            state.definition().stages().forEach(stage -> stages.add(stage.name()));
        }
        state.liveExecutions()
                .forEach(each -> state.definitionOf(each).stages().forEach(stage -> stages.add(stage.name())));
        assertThat(state.stages().keySet())
                .as("the stages that somebody may enter")
                .isEqualTo(stages);
        assertThat(state.recentStarts())
                .as("the tokens of starts")
                .hasSizeLessThanOrEqualTo(PipelineState.REMEMBERED_STARTS);
    }

    private void attempts_under_way_are_those_in_the_state(PipelineState state) {
        Set<String> inState = new HashSet<>();
        for (ExecutionState execution : state.executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ActionExecution action : stage.actions().values()) {
                    if (action.isInProgress()) {
                        inState.add(action.actionExecutionId());
                    }
                }
                for (ConditionExecution condition : stage.conditions().values()) {
                    condition.rules().values().stream()
                            .filter(RuleExecution::isInProgress)
                            .forEach(rule -> inState.add(rule.ruleExecutionId()));
                }
            }
        }
        assertThat(inState).as("the attempts that have begun and not ended").isEqualTo(underWay);
    }

    private static boolean isParallel(PipelineState state, ExecutionState execution) {
        return state.modeOf(execution) == ExecutionMode.PARALLEL && !execution.isRollback();
    }

    private static boolean isParallel(PipelineState state, String execution) {
        return isParallel(state, state.execution(execution).orElseThrow());
    }

    private static long number(PipelineState state, String execution) {
        return state.execution(execution).orElseThrow().origin().number();
    }

    private static Optional<ExecutionStatus> end(Event event) {
        if (event instanceof Event.ExecutionSucceeded) {
            return Optional.of(ExecutionStatus.Succeeded);
        }
        if (event instanceof Event.ExecutionFailed) {
            return Optional.of(ExecutionStatus.Failed);
        }
        if (event instanceof Event.ExecutionStopped) {
            return Optional.of(ExecutionStatus.Stopped);
        }
        if (event instanceof Event.ExecutionCancelled) {
            return Optional.of(ExecutionStatus.Cancelled);
        }
        if (event instanceof Event.ExecutionSuperseded) {
            return Optional.of(ExecutionStatus.Superseded);
        }
        return Optional.empty();
    }
}
