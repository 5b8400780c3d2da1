package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.Condition;
import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.FailureConditions;
import io.jenkins.plugins.releasepipeline.definition.HoldConfiguration;
import io.jenkins.plugins.releasepipeline.definition.InputArtifact;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.RetryConfiguration;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Definitions and commands that follow from a seed. Most commands make sense; some come too late or never did. */
final class RandomPipeline {
    private static final List<String> LATER_STAGES = List.of("Build", "Test", "Staging", "Production");

    private final Random random;
    private final List<String> executions = new ArrayList<>();
    private final List<Command> sent = new ArrayList<>();
    private Instant now = Rehearsal.BEGIN;
    private int tokens;

    RandomPipeline(long seed) {
        random = new Random(seed);
    }

    Instant now() {
        return now;
    }

    PipelineDeclaration definition() {
        List<String> names = new ArrayList<>(List.of("Source"));
        while (names.size() < 2) {
            for (String name : LATER_STAGES) {
                if (chance(60)) {
                    names.add(name);
                }
            }
        }
        List<String> artifacts = new ArrayList<>();
        List<String> variables = new ArrayList<>(List.of("codepipeline.PipelineExecutionId"));
        List<VariableDeclaration> declared = new ArrayList<>();
        if (chance(40)) {
            declared.add(Pipelines.variable("target", "eu"));
            variables.add("variables.target");
        }
        if (chance(20)) {
            declared.add(Pipelines.variable("ticket", null));
            variables.add("variables.ticket");
        }
        List<StageDeclaration> stages = new ArrayList<>();
        for (String name : names) {
            stages.add(stage(name, artifacts, variables));
        }
        PipelineDeclaration pipeline = Pipelines.pipeline("shop", declared, stages.toArray(StageDeclaration[]::new));
        return chance(50) ? pipeline : Pipelines.in(pick(List.of(ExecutionMode.values())), pipeline);
    }

    /** The next command; time may pass before it. */
    Command next(PipelineState state) {
        if (chance(20)) {
            now = now.plus(Duration.ofMinutes(random.nextInt(chance(10) ? 8000 : 20)));
        }
        Command command = command(state);
        sent.add(command);
        if (command instanceof Command.StartExecution start) {
            executions.add(start.executionId());
        }
        return command;
    }

    /** A command that brings {@code state} nearer to rest; empty when it rests. */
    Optional<Command> towardsRest(PipelineState state) {
        for (StageState stage : state.stages().values()) {
            if (!stage.inbound().enabled()) {
                return Optional.of(new Command.SetTransition(stage.name(), true, "", "ada"));
            }
        }
        List<Checking> checking = checking(state);
        if (!checking.isEmpty()) {
            return Optional.of(report(pick(checking), Optional.empty()));
        }
        List<Running> running = running(state);
        if (running.isEmpty()) {
            return Effects.of(state).stream()
                    .filter(Effect.ArmTimer.class::isInstance)
                    .map(Effect.ArmTimer.class::cast)
                    .findFirst()
                    .map(timer -> {
                        now = now.isBefore(timer.at()) ? timer.at() : now;
                        return new Command.TimerDue(timer.executionId(), timer.stage(), timer.timer());
                    });
        }
        Running any = running.get(random.nextInt(running.size()));
        Optional<Instant> expires = any.attempt().expires();
        if (expires.isEmpty()) {
            return Optional.of(report(state, any, ActionStatus.Succeeded));
        }
        return Optional.of(
                now.isBefore(expires.get())
                        ? answer(any, ApprovalStatus.Approved)
                        : new Command.TimerDue(
                                any.execution(), any.stage(), any.attempt().actionExecutionId()));
    }

