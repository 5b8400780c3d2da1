package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionInput;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An attempt at an action, or a check of a rule, which is one in the shape of an action.
 *
 * @param id the attempt's or check's id
 * @param declared what is to be done
 * @param revisions what the execution's source actions have delivered
 * @param pinnedRevision for a source action, the revision that the start has pinned
 * @param condition for a check, the condition whose rule it is
 */
record Attempt(
        String pipelineName,
        String executionId,
        String stage,
        String id,
        Instant startedAt,
        ActionDeclaration declared,
        ActionInput input,
        List<ArtifactRevision> revisions,
        Optional<String> pinnedRevision,
        Optional<ConditionType> condition) {

    /** The attempt that an effect is about, if it is still in progress. */
    static Optional<Attempt> at(PipelineState state, Effect.StartAction effect) {
        return state.execution(effect.executionId()).flatMap(execution -> execution
                .stage(effect.stage())
                .flatMap(stage -> stage.inProgress(effect.action(), effect.actionExecutionId()))
                .flatMap(action -> state.declaration(execution, effect.stage(), effect.action())
                        .map(declared -> new Attempt(
                                state.pipelineName(),
                                execution.id(),
                                effect.stage(),
                                action.actionExecutionId(),
                                action.startedAt(),
                                declared,
                                action.input().orElseThrow(),
                                execution.products().revisions(),
                                Optional.ofNullable(
                                        execution.origin().sourceRevisions().get(effect.action())),
                                Optional.empty()))));
    }

    /** The check that an effect is about, if it is still in progress. */
    static Optional<Attempt> at(PipelineState state, Effect.EvaluateRule effect) {
        return state.execution(effect.executionId()).flatMap(execution -> execution
                .stage(effect.stage())
                .flatMap(stage -> stage.condition(effect.condition()))
                .flatMap(condition -> condition.inProgress(effect.rule(), effect.ruleExecutionId()))
                .flatMap(rule -> declaration(state, execution, effect)
                        .map(declared -> new Attempt(
                                state.pipelineName(),
                                execution.id(),
                                effect.stage(),
                                rule.ruleExecutionId(),
                                rule.startedAt(),
                                declared.asAction(),
                                rule.input().orElseThrow(),
                                execution.products().revisions(),
                                Optional.empty(),
                                Optional.of(effect.condition())))));
    }

    /** What the provider's result says to the engine. */
    Command report(ActionResult result) {
        ActionStatus status = result.isSuccess() ? ActionStatus.Succeeded : ActionStatus.Failed;
        Optional<ErrorDetails> error = result.failure().map(type -> new ErrorDetails(type.name(), result.message()));
        if (condition.isPresent()) {
            return new Command.RuleReported(
                    executionId,
                    stage,
                    condition.get(),
                    declared.name(),
                    id,
                    status,
                    result.summary(),
                    result.externalExecutionId(),
                    result.externalExecutionUrl(),
                    error);
        }
        Map<String, String> artifacts = new LinkedHashMap<>();
        result.outputArtifacts().forEach((name, digest) -> artifacts.put(name, digest.toString()));
        String artifactName = declared.outputArtifacts().isEmpty()
                ? ""
                : declared.outputArtifacts().get(0).name();
        return new Command.ActionReported(
                executionId,
                stage,
                declared.name(),
                id,
                status,
                result.summary(),
                result.externalExecutionId(),
                result.externalExecutionUrl(),
                error,
                result.outputVariables(),
                artifacts,
                result.revision()
                        .map(revision -> new ArtifactRevision(
                                declared.name(),
                                artifactName,
                                revision.id(),
                                revision.summary(),
                                revision.created(),
                                revision.url())));
    }

    private static Optional<RuleDeclaration> declaration(
            PipelineState state, ExecutionState execution, Effect.EvaluateRule effect) {
        return state.declaration(execution, effect.stage()).stream()
                .flatMap(stage -> conditions(stage, effect.condition()))
                .flatMap(condition -> condition.rules().stream())
                .filter(rule -> rule.name().equals(effect.rule()))
                .findFirst();
    }

    private static Stream<Condition> conditions(StageDeclaration stage, ConditionType type) {
        return switch (type) {
            case BEFORE_ENTRY -> Stream.ofNullable(stage.beforeEntry()).flatMap(each -> each.conditions().stream());
            case ON_SUCCESS -> Stream.ofNullable(stage.onSuccess()).flatMap(each -> each.conditions().stream());
            case ON_FAILURE -> Stream.ofNullable(stage.onFailure()).flatMap(each -> each.conditions().stream());
        };
    }
}
