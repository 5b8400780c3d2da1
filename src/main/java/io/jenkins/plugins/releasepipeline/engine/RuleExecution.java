package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * The latest check of one rule of a condition (reference §1.10).
 *
 * @param ruleName the rule
 * @param ruleExecutionId the check's id; another one for each check
 * @param status how it stands; {@code Succeeded} when the rule passed
 * @param startedAt when the check began
 * @param lastStatusChange when the status changed last
 * @param summary one line about what was found
 * @param externalExecutionId the provider's own id of the check; empty when it has none
 * @param externalExecutionUrl where to look at it; empty when there is no such place
 * @param error why it did not pass or could not be checked; empty otherwise
 * @param expires when the check is given up; empty when the definition sets no limit
 * @param input what it works with, as long as it does
 * @param agentWait that it waits for an agent; empty when it does not
 */
public record RuleExecution(
        String ruleName,
        String ruleExecutionId,
        ActionStatus status,
        Instant startedAt,
        Instant lastStatusChange,
        String summary,
        String externalExecutionId,
        String externalExecutionUrl,
        Optional<ErrorDetails> error,
        Optional<Instant> expires,
        Optional<ActionInput> input,
        Optional<AgentWait> agentWait) {

    public RuleExecution {
        agentWait = agentWait == null ? Optional.empty() : agentWait;
    }

    static RuleExecution begun(Event.RuleStarted event) {
        return new RuleExecution(
                event.rule(),
                event.ruleExecutionId(),
                ActionStatus.InProgress,
                event.at(),
                event.at(),
                "",
                "",
                "",
                Optional.empty(),
                event.expires(),
                Optional.of(event.input()),
                Optional.empty());
    }

    public boolean isInProgress() {
        return status == ActionStatus.InProgress;
    }

    RuleExecution finished(Event.RuleFinished event) {
        return new RuleExecution(
                ruleName,
                ruleExecutionId,
                event.status(),
                startedAt,
                event.at(),
                event.summary(),
                event.externalExecutionId(),
                event.externalExecutionUrl(),
                event.error(),
                expires,
                Optional.empty(),
                Optional.empty());
    }

    RuleExecution waiting(Optional<AgentWait> wait) {
        return new RuleExecution(
                ruleName,
                ruleExecutionId,
                status,
                startedAt,
                lastStatusChange,
                summary,
                externalExecutionId,
                externalExecutionUrl,
                error,
                expires,
                input,
                wait);
    }
}