    private Command command(PipelineState state) {
        List<Running> running = running(state);
        List<Checking> checking = checking(state);
        if (!checking.isEmpty() && chance(25)) {
            return report(
                    pick(checking),
                    chance(65)
                            ? Optional.empty()
                            : Optional.of(new ErrorDetails(chance(70) ? "JobFailed" : "SystemUnavailable", "no")));
        }
        if (chance(8)) {
            List<Effect.ArmTimer> timers = Effects.of(state).stream()
                    .filter(Effect.ArmTimer.class::isInstance)
                    .map(Effect.ArmTimer.class::cast)
                    .toList();
            if (!timers.isEmpty()) {
                Effect.ArmTimer timer = pick(timers);
                return new Command.TimerDue(timer.executionId(), timer.stage(), timer.timer());
            }
        }
        List<Effect.AskApprovers> questions = Effects.of(state).stream()
                .filter(Effect.AskApprovers.class::isInstance)
                .map(Effect.AskApprovers.class::cast)
                .filter(each -> state.stage(each.stage())
                        .filter(stage -> !stage.earlyApprovals().isEmpty())
                        .isPresent())
                .toList();
        if (!questions.isEmpty() && chance(25)) {
            Effect.AskApprovers ask = pick(questions);
            return new Command.CountEarlyApprovals(
                    ask.executionId(),
                    ask.stage(),
                    ask.action(),
                    ask.token(),
                    state.stages().get(ask.stage()).earlyApprovals().stream()
                            .map(EarlyApproval::by)
                            .filter(each -> chance(80))
                            .toList());
        }
        if (chance(4)) {
            return new Command.OverrideCondition(
                    execution(), stageName(state), pick(List.of(ConditionType.values())), "hotfix", "ada");
        }
        if (chance(4)) {
            Optional<Command> rollback = rollback(state);
            if (rollback.isPresent()) {
                return rollback.get();
            }
        }
        if (chance(3)) {
            return new Command.ApproveAhead(
                    stageName(state),
                    questionName(state),
                    chance(50) ? Optional.of(now.plus(Duration.ofMinutes(random.nextInt(60)))) : Optional.empty(),
                    chance(50) ? Optional.of(execution()) : Optional.empty(),
                    "",
                    somebody());
        }
        if (chance(4)) {
            List<ActionExecution> answered = state.executions().values().stream()
                    .flatMap(execution -> execution.stages().values().stream())
                    .flatMap(stage -> stage.actions().values().stream())
                    .filter(action -> !action.answers().isEmpty())
                    .toList();
            return new Command.WithdrawApproval(
                    stageName(state),
                    answered.isEmpty() ? questionName(state) : pick(answered).actionName(),
                    answered.isEmpty() ? "" : pick(answered).actionExecutionId(),
                    somebody().name());
        }
        int kind = random.nextInt(100);
        if (kind < 36 && !running.isEmpty()) {
            Running any = pick(running);
            return any.attempt().expires().isPresent() && chance(90)
                    ? answer(any, chance(75) ? ApprovalStatus.Approved : ApprovalStatus.Rejected)
                    : report(state, any, chance(85) ? ActionStatus.Succeeded : ActionStatus.Failed);
        }
        if (kind < 50) {
            return start(state);
        }
        if (kind < 58) {
            return new Command.StopExecution(execution(), chance(50), "", "ada");
        }
        if (kind < 68) {
            return new Command.RetryStage(
                    execution(),
                    stageName(state),
                    chance(50) ? RetryMode.ALL_ACTIONS : RetryMode.FAILED_ACTIONS,
                    "ada");
        }
        if (kind < 80) {
            return new Command.SetTransition(stageName(state), chance(60), "freeze", "ada");
        }
        if (kind < 82 && !running.isEmpty()) {
            Running any = pick(running);
            String attempt = any.attempt().actionExecutionId();
            return chance(50)
                    ? new Command.AgentAwaited(any.execution(), any.stage(), attempt, "linux", "all are busy")
                    : new Command.AgentLent(any.execution(), any.stage(), attempt);
        }
        if (kind < 84 && !running.isEmpty()) {
            Running any = pick(running);
            return new Command.ActionProgressed(
                    any.execution(),
                    any.stage(),
                    any.attempt().actionName(),
                    any.attempt().actionExecutionId(),
                    "at work",
                    Optional.of(random.nextInt(101)),
                    "",
                    "");
        }
        if (kind < 88 && !running.isEmpty()) {
            Running any = pick(running);
            return new Command.TimerDue(
                    any.execution(), any.stage(), any.attempt().actionExecutionId());
        }
        if (kind < 90) {
            return new Command.UpdateDefinition(
                    chance(20) ? state.definition() : definition(),
                    Map.of(),
                    pick(List.of(UpdatePolicy.values())),
                    "ada");
        }
        return sent.isEmpty() ? start(state) : again(pick(sent));
    }

    /** An old command once more; a start gets an id of its own, as every start does. */
    private Command again(Command command) {
        if (command instanceof Command.RollbackStage rollback) {
            String id = executionId();
            executions.add(id);
            return new Command.RollbackStage(
                    id,
                    rollback.stage(),
                    rollback.target(),
                    rollback.targetType(),
                    rollback.targetStatus(),
                    rollback.definition(),
                    rollback.by());
        }
        return command instanceof Command.StartExecution start
                ? new Command.StartExecution(
                        executionId(),
                        start.trigger(),
                        start.variables(),
                        start.sourceRevisions(),
                        start.clientRequestToken())
                : command;
    }

