package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.RetryTrigger;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An execution as history tells it (reference §1.16).
 *
 * @param origin how it began
 * @param status how it stands, or ended
 * @param statusSummary why it ended as it did; may be empty
 * @param updatedAt when something about it changed last
 * @param revisions what its source actions delivered
 * @param stages the stages it has entered, in that order
 * @param actions every attempt at every action, in the order of their beginning
 * @param stopReason what was said when it was stopped; empty when nobody stopped it
 * @param carried the executions whose place it took on its way, and those whose place they had taken; the last 50
 * @param supersededBy the execution that took its place; empty when none did
 * @param conditions the conditions that were checked, in the order of their beginning
 * @param rules the checks of their rules in that order, the last 1,000
 */
public record ExecutionRecord(
        ExecutionOrigin origin,
        ExecutionStatus status,
        String statusSummary,
        Instant updatedAt,
        List<ArtifactRevision> revisions,
        List<StageRecord> stages,
        List<ActionRecord> actions,
        Optional<String> stopReason,
        List<CarriedExecution> carried,
        Optional<String> supersededBy,
        List<ConditionRecord> conditions,
        List<RuleRecord> rules) {

    private static final int REMEMBERED_RULES = 1000;

    /**
     * A stage that the execution has entered.
     *
     * @param status how it stands, or ended the last time
     * @param startedAt when the execution entered
     * @param endedAt when it ended the last time; empty while it works
     * @param retries how often it was retried
     * @param attempts all of them, the first of them first; there is at least one
     */
    public record StageRecord(
            String name,
            StageStatus status,
            Instant startedAt,
            Optional<Instant> endedAt,
            int retries,
            List<StageAttempt> attempts) {

        public StageRecord {
            attempts = List.copyOf(attempts);
        }

        private StageRecord withLast(StageAttempt last) {
            List<StageAttempt> all = new ArrayList<>(attempts.subList(0, attempts.size() - 1));
            all.add(last);
            return new StageRecord(name, last.status(), startedAt, last.endedAt(), retries, all);
        }

        private StageRecord and(StageAttempt next) {
            List<StageAttempt> all = new ArrayList<>(attempts);
            all.add(next);
            return new StageRecord(name, next.status(), startedAt, Optional.empty(), retries + 1, all);
        }
    }

    /**
     * An attempt at a stage.
     *
     * @param number 1 for the first, one more for each retry
     * @param retry why and how it was retried; empty for the first
     */
    public record StageAttempt(
            int number, StageStatus status, Instant startedAt, Optional<Instant> endedAt, Optional<Retry> retry) {

        private StageAttempt ended(StageStatus end, Instant at) {
            return new StageAttempt(number, end, startedAt, Optional.of(at), retry);
        }
    }

    /** @param by who asked for it; empty when the definition did */
    public record Retry(RetryMode mode, RetryTrigger trigger, String by) {}

    /**
     * An attempt at an action.
     *
     * @param lateReports how many reports came after the attempt was over
     * @param answers what people said to an approval, the first answer first
     * @param agentWaits when it had to wait for an agent, the first time first
     */
    public record ActionRecord(
            String stage,
            String action,
            String actionExecutionId,
            int attempt,
            ActionStatus status,
            Instant startedAt,
            Instant updatedAt,
            ActionInput input,
            String summary,
            String externalExecutionId,
            String externalExecutionUrl,
            Optional<ErrorDetails> error,
            Map<String, String> outputVariables,
            Map<String, String> outputArtifacts,
            String updatedBy,
            int lateReports,
            List<Answer> answers,
            List<AgentWaited> agentWaits) {

        public ActionRecord {
            answers = List.copyOf(answers);
            agentWaits = List.copyOf(agentWaits);
        }

        private ActionRecord waiting(Event.AgentAwaited event) {
            boolean goesOn = !agentWaits.isEmpty()
                    && agentWaits.get(agentWaits.size() - 1).until().isEmpty();
            if (goesOn) {
                return this;
            }
            List<AgentWaited> all = new ArrayList<>(agentWaits);
            all.add(new AgentWaited(event.label(), event.at(), Optional.empty()));
            return with(all);
        }

        /** Waits no longer, from {@code at} on. */
        private ActionRecord lent(Instant at) {
            return with(agentWaits.stream()
                    .map(wait -> wait.until().isPresent()
                            ? wait
                            : new AgentWaited(wait.label(), wait.since(), Optional.of(at)))
                    .toList());
        }

        private ActionRecord with(List<AgentWaited> waits) {
            return new ActionRecord(
                    stage,
                    action,
                    actionExecutionId,
                    attempt,
                    status,
                    startedAt,
                    updatedAt,
                    input,
                    summary,
                    externalExecutionId,
                    externalExecutionUrl,
                    error,
                    outputVariables,
                    outputArtifacts,
                    updatedBy,
                    lateReports,
                    answers,
                    waits);
        }

        private ActionRecord and(Answer answer) {
            List<Answer> all = new ArrayList<>(answers);
            all.add(answer);
            return new ActionRecord(
                    stage,
                    action,
                    actionExecutionId,
                    attempt,
                    status,
                    startedAt,
                    answer.at(),
                    input,
                    summary,
                    externalExecutionId,
                    externalExecutionUrl,
                    error,
                    outputVariables,
                    outputArtifacts,
                    updatedBy,
                    lateReports,
                    all,
                    agentWaits);
        }
    }

    /**
     * A time for which an attempt had no agent.
     *
     * @param label the label that the agent had to have; empty when any agent would have done
     * @param until until when; empty while it waits
     */
    public record AgentWaited(String label, Instant since, Optional<Instant> until) {}

    /** @param status {@code Approved}, {@code Rejected}, or {@code Withdrawn} for what somebody took back */
    public record Answer(Instant at, String status, String by, String summary) {}

    /**
     * A condition of a stage, from its first check to its end (reference §1.10).
     *
     * @param evaluations how often its rules were checked
     * @param by who overrode it; empty otherwise
     */
    public record ConditionRecord(
            String stage,
            ConditionType type,
            ConditionStatus status,
            Instant startedAt,
            Optional<Instant> endedAt,
            int evaluations,
            String summary,
            String by) {}

    /**
     * A check of a rule.
     *
     * @param evaluation which check of its condition it belongs to, from 1
     */
    public record RuleRecord(
            String stage,
            ConditionType condition,
            String rule,
            String ruleExecutionId,
            int evaluation,
            ActionStatus status,
            Instant startedAt,
            Instant updatedAt,
            ActionInput input,
            String summary,
            String externalExecutionId,
            String externalExecutionUrl,
            Optional<ErrorDetails> error) {}

    /**
     * @param events all events of one execution in order
     * @param carried what it carries besides
     * @throws IllegalArgumentException when they do not begin with its start
     */
    static ExecutionRecord of(List<Event> events, List<CarriedExecution> carried) {
        if (events.isEmpty() || !(events.get(0) instanceof Event.ExecutionStarted started)) {
            throw new IllegalArgumentException("the history of an execution does not begin with its start");
        }
        Fold fold = new Fold(started);
        events.forEach(fold::add);
        return fold.record(carried);
    }

    /** Events, one after the other, into a record. */
    private static final class Fold {
        private final ExecutionOrigin origin;
        private final Map<String, ArtifactRevision> revisions = new LinkedHashMap<>();
        private final Map<String, StageRecord> stages = new LinkedHashMap<>();
        private final Map<String, ActionRecord> actions = new LinkedHashMap<>();
        private final List<ConditionRecord> conditions = new ArrayList<>();
        private final Map<String, RuleRecord> rules = new LinkedHashMap<>();
        private ExecutionStatus status = ExecutionStatus.InProgress;
        private String summary = "";
        private Instant updated;
        private Optional<String> stopReason = Optional.empty();
        private Optional<String> supersededBy = Optional.empty();

        Fold(Event.ExecutionStarted started) {
            origin = ExecutionOrigin.of(started);
            started.rollback().ifPresent(rollback -> rollback.products()
                    .revisions()
                    .forEach(revision -> revisions.put(revision.actionName(), revision)));
            updated = started.at();
        }

        ExecutionRecord record(List<CarriedExecution> carried) {
            return new ExecutionRecord(
                    origin,
                    status,
                    summary,
                    updated,
                    List.copyOf(revisions.values()),
                    List.copyOf(stages.values()),
                    new ArrayList<>(actions.values()),
                    stopReason,
                    List.copyOf(carried),
                    supersededBy,
                    List.copyOf(conditions),
                    List.copyOf(rules.values()));
        }

        void add(Event event) {
            addCondition(event);
            updated = event.at();
            if (event instanceof Event.StageEntered entered) {
                stages.put(
                        entered.stage(),
                        new StageRecord(
                                entered.stage(),
                                StageStatus.InProgress,
                                entered.at(),
                                Optional.empty(),
                                0,
                                List.of(new StageAttempt(
                                        1, StageStatus.InProgress, entered.at(), Optional.empty(), Optional.empty()))));
            } else if (event instanceof Event.StageSucceeded ended) {
                stage(ended.stage(), StageStatus.Succeeded, ended.at());
            } else if (event instanceof Event.StageSkipped ended) {
                stage(ended.stage(), StageStatus.Skipped, ended.at());
            } else if (event instanceof Event.ConditionOverridden overridden) {
                status = ExecutionStatus.InProgress;
                summary = "";
                stages.computeIfPresent(
                        overridden.stage(),
                        (name, before) -> before.status() == StageStatus.InProgress
                                ? before
                                : before.and(new StageAttempt(
                                        before.attempts().size() + 1,
                                        StageStatus.InProgress,
                                        overridden.at(),
                                        Optional.empty(),
                                        Optional.empty())));
            } else if (event instanceof Event.StageFailed ended) {
                stage(ended.stage(), StageStatus.Failed, ended.at());
            } else if (event instanceof Event.StageStopped ended) {
                stage(ended.stage(), StageStatus.Stopped, ended.at());
            } else if (event instanceof Event.StageCancelled ended) {
                stage(ended.stage(), StageStatus.Cancelled, ended.at());
            } else if (event instanceof Event.StageRetried retried) {
                status = ExecutionStatus.InProgress;
                summary = "";
                stages.computeIfPresent(
                        retried.stage(),
                        (name, before) -> before.and(new StageAttempt(
                                before.attempts().size() + 1,
                                StageStatus.InProgress,
                                retried.at(),
                                Optional.empty(),
                                Optional.of(new Retry(retried.mode(), retried.trigger(), retried.by())))));
            } else if (event instanceof Event.ActionStarted started) {
                actions.put(started.actionExecutionId(), begun(started));
            } else if (event instanceof Event.ActionFinished finished) {
                actions.computeIfPresent(finished.actionExecutionId(), (id, before) -> ended(before, finished));
                finished.revision().ifPresent(revision -> revisions.put(revision.actionName(), revision));
            } else if (event instanceof Event.AgentAwaited awaited) {
                actions.computeIfPresent(awaited.actionExecutionId(), (id, before) -> before.waiting(awaited));
            } else if (event instanceof Event.AgentLent lent) {
                actions.computeIfPresent(lent.actionExecutionId(), (id, before) -> before.lent(lent.at()));
            } else if (event instanceof Event.ApprovalAnswered answered) {
                Answer answer = new Answer(answered.at(), answered.status().name(), answered.by(), answered.summary());
                actions.computeIfPresent(answered.actionExecutionId(), (id, before) -> before.and(answer));
            } else if (event instanceof Event.ApprovalWithdrawn withdrawn) {
                Answer answer = new Answer(withdrawn.at(), "Withdrawn", withdrawn.by(), "");
                actions.computeIfPresent(withdrawn.actionExecutionId(), (id, before) -> before.and(answer));
            } else if (event instanceof Event.LateReport late) {
                actions.computeIfPresent(late.actionExecutionId(), (id, before) -> reportedLate(before));
            } else if (event instanceof Event.ExecutionStopping) {
                status = ExecutionStatus.Stopping;
            } else if (event instanceof Event.ExecutionStopped stopped) {
                end(ExecutionStatus.Stopped, stopped.reason());
                stopReason = Optional.of(stopped.reason());
            } else if (event instanceof Event.ExecutionSucceeded) {
                end(ExecutionStatus.Succeeded, "");
            } else if (event instanceof Event.ExecutionFailed failed) {
                end(ExecutionStatus.Failed, failed.summary());
            } else if (event instanceof Event.ExecutionCancelled cancelled) {
                end(ExecutionStatus.Cancelled, cancelled.reason());
            } else if (event instanceof Event.ExecutionSuperseded superseded) {
                supersededBy = Optional.of(superseded.supersededBy());
                end(ExecutionStatus.Superseded, "Superseded by execution " + superseded.supersededBy() + ".");
            }
        }

        private void addCondition(Event event) {
            if (event instanceof Event.ConditionStarted started) {
                conditions.add(new ConditionRecord(
                        started.stage(),
                        started.condition(),
                        ConditionStatus.InProgress,
                        started.at(),
                        Optional.empty(),
                        0,
                        "",
                        ""));
            } else if (event instanceof Event.RuleStarted started) {
                rules.put(started.ruleExecutionId(), begun(started));
                if (rules.size() > REMEMBERED_RULES) {
                    rules.remove(rules.keySet().iterator().next());
                }
                condition(
                        started.stage(),
                        started.condition(),
                        before -> new ConditionRecord(
                                before.stage(),
                                before.type(),
                                before.status(),
                                before.startedAt(),
                                before.endedAt(),
                                started.evaluation(),
                                before.summary(),
                                before.by()));
            } else if (event instanceof Event.RuleFinished finished) {
                rules.computeIfPresent(finished.ruleExecutionId(), (id, before) -> ended(before, finished));
            } else if (event instanceof Event.ConditionHeld held) {
                condition(
                        held.stage(),
                        held.condition(),
                        before -> new ConditionRecord(
                                before.stage(),
                                before.type(),
                                before.status(),
                                before.startedAt(),
                                before.endedAt(),
                                before.evaluations(),
                                held.summary(),
                                before.by()));
            } else if (event instanceof Event.ConditionFinished finished) {
                condition(
                        finished.stage(),
                        finished.condition(),
                        before -> ended(before, finished.status(), finished.at(), finished.summary(), ""));
            } else if (event instanceof Event.ConditionOverridden overridden) {
                condition(
                        overridden.stage(),
                        overridden.condition(),
                        before -> ended(
                                before,
                                ConditionStatus.Overridden,
                                overridden.at(),
                                overridden.reason(),
                                overridden.by()));
            }
        }

        /** Changes the latest of that kind. */
        private void condition(String stage, ConditionType type, UnaryOperator<ConditionRecord> change) {
            for (int i = conditions.size() - 1; i >= 0; i--) {
                ConditionRecord each = conditions.get(i);
                if (each.stage().equals(stage) && each.type() == type) {
                    conditions.set(i, change.apply(each));
                    return;
                }
            }
        }

        private static ConditionRecord ended(
                ConditionRecord before, ConditionStatus end, Instant at, String summary, String by) {
            return new ConditionRecord(
                    before.stage(),
                    before.type(),
                    end,
                    before.startedAt(),
                    Optional.of(at),
                    before.evaluations(),
                    summary,
                    by);
        }

        private static RuleRecord begun(Event.RuleStarted event) {
            return new RuleRecord(
                    event.stage(),
                    event.condition(),
                    event.rule(),
                    event.ruleExecutionId(),
                    event.evaluation(),
                    ActionStatus.InProgress,
                    event.at(),
                    event.at(),
                    event.input(),
                    "",
                    "",
                    "",
                    Optional.empty());
        }

        private static RuleRecord ended(RuleRecord before, Event.RuleFinished event) {
            return new RuleRecord(
                    before.stage(),
                    before.condition(),
                    before.rule(),
                    before.ruleExecutionId(),
                    before.evaluation(),
                    event.status(),
                    before.startedAt(),
                    event.at(),
                    before.input(),
                    event.summary(),
                    event.externalExecutionId(),
                    event.externalExecutionUrl(),
                    event.error());
        }

        private void end(ExecutionStatus end, String why) {
            status = end;
            summary = why;
        }

        private void stage(String name, StageStatus end, Instant at) {
            stages.computeIfPresent(
                    name,
                    (any, before) -> before.withLast(
                            before.attempts().get(before.attempts().size() - 1).ended(end, at)));
        }

        private static ActionRecord begun(Event.ActionStarted event) {
            return new ActionRecord(
                    event.stage(),
                    event.action(),
                    event.actionExecutionId(),
                    event.attempt(),
                    ActionStatus.InProgress,
                    event.at(),
                    event.at(),
                    event.input(),
                    "",
                    "",
                    "",
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    "",
                    0,
                    List.of(),
                    List.of());
        }

        private static ActionRecord ended(ActionRecord before, Event.ActionFinished event) {
            return new ActionRecord(
                    before.stage(),
                    before.action(),
                    before.actionExecutionId(),
                    before.attempt(),
                    event.status(),
                    before.startedAt(),
                    event.at(),
                    before.input(),
                    event.summary(),
                    event.externalExecutionId(),
                    event.externalExecutionUrl(),
                    event.error(),
                    event.outputVariables(),
                    event.outputArtifacts(),
                    event.by(),
                    before.lateReports(),
                    before.answers(),
                    before.lent(event.at()).agentWaits());
        }

        private static ActionRecord reportedLate(ActionRecord before) {
            return new ActionRecord(
                    before.stage(),
                    before.action(),
                    before.actionExecutionId(),
                    before.attempt(),
                    before.status(),
                    before.startedAt(),
                    before.updatedAt(),
                    before.input(),
                    before.summary(),
                    before.externalExecutionId(),
                    before.externalExecutionUrl(),
                    before.error(),
                    before.outputVariables(),
                    before.outputArtifacts(),
                    before.updatedBy(),
                    before.lateReports() + 1,
                    before.answers(),
                    before.agentWaits());
        }
    }
}
