package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;

/**
 * Says what comes of a command: the rules of reference §1.5 to §1.11. Pure: the same state, command and time give the
 * same decision, always. Each kind of command has a class of its own; what they share about the way through the stages
 * is in {@code Flow}.
 */
public final class Decider {
    private Decider() {}

    /**
     * @param state what is true now
     * @param command what is wanted or reported
     * @param now the host's time
     * @return what happened, or why nothing did
     */
    public static Decision decide(PipelineState state, Command command, Instant now) {
        Turn turn = new Turn(state, now);
        if (command instanceof Command.UpdateDefinition update) {
            return Definitions.update(turn, update);
        }
        if (!state.isDefined()) {
            return Turn.refused(
                    Refusal.Error.PipelineNotFoundException, "There is no pipeline '" + state.pipelineName() + "'.");
        }
        if (command instanceof Command.StartExecution start) {
            return Starts.start(turn, start);
        }
        if (command instanceof Command.StopExecution stop) {
            return Stops.stop(turn, stop);
        }
        if (command instanceof Command.RetryStage retry) {
            return Retries.retry(turn, retry);
        }
        if (command instanceof Command.SetTransition transition) {
            return Transitions.set(turn, transition);
        }
        if (command instanceof Command.PutApproval approval) {
            return Approvals.put(turn, approval);
        }
        if (command instanceof Command.WithdrawApproval withdrawal) {
            return Approvals.withdraw(turn, withdrawal);
        }
        if (command instanceof Command.ApproveAhead ahead) {
            return Approvals.ahead(turn, ahead);
        }
        if (command instanceof Command.CountEarlyApprovals count) {
            return Approvals.countEarly(turn, count);
        }
        if (command instanceof Command.TimerDue due) {
            return Timers.due(turn, due);
        }
        if (command instanceof Command.RollbackStage rollback) {
            return Rollbacks.roll(turn, rollback);
        }
        if (command instanceof Command.OverrideCondition override) {
            return Conditions.override(turn, override);
        }
        if (command instanceof Command.RuleReported reported) {
            return Conditions.reported(turn, reported);
        }
        if (command instanceof Command.ActionProgressed progressed) {
            return Reports.progressed(turn, progressed);
        }
        if (command instanceof Command.AgentAwaited awaited) {
            return Reports.agentAwaited(turn, awaited);
        }
        if (command instanceof Command.AgentLent lent) {
            return Reports.agentLent(turn, lent);
        }
        if (command instanceof Command.ActionReported reported) {
            return Reports.reported(turn, reported);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getSimpleName());
    }
}