    private Command start(PipelineState state) {
        Map<String, String> variables = new HashMap<>();
        for (VariableDeclaration variable : state.definition().variables()) {
            if (chance(variable.defaultValue() == null ? 90 : 30)) {
                variables.put(variable.name(), "given");
            }
        }
        return new Command.StartExecution(
                executionId(),
                Rehearsal.BY_HAND,
                variables,
                Map.of(),
                chance(50) ? Optional.of("token-" + tokens++) : Optional.empty());
    }

    private String executionId() {
        return "e" + (executions.size() + 1);
    }

    private String execution() {
        if (executions.isEmpty() || chance(3)) {
            return "nobody";
        }
        int recent = Math.min(executions.size(), 8);
        return executions.get(executions.size() - 1 - random.nextInt(recent));
    }

    private String stageName(PipelineState state) {
        return chance(3) ? "Nowhere" : pick(List.copyOf(state.stages().keySet()));
    }

    private Command.ActionReported report(PipelineState state, Running running, ActionStatus status) {
        Map<String, String> artifacts = new HashMap<>();
        ExecutionState execution = state.execution(running.execution()).orElseThrow();
        state.declaration(execution, running.stage(), running.attempt().actionName())
                .ifPresent(action -> action.outputArtifacts().forEach(output -> {
                    if (chance(95)) {
                        artifacts.put(output.name(), "sha256:" + random.nextInt(1000));
                    }
                }));
        return Rehearsal.report(
                running.execution(),
                running.stage(),
                running.attempt().actionName(),
                running.attempt().actionExecutionId(),
                status,
                chance(95) ? Map.of("KEY", "value " + random.nextInt(1000)) : Map.of(),
                artifacts);
    }

    private static Command report(Checking checking, Optional<ErrorDetails> error) {
        return new Command.RuleReported(
                checking.execution(),
                checking.stage(),
                checking.condition(),
                checking.rule().ruleName(),
                checking.rule().ruleExecutionId(),
                error.isPresent() ? ActionStatus.Failed : ActionStatus.Succeeded,
                "",
                "",
                "",
                error);
    }

    /** To an execution that the state still holds, or to what a stage would go back to by itself. */
    private Optional<Command> rollback(PipelineState state) {
        String stage = stageName(state);
        if (chance(50)) {
            return state.stage(stage)
                    .flatMap(StageState::rollbackTarget)
                    .map(target ->
                            rollback(state, stage, target, ExecutionType.STANDARD, Optional.of(StageStatus.Succeeded)));
        }
        if (state.executions().isEmpty()) {
            return Optional.empty();
        }
        ExecutionState target = pick(List.copyOf(state.executions().values()));
        return Optional.of(rollback(
                state,
                stage,
                RollbackTarget.of(target),
                target.origin().type(),
                target.stage(stage).map(StageExecution::status)));
    }

    private Command rollback(
            PipelineState state,
            String stage,
            RollbackTarget target,
            ExecutionType type,
            Optional<StageStatus> status) {
        Optional<PipelineDeclaration> own =
                Optional.ofNullable(state.definitions().get(target.definitionVersion()));
        String id = executionId();
        executions.add(id);
        return new Command.RollbackStage(id, stage, target, type, status, chance(60) ? own : Optional.empty(), "ada");
    }

