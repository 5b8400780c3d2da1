package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One line for each transition, for logs and pipes. */
final class PlainProgress implements Progress {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final PrintStream out;
    private final String executionId;
    private final Map<String, Instant> starts = new HashMap<>();

    PlainProgress(PrintStream out, String executionId) {
        this.out = out;
        this.executionId = executionId;
    }

    @Override
    public void happened(PipelineState state, List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.OfExecution ofExecution
                    && ofExecution.executionId().equals(executionId)) {
                String line = line(event);
                if (!line.isEmpty()) {
                    out.println(TIME.format(event.at()) + "  " + line);
                }
                if (event instanceof Event.StageReached reached) {
                    state.execution(executionId)
                            .filter(execution -> execution.waiting() && execution.isLive())
                            .flatMap(execution -> Waiting.reason(state, execution))
                            .ifPresent(reason -> out.println(TIME.format(event.at()) + "  " + reached.stage()
                                    + ": waits: " + Printable.text(reason)));
                }
            }
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {
        out.flush();
    }

    private String line(Event event) {
        if (event instanceof Event.ExecutionStarted started) {
            return "execution " + started.number() + " started (" + started.executionId() + ")";
        }
        if (event instanceof Event.StageEntered entered) {
            starts.put(entered.stage(), entered.at());
            return entered.stage() + ": entered";
        }
        if (event instanceof Event.ActionStarted started) {
            starts.put(started.actionExecutionId(), started.at());
            return started.stage() + " / " + started.action()
                    + (started.expires().isPresent() ? ": waits for approval" : ": started");
        }
        if (event instanceof Event.ActionFinished finished) {
            String text = finished.stage() + " / " + finished.action() + ": "
                    + (finished.status() == ActionStatus.Succeeded
                            ? "succeeded"
                            : finished.status().name().toLowerCase(Locale.ROOT))
                    + took(finished.actionExecutionId(), finished.at());
            String detail = finished.error().map(error -> error.message()).orElse(finished.summary());
            return detail.isEmpty() ? text : text + ": " + Printable.text(firstLine(detail));
        }
        if (event instanceof Event.RuleStarted started) {
            starts.put(started.ruleExecutionId(), started.at());
            return started.evaluation() > 1 ? "" : started.stage() + " / rule " + started.rule() + ": is checked";
        }
        if (event instanceof Event.RuleFinished finished) {
            String detail = finished.error().map(error -> error.message()).orElse(finished.summary());
            String result = finished.status() == ActionStatus.Succeeded
                    ? "passes"
                    : finished.status() == ActionStatus.Failed ? "does not pass" : "is given up";
            return finished.stage() + " / rule " + finished.rule() + ": " + result
                    + took(finished.ruleExecutionId(), finished.at())
                    + (detail.isEmpty() ? "" : ": " + Printable.text(firstLine(detail)));
        }
        if (event instanceof Event.ConditionHeld held) {
            return held.stage() + ": holds, its rules are checked again at " + TIME.format(held.nextCheck());
        }
        if (event instanceof Event.ConditionOverridden overridden) {
            return overridden.stage() + ": its condition is overridden by " + Printable.text(overridden.by());
        }
        if (event instanceof Event.RetryScheduled scheduled) {
            return scheduled.stage() + ": is retried at "
                    + TIME.format(scheduled.retry().due());
        }
        if (event instanceof Event.StageRetried retried) {
            return retried.stage() + ": retried";
        }
        if (event instanceof Event.StageSkipped skipped) {
            return skipped.stage() + ": skipped";
        }
        if (event instanceof Event.ApprovalAnswered answered) {
            return answered.stage() + " / " + answered.action() + ": "
                    + answered.status().name().toLowerCase(Locale.ROOT) + " by "
                    + Printable.text(answered.by());
        }
        if (event instanceof Event.StageSucceeded ended) {
            return ended.stage() + ": succeeded" + took(ended.stage(), ended.at());
        }
        if (event instanceof Event.StageFailed ended) {
            return ended.stage() + ": failed" + took(ended.stage(), ended.at());
        }
        if (event instanceof Event.StageStopped ended) {
            return ended.stage() + ": stopped";
        }
        if (event instanceof Event.ExecutionStopping) {
            return "execution stopping";
        }
        if (event instanceof Event.ExecutionSuperseded superseded) {
            return "execution superseded before " + superseded.stage();
        }
        return "";
    }

    private String took(String key, Instant end) {
        Instant start = starts.get(key);
        return start == null ? "" : " (" + Durations.of(Duration.between(start, end)) + ")";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
