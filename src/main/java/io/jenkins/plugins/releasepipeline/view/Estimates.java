package io.jenkins.plugins.releasepipeline.view;

import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.DeploymentWindow;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Blocker;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.view.UsualTimes.UsualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says when an execution that waits is likely to go on, from how long things took before and from what the definition
 * says. It is an estimate: nothing depends on it. Pure, without a clock.
 */
public final class Estimates {
    private final PipelineState state;
    private final UsualTimes usual;

    public Estimates(PipelineState state, UsualTimes usual) {
        this.state = state;
        this.usual = usual;
    }

    /**
     * @param execution one of the state's
     * @param blocker what it waits for
     * @return empty when nobody can tell, as for a closed transition, or when there is nothing to learn from
     */
    public Optional<Estimate> of(ExecutionState execution, Blocker blocker) {
        if (blocker instanceof Blocker.StageHeld held) {
            return stageFree(held.executionId(), held.stage(), 0);
        }
        if (blocker instanceof Blocker.Queued queued) {
            return state.stages()
                    .get(queued.stage())
                    .holder()
                    .flatMap(holder -> stageFree(holder, queued.stage(), queued.position() - 1));
        }
        if (blocker instanceof Blocker.Draining draining) {
            return drained(draining);
        }
        if (blocker instanceof Blocker.ApprovalNeeded approval) {
            return usual.action(approval.stage(), approval.action())
                    .map(time -> after(approval.since(), time, Estimate.Basis.USUAL_APPROVAL));
        }
        if (blocker instanceof Blocker.AgentNeeded agent) {
            return usual.agent(agent.stage(), agent.work())
                    .map(time -> after(agent.since(), time, Estimate.Basis.USUAL_AGENT));
        }
        if (blocker instanceof Blocker.RuleNotPassing rule) {
            return Optional.of(nextCheck(execution, rule));
        }
        if (blocker instanceof Blocker.RetryDue retry) {
            return Optional.of(new Estimate(retry.due(), Estimate.Basis.RETRY_DUE, 0));
        }
        return Optional.empty();
    }

    private static Estimate after(Instant since, UsualTime time, Estimate.Basis basis) {
        return new Estimate(since.plus(time.time()), basis, time.of());
    }

    /** @param before how many enter it in between */
    private Optional<Estimate> stageFree(String holder, String stage, int before) {
        Optional<Instant> entered =
                state.execution(holder).flatMap(found -> found.stage(stage)).map(StageExecution::startedAt);
        return entered.flatMap(at -> usual.stage(stage)
                .map(time -> after(at.plus(time.time().multipliedBy(before)), time, Estimate.Basis.USUAL_STAGE)));
    }

    private Optional<Estimate> drained(Blocker.Draining draining) {
        Optional<Instant> last = draining.executionIds().stream()
                .flatMap(id -> state.execution(id).stream())
                .map(earlier -> earlier.origin().startedAt())
                .max(Instant::compareTo);
        return last.flatMap(at -> usual.pipeline().map(time -> after(at, time, Estimate.Basis.USUAL_PIPELINE)));
    }

    /** The first check from which all windows of the condition are open; the next check when it has no window. */
    private Estimate nextCheck(ExecutionState execution, Blocker.RuleNotPassing blocker) {
        Instant next = blocker.nextCheck();
        List<DeploymentWindow> windows = new ArrayList<>();
        state.declaration(execution, blocker.stage()).ifPresent(stage -> conditions(stage, blocker.condition())
                .forEach(condition ->
                        condition.rules().forEach(rule -> window(rule).ifPresent(windows::add))));
        Optional<Instant> opening = windows.isEmpty() ? Optional.empty() : opening(windows, next);
        return opening.map(at -> new Estimate(at, Estimate.Basis.DEPLOYMENT_WINDOW, 0))
                .orElseGet(() -> new Estimate(next, Estimate.Basis.NEXT_CHECK, 0));
    }

    private static Optional<Instant> opening(List<DeploymentWindow> windows, Instant from) {
        Instant at = from;
        for (int i = 0; i < 100; i++) {
            Instant before = at;
            for (DeploymentWindow window : windows) {
                Optional<Instant> next = window.nextOpening(at);
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                at = next.get();
            }
            if (at.equals(before)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static Optional<DeploymentWindow> window(RuleDeclaration rule) {
        if (!rule.ruleTypeId().provider().equals("DeploymentWindow")) {
            return Optional.empty();
        }
        try {
            return Optional.of(DeploymentWindow.of(
                    rule.configuration().getOrDefault("Cron", ""),
                    rule.configuration().getOrDefault("TimeZone", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Condition> conditions(StageDeclaration stage, ConditionType type) {
        return switch (type) {
            case BEFORE_ENTRY ->
                stage.beforeEntry() == null ? List.of() : stage.beforeEntry().conditions();
            case ON_SUCCESS ->
                stage.onSuccess() == null ? List.of() : stage.onSuccess().conditions();
            case ON_FAILURE ->
                stage.onFailure() == null ? List.of() : stage.onFailure().conditions();
        };
    }
}
