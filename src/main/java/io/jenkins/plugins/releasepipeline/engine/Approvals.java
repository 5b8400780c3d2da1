package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Manual approvals (reference §1.11), and beyond it: more than one approver, who may be one, approvals that are taken back
 * and approvals that are given ahead.
 */
final class Approvals {
    static final int MAX_SUMMARY = 512;
    static final int MAX_EARLY = 50;

    private Approvals() {}

    static Decision put(Turn turn, Command.PutApproval command) {
        Optional<Decision> wrong = checkSummary(command.summary());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        for (ExecutionState execution : turn.state().executions().values()) {
            Optional<ActionExecution> asked = asked(execution, command.stage(), command.action(), command.token());
            if (asked.isPresent()) {
                return answer(turn, execution, asked.get(), command);
            }
        }
        return noSuchQuestion(turn, command.stage(), command.action());
    }

    /** The question is open again, or one approval fewer is there. */
    static Decision withdraw(Turn turn, Command.WithdrawApproval command) {
        for (ExecutionState execution : turn.state().executions().values()) {
            Optional<ActionExecution> asked = asked(execution, command.stage(), command.action(), command.token());
            if (asked.isPresent()) {
                return withdraw(turn, execution, asked.get(), command);
            }
        }
        boolean early = turn.state().stage(command.stage()).stream()
                .flatMap(stage -> stage.earlyApprovals().stream())
                .anyMatch(each -> each.action().equals(command.action())
                        && each.by().name().equals(command.by()));
        if (early && command.token().isEmpty()) {
            turn.emit(new Event.EarlyApprovalEnded(turn.now(), command.stage(), command.action(), command.by()));
            return turn.accepted();
        }
        return noSuchQuestion(turn, command.stage(), command.action());
    }

