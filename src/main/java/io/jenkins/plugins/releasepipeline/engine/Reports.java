package io.jenkins.plugins.releasepipeline.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What providers say about attempts. Only an attempt in progress can be changed by them: the rest is fenced off. */
final class Reports {
    static final int MAX_OUTPUT_VARIABLE_BYTES = 122_880;
    static final int MAX_AGENT_REASON = 500;

    private Reports() {}

    static Decision reported(Turn turn, Command.ActionReported report) {
        if (!isInProgress(turn, report.executionId(), report.stage(), report.action(), report.actionExecutionId())) {
            turn.emit(new Event.LateReport(
                    turn.now(),
                    report.executionId(),
                    report.stage(),
                    report.action(),
                    report.actionExecutionId(),
                    report.status(),
                    report.summary()));
            return turn.accepted(report.executionId());
        }
        int size = report.outputVariables().entrySet().stream()
                .mapToInt(each -> each.getKey().getBytes(StandardCharsets.UTF_8).length
                        + each.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (report.status() == ActionStatus.Succeeded && size > MAX_OUTPUT_VARIABLE_BYTES) {
            turn.emit(failed(
                    turn.now(),
                    report.executionId(),
                    report.stage(),
                    report.action(),
                    report.actionExecutionId(),
                    new ErrorDetails(
                            "OutputVariablesSizeExceeded",
                            "Its output variables have " + size + " bytes, more than the " + MAX_OUTPUT_VARIABLE_BYTES
                                    + " allowed.")));
        } else {
            turn.emit(new Event.ActionFinished(
                    turn.now(),
                    report.executionId(),
                    report.stage(),
                    report.action(),
                    report.actionExecutionId(),
                    report.status(),
                    report.summary(),
                    report.externalExecutionId(),
                    report.externalExecutionUrl(),
                    report.error(),
                    report.outputVariables(),
                    report.outputArtifacts(),
                    report.revision(),
                    ""));
        }
        Flow.attemptEnded(turn, report.executionId(), report.stage());
        return turn.accepted(report.executionId());
    }

    static Decision progressed(Turn turn, Command.ActionProgressed progress) {
        if (isInProgress(
                turn, progress.executionId(), progress.stage(), progress.action(), progress.actionExecutionId())) {
            turn.emit(new Event.ActionProgressed(
                    turn.now(),
                    progress.executionId(),
                    progress.stage(),
                    progress.action(),
                    progress.actionExecutionId(),
                    progress.summary(),
                    progress.percentComplete(),
                    progress.externalExecutionId(),
                    progress.externalExecutionUrl()));
        }
        return turn.accepted(progress.executionId());
    }

    static Decision agentAwaited(Turn turn, Command.AgentAwaited awaited) {
        String reason = awaited.reason().length() > MAX_AGENT_REASON
                ? awaited.reason().substring(0, MAX_AGENT_REASON)
                : awaited.reason();
        boolean isNews = stage(turn, awaited.executionId(), awaited.stage())
                .filter(stage -> stage.isWorking(awaited.actionExecutionId()))
                .filter(stage -> stage.agentWait(awaited.actionExecutionId())
                        .filter(known -> known.label().equals(awaited.label())
                                && known.reason().equals(reason))
                        .isEmpty())
                .isPresent();
        if (isNews) {
            turn.emit(new Event.AgentAwaited(
                    turn.now(),
                    awaited.executionId(),
                    awaited.stage(),
                    awaited.actionExecutionId(),
                    awaited.label(),
                    reason));
        }
        return turn.accepted(awaited.executionId());
    }

    static Decision agentLent(Turn turn, Command.AgentLent lent) {
        if (stage(turn, lent.executionId(), lent.stage())
                .flatMap(stage -> stage.agentWait(lent.actionExecutionId()))
                .isPresent()) {
            turn.emit(new Event.AgentLent(turn.now(), lent.executionId(), lent.stage(), lent.actionExecutionId()));
        }
        return turn.accepted(lent.executionId());
    }

    private static Optional<StageExecution> stage(Turn turn, String executionId, String stage) {
        return turn.state().execution(executionId).flatMap(execution -> execution.stage(stage));
    }

    static Event.ActionFinished failed(
            Instant now, String executionId, String stage, String action, String actionExecutionId, ErrorDetails why) {
        return new Event.ActionFinished(
                now,
                executionId,
                stage,
                action,
                actionExecutionId,
                ActionStatus.Failed,
                "",
                "",
                "",
                Optional.of(why),
                Map.of(),
                Map.of(),
                Optional.empty(),
                "");
    }

    private static boolean isInProgress(
            Turn turn, String executionId, String stage, String action, String actionExecutionId) {
        return stage(turn, executionId, stage)
                .flatMap(found -> found.inProgress(action, actionExecutionId))
                .filter(attempt -> attempt.expires().isEmpty())
                .isPresent();
    }
}
