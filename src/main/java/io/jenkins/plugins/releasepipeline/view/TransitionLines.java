package io.jenkins.plugins.releasepipeline.view;

import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Blocker;
import io.jenkins.plugins.releasepipeline.engine.Blockers;
import io.jenkins.plugins.releasepipeline.engine.ConditionStatus;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RetryTrigger;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the log of an execution says of its events: one line for each transition, with its reason. Text of people, tools and
 * definitions is cut to its first line and to {@value #LONGEST} characters, and steers no terminal. One thread.
 */
public final class TransitionLines {
    private static final int LONGEST = 1_000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f]");

    private final UnaryOperator<String> names;
    private final DateTimeFormatter time;
    private final Map<String, String> held = new HashMap<>();

    /**
     * @param names what a reader calls an execution, by its id
     * @param zone of the times in lines
     */
    public TransitionLines(UnaryOperator<String> names, ZoneId zone) {
        this.names = names;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    }

    /**
     * @param state after the event, and perhaps later ones
     * @return empty when the event says nothing to a person
     */
    public Optional<String> line(PipelineState state, Event.OfExecution event) {
        if (event instanceof Event.StageReached reached) {
            return waits(state, reached.executionId()).map(why -> in(reached.stage(), "waits: " + why));
        }
        if (event instanceof Event.StageEntered entered) {
            return Optional.of(in(entered.stage(), "entered"));
        }
        if (event instanceof Event.StageSkipped skipped) {
            return Optional.of(in(skipped.stage(), "skipped"));
        }
        if (event instanceof Event.StageSucceeded ended) {
            return Optional.of(in(ended.stage(), "succeeded"));
        }
        if (event instanceof Event.StageFailed ended) {
            return Optional.of(in(ended.stage(), "failed"));
        }
        if (event instanceof Event.StageStopped ended) {
            return Optional.of(in(ended.stage(), "stopped"));
        }
        if (event instanceof Event.StageCancelled ended) {
            return Optional.of(in(ended.stage(), "cancelled"));
        }
        if (event instanceof Event.RetryScheduled scheduled) {
            return Optional.of(in(
                    scheduled.stage(),
                    "is retried by itself at " + time.format(scheduled.retry().due())));
        }
        if (event instanceof Event.StageRetried retried) {
            return Optional.of(in(
                    retried.stage(),
                    retried.trigger() == RetryTrigger.AutomatedStageRetry
                            ? "retried by itself"
                            : "retried by " + text(retried.by())));
        }
        Optional<String> line = ofAction(state, event);
        if (line.isEmpty()) {
            line = ofCondition(state, event);
        }
        return line.isPresent() ? line : ofExecution(event);
    }

    /** What a way into a stage that is opened or closed says to an execution that waits in front of it. */
    public String line(Event.TransitionChanged changed) {
        return in(
                changed.stage(),
                changed.enabled()
                        ? "the way in is opened by " + text(changed.by())
                        : "the way in is closed by " + text(changed.by()) + because(changed.reason()));
    }

    private static Optional<String> ofAction(PipelineState state, Event.OfExecution event) {
        if (event instanceof Event.ActionStarted started) {
            return Optional.of(in(
                    started.stage(),
                    started.action() + (started.expires().isPresent() ? " waits for approval" : " started")));
        }
        if (event instanceof Event.AgentAwaited awaited) {
            return Optional.of(
                    in(awaited.stage(), worker(state, awaited) + "waits for an agent" + because(awaited.reason())));
        }
        if (event instanceof Event.ApprovalAnswered answered) {
            return Optional.of(in(
                    answered.stage(),
                    answered.action() + " " + lower(answered.status()) + " by " + text(answered.by())
                            + because(answered.summary())));
        }
        if (event instanceof Event.ApprovalWithdrawn withdrawn) {
            return Optional.of(in(
                    withdrawn.stage(),
                    withdrawn.action() + ": " + text(withdrawn.by()) + " has taken the approval back"));
        }
        if (event instanceof Event.ActionFinished finished) {
            return Optional.of(in(
                    finished.stage(),
                    finished.action() + " " + lower(finished.status())
                            + because(finished.error()
                                    .map(error -> error.message())
                                    .orElse(finished.summary()))));
        }
        return Optional.empty();
    }

    /** The action, or the rule, that an attempt belongs to: several may wait at once. */
    private static String worker(PipelineState state, Event.AgentAwaited awaited) {
        Optional<StageExecution> stage =
                state.execution(awaited.executionId()).flatMap(execution -> execution.stage(awaited.stage()));
        Stream<String> actions = stage.stream().flatMap(each -> each.actions().entrySet().stream()
                .filter(action -> action.getValue().actionExecutionId().equals(awaited.actionExecutionId()))
                .map(Map.Entry::getKey));
        Stream<String> rules = stage.stream()
                .flatMap(each -> each.conditions().values().stream())
                .flatMap(condition -> condition.rules().entrySet().stream())
                .filter(rule -> rule.getValue().ruleExecutionId().equals(awaited.actionExecutionId()))
                .map(rule -> "rule " + rule.getKey());
        return Stream.concat(actions, rules).findFirst().map(name -> name + " ").orElse("");
    }

    private Optional<String> ofCondition(PipelineState state, Event.OfExecution event) {
        if (event instanceof Event.ConditionStarted started) {
            return Optional.of(in(started.stage(), name(started.condition()) + " is checked"));
        }
        if (event instanceof Event.RuleFinished finished) {
            boolean first = state.execution(finished.executionId())
                    .flatMap(execution -> execution.stage(finished.stage()))
                    .flatMap(stage -> stage.condition(finished.condition()))
                    .filter(condition -> condition.evaluation() > 1)
                    .isEmpty();
            return first && finished.status() == ActionStatus.Succeeded
                    ? Optional.of(
                            in(finished.stage(), "rule " + finished.rule() + " passes" + because(finished.summary())))
                    : Optional.empty();
        }
        if (event instanceof Event.ConditionHeld hold) {
            return hold.summary()
                            .equals(held.put(key(hold.executionId(), hold.stage(), hold.condition()), hold.summary()))
                    ? Optional.empty()
                    : Optional.of(in(
                            hold.stage(),
                            name(hold.condition()) + " holds, and is checked again from "
                                    + time.format(hold.nextCheck()) + because(hold.summary())));
        }
        if (event instanceof Event.ConditionFinished finished) {
            held.remove(key(finished.executionId(), finished.stage(), finished.condition()));
            return Optional.of(in(
                    finished.stage(),
                    name(finished.condition()) + " " + outcome(finished.status()) + because(finished.summary())));
        }
        if (event instanceof Event.ConditionOverridden overridden) {
            held.remove(key(overridden.executionId(), overridden.stage(), overridden.condition()));
            return Optional.of(in(
                    overridden.stage(),
                    name(overridden.condition()) + " is overridden by " + text(overridden.by())
                            + because(overridden.reason())));
        }
        return Optional.empty();
    }

    private Optional<String> ofExecution(Event.OfExecution event) {
        if (event instanceof Event.ExecutionFailed failed) {
            return Optional.of(text(failed.summary()));
        }
        if (event instanceof Event.ExecutionStopping stopping) {
            return Optional.of("Stopping, as " + text(stopping.request().by()) + " says"
                    + because(stopping.request().reason()));
        }
        if (event instanceof Event.ExecutionStopped stopped) {
            return Optional.of("Stopped" + because(stopped.reason()));
        }
        if (event instanceof Event.ExecutionCancelled cancelled) {
            return Optional.of("Cancelled" + because(cancelled.reason()));
        }
        if (event instanceof Event.ExecutionSuperseded superseded) {
            return Optional.of(
                    "Superseded before " + superseded.stage() + " by " + names.apply(superseded.supersededBy()));
        }
        return Optional.empty();
    }

    private Optional<String> waits(PipelineState state, String executionId) {
        return state.execution(executionId)
                .filter(execution -> execution.isLive() && execution.waiting())
                .flatMap(execution -> Blockers.of(state, execution))
                .map(this::words);
    }

    private String words(Blocker blocker) {
        if (blocker instanceof Blocker.TransitionClosed closed) {
            return "the way in is closed" + (closed.by().isEmpty() ? "" : " by " + text(closed.by()))
                    + because(closed.reason());
        }
        if (blocker instanceof Blocker.StageHeld stage) {
            return names.apply(stage.executionId()) + " is in the stage";
        }
        if (blocker instanceof Blocker.Queued queued) {
            return names.apply(queued.behind()) + " is before it";
        }
        if (blocker instanceof Blocker.Draining) {
            return "executions by an earlier definition end first";
        }
        return "something has to happen first";
    }

    private static String name(ConditionType type) {
        return switch (type) {
            case BEFORE_ENTRY -> "the entry condition";
            case ON_SUCCESS -> "the success condition";
            case ON_FAILURE -> "the failure condition";
        };
    }

    private static String outcome(ConditionStatus status) {
        return switch (status) {
            case Succeeded -> "is met";
            case Failed -> "is not met";
            case Errored -> "could not be checked";
            case InProgress, Cancelled, Abandoned, Overridden -> "is given up";
        };
    }

    private static String key(String executionId, String stage, ConditionType type) {
        return executionId + "/" + type + "/" + stage;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String in(String stage, String what) {
        return "[" + stage + "] " + what;
    }

    private static String because(String reason) {
        String text = text(reason);
        return text.isEmpty() ? "" : ": " + text;
    }

    private static String text(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return CONTROL.matcher(cut).replaceAll(" ");
    }
}
