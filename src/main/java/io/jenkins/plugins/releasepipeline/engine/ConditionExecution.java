package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A condition of a stage in one execution (reference §1.10).
 *
 * @param type which of the stage's conditions
 * @param status how it stands
 * @param evaluation how often its rules have been checked; more than once when it holds
 * @param startedAt when its rules were checked first
 * @param endedAt when it passed, failed, was given up or overridden; empty while it is in progress
 * @param summary why it stands as it does, in words for a person; may be empty
 * @param rules the latest check of each rule, by its name
 * @param nextCheck while it holds: when its rules are checked again
 * @param deadline for one that may hold: when it fails
 * @param by who overrode it; empty otherwise
 */
public record ConditionExecution(
        ConditionType type,
        ConditionStatus status,
        int evaluation,
        Instant startedAt,
        Optional<Instant> endedAt,
        String summary,
        Map<String, RuleExecution> rules,
        Optional<Instant> nextCheck,
        Optional<Instant> deadline,
        String by) {

    public ConditionExecution {
        rules = Maps.copyOf(rules);
    }

    static ConditionExecution begun(Event.ConditionStarted event) {
        return new ConditionExecution(
                event.condition(),
                ConditionStatus.InProgress,
                0,
                event.at(),
                Optional.empty(),
                "",
                Map.of(),
                Optional.empty(),
                event.deadline(),
                "");
    }

    public boolean isInProgress() {
        return status == ConditionStatus.InProgress;
    }

    /** Whether the execution may go on as far as this condition is concerned. */
    public boolean isPassed() {
        return status == ConditionStatus.Succeeded || status == ConditionStatus.Overridden;
    }

    public Optional<RuleExecution> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** The check of that id, if it is in progress. */
    public Optional<RuleExecution> inProgress(String rule, String ruleExecutionId) {
        return rule(rule)
                .filter(found -> found.isInProgress() && found.ruleExecutionId().equals(ruleExecutionId));
    }

    public boolean hasRuleInProgress() {
        return rules.values().stream().anyMatch(RuleExecution::isInProgress);
    }

    ConditionExecution started(Event.RuleStarted event) {
        return with(
                event.evaluation(),
                Maps.with(rules, event.rule(), RuleExecution.begun(event)),
                summary,
                Optional.empty());
    }

    ConditionExecution finished(Event.RuleFinished event) {
        return inProgress(event.rule(), event.ruleExecutionId())
                .map(found -> with(found.finished(event)))
                .orElse(this);
    }

    ConditionExecution with(RuleExecution check) {
        return with(evaluation, Maps.with(rules, check.ruleName(), check), summary, nextCheck);
    }

    ConditionExecution held(Event.ConditionHeld event) {
        return with(evaluation, rules, event.summary(), Optional.of(event.nextCheck()));
    }

    ConditionExecution ended(ConditionStatus end, Instant at, String why, String who) {
        return new ConditionExecution(
                type, end, evaluation, startedAt, Optional.of(at), why, rules, Optional.empty(), deadline, who);
    }

    private ConditionExecution with(
            int evaluations, Map<String, RuleExecution> checks, String why, Optional<Instant> next) {
        return new ConditionExecution(type, status, evaluations, startedAt, endedAt, why, checks, next, deadline, by);
    }
}
