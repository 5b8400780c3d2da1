package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ApprovalAnswer;
import io.jenkins.plugins.releasepipeline.engine.ConditionExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage as the page shows it.
 *
 * @param name the stage
 * @param first whether it is the first one, which has no way in that could be closed
 * @param open whether executions may enter
 * @param closedBy who closed it; empty when it is open
 * @param reason why it is closed; empty when it is open
 * @param executions what is in it, waits for it, or was in it last
 */
public record StagePart(
        String name, boolean first, boolean open, String closedBy, String reason, List<ExecutionPart> executions) {
    public StagePart {
        executions = List.copyOf(executions);
    }

    /**
     * An execution in a stage.
     *
     * @param id the execution
     * @param number of the run; empty when its run is deleted or long past
     * @param status in a word
     * @param live whether it can be stopped
     * @param retryable whether the stage failed, or was stopped
     * @param questions what it asks
     * @param conditions what stands in its way and may be overridden
     */
    public record ExecutionPart(
            String id,
            String number,
            String status,
            boolean live,
            boolean retryable,
            List<Question> questions,
            List<Condition> conditions) {
        public ExecutionPart {
            questions = List.copyOf(questions);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * An approval that waits for an answer.
     *
     * @param comment what the definition says to approvers; may be empty
     * @param needed what more is needed, in words
     */
    public record Question(String action, String token, String comment, String needed, boolean answered) {}

    /** @param type the name of a {@link ConditionType} */
    public record Condition(String type, String status, String summary) {}

    static List<StagePart> of(ReleasePipelineJob job, PipelineState state) {
        List<StagePart> parts = new ArrayList<>();
        for (StageState stage : state.definition().stages().stream()
                .map(each -> state.stages().get(each.name()))
                .toList()) {
            Transition inbound = stage.inbound();
            parts.add(new StagePart(
                    stage.name(),
                    parts.isEmpty(),
                    inbound.enabled(),
                    inbound.enabled() ? "" : inbound.lastChangedBy(),
                    inbound.disabledReason(),
                    state.executions().values().stream()
                            .filter(each -> each.position().equals(stage.name()))
                            .filter(each -> each.isLive() || stage.latest().equals(Optional.of(each.id())))
                            .map(each -> part(state, each, stage.name(), job.runNumbers()))
                            .toList()));
        }
        return parts;
    }

    private static ExecutionPart part(PipelineState state, ExecutionState execution, String stage, RunNumbers numbers) {
        Optional<StageExecution> in = execution.stage(stage);
        String status = execution.waiting()
                ? "waits to enter"
                : in.map(each -> each.status().toString())
                        .orElse(execution.status().toString());
        return new ExecutionPart(
                execution.id(),
                numbers.of(execution.id()).map(String::valueOf).orElse(""),
                status,
                execution.isLive(),
                !execution.isLive() && in.filter(StagePart::isRetryable).isPresent(),
                in.map(each -> questions(state, execution, each)).orElse(List.of()),
                in.map(StagePart::conditions).orElse(List.of()));
    }

    private static boolean isRetryable(StageExecution stage) {
        return stage.status() == StageStatus.Failed || stage.status() == StageStatus.Stopped;
    }

    private static List<Question> questions(PipelineState state, ExecutionState execution, StageExecution stage) {
        return stage.actions().values().stream()
                .filter(each -> each.isInProgress() && each.policy().isPresent())
                .map(each -> question(state, execution, stage.stageName(), each))
                .toList();
    }

    private static Question question(
            PipelineState state, ExecutionState execution, String stage, ActionExecution asked) {
        String comment = state.declaration(execution, stage, asked.actionName())
                .map(each -> each.configuration().getOrDefault("CustomData", ""))
                .orElse("");
        int required = asked.policy().orElseThrow().required();
        List<String> approvers = asked.policy().orElseThrow().approvers();
        String given = asked.answers().isEmpty()
                ? ""
                : ", given by "
                        + String.join(
                                ", ",
                                asked.answers().stream().map(ApprovalAnswer::by).toList());
        return new Question(
                asked.actionName(),
                asked.actionExecutionId(),
                comment,
                asked.answers().size() + " of " + required + given
                        + (approvers.isEmpty() ? "" : "; approvers: " + String.join(", ", approvers)),
                !asked.answers().isEmpty());
    }

    private static List<Condition> conditions(StageExecution stage) {
        return stage.conditions().values().stream()
                .filter(each -> each.type() != ConditionType.ON_FAILURE && isInTheWay(each))
                .map(each -> new Condition(each.type().name(), each.status().toString(), each.summary()))
                .toList();
    }

    private static boolean isInTheWay(ConditionExecution condition) {
        return condition.isInProgress()
                || condition.status() == ConditionStatus.Failed
                || condition.status() == ConditionStatus.Errored;
    }
}