    static Decision ahead(Turn turn, Command.ApproveAhead command) {
        PipelineState state = turn.state();
        Optional<Decision> wrong = checkSummary(command.summary());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<ActionDeclaration> declared = state.isDefined()
                ? state.definition()
                        .stage(command.stage())
                        .flatMap(stage -> stage.action(command.action()))
                        .filter(action -> action.actionTypeId().isApproval())
                : Optional.empty();
        if (declared.isEmpty()) {
            return noSuchQuestion(turn, command.stage(), command.action());
        }
        Map<String, String> revisions = command.executionId()
                .flatMap(state::execution)
                .map(EarlyApproval::revisionsOf)
                .orElse(Map.of());
        if (command.executionId().isPresent() && revisions.isEmpty()) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "Execution " + command.executionId().get() + " has no revisions yet that could be approved.");
        }
        if (command.executionId().isEmpty() && command.until().isEmpty()) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "An approval ahead is for an execution, or until a time; this is neither.");
        }
        if (command.until().filter(until -> !turn.now().isBefore(until)).isPresent()) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "The approval would end at " + command.until().get() + ", which is past.");
        }
        if (command.until()
                .filter(turn.now().plus(EarlyApproval.LONGEST)::isBefore)
                .isPresent()) {
            return Turn.refused(
                    Refusal.Error.ValidationException,
                    "An approval ahead is valid for " + EarlyApproval.LONGEST_DAYS + " days at most, until "
                            + turn.now().plus(EarlyApproval.LONGEST) + ".");
        }
        ApprovalPolicy policy;
        try {
            policy = ApprovalPolicy.of(declared.get().configuration());
        } catch (IllegalArgumentException e) {
            return Turn.refused(Refusal.Error.ValidationException, e.getMessage());
        }
        if (!policy.allows(command.by())) {
            return notAllowed(command.by(), policy);
        }
        if (!policy.authorsMayApprove()) {
            return Turn.refused(
                    Refusal.Error.AccessDeniedException,
                    "Who wrote a commit may not approve it, and which commits come is not known ahead: wait for the"
                            + " question.");
        }
        for (EarlyApproval each :
                List.copyOf(state.stages().get(command.stage()).earlyApprovals())) {
            if (!turn.now().isBefore(each.ends())) {
                turn.emit(new Event.EarlyApprovalEnded(
                        turn.now(), command.stage(), each.action(), each.by().name()));
            }
        }
        StageState stage = turn.state().stages().get(command.stage());
        if (stage.earlyApprovals().size() >= MAX_EARLY) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "There are " + MAX_EARLY + " approvals ahead for stage " + command.stage()
                            + " already; withdraw one.");
        }
        turn.emit(new Event.EarlyApprovalGiven(
                turn.now(),
                command.stage(),
                new EarlyApproval(
                        command.action(), command.by(), command.summary(), turn.now(), command.until(), revisions)));
        return turn.accepted();
    }

    /** Lets count what was approved ahead of a question, of those who still may answer it. */
    static Decision countEarly(Turn turn, Command.CountEarlyApprovals command) {
        Optional<ExecutionState> execution = turn.state().execution(command.executionId());
        Optional<ActionExecution> asked = execution
                .flatMap(found -> asked(found, command.stage(), command.action(), command.token()))
                .filter(found -> found.isInProgress() && !isOver(turn, found))
                .filter(found -> policy(found).authorsMayApprove());
        if (asked.isPresent()) {
            countEarly(turn, execution.get(), asked.get(), command);
        }
        return turn.accepted();
    }

    private static void countEarly(
            Turn turn, ExecutionState execution, ActionExecution asked, Command.CountEarlyApprovals command) {
        ApprovalPolicy policy = policy(asked);
        Set<String> may = command.approvers().stream()
                .filter(each -> policy.allows(each) && mayAsStarter(turn, policy, execution, each))
                .map(Approver::name)
                .collect(Collectors.toSet());
        asked.answers().forEach(answer -> may.remove(answer.by()));
        int missing = policy.required() - asked.answers().size();
        List<EarlyApproval> early = turn.state().stage(command.stage()).stream()
                .flatMap(stage -> stage.earlyApprovals().stream())
                .filter(each -> each.action().equals(command.action()))
                .filter(each ->
                        each.isValid(execution, turn.now()) && !each.at().isAfter(asked.startedAt()))
                .filter(each -> may.contains(each.by().name()))
                .limit(missing)
                .toList();
        for (EarlyApproval each : early) {
            turn.emit(new Event.EarlyApprovalEnded(
                    turn.now(), command.stage(), each.action(), each.by().name()));
            turn.emit(new Event.ApprovalAnswered(
                    turn.now(),
                    execution.id(),
                    command.stage(),
                    each.action(),
                    command.token(),
                    ApprovalStatus.Approved,
                    each.summary(),
                    each.by().name()));
        }
        if (early.size() == missing) {
            finish(turn, execution.id(), command.stage(), command.action(), command.token(), Optional.empty());
            Flow.attemptEnded(turn, execution.id(), command.stage());
        }
    }

    /** @return whether a question timed out */
    static boolean timerDue(Turn turn, Command.TimerDue command) {
        Optional<ActionExecution> open = turn
                .state()
                .execution(command.executionId())
                .flatMap(execution -> execution.stage(command.stage()))
                .stream()
                .flatMap(stage -> stage.actions().values().stream())
                .filter(action ->
                        action.isInProgress() && action.actionExecutionId().equals(command.timer()))
                .filter(action -> isOver(turn, action))
                .findFirst();
        if (open.isPresent()) {
            turn.emit(Reports.failed(
                    turn.now(),
                    command.executionId(),
                    command.stage(),
                    open.get().actionName(),
                    command.timer(),
                    new ErrorDetails(
                            "ApprovalTimedOut",
                            "Nobody answered by " + open.get().expires().orElseThrow() + ".")));
            Flow.attemptEnded(turn, command.executionId(), command.stage());
        }
        return open.isPresent();
    }

    private static Decision answer(
            Turn turn, ExecutionState execution, ActionExecution asked, Command.PutApproval command) {
        if (!asked.isInProgress() || isOver(turn, asked)) {
            return Turn.refused(
                    Refusal.Error.ApprovalAlreadyCompletedException,
                    asked.isInProgress()
                            ? "The approval expired at " + asked.expires().orElseThrow() + "."
                            : "The approval is " + asked.status() + " already.");
        }
        Optional<Decision> no = refusal(turn, execution, asked, command);
        if (no.isPresent()) {
            return no.get();
        }
        turn.emit(new Event.ApprovalAnswered(
                turn.now(),
                execution.id(),
                command.stage(),
                command.action(),
                command.token(),
                command.status(),
                command.summary(),
                command.by().name()));
        boolean approved = command.status() == ApprovalStatus.Approved;
        if (!approved || asked.answers().size() + 1 >= policy(asked).required()) {
            finish(
                    turn,
                    execution.id(),
                    command.stage(),
                    command.action(),
                    command.token(),
                    approved ? Optional.empty() : Optional.of(new ErrorDetails("Rejected", rejection(command))));
            Flow.attemptEnded(turn, execution.id(), command.stage());
        }
        return turn.accepted(execution.id());
    }

    private static Optional<Decision> refusal(
            Turn turn, ExecutionState execution, ActionExecution asked, Command.PutApproval command) {
        ApprovalPolicy policy = policy(asked);
        Approver by = command.by();
        if (!policy.allows(by)) {
            return Optional.of(notAllowed(by, policy));
        }
        if (asked.answers().stream().anyMatch(answer -> answer.by().equals(by.name()))) {
            return Optional.of(Turn.refused(
                    Refusal.Error.ConflictException,
                    by.name() + " has approved already; " + policy.required() + " different people have to."));
        }
        if (command.status() == ApprovalStatus.Rejected) {
            return Optional.empty();
        }
        if (!mayAsStarter(turn, policy, execution, by)) {
            return Optional.of(Turn.refused(
                    Refusal.Error.AccessDeniedException,
                    by.name() + " started execution " + execution.id() + " and may not approve it."));
        }
        if (policy.authorsMayApprove()) {
            return Optional.empty();
        }
        if (command.authors().isEmpty()) {
            return Optional.of(Turn.refused(
                    Refusal.Error.AccessDeniedException,
                    "Who wrote a commit may not approve it, and it cannot be told who wrote these; try again later."));
        }
        return by.goesBy(command.authors().get())
                ? Optional.of(Turn.refused(
                        Refusal.Error.AccessDeniedException,
                        by.name() + " wrote a commit that this lets through, and may not approve it."))
                : Optional.empty();
    }

    private static Decision withdraw(
            Turn turn, ExecutionState execution, ActionExecution asked, Command.WithdrawApproval command) {
        boolean given = asked.answers().stream()
                .anyMatch(answer -> answer.by().equals(command.by()) && answer.status() == ApprovalStatus.Approved);
        if (!given) {
            return Turn.refused(
                    Refusal.Error.ConflictException, command.by() + " has given no approval that could be withdrawn.");
        }
        boolean reopens = asked.status() == ActionStatus.Succeeded;
        if (!asked.isInProgress() && !(reopens && hasNotMovedOn(turn.state(), execution, asked, command.stage()))) {
            return Turn.refused(
                    Refusal.Error.ApprovalAlreadyCompletedException,
                    "The stage has moved on since; the approval cannot be withdrawn any more.");
        }
        turn.emit(new Event.ApprovalWithdrawn(
                turn.now(), execution.id(), command.stage(), command.action(), command.token(), command.by()));
        if (reopens) {
            ActionDeclaration declared = turn.state()
                    .declaration(execution, command.stage(), command.action())
                    .orElseThrow();
            ActionStarts.ask(turn, execution, command.stage(), declared, nextToken(command.token()));
        }
        return turn.accepted(execution.id());
    }

    /** Nothing of a later run order has begun, so that the stage would still be where the question was. */
    private static boolean hasNotMovedOn(
            PipelineState state, ExecutionState execution, ActionExecution asked, String stageName) {
        StageExecution stage = execution.stage(stageName).orElseThrow();
        if (!execution.isLive()
                || execution.endRequest().isPresent()
                || stage.status() != StageStatus.InProgress
                || stage.condition(ConditionType.ON_SUCCESS).isPresent()) {
            return false;
        }
        List<ActionDeclaration> actions =
                state.declaration(execution, stageName).orElseThrow().actions();
        int order = actions.stream()
                .filter(each -> each.name().equals(asked.actionName()))
                .mapToInt(ActionDeclaration::runOrderOrDefault)
                .findFirst()
                .orElseThrow();
        return actions.stream()
                .filter(each -> each.runOrderOrDefault() > order)
                .allMatch(each -> stage.action(each.name()).isEmpty());
    }

    private static void finish(
            Turn turn, String executionId, String stage, String action, String token, Optional<ErrorDetails> error) {
        ActionExecution asked = turn.state()
                .execution(executionId)
                .flatMap(execution -> execution.stage(stage))
                .flatMap(found -> found.action(action))
                .orElseThrow();
        List<ApprovalAnswer> answers = asked.answers();
        String comments = answers.stream()
                .filter(answer -> !answer.summary().isEmpty())
                .map(answer -> answers.size() == 1 ? answer.summary() : answer.by() + ": " + answer.summary())
                .collect(Collectors.joining("; "));
        turn.emit(new Event.ActionFinished(
                turn.now(),
                executionId,
                stage,
                action,
                token,
                error.isEmpty() ? ActionStatus.Succeeded : ActionStatus.Failed,
                comments,
                "",
                "",
                error,
                Map.of(),
                Map.of(),
                Optional.empty(),
                answers.get(answers.size() - 1).by()));
    }

    private static Optional<ActionExecution> asked(
            ExecutionState execution, String stage, String action, String token) {
        return execution
                .stage(stage)
                .flatMap(found -> found.action(action))
                .filter(found -> found.actionExecutionId().equals(token))
                .filter(found -> found.expires().isPresent());
    }

    private static ApprovalPolicy policy(ActionExecution asked) {
        return asked.policy().orElseThrow();
    }

    private static boolean mayAsStarter(Turn turn, ApprovalPolicy policy, ExecutionState execution, Approver by) {
        return policy.starterMayApprove() || !by.goesBy(starters(turn.state(), execution));
    }

    /** Who is behind the start, and who let the sources be read again, which may bring something else. */
    private static Set<String> starters(PipelineState state, ExecutionState execution) {
        Set<String> starters = new HashSet<>(execution.origin().trigger().by());
        for (StageDeclaration stage : state.definitionOf(execution).stages()) {
            if (stage.actions().stream()
                    .anyMatch(action -> action.actionTypeId().isSource())) {
                execution
                        .stage(stage.name())
                        .ifPresent(ran -> starters.addAll(ran.retry().by()));
            }
        }
        return starters;
    }

    private static String nextToken(String token) {
        return UUID.nameUUIDFromBytes((token + "/withdrawn").getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static boolean isOver(Turn turn, ActionExecution action) {
        return action.expires().filter(end -> !turn.now().isBefore(end)).isPresent();
    }

    private static Optional<Decision> checkSummary(String summary) {
        return summary.length() <= MAX_SUMMARY
                ? Optional.empty()
                : Optional.of(Turn.refused(
                        Refusal.Error.ValidationException,
                        "The summary has " + summary.length() + " characters; at most " + MAX_SUMMARY
                                + " are allowed."));
    }

    private static Decision notAllowed(Approver by, ApprovalPolicy policy) {
        return Turn.refused(
                Refusal.Error.AccessDeniedException,
                by.name() + " may not answer; the approvers are " + String.join(", ", policy.approvers()) + ".");
    }

    private static Decision noSuchQuestion(Turn turn, String stage, String action) {
        PipelineState state = turn.state();
        if (state.stage(stage).isEmpty()) {
            return turn.noSuchStage(stage);
        }
        boolean declared = state.definition().stages().stream()
                .filter(each -> each.name().equals(stage))
                .flatMap(each -> each.actions().stream())
                .anyMatch(each ->
                        each.name().equals(action) && each.actionTypeId().isApproval());
        return declared
                ? Turn.refused(
                        Refusal.Error.InvalidApprovalTokenException,
                        "That token does not belong to a question that " + action + " asks now.")
                : Turn.refused(
                        Refusal.Error.ActionNotFoundException,
                        "Stage " + stage + " has no approval action '" + action + "'.");
    }

    private static String rejection(Command.PutApproval command) {
        return "Rejected by " + command.by().name() + (command.summary().isEmpty() ? "." : ": " + command.summary());
    }
}
