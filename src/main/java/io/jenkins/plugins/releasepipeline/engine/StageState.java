package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stage of a pipeline as it stands: the point of the state view (reference §1.5, §1.16).
 *
 * @param name the stage
 * @param inbound the way into it
 * @param holder the execution that holds the stage's lock; empty when it is free. PARALLEL executions hold none.
 * @param waiting the executions in front of it, first come first; at most one in SUPERSEDED mode
 * @param latest the execution that entered last; empty when none ever did
 * @param succeeded the execution that last succeeded in it; empty when none ever did
 * @param rollbackTarget what a rollback goes back to unless told otherwise: what last succeeded in it, or what it was
 *     taken back to since; empty where nothing can be rolled back
 * @param earlyApprovals what was approved ahead of being asked for
 */
public record StageState(
        String name,
        Transition inbound,
        Optional<String> holder,
        List<String> waiting,
        Optional<String> latest,
        Optional<SucceededExecution> succeeded,
        Optional<RollbackTarget> rollbackTarget,
        List<EarlyApproval> earlyApprovals) {

    public StageState {
        waiting = List.copyOf(waiting);
        succeeded = succeeded == null ? Optional.empty() : succeeded;
        rollbackTarget = rollbackTarget == null ? Optional.empty() : rollbackTarget;
        earlyApprovals = Lists.copyOf(earlyApprovals);
    }

    static StageState untouched(String name) {
        return new StageState(
                name,
                Transition.OPEN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    StageState withInbound(Transition transition) {
        return new StageState(name, transition, holder, waiting, latest, succeeded, rollbackTarget, earlyApprovals);
    }

    StageState withWaiting(String execution) {
        return new StageState(
                name,
                inbound,
                holder,
                Lists.with(waiting, execution),
                latest,
                succeeded,
                rollbackTarget,
                earlyApprovals);
    }

    StageState withoutWaiting(String execution) {
        return new StageState(
                name,
                inbound,
                holder,
                Lists.without(waiting, execution),
                latest,
                succeeded,
                rollbackTarget,
                earlyApprovals);
    }

    StageState heldBy(String execution) {
        return new StageState(
                name,
                inbound,
                Optional.of(execution),
                Lists.without(waiting, execution),
                Optional.of(execution),
                succeeded,
                rollbackTarget,
                earlyApprovals);
    }

    /** As {@link #heldBy}, for an execution that shares the stage with others. */
    StageState sharedBy(String execution) {
        return new StageState(
                name,
                inbound,
                holder,
                Lists.without(waiting, execution),
                Optional.of(execution),
                succeeded,
                rollbackTarget,
                earlyApprovals);
    }

    StageState freedBy(String execution) {
        return holder.equals(Optional.of(execution))
                ? new StageState(
                        name, inbound, Optional.empty(), waiting, latest, succeeded, rollbackTarget, earlyApprovals)
                : this;
    }

    StageState succeededBy(ExecutionState execution, Instant at, boolean goesBack) {
        return new StageState(
                name,
                inbound,
                holder,
                waiting,
                latest,
                Optional.of(SucceededExecution.of(execution, at)),
                goesBack ? Optional.of(RollbackTarget.of(execution)) : Optional.empty(),
                earlyApprovals);
    }

    StageState with(EarlyApproval early) {
        return with(Lists.with(earlyApprovals, early));
    }

    StageState withoutEarly(String action, String by) {
        return with(earlyApprovals.stream()
                .filter(each ->
                        !each.action().equals(action) || !each.by().name().equals(by))
                .toList());
    }

    private StageState with(List<EarlyApproval> early) {
        return new StageState(name, inbound, holder, waiting, latest, succeeded, rollbackTarget, early);
    }
}
