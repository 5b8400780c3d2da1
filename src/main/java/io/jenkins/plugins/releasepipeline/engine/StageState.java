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
 */
public record StageState(
        String name,
        Transition inbound,
        Optional<String> holder,
        List<String> waiting,
        Optional<String> latest,
        Optional<SucceededExecution> succeeded) {

    public StageState {
        waiting = List.copyOf(waiting);
        succeeded = succeeded == null ? Optional.empty() : succeeded;
    }

    static StageState untouched(String name) {
        return new StageState(name, Transition.OPEN, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    StageState withInbound(Transition transition) {
        return new StageState(name, transition, holder, waiting, latest, succeeded);
    }

    StageState withWaiting(String execution) {
        return new StageState(name, inbound, holder, Lists.with(waiting, execution), latest, succeeded);
    }

    StageState withoutWaiting(String execution) {
        return new StageState(name, inbound, holder, Lists.without(waiting, execution), latest, succeeded);
    }

    StageState heldBy(String execution) {
        return new StageState(
                name,
                inbound,
                Optional.of(execution),
                Lists.without(waiting, execution),
                Optional.of(execution),
                succeeded);
    }

    /** As {@link #heldBy}, for an execution that shares the stage with others. */
    StageState sharedBy(String execution) {
        return new StageState(
                name, inbound, holder, Lists.without(waiting, execution), Optional.of(execution), succeeded);
    }

    StageState freedBy(String execution) {
        return holder.equals(Optional.of(execution))
                ? new StageState(name, inbound, Optional.empty(), waiting, latest, succeeded)
                : this;
    }

    StageState succeededBy(ExecutionState execution, Instant at) {
        return new StageState(
                name, inbound, holder, waiting, latest, Optional.of(SucceededExecution.of(execution, at)));
    }
}
