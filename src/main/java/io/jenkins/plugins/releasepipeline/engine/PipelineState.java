package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What is true of a pipeline now (reference §1.5). Immutable. Its size does not grow with history: it holds the
 * executions that are live or that a stage still shows, and no others.
 *
 * @param pipelineName the pipeline
 * @param created when it got its first definition
 * @param updated when it got its present one
 * @param definitions the definitions in use by version: the present one, and those that its executions run by
 * @param version the present definition's version; 0 before there is one
 * @param retryableFrom the earliest version whose executions may still be retried: an update that cancels what runs, and
 *     the end of a drain, leave nothing before it that could be
 * @param drains the versions that let nothing enter while executions of an earlier version are under way, ascending
 * @param stages the present definition's stages in order, and after them those that only executions of an earlier
 *     definition still have before them
 * @param executions by id, in the order of their start
 * @param lastNumber the number of the last execution that began
 * @param recentStarts the last {@value #REMEMBERED_STARTS} client request tokens, with the execution each began
 */
public record PipelineState(
        String pipelineName,
        Optional<Instant> created,
        Optional<Instant> updated,
        Map<Integer, PipelineDeclaration> definitions,
        int version,
        int retryableFrom,
        List<Integer> drains,
        Map<String, StageState> stages,
        Map<String, ExecutionState> executions,
        long lastNumber,
        Map<String, String> recentStarts) {

    static final int REMEMBERED_STARTS = 100;

    /** How many PARALLEL executions that failed or were stopped are remembered, to be retried. */
    static final int REMEMBERED_FAILURES = 50;

    public PipelineState {
        definitions = Map.copyOf(definitions);
        retryableFrom = retryableFrom == 0 ? version : retryableFrom;
        drains = Lists.copyOf(drains);
        stages = Maps.copyOf(stages);
        executions = Maps.copyOf(executions);
        recentStarts = Maps.copyOf(recentStarts);
    }

    /** A pipeline of which nothing is known but its name. */
    public static PipelineState unborn(String pipelineName) {
        return new PipelineState(
                pipelineName,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                0,
                0,
                List.of(),
                Map.of(),
                Map.of(),
                0,
                Map.of());
    }

    public boolean isDefined() {
        return version > 0;
    }

    /** The present definition. */
    public PipelineDeclaration definition() {
        return definitions.get(version);
    }

    /** The definition that an execution runs by. */
    public PipelineDeclaration definitionOf(ExecutionState execution) {
        return definitions.get(execution.origin().definitionVersion());
    }

    /** How an execution shares the stages with others: by the mode of the definition that it runs by. */
    public ExecutionMode modeOf(ExecutionState execution) {
        return definitionOf(execution).executionModeOrDefault();
    }

    /**
     * Whether the execution enters stages beside others, as PARALLEL ones do. One that takes a stage back has it for
     * itself, whatever the mode of the definition by which its target ran.
     */
    boolean sharesStages(ExecutionState execution) {
        return modeOf(execution) == ExecutionMode.PARALLEL && !execution.isRollback();
    }

    /** Whether {@code later} is kept back, by its definition, until {@code earlier} is over. */
    boolean drainsFor(ExecutionState later, ExecutionState earlier) {
        return drains.stream()
                .anyMatch(version -> earlier.origin().definitionVersion() < version
                        && version <= later.origin().definitionVersion());
    }

    /** Whether executions of an earlier definition are to finish before {@code execution} may begin its first stage. */
    public boolean mustWaitForDrain(ExecutionState execution) {
        return execution.stages().isEmpty()
                && drains.stream()
                        .anyMatch(version -> version <= execution.origin().definitionVersion());
    }

    public Optional<StageState> stage(String name) {
        return Optional.ofNullable(stages.get(name));
    }

    public Optional<ExecutionState> execution(String id) {
        return Optional.ofNullable(executions.get(id));
    }

    /** The executions that may still do something. */
    public List<ExecutionState> liveExecutions() {
        return executions.values().stream().filter(ExecutionState::isLive).toList();
    }

    /** The stage as the execution's own definition has it. */
    public Optional<StageDeclaration> declaration(ExecutionState execution, String stage) {
        return definitionOf(execution).stages().stream()
                .filter(each -> each.name().equals(stage))
                .findFirst();
    }

    /** The action as the execution's own definition has it. */
    public Optional<ActionDeclaration> declaration(ExecutionState execution, String stage, String action) {
        return declaration(execution, stage).flatMap(found -> found.actions().stream()
                .filter(each -> each.name().equals(action))
                .findFirst());
    }

    /**
     * The state after an event. Total: an event about something that is not there changes nothing, so any journal
     * replays.
     */
    public PipelineState apply(Event event) {
        if (event instanceof Event.DefinitionUpdated updated) {
            return defined(updated);
        }
        if (event instanceof Event.TransitionChanged changed) {
            return transitionChanged(changed);
        }
        if (event instanceof Event.EarlyApprovalGiven given) {
            EarlyApproval early = given.approval();
            return onStage(given.stage(), stage -> stage.withoutEarly(
                            early.action(), early.by().name())
                    .with(early));
        }
        if (event instanceof Event.EarlyApprovalEnded ended) {
            return onStage(ended.stage(), stage -> stage.withoutEarly(ended.action(), ended.by()));
        }
        if (event instanceof Event.ExecutionStarted started) {
            return started(started);
        }
        if (event instanceof Event.OfExecution ofExecution) {
            ExecutionState execution = executions.get(ofExecution.executionId());
            return execution == null ? this : applyTo(execution, ofExecution).pruned();
        }
        return this;
    }

    private PipelineState applyTo(ExecutionState before, Event.OfExecution event) {
        ExecutionState execution = before.at(event.at());
        if (event instanceof Event.StageReached reached) {
            return with(execution.at(reached.stage(), true))
                    .onStage(reached.stage(), stage -> stage.withWaiting(execution.id()));
        }
        if (event instanceof Event.StageEntered entered) {
            return with(execution.at(entered.stage(), false).with(StageExecution.begun(entered.stage(), event.at())))
                    .onStage(entered.stage(), stage -> taken(stage, execution));
        }
        if (event instanceof Event.ActionStarted started) {
            return within(execution, started.stage(), stage -> stage.with(ActionExecution.begun(started)));
        }
        if (event instanceof Event.ActionProgressed progressed) {
            return onAttempt(
                    execution,
                    progressed.stage(),
                    progressed.action(),
                    progressed.actionExecutionId(),
                    action -> action.progressed(progressed));
        }
        if (event instanceof Event.AgentAwaited awaited) {
            return within(execution, awaited.stage(), stage -> waiting(stage, awaited));
        }
        if (event instanceof Event.AgentLent lent) {
            return within(execution, lent.stage(), stage -> stage.waiting(lent.actionExecutionId(), Optional.empty()));
        }
        if (event instanceof Event.ApprovalAnswered answered) {
            return onAttempt(
                    execution,
                    answered.stage(),
                    answered.action(),
                    answered.actionExecutionId(),
                    action -> action.answered(answered));
        }
        if (event instanceof Event.ApprovalWithdrawn withdrawn) {
            return within(execution, withdrawn.stage(), stage -> withdrawn(stage, withdrawn));
        }
        if (event instanceof Event.ActionFinished finished) {
            return actionFinished(execution, finished);
        }
        if (event instanceof Event.StageSucceeded succeeded) {
            return within(execution, succeeded.stage(), stage -> stage.ended(StageStatus.Succeeded, event.at()))
                    .onStage(succeeded.stage(), stage -> stage.freedBy(execution.id())
                            .succeededBy(execution, event.at(), canGoBack(execution, succeeded.stage())));
        }
        if (event instanceof Event.StageSkipped skipped) {
            return within(execution, skipped.stage(), stage -> stage.ended(StageStatus.Skipped, event.at()))
                    .onStage(skipped.stage(), stage -> stage.freedBy(execution.id()));
        }
        if (event instanceof Event.ConditionStarted started) {
            return within(execution, started.stage(), stage -> stage.with(ConditionExecution.begun(started)));
        }
        if (event instanceof Event.RuleStarted started) {
            return onCondition(
                    execution, started.stage(), started.condition(), condition -> condition.started(started));
        }
        if (event instanceof Event.RuleFinished finished) {
            return onCondition(
                    execution, finished.stage(), finished.condition(), condition -> condition.finished(finished));
        }
        if (event instanceof Event.ConditionHeld held) {
            return onCondition(execution, held.stage(), held.condition(), condition -> condition.held(held));
        }
        if (event instanceof Event.ConditionFinished finished) {
            return onCondition(
                    execution,
                    finished.stage(),
                    finished.condition(),
                    condition -> condition.ended(finished.status(), event.at(), finished.summary(), ""));
        }
        if (event instanceof Event.ConditionOverridden overridden) {
            return overridden(execution, overridden);
        }
        if (event instanceof Event.RetryScheduled scheduled) {
            return within(execution, scheduled.stage(), stage -> stage.scheduled(scheduled.retry()));
        }
        if (event instanceof Event.StageFailed failed) {
            return within(execution, failed.stage(), stage -> stage.ended(StageStatus.Failed, event.at()));
        }
        if (event instanceof Event.StageStopped stopped) {
            return within(execution, stopped.stage(), stage -> stage.ended(StageStatus.Stopped, event.at()));
        }
        if (event instanceof Event.StageCancelled cancelled) {
            return within(execution, cancelled.stage(), stage -> stage.ended(StageStatus.Cancelled, event.at()));
        }
        if (event instanceof Event.StageRetried retried) {
            return withStagesOf(execution)
                    .within(
                            execution.at(retried.stage(), false).resumed(),
                            retried.stage(),
                            stage -> stage.retried(retried))
                    .onStage(retried.stage(), stage -> taken(stage, execution));
        }
        if (event instanceof Event.ExecutionStopping stopping) {
            return with(execution.ending(stopping.request()));
        }
        if (event instanceof Event.ExecutionSucceeded) {
            return ended(execution, ExecutionStatus.Succeeded, "");
        }
        if (event instanceof Event.ExecutionFailed failed) {
            return ended(execution, ExecutionStatus.Failed, failed.summary());
        }
        if (event instanceof Event.ExecutionStopped stopped) {
            return ended(execution, ExecutionStatus.Stopped, stopped.reason());
        }
        if (event instanceof Event.ExecutionCancelled cancelled) {
            return ended(execution, ExecutionStatus.Cancelled, cancelled.reason());
        }
        if (event instanceof Event.ExecutionSuperseded superseded) {
            return carried(execution, superseded.supersededBy())
                    .ended(
                            execution,
                            ExecutionStatus.Superseded,
                            "Superseded by execution " + superseded.supersededBy() + ".");
        }
        return this;
    }

    private StageState taken(StageState stage, ExecutionState by) {
        return sharesStages(by) ? stage.sharedBy(by.id()) : stage.heldBy(by.id());
    }

    /** Another reason does not begin the wait anew. */
    private static StageExecution waiting(StageExecution stage, Event.AgentAwaited event) {
        Instant since =
                stage.agentWait(event.actionExecutionId()).map(AgentWait::since).orElse(event.at());
        return stage.waiting(
                event.actionExecutionId(), Optional.of(new AgentWait(event.label(), event.reason(), since)));
    }

    private PipelineState actionFinished(ExecutionState execution, Event.ActionFinished event) {
        if (execution
                .stage(event.stage())
                .flatMap(stage -> stage.inProgress(event.action(), event.actionExecutionId()))
                .isEmpty()) {
            return this;
        }
        Optional<String> namespace =
                declaration(execution, event.stage(), event.action()).map(ActionDeclaration::namespace);
        ExecutionState enriched = event.status() == ActionStatus.Succeeded
                ? execution.with(execution.products().with(namespace, event))
                : execution;
        return onAttempt(
                enriched, event.stage(), event.action(), event.actionExecutionId(), action -> action.finished(event));
    }

    /** One that has failed by the condition lives again and has the stage; one that waits for it goes on. */
    private PipelineState overridden(ExecutionState execution, Event.ConditionOverridden event) {
        boolean over = !execution.isLive();
        return withStagesOf(execution)
                .within(
                        over ? execution.at(event.stage(), false).resumed() : execution,
                        event.stage(),
                        stage -> stage.overridden(event))
                .onStage(event.stage(), stage -> over ? taken(stage, execution) : stage);
    }

    private boolean canGoBack(ExecutionState execution, String stage) {
        PipelineDeclaration definition = definitionOf(execution);
        return modeOf(execution) != ExecutionMode.PARALLEL
                && !definition.stages().get(0).name().equals(stage);
    }

    private static StageExecution withdrawn(StageExecution stage, Event.ApprovalWithdrawn event) {
        return stage.action(event.action())
                .filter(action -> action.actionExecutionId().equals(event.actionExecutionId()))
                .map(action -> action.isInProgress()
                        ? stage.with(action.withdrawn(event.by()))
                        : stage.without(event.action()))
                .orElse(stage);
    }

    private PipelineState onCondition(
            ExecutionState execution, String stage, ConditionType type, UnaryOperator<ConditionExecution> change) {
        return execution
                .stage(stage)
                .flatMap(found -> found.condition(type)
                        .map(condition -> with(execution.with(found.with(change.apply(condition))))))
                .orElse(this);
    }

    private PipelineState within(ExecutionState execution, String stage, UnaryOperator<StageExecution> change) {
        return execution
                .stage(stage)
                .map(found -> with(execution.with(change.apply(found))))
                .orElse(this);
    }

    private PipelineState onAttempt(
            ExecutionState execution,
            String stage,
            String action,
            String actionExecutionId,
            UnaryOperator<ActionExecution> change) {
        return execution
                .stage(stage)
                .flatMap(found -> found.inProgress(action, actionExecutionId)
                        .map(attempt -> with(execution.with(found.with(change.apply(attempt))))))
                .orElse(this);
    }

    private PipelineState carried(ExecutionState superseded, String by) {
        return execution(by).map(later -> with(later.carrying(superseded))).orElse(this);
    }

    private PipelineState ended(ExecutionState execution, ExecutionStatus status, String summary) {
        Map<String, StageState> free = new LinkedHashMap<>();
        stages.forEach(
                (name, stage) -> free.put(name, stage.freedBy(execution.id()).withoutWaiting(execution.id())));
        return with(execution.with(status, summary)).withStages(free);
    }

    private PipelineState defined(Event.DefinitionUpdated event) {
        int next = version + 1;
        Map<String, StageState> declared = new LinkedHashMap<>();
        for (StageDeclaration each : event.definition().stages()) {
            StageState stage = stage(each.name()).orElseGet(() -> StageState.untouched(each.name()));
            String reason = event.closedTransitions().get(each.name());
            declared.put(
                    each.name(),
                    reason == null
                            ? stage
                            : stage.withInbound(new Transition(false, event.by(), Optional.of(event.at()), reason)));
        }
        stages.forEach(declared::putIfAbsent);
        Map<Integer, PipelineDeclaration> versions = new LinkedHashMap<>(definitions);
        versions.put(next, event.definition());
        return new PipelineState(
                        pipelineName,
                        created.isPresent() ? created : Optional.of(event.at()),
                        Optional.of(event.at()),
                        versions,
                        next,
                        event.policy() == UpdatePolicy.CANCEL ? next : retryableFrom,
                        event.policy() == UpdatePolicy.DRAIN ? Lists.with(drains, next) : drains,
                        declared,
                        executions,
                        lastNumber,
                        recentStarts)
                .pruned();
    }

    private PipelineState transitionChanged(Event.TransitionChanged event) {
        return onStage(
                event.stage(),
                stage -> stage.withInbound(new Transition(
                        event.enabled(), event.by(), Optional.of(event.at()), event.enabled() ? "" : event.reason())));
    }

    private PipelineState started(Event.ExecutionStarted event) {
        Map<Integer, PipelineDeclaration> known = event.rollback()
                .flatMap(RollbackStart::definition)
                .map(definition -> Maps.with(definitions, event.definitionVersion(), definition))
                .orElse(definitions);
        PipelineDeclaration definition = known.get(event.definitionVersion());
        if (definition == null || definition.stages().isEmpty()) {
            return this;
        }
        ExecutionState execution = ExecutionState.begun(
                ExecutionOrigin.of(event),
                event.rollback()
                        .map(RollbackStart::stage)
                        .orElseGet(() -> definition.stages().get(0).name()),
                event.rollback().map(RollbackStart::products).orElse(Products.NONE));
        Map<String, String> starts = new LinkedHashMap<>(recentStarts);
        event.clientRequestToken().ifPresent(token -> starts.put(token, event.executionId()));
        while (starts.size() > REMEMBERED_STARTS) {
            starts.remove(starts.keySet().iterator().next());
        }
        return new PipelineState(
                        pipelineName,
                        created,
                        updated,
                        known,
                        version,
                        retryableFrom,
                        drains,
                        stages,
                        Maps.with(executions, execution.id(), execution),
                        Math.max(lastNumber, event.number()),
                        starts)
                .withStagesOf(execution);
    }

    /**
     * Forgets the executions that are over and that no stage shows, the definitions that nothing runs by, the stages
     * that nobody has before him any more, and the drains that are done.
     */
    private PipelineState pruned() {
        Set<Integer> live = new TreeSet<>();
        for (ExecutionState execution : executions.values()) {
            if (execution.isLive()) {
                live.add(execution.origin().definitionVersion());
            }
        }
        List<Integer> open = drains.stream()
                .filter(drain -> live.stream().anyMatch(each -> each < drain))
                .toList();
        int retryable = retryableAfter(open);
        Map<String, StageState> reachable = reachable(live);
        Map<String, ExecutionState> kept = kept(reachable.values(), retryable);
        Set<Integer> inUse = new HashSet<>(live);
        inUse.add(version);
        kept.values().forEach(each -> inUse.add(each.origin().definitionVersion()));
        if (kept.size() == executions.size()
                && inUse.size() == definitions.size()
                && reachable.size() == stages.size()
                && open.size() == drains.size()) {
            return this;
        }
        Map<Integer, PipelineDeclaration> used = new LinkedHashMap<>(definitions);
        used.keySet().retainAll(inUse);
        return new PipelineState(
                pipelineName,
                created,
                updated,
                used,
                version,
                retryable,
                open,
                reachable,
                kept,
                lastNumber,
                recentStarts);
    }

    /** What ran before a drain that is over could go on beside what it was drained for. */
    private int retryableAfter(List<Integer> open) {
        return drains.stream().filter(drain -> !open.contains(drain)).reduce(retryableFrom, Math::max);
    }

    private Map<String, StageState> reachable(Set<Integer> liveVersions) {
        if (!isDefined() || stages.size() == definition().stages().size()) {
            return stages;
        }
        Set<String> names = new HashSet<>();
        definition().stages().forEach(stage -> names.add(stage.name()));
        liveVersions.forEach(each -> definitions.get(each).stages().forEach(stage -> names.add(stage.name())));
        Map<String, StageState> reachable = new LinkedHashMap<>(stages);
        reachable.keySet().retainAll(names);
        return reachable;
    }

    private Map<String, ExecutionState> kept(Collection<StageState> shownIn, int retryable) {
        Set<String> shown = new HashSet<>();
        shownIn.forEach(stage -> stage.latest().ifPresent(shown::add));
        List<ExecutionState> all = new ArrayList<>(executions.values());
        Collections.reverse(all);
        int failures = 0;
        for (ExecutionState execution : all) {
            if (!execution.isLive()
                    && isRetryableInParallel(execution, retryable)
                    && failures++ < REMEMBERED_FAILURES) {
                shown.add(execution.id());
            }
        }
        Map<String, ExecutionState> kept = new LinkedHashMap<>(executions);
        kept.values().removeIf(execution -> !execution.isLive() && !shown.contains(execution.id()));
        return kept;
    }

    private boolean isRetryableInParallel(ExecutionState execution, int retryable) {
        return (execution.status() == ExecutionStatus.Failed || execution.status() == ExecutionStatus.Stopped)
                && !execution.waiting()
                && execution.origin().definitionVersion() >= retryable
                && sharesStages(execution);
    }

    private PipelineState with(ExecutionState execution) {
        return new PipelineState(
                pipelineName,
                created,
                updated,
                definitions,
                version,
                retryableFrom,
                drains,
                stages,
                Maps.with(executions, execution.id(), execution),
                lastNumber,
                recentStarts);
    }

    private PipelineState withStages(Map<String, StageState> next) {
        return new PipelineState(
                pipelineName,
                created,
                updated,
                definitions,
                version,
                retryableFrom,
                drains,
                next,
                executions,
                lastNumber,
                recentStarts);
    }

    /** An execution that lives again needs the stages before it again, though the present definition has not all. */
    private PipelineState withStagesOf(ExecutionState execution) {
        Map<String, StageState> all = new LinkedHashMap<>(stages);
        definitionOf(execution)
                .stages()
                .forEach(stage -> all.putIfAbsent(stage.name(), StageState.untouched(stage.name())));
        return all.size() == stages.size() ? this : withStages(all);
    }

    private PipelineState onStage(String name, UnaryOperator<StageState> change) {
        StageState stage = stages.get(name);
        return stage == null ? this : withStages(Maps.with(stages, name, change.apply(stage)));
    }
}
