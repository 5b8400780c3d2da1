package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
 * @param carried the executions whose place it took, and those whose place they had taken: the last
 *     {@value #REMEMBERED_CARRIED}, in the order of their numbers
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
        int attempt,
        List<CarriedExecution> carried) {

    static final int REMEMBERED_CARRIED = 50;

    public ExecutionState {
        stages = Maps.copyOf(stages);
        carried = carried == null ? List.of() : List.copyOf(carried);
    }

    static ExecutionState begun(ExecutionOrigin origin, String firstStage, Products products) {
        return new ExecutionState(
                origin,
                ExecutionStatus.InProgress,
                "",
                origin.startedAt(),
                products,
                firstStage,
                true,
                Map.of(),
                Optional.empty(),
                1,
                List.of());
    }

    /** Whether it takes one stage back rather than bringing something new through all of them. */
    public boolean isRollback() {
        return origin.type() == ExecutionType.ROLLBACK;
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
                origin, status, statusSummary, now, products, position, waiting, stages, endRequest, attempt, carried);
    }

    ExecutionState at(String stage, boolean waits) {
        return new ExecutionState(
                origin, status, statusSummary, updatedAt, products, stage, waits, stages, endRequest, attempt, carried);
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
                attempt,
                carried);
    }

    ExecutionState with(Products next) {
        return new ExecutionState(
                origin,
                status,
                statusSummary,
                updatedAt,
                next,
                position,
                waiting,
                stages,
                endRequest,
                attempt,
                carried);
    }

    ExecutionState with(ExecutionStatus next, String summary) {
        return new ExecutionState(
                origin, next, summary, updatedAt, products, position, waiting, stages, endRequest, attempt, carried);
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
                attempt,
                carried);
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
                attempt + 1,
                carried);
    }

    /** Takes over what an execution carries whose place this one takes. */
    ExecutionState carrying(ExecutionState superseded) {
        Map<Long, CarriedExecution> all = new TreeMap<>();
        carried.forEach(each -> all.put(each.number(), each));
        superseded.carried().forEach(each -> all.put(each.number(), each));
        all.put(superseded.origin().number(), CarriedExecution.of(superseded));
        List<CarriedExecution> next = List.copyOf(all.values());
        return new ExecutionState(
                origin,
                status,
                statusSummary,
                updatedAt,
                products,
                position,
                waiting,
                stages,
                endRequest,
                attempt,
                next.subList(Math.max(0, next.size() - REMEMBERED_CARRIED), next.size()));
    }
}
