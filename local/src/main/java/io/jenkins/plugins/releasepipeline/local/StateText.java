package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Blocker;
import io.jenkins.plugins.releasepipeline.engine.Blockers;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.view.Estimate;
import io.jenkins.plugins.releasepipeline.view.Estimates;
import io.jenkins.plugins.releasepipeline.view.UsualTimes;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is where in a pipeline, in lines for a person: its stages from the first to the last, then who waits and why. */
final class StateText {
    private final PrintWriter out;
    private final Terminal terminal;
    private final Clock clock;
    private final UsualTimes usual;

    /** @param usual to estimate from when an execution goes on */
    StateText(PrintWriter out, Terminal terminal, Clock clock, UsualTimes usual) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.usual = usual;
    }

    void show(PipelineState state) {
        out.println(terminal.paint(Terminal.Colour.BOLD, state.pipelineName()) + "  version " + state.version() + ", "
                + state.definition().executionModeOrDefault());
        boolean parallel = state.definition().executionModeOrDefault() == ExecutionMode.PARALLEL;
        for (StageDeclaration declared : state.definition().stages()) {
            StageState stage = state.stages().get(declared.name());
            if (!parallel) {
                out.println();
                stage(state, declared, stage);
            } else if (!stage.inbound().enabled()) {
                out.println();
                out.println(terminal.paint(Terminal.Colour.BOLD, declared.name()));
                closed(stage);
            }
        }
        if (parallel) {
            state.executions().values().forEach(execution -> alone(state, execution));
        }
        List<ExecutionState> live = state.liveExecutions();
        if (live.isEmpty()) {
            return;
        }
        Estimates estimates = new Estimates(state, usual);
        out.println();
        for (ExecutionState execution : live) {
            out.println("#" + execution.origin().number() + " "
                    + Blockers.of(state, execution)
                            .map(blocker -> "waits: " + words(state, blocker)
                                    + estimates
                                            .of(execution, blocker)
                                            .map(estimate -> estimated(estimate))
                                            .orElse(""))
                            .orElseGet(() -> working(execution)));
        }
    }

    /** An execution in PARALLEL mode, which shares no stage with others. */
    private void alone(PipelineState state, ExecutionState execution) {
        out.println();
        out.println(
                terminal.paint(Terminal.Colour.BOLD, "#" + execution.origin().number())
                        + "  " + status(execution.status().name()) + ", began "
                        + ago(execution.origin().startedAt()));
        List<StageDeclaration> stages = state.definitionOf(execution).stages();
        int width =
                stages.stream().mapToInt(stage -> stage.name().length()).max().orElse(0);
        for (StageDeclaration declared : stages) {
            out.println("  " + String.format("%-" + width + "s", declared.name()) + "  "
                    + execution
                            .stage(declared.name())
                            .map(stage -> status(stage.status().name()) + actions(stage))
                            .orElse("not yet"));
        }
    }

    private static String actions(StageExecution stage) {
        String telling = stage.actions().values().stream()
                .filter(action -> action.status() != ActionStatus.Succeeded)
                .map(action -> action.actionName() + detail(action))
                .collect(Collectors.joining(", "));
        return telling.isEmpty() ? "" : "  " + telling;
    }

    private void closed(StageState stage) {
        out.println(terminal.paint(Terminal.Colour.YELLOW, "  the way in is closed") + " by "
                + Printable.text(stage.inbound().lastChangedBy())
                + stage.inbound().lastChangedAt().map(at -> " " + ago(at)).orElse("") + ": "
                + Printable.text(stage.inbound().disabledReason()));
    }

    private void stage(PipelineState state, StageDeclaration declared, StageState stage) {
        Optional<ExecutionState> latest = stage.latest().flatMap(state::execution);
        Optional<StageExecution> ran = latest.flatMap(execution -> execution.stage(declared.name()));
        String name = terminal.paint(Terminal.Colour.BOLD, declared.name());
        out.println(
                ran.isEmpty()
                        ? name + "  nothing has run here"
                        : name + "  " + status(ran.get().status().name()) + "  #"
                                + latest.get().origin().number()
                                + (latest.get().isRollback() ? ", a rollback" : "") + ", "
                                + ran.get()
                                        .endedAt()
                                        .map(this::ago)
                                        .orElse("for "
                                                + Durations.of(Duration.between(
                                                        ran.get().startedAt(), clock.instant()))));
        if (!stage.inbound().enabled()) {
            closed(stage);
        }
        if (!stage.waiting().isEmpty()) {
            out.println("  waiting to come in: "
                    + stage.waiting().stream().map(id -> number(state, id)).collect(Collectors.joining(", ")));
        }
        if (ran.isEmpty()) {
            return;
        }
        int width = declared.actions().stream()
                .mapToInt(action -> action.name().length())
                .max()
                .orElse(0);
        for (ActionDeclaration action : declared.actions()) {
            Optional<ActionExecution> attempt = ran.get().action(action.name());
            out.println(("  " + String.format("%-" + width + "s", action.name()) + "  "
                            + attempt.map(found -> status(found.status().name()) + detail(found))
                                    .orElse("did not run"))
                    .stripTrailing());
        }
    }

    private static String detail(ActionExecution attempt) {
        String text = attempt.error().map(error -> error.message()).orElse(attempt.summary());
        return text.isEmpty() ? "" : "  " + Printable.text(text);
    }

    private static String working(ExecutionState execution) {
        String at = execution.currentStage().stream()
                .flatMap(stage -> stage.actions().values().stream())
                .filter(ActionExecution::isInProgress)
                .map(ActionExecution::actionName)
                .collect(Collectors.joining(", "));
        return "works in " + execution.position() + (at.isEmpty() ? "" : ": " + at);
    }

    private String words(PipelineState state, Blocker blocker) {
        if (blocker instanceof Blocker.TransitionClosed closed) {
            return "the way into " + closed.stage() + " is closed by " + Printable.text(closed.by())
                    + closed.at().map(at -> " " + ago(at)).orElse("") + ": " + Printable.text(closed.reason());
        }
        if (blocker instanceof Blocker.StageHeld held) {
            return held.stage() + " is held by " + number(state, held.executionId())
                    + (held.actions().isEmpty() ? "" : ", in " + String.join(", ", held.actions()));
        }
        if (blocker instanceof Blocker.Queued queued) {
            return "it is number " + queued.position() + " in front of " + queued.stage() + ", behind "
                    + number(state, queued.behind());
        }
        if (blocker instanceof Blocker.Draining draining) {
            return "executions of an earlier definition have to finish first: "
                    + draining.executionIds().stream()
                            .map(id -> number(state, id))
                            .collect(Collectors.joining(", "));
        }
        if (blocker instanceof Blocker.ApprovalNeeded approval) {
            return approval.action() + " in " + approval.stage() + " has to be approved"
                    + (approval.required() > 1
                            ? " by " + approval.required() + " (so far "
                                    + (approval.given().isEmpty() ? "none" : String.join(", ", approval.given())) + ")"
                            : "")
                    + (approval.approvers().isEmpty() ? "" : ", of " + String.join(", ", approval.approvers()))
                    + ", " + until(approval.expires());
        }
        if (blocker instanceof Blocker.AgentNeeded agent) {
            return agent.work() + " in " + agent.stage() + " has no agent"
                    + (agent.label().isEmpty() ? "" : " with the label '" + Printable.text(agent.label()) + "'")
                    + ", for " + Durations.of(Duration.between(agent.since(), clock.instant())) + ": "
                    + Printable.text(agent.reason());
        }
        if (blocker instanceof Blocker.RuleNotPassing rule) {
            return Printable.text(rule.lastResult()).replaceFirst("\\.$", "") + "; looked at again "
                    + in(rule.nextCheck()) + ", " + until(rule.deadline());
        }
        Blocker.RetryDue retry = (Blocker.RetryDue) blocker;
        return retry.stage() + " is retried " + in(retry.due());
    }

    private static String number(PipelineState state, String executionId) {
        return state.execution(executionId)
                .map(execution -> "#" + execution.origin().number())
                .orElse(executionId);
    }

    private String status(String status) {
        return terminal.paint(
                switch (status) {
                    case "Succeeded" -> Terminal.Colour.GREEN;
                    case "Failed" -> Terminal.Colour.RED;
                    case "InProgress" -> Terminal.Colour.BLUE;
                    default -> Terminal.Colour.YELLOW;
                },
                status);
    }

    private String ago(Instant at) {
        return Durations.of(Duration.between(at, clock.instant())) + " ago";
    }

    private String in(Instant at) {
        return at.isAfter(clock.instant()) ? "in " + Durations.of(Duration.between(clock.instant(), at)) : "any moment";
    }

    private String estimated(Estimate estimate) {
        return switch (estimate.basis()) {
            case USUAL_APPROVAL, USUAL_STAGE, USUAL_PIPELINE, USUAL_AGENT ->
                estimate.at().isAfter(clock.instant())
                        ? ". It usually goes on " + in(estimate.at()) + "."
                        : ". It takes longer than usual: it would have gone on " + ago(estimate.at()) + ".";
            case DEPLOYMENT_WINDOW -> ". The window opens " + in(estimate.at()) + ".";
            case NEXT_CHECK, RETRY_DUE -> ".";
        };
    }

    private String until(Instant at) {
        return at.isBefore(clock.instant())
                ? "and its time is over"
                : "within " + Durations.of(Duration.between(clock.instant(), at));
    }
}