    private static List<Checking> checking(PipelineState state) {
        List<Checking> checking = new ArrayList<>();
        for (ExecutionState execution : state.liveExecutions()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ConditionExecution condition : stage.conditions().values()) {
                    condition.rules().values().stream()
                            .filter(RuleExecution::isInProgress)
                            .forEach(rule -> checking.add(
                                    new Checking(execution.id(), stage.stageName(), condition.type(), rule)));
                }
            }
        }
        return checking;
    }

    private Command answer(Running running, ApprovalStatus status) {
        return new Command.PutApproval(
                running.stage(),
                running.attempt().actionName(),
                running.attempt().actionExecutionId(),
                status,
                "",
                somebody(),
                chance(90) ? Optional.of(Set.of(chance(80) ? "linus" : "mail")) : Optional.empty());
    }

    private String questionName(PipelineState state) {
        List<String> questions = state.definition().stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> action.actionTypeId().isApproval())
                .map(ActionDeclaration::name)
                .toList();
        return questions.isEmpty() ? "Nothing" : pick(questions);
    }

    private static List<Running> running(PipelineState state) {
        List<Running> running = new ArrayList<>();
        for (ExecutionState execution : state.liveExecutions()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ActionExecution action : stage.actions().values()) {
                    if (action.isInProgress()) {
                        running.add(new Running(execution.id(), stage.stageName(), action));
                    }
                }
            }
        }
        return running;
    }

    private StageDeclaration stage(String name, List<String> artifacts, List<String> variables) {
        List<ActionDeclaration> actions = new ArrayList<>();
        List<String> made = new ArrayList<>();
        List<String> exported = new ArrayList<>();
        boolean first = name.equals("Source");
        int count = 1 + random.nextInt(first ? 2 : 4);
        for (int i = 0; i < count; i++) {
            String action = name + i;
            List<InputArtifact> inputs = new ArrayList<>();
            if (!first && !artifacts.isEmpty() && chance(40)) {
                inputs.add(new InputArtifact(pick(artifacts), Map.of()));
            }
            List<OutputArtifact> outputs = new ArrayList<>();
            if (first || chance(30)) {
                outputs.add(new OutputArtifact(action + "-out", List.of(), Map.of()));
                made.add(action + "-out");
            }
            boolean question = !first && chance(25);
            String namespace = !question && chance(50) ? action + "Variables" : null;
            if (namespace != null) {
                exported.add(namespace + ".KEY");
            }
            actions.add(new ActionDeclaration(
                    action,
                    question
                            ? new ActionTypeId("Approval", "AWS", "Manual", "1")
                            : new ActionTypeId(first ? "Source" : "Build", "Custom", "Any", "1"),
                    first || chance(30) ? null : 1 + random.nextInt(3),
                    question
                            ? policy()
                            : first || chance(60) ? Map.of() : Map.of("Text", "x #{" + pick(variables) + "} y"),
                    List.of(),
                    question ? List.of() : inputs,
                    question ? List.of() : outputs,
                    List.of(),
                    List.of(),
                    null,
                    null,
                    namespace,
                    question && chance(70) ? 5 + random.nextInt(60) : null,
                    Map.of()));
        }
        artifacts.addAll(made);
        variables.addAll(exported);
        return Pipelines.stage(
                name,
                chance(20) ? condition(variables, "FAIL", "SKIP", "HOLD") : null,
                chance(20) ? condition(variables, "FAIL", "ROLLBACK", "HOLD") : null,
                chance(30) ? failure(variables) : null,
                actions.toArray(ActionDeclaration[]::new));
    }

    private Map<String, String> policy() {
        return switch (random.nextInt(5)) {
            case 0 -> Map.of("RequiredApprovals", "2");
            case 1 -> Map.of("Approvers", "grace, @release", "StarterMayApprove", "false");
            case 2 -> Map.of("AuthorsMayApprove", "false");
            default -> Map.of();
        };
    }

    private Approver somebody() {
        return new Approver(
                pick(List.of("ada", "grace", "eve")), chance(50) ? Set.of("release") : Set.of(), Set.of("mail"));
    }

    private Condition condition(List<String> variables, String... results) {
        List<RuleDeclaration> rules = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            rules.add(Pipelines.rule(
                    "Rule" + i,
                    chance(20) ? Map.of("Variable", "#{" + pick(variables) + "}") : Map.of(),
                    chance(20) ? 5 : null));
        }
        String result = pick(List.of(results));
        HoldConfiguration hold = result.equals("HOLD") ? new HoldConfiguration(60, 10, Map.of()) : null;
        return new Condition(result, rules, hold, Map.of());
    }

    private FailureConditions failure(List<String> variables) {
        return switch (random.nextInt(4)) {
            case 0 -> Pipelines.onFailure("ROLLBACK");
            case 1 -> Pipelines.onFailure(condition(variables, "ROLLBACK"));
            case 2 -> Pipelines.onFailure("RETRY");
            default ->
                Pipelines.onFailure(new RetryConfiguration(
                        chance(50) ? "ALL_ACTIONS" : null,
                        1 + random.nextInt(3),
                        random.nextInt(100),
                        1 + random.nextInt(3),
                        chance(50) ? List.of() : List.of("JobFailed"),
                        Map.of()));
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private record Checking(String execution, String stage, ConditionType condition, RuleExecution rule) {}

    private record Running(String execution, String stage, ActionExecution attempt) {}
}
