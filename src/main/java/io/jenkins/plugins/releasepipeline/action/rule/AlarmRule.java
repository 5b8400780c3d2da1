package io.jenkins.plugins.releasepipeline.action.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.AlarmMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * {@code CloudWatchAlarm}: asks whatever monitoring the host has mapped the alarm to (reference §1.10). The alarm's state
 * is {@code OK} when the answer holds the expected value, and {@code ALARM} otherwise. The rule passes when the state is
 * none of {@code AlarmStates} ({@code ALARM} unless told otherwise), at once or within {@code WaitTime} minutes.
 * {@linkplain ActionContext#afterFailure After a failure} it is the other way around: it passes when the state is one of
 * them.
 */
public final class AlarmRule extends CheckedRule {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_WAIT_MINUTES = 24 * 60;

    private final Duration interval;

    public AlarmRule() {
        this(INTERVAL);
    }

    /** @param interval how long to wait before the alarm is looked at again */
    AlarmRule(Duration interval) {
        super("CloudWatchAlarm");
        this.interval = interval;
    }

    @Override
    CompletionStage<ActionResult> check(ActionWork work) {
        ActionContext context = work.context();
        String name = work.required("AlarmName");
        AlarmMapping alarm = context.mappings()
                .alarm(name)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        "No alarm '" + name + "' is known here. "
                                + context.mappings().howToMap("alarms", name)));
        JsonPointer pointer;
        try {
            pointer = JsonPointer.compile(alarm.pointer());
        } catch (IllegalArgumentException e) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The alarm's pointer '" + alarm.pointer() + "' is no JSON pointer; write it as /status/state");
        }
        List<String> bad = Arrays.stream(
                        work.optional("AlarmStates").orElse("ALARM").split(","))
                .map(String::strip)
                .toList();
        Instant until = context.startedAt().plus(Duration.ofMinutes(waitTime(work)));
        return look(work, name, alarm, pointer, bad, until);
    }

    private CompletionStage<ActionResult> look(
            ActionWork work, String name, AlarmMapping alarm, JsonPointer pointer, List<String> bad, Instant until) {
        work.checkStopped();
        boolean isLast = !work.context().clock().instant().plus(interval).isBefore(until);
        return JsonHttp.get(work.context(), alarm.url(), alarm.credentialsId(), ANSWER)
                .thenCompose(answer -> {
                    if (answer.status() / 100 != 2) {
                        String wrong = "Alarm " + name + ": " + alarm.url() + " answered " + answer.status();
                        if (isLast || answer.status() < 500) {
                            throw new ActionFailure(FailureType.SystemUnavailable, wrong);
                        }
                        return lookAgain(work, name, alarm, pointer, bad, until, wrong);
                    }
                    JsonNode value = answer.json(alarm.url()).at(pointer);
                    String state = state(alarm, value);
                    boolean passes = bad.contains(state) == work.context().afterFailure();
                    if (passes) {
                        return CompletableFuture.completedStage(passes("Alarm " + name + " is " + state + "."));
                    }
                    String seen = "Alarm " + name + " is " + state
                            + (value.isMissingNode()
                                    ? ": the answer has no value at " + alarm.pointer()
                                    : ": the value at " + alarm.pointer() + " is " + value.asText())
                            + ".";
                    return isLast
                            ? CompletableFuture.completedStage(doesNotPass(seen))
                            : lookAgain(work, name, alarm, pointer, bad, until, seen);
                });
    }

    private CompletionStage<ActionResult> lookAgain(
            ActionWork work,
            String name,
            AlarmMapping alarm,
            JsonPointer pointer,
            List<String> bad,
            Instant until,
            String seen) {
        work.context().progress(ActionProgress.of(seen + " Waiting until " + until + "."));
        Executor later = CompletableFuture.delayedExecutor(
                interval.toMillis(), TimeUnit.MILLISECONDS, work.context().executor());
        return CompletableFuture.supplyAsync(() -> work, later)
                .thenCompose(again -> look(again, name, alarm, pointer, bad, until));
    }

    private static String state(AlarmMapping alarm, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "INSUFFICIENT_DATA";
        }
        return value.asText().equals(alarm.expected()) ? "OK" : "ALARM";
    }

    private static int waitTime(ActionWork work) {
        String text = work.optional("WaitTime").orElse("0");
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > MAX_WAIT_MINUTES) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "The WaitTime '" + text + "' must be a number of minutes, at most " + MAX_WAIT_MINUTES);
        }
        return Integer.parseInt(text);
    }
}
