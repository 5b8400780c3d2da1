package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param stages the present definition's stages in order
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
        Map<String, StageState> stages,
        Map<String, ExecutionState> executions,
        long lastNumber,
        Map<String, String> recentStarts) {

    static final int REMEMBERED_STARTS = 100;

    public PipelineState {
        definitions = Map.copyOf(definitions);
        stages = Maps.copyOf(stages);
        executions = Maps.copyOf(executions);
        recentStarts = Maps.copyOf(recentStarts);
    }

    /** A pipeline of which nothing is known but its name. */
    public static PipelineState unborn(String pipelineName) {
        return new PipelineState(
                pipelineName, Optional.empty(), Optional.empty(), Map.of(), 0, Map.of(), Map.of(), 0, Map.of());
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
                    .onStage(entered.stage(), stage -> stage.heldBy(execution.id()));
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
        if (event instanceof Event.ActionFinished finished) {
            return actionFinished(execution, finished);
        }
        if (event instanceof Event.StageSucceeded succeeded) {
            return within(execution, succeeded.stage(), stage -> stage.ended(StageStatus.Succeeded, event.at()))
                    .onStage(succeeded.stage(), stage -> stage.freedBy(execution.id())
                            .succeededBy(execution, event.at()));
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
            return within(
                            execution.at(retried.stage(), false).resumed(),
                            retried.stage(),
                            stage -> stage.retried(retried))
                    .onStage(retried.stage(), stage -> stage.heldBy(execution.id()));
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
        Map<String, StageState> next = new LinkedHashMap<>();
        for (StageDeclaration declared : event.definition().stages()) {
            StageState stage = stage(declared.name()).orElseGet(() -> added(declared.name()));
            String reason = event.closedTransitions().get(declared.name());
            next.put(
                    declared.name(),
                    reason == null
                            ? stage
                            : stage.withInbound(new Transition(false, event.by(), Optional.of(event.at()), reason)));
        }
        Map<Integer, PipelineDeclaration> versions = new LinkedHashMap<>(definitions);
        versions.put(version + 1, event.definition());
        return new PipelineState(
                        pipelineName,
                        created.isPresent() ? created : Optional.of(event.at()),
                        Optional.of(event.at()),
                        versions,
                        version + 1,
                        next,
                        executions,
                        lastNumber,
                        recentStarts)
                .pruned();
    }

    /** A stage that was there before, and in which an execution still works, is held by that one when it comes back. */
    private StageState added(String name) {
        StageState stage = StageState.untouched(name);
        return liveExecutions().stream()
                .filter(execution ->
                        !execution.waiting() && execution.position().equals(name))
                .findFirst()
                .map(execution -> stage.heldBy(execution.id()))
                .orElse(stage);
    }

    private PipelineState transitionChanged(Event.TransitionChanged event) {
        return onStage(
                event.stage(),
                stage -> stage.withInbound(new Transition(
                        event.enabled(), event.by(), Optional.of(event.at()), event.enabled() ? "" : event.reason())));
    }

    private PipelineState started(Event.ExecutionStarted event) {
        PipelineDeclaration definition = definitions.get(event.definitionVersion());
        if (definition == null || definition.stages().isEmpty()) {
            return this;
        }
        ExecutionState execution = ExecutionState.begun(
                new ExecutionOrigin(
                        event.executionId(),
                        event.number(),
                        event.definitionVersion(),
                        event.type(),
                        event.trigger(),
                        event.at(),
                        event.variables(),
                        event.sourceRevisions()),
                definition.stages().get(0).name());
        Map<String, String> starts = new LinkedHashMap<>(recentStarts);
        event.clientRequestToken().ifPresent(token -> starts.put(token, event.executionId()));
        while (starts.size() > REMEMBERED_STARTS) {
            starts.remove(starts.keySet().iterator().next());
        }
        return new PipelineState(
                pipelineName,
                created,
                updated,
                definitions,
                version,
                stages,
                Maps.with(executions, execution.id(), execution),
                Math.max(lastNumber, event.number()),
                starts);
    }

    /** Forgets the executions that are over and that no stage shows, and the definitions that nothing runs by. */
    private PipelineState pruned() {
        Set<String> shown = new HashSet<>();
        for (StageState stage : stages.values()) {
            stage.latest().ifPresent(shown::add);
        }
        Collection<ExecutionState> all = executions.values();
        List<ExecutionState> kept = new ArrayList<>(all.size());
        Set<Integer> versions = new HashSet<>();
        versions.add(version);
        for (ExecutionState execution : all) {
            if (execution.isLive() || shown.contains(execution.id())) {
                kept.add(execution);
                versions.add(execution.origin().definitionVersion());
            }
        }
        if (kept.size() == all.size() && versions.size() == definitions.size()) {
            return this;
        }
        Map<String, ExecutionState> next = new LinkedHashMap<>();
        kept.forEach(execution -> next.put(execution.id(), execution));
        Map<Integer, PipelineDeclaration> inUse = new LinkedHashMap<>(definitions);
        inUse.keySet().retainAll(versions);
        return new PipelineState(
                pipelineName, created, updated, inUse, version, stages, next, lastNumber, recentStarts);
    }

    private PipelineState with(ExecutionState execution) {
        return new PipelineState(
                pipelineName,
                created,
                updated,
                definitions,
                version,
                stages,
                Maps.with(executions, execution.id(), execution),
                lastNumber,
                recentStarts);
    }

    private PipelineState withStages(Map<String, StageState> next) {
        return new PipelineState(
                pipelineName, created, updated, definitions, version, next, executions, lastNumber, recentStarts);
    }

    private PipelineState onStage(String name, UnaryOperator<StageState> change) {
        StageState stage = stages.get(name);
        return stage == null ? this : withStages(Maps.with(stages, name, change.apply(stage)));
    }
}
