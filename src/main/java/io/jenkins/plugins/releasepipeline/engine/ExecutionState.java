package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One execution: a set of revisions on its way through the stages (reference §1.5).
 *
 * @param origin how it began
 * @param status how it stands
 * @param statusSummary why it ended as it did, in words for a person; may be empty
 * @param updatedAt when something about it changed last
 * @param products what its actions have brought so far
 * @param position the stage it is in, waits for, or was in last
 * @param waiting whether it waits for that stage rather than being in it
 * @param stages what it did in each stage it has entered, in that order
 * @param endRequest that it is to end; empty when it may go on
 * @param attempt 1, and one more with each retry
 */
public record ExecutionState(
        ExecutionOrigin origin,
        ExecutionStatus status,
        String statusSummary,
        Instant updatedAt,
        Products products,
        String position,
        boolean waiting,
        Map<String, StageExecution> stages,
        Optional<EndRequest> endRequest,
        int attempt) {

    public ExecutionState {
        stages = Maps.copyOf(stages);
    }

    static ExecutionState begun(ExecutionOrigin origin, String firstStage) {
        return new ExecutionState(
                origin,
                ExecutionStatus.InProgress,
                "",
                origin.startedAt(),
                Products.NONE,
                firstStage,
                true,
                Map.of(),
                Optional.empty(),
                1);
    }

    public String id() {
        return origin.id();
    }

    public boolean isLive() {
        return status.isLive();
    }

    public Optional<StageExecution> stage(String name) {
        return Optional.ofNullable(stages.get(name));
    }

    /** What it does in the stage where it is, or did in the one where it was last; empty before its first. */
    public Optional<StageExecution> currentStage() {
        return stage(position);
    }

    ExecutionState at(Instant now) {
        return new ExecutionState(
                origin, status, statusSummary, now, products, position, waiting, stages, endRequest, attempt);
    }

    ExecutionState at(String stage, boolean waits) {
        return new ExecutionState(
                origin, status, statusSummary, updatedAt, products, stage, waits, stages, endRequest, attempt);
    }

    ExecutionState with(StageExecution stage) {
        return new ExecutionState(
                origin,
                status,
                statusSummary,
                updatedAt,
                products,
                position,
                waiting,
                Maps.with(stages, stage.stageName(), stage),
                endRequest,
                attempt);
    }

    ExecutionState with(Products next) {
        return new ExecutionState(
                origin, status, statusSummary, updatedAt, next, position, waiting, stages, endRequest, attempt);
    }

    ExecutionState with(ExecutionStatus next, String summary) {
        return new ExecutionState(
                origin, next, summary, updatedAt, products, position, waiting, stages, endRequest, attempt);
    }

    ExecutionState ending(EndRequest request) {
        return new ExecutionState(
                origin,
                ExecutionStatus.Stopping,
                statusSummary,
                updatedAt,
                products,
                position,
                waiting,
                stages,
                Optional.of(request),
                attempt);
    }

    ExecutionState resumed() {
        return new ExecutionState(
                origin,
                ExecutionStatus.InProgress,
                "",
                updatedAt,
                products,
                position,
                waiting,
                stages,
                Optional.empty(),
                attempt + 1);
    }
}
