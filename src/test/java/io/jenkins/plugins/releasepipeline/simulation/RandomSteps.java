package io.jenkins.plugins.releasepipeline.simulation;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Effect;
import io.jenkins.plugins.releasepipeline.engine.Effects;
import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.ExecutionType;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.RollbackTarget;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The steps that follow from a seed, one at a time, by what the world looks like then. Most make sense; some come too
 * late, twice, or are about something that never was.
 */
final class RandomSteps {
    private static final List<String> NAMES = List.of("shop", "bank", "mail");

    private final Random random;
    private final RandomDefinitions definitions;
    private final List<String> pipelines;
    private final Map<String, List<String>> executions = new HashMap<>();
    private final List<Step.Submit> sent = new ArrayList<>();
    private final int crashes;
    private final int faults;
    private final int failures;
    private final int forgets;
    private final int crowd;
    private int defined;
    private int tokens;

    RandomSteps(long seed) {
        random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
        definitions = new RandomDefinitions(random);
        pipelines = NAMES.subList(0, chance(75) ? 1 : 2 + random.nextInt(NAMES.size() - 1));
        crashes = chance(50) ? 0 : 5 + random.nextInt(25);
        crowd = chance(10) ? 12 : 2 + random.nextInt(4);
        forgets = chance(80) ? 0 : 5 + random.nextInt(30);
        failures = 5 + random.nextInt(35);
        faults = chance(60) ? 0 : 5 + random.nextInt(25);
    }

    /** How many steps there are before the end. */
    int count() {
        return chance(4) ? 150 : 15 + random.nextInt(45);
    }

    Step next(World world) {
        if (defined < pipelines.size()) {
            String name = pipelines.get(defined++);
            return submit(name, new Command.UpdateDefinition(definitions.next(name), Map.of(), "ada"));
        }
        int kind = random.nextInt(1000);
        if (kind < crashes) {
            return chance(25) ? new Step.Restart() : new Step.Crash(chance(50));
        }
        kind -= crashes;
        if (kind < faults) {
            return fault();
        }
        kind -= faults;
        if (!world.isFaultless() && kind < 40) {
            return chance(50) ? new Step.Disk(0) : chance(30) ? new Step.Restart() : new Step.Crash(chance(50));
        }
        if (kind < 420 && world.ready() > 0) {
            return chance(40) ? new Step.RunAll() : new Step.Run(chance(50) ? 0 : random.nextInt(world.ready()));
        }
        List<String> working = world.actions().working();
        if (kind < 650 && !working.isEmpty()) {
            return new Step.Report(pick(working), outcome());
        }
        if (kind < 670 && !working.isEmpty()) {
            return new Step.Progress(pick(working));
        }
        if (kind >= 750 && kind < 750 + forgets) {
            return new Step.Forget(pick(pipelines));
        }
        if (kind >= 670 && kind < 690) {
            return new Step.NextStart(outcome());
        }
        if (kind >= 690 && kind < 750) {
            return new Step.Pass(time());
        }
        return command(world);
    }

    /** How it ends, once nothing more is asked. */
    List<Step> end() {
        return chance(25)
                ? List.of(new Step.Crash(chance(50)), new Step.Settle(), new Step.Crash(chance(50)), new Step.RunAll())
                : List.of(new Step.Settle());
    }

    private Step fault() {
        return switch (random.nextInt(3)) {
            case 0 -> new Step.PowerFailsIn(1 + random.nextInt(12));
            default -> new Step.Disk(pick(List.of(10, 30, 70, 100)));
        };
    }

    private Duration time() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Duration.ofMillis(1 + random.nextInt(2000));
            case 2, 3 -> Duration.ofSeconds(1 + random.nextInt(1200));
            default -> Duration.ofHours(random.nextInt(chance(20) ? 200 : 3));
        };
    }

    private Step.Outcome outcome() {
        int kind = random.nextInt(100);
        if (kind >= failures) {
            return Step.Outcome.succeeds;
        }
        return chance(50) ? Step.Outcome.fails : pick(List.of(Step.Outcome.values()));
    }

    private Step command(World world) {
        String name = pick(pipelines);
        PipelineState state = Optional.ofNullable(world.truths().get(name))
                .map(PipelineTruth::state)
                .orElse(PipelineState.unborn(name));
        if (!state.isDefined()) {
            return submit(name, new Command.UpdateDefinition(definitions.next(name), Map.of(), "ada"));
        }
        if (!sent.isEmpty() && chance(6)) {
            return again(pick(sent));
        }
        return submit(name, command(name, state, world));
    }

    private Step submit(String pipeline, Command command) {
        Step.Submit step = new Step.Submit(pipeline, command);
        sent.add(step);
        return step;
    }

    private Command command(String name, PipelineState state, World world) {
        List<Attempt> attempts = attempts(state);
        List<Attempt> questions = attempts.stream()
                .filter(each -> each.isQuestion() && each.isOpen())
                .toList();
        List<Attempt> working = attempts.stream()
                .filter(each -> !each.isQuestion() && each.isOpen())
                .toList();
        List<Attempt> waiting = working.stream()
                .filter(each -> each.action.agentWait().isPresent())
                .toList();
        if (!waiting.isEmpty() && chance(50)) {
            return aboutAgents(pick(waiting));
        }
        if (!working.isEmpty() && chance(10)) {
            return aboutAgents(pick(working));
        }
        int kind = random.nextInt(100);
        if (!questions.isEmpty() && kind < 35) {
            return answer(pick(questions));
        }
        if (kind < 45 && state.liveExecutions().size() < crowd) {
            return start(name, state);
        }
        if (kind < 52) {
            return new Command.StopExecution(execution(name), chance(50), "", "ada");
        }
        if (kind < 68) {
            return retry(name, state);
        }
        if (kind < 72) {
            return rollback(name, state);
        }
        if (kind < 78) {
            Optional<Command> override = override(state);
            if (override.isPresent()) {
                return override.get();
            }
        }
        if (kind < 80) {
            return approveAhead(name, state, world);
        }
        if (kind < 83 && !attempts.isEmpty()) {
            return withdraw(attempts);
        }
        if (kind < 88) {
            return new Command.SetTransition(stage(state), chance(65), "freeze", "ada");
        }
        if (kind < 91) {
            List<Effect.ArmTimer> timers = new ArrayList<>();
            List<Effect.EvaluateRule> rules = new ArrayList<>();
            for (Effect effect : Effects.of(state)) {
                if (effect instanceof Effect.ArmTimer timer) {
                    timers.add(timer);
                } else if (effect instanceof Effect.EvaluateRule rule) {
                    rules.add(rule);
                }
            }
            if (!timers.isEmpty() && chance(50)) {
                Effect.ArmTimer timer = pick(timers);
                return new Command.TimerDue(timer.executionId(), timer.stage(), timer.timer());
            }
            if (!rules.isEmpty()) {
                return report(pick(rules));
            }
        }
        if (kind < 95 && !attempts.isEmpty()) {
            return of(pick(attempts));
        }
        if (kind < 98 && chance(35)) {
            return new Command.UpdateDefinition(
                    chance(20) ? state.definition() : definitions.next(name),
                    Map.of(),
                    pick(List.of(UpdatePolicy.values())),
                    "ada");
        }
        return start(name, state);
    }

    /** Something that an API, a provider or a timer says of an attempt, at a time when nobody asked. */
    private Command of(Attempt attempt) {
        ActionExecution action = attempt.action;
        return switch (random.nextInt(attempt.isQuestion() ? 5 : 4)) {
            case 0 ->
                new Command.ActionReported(
                        attempt.execution,
                        attempt.stage,
                        action.actionName(),
                        action.actionExecutionId(),
                        chance(70) ? ActionStatus.Succeeded : ActionStatus.Failed,
                        "",
                        "",
                        "",
                        Optional.<ErrorDetails>empty(),
                        Map.of(),
                        Map.of(),
                        Optional.empty());
            case 1 -> new Command.TimerDue(attempt.execution, attempt.stage, action.actionExecutionId());
            case 2 ->
                new Command.ActionProgressed(
                        attempt.execution,
                        attempt.stage,
                        action.actionName(),
                        action.actionExecutionId(),
                        "at work",
                        Optional.of(random.nextInt(101)),
                        "",
                        "");
            case 3 -> aboutAgents(attempt);
            default -> answer(attempt);
        };
    }

    private Command aboutAgents(Attempt attempt) {
        String id = attempt.action.actionExecutionId();
        return chance(attempt.action.agentWait().isPresent() ? 80 : 10)
                ? new Command.AgentLent(attempt.execution, attempt.stage, id)
                : new Command.AgentAwaited(
                        attempt.execution,
                        attempt.stage,
                        id,
                        chance(50) ? "linux" : "",
                        chance(50) ? "all are busy" : "none has the label");
    }

    private Command report(Effect.EvaluateRule rule) {
        boolean passes = chance(60);
        return new Command.RuleReported(
                rule.executionId(),
                rule.stage(),
                rule.condition(),
                rule.rule(),
                rule.ruleExecutionId(),
                passes ? ActionStatus.Succeeded : ActionStatus.Failed,
                "",
                "",
                "",
                passes
                        ? Optional.empty()
                        : Optional.of(new ErrorDetails(chance(70) ? "JobFailed" : "SystemUnavailable", "no")));
    }

    private Command answer(Attempt attempt) {
        return new Command.PutApproval(
                attempt.stage,
                attempt.action.actionName(),
                attempt.action.actionExecutionId(),
                chance(80) ? ApprovalStatus.Approved : ApprovalStatus.Rejected,
                "",
                somebody(),
                chance(90) ? Optional.of(Set.of(pick(List.of("linus", "eve")))) : Optional.empty());
    }

    private Approver somebody() {
        return new Approver(
                pick(List.of("ada", "grace", "eve")), chance(60) ? Set.of("release") : Set.of(), Set.of("mail"));
    }

    private Command approveAhead(String name, PipelineState state, World world) {
        List<String[]> questions = new ArrayList<>();
        for (StageDeclaration stage : state.definition().stages()) {
            for (ActionDeclaration action : stage.actions()) {
                if (action.actionTypeId().isApproval() || chance(2)) {
                    questions.add(new String[] {stage.name(), action.name()});
                }
            }
        }
        if (questions.isEmpty()) {
            return start(name, state);
        }
        String[] question = pick(questions);
        boolean untilATime = chance(60);
        return new Command.ApproveAhead(
                question[0],
                question[1],
                untilATime
                        ? Optional.of(world.clock().instant().plus(Duration.ofMinutes(random.nextInt(120))))
                        : Optional.empty(),
                !untilATime || chance(20) ? Optional.of(execution(name)) : Optional.empty(),
                "",
                somebody());
    }

    private Command withdraw(List<Attempt> attempts) {
        List<Attempt> answered = attempts.stream()
                .filter(each -> !each.action.answers().isEmpty())
                .toList();
        List<Attempt> open = answered.stream().filter(Attempt::isOpen).toList();
        Attempt any = pick(!open.isEmpty() && chance(80) ? open : answered.isEmpty() ? attempts : answered);
        return new Command.WithdrawApproval(
                any.stage,
                any.action.actionName(),
                chance(15) ? "" : any.action.actionExecutionId(),
                answered.isEmpty() || chance(10)
                        ? "eve"
                        : any.action.answers().get(0).by());
    }

    private Command retry(String name, PipelineState state) {
        RetryMode mode = chance(50) ? RetryMode.ALL_ACTIONS : RetryMode.FAILED_ACTIONS;
        List<Command> useful = new ArrayList<>();
        for (ExecutionState execution : state.executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                if (stage.status() == StageStatus.Failed || stage.status() == StageStatus.Stopped) {
                    useful.add(new Command.RetryStage(execution.id(), stage.stageName(), mode, "ada"));
                }
            }
        }
        return !useful.isEmpty() && chance(75)
                ? pick(useful)
                : new Command.RetryStage(execution(name), stage(state), mode, "ada");
    }

    private Command rollback(String name, PipelineState state) {
        List<Command> useful = new ArrayList<>();
        List<Command> all = new ArrayList<>();
        String id = executionId(name);
        for (ExecutionState execution : state.executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                boolean own = execution.origin().definitionVersion() == state.version();
                Command rollback = new Command.RollbackStage(
                        id,
                        stage.stageName(),
                        new RollbackTarget(
                                execution.id(),
                                execution.origin().definitionVersion(),
                                execution.origin().variables(),
                                execution.products()),
                        execution.origin().type(),
                        Optional.of(stage.status()),
                        own ? Optional.empty() : Optional.of(state.definitionOf(execution)),
                        "ada");
                all.add(rollback);
                if (stage.status() == StageStatus.Succeeded
                        && state.stage(stage.stageName())
                                .filter(found -> found.holder().isEmpty())
                                .isPresent()
                        && execution.origin().type() == ExecutionType.STANDARD) {
                    useful.add(rollback);
                }
            }
        }
        if (all.isEmpty()) {
            return new Command.StopExecution(execution(name), chance(50), "", "ada");
        }
        return pick(!useful.isEmpty() && chance(85) ? useful : all);
    }

    private Optional<Command> override(PipelineState state) {
        List<Command> overrides = new ArrayList<>();
        for (ExecutionState execution : state.executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                stage.conditions().values().stream()
                        .filter(condition -> !condition.isPassed() || chance(10))
                        .forEach(condition -> overrides.add(new Command.OverrideCondition(
                                execution.id(), stage.stageName(), condition.type(), "hotfix", "grace")));
            }
        }
        return overrides.isEmpty() ? Optional.empty() : Optional.of(pick(overrides));
    }

    private Command start(String name, PipelineState state) {
        Map<String, String> variables = new HashMap<>();
        for (VariableDeclaration variable : state.definition().variables()) {
            if (chance(variable.defaultValue() == null ? 90 : 30)) {
                variables.put(variable.name(), "given");
            }
        }
        return new Command.StartExecution(
                executionId(name),
                new Trigger(TriggerType.StartPipelineExecution, "ada"),
                variables,
                Map.of(),
                chance(40) ? Optional.of("token-" + tokens++) : Optional.empty());
    }

    /** An old command once more; a start gets an id of its own, as every start does. */
    private Step again(Step.Submit old) {
        if (old.command() instanceof Command.RollbackStage rollback) {
            return new Step.Submit(
                    old.pipeline(),
                    new Command.RollbackStage(
                            executionId(old.pipeline()),
                            rollback.stage(),
                            rollback.target(),
                            rollback.targetType(),
                            rollback.targetStatus(),
                            rollback.definition(),
                            rollback.by()));
        }
        return old.command() instanceof Command.StartExecution start
                ? new Step.Submit(
                        old.pipeline(),
                        new Command.StartExecution(
                                executionId(old.pipeline()),
                                start.trigger(),
                                start.variables(),
                                start.sourceRevisions(),
                                start.clientRequestToken()))
                : old;
    }

    private String executionId(String pipeline) {
        List<String> ids = executions.computeIfAbsent(pipeline, any -> new ArrayList<>());
        String id = pipeline + "-" + (ids.size() + 1);
        ids.add(id);
        return id;
    }

    private String execution(String pipeline) {
        List<String> ids = executions.getOrDefault(pipeline, List.of());
        if (ids.isEmpty() || chance(3)) {
            return "nobody";
        }
        return ids.get(ids.size() - 1 - random.nextInt(Math.min(ids.size(), 6)));
    }

    private String stage(PipelineState state) {
        return chance(2) ? "Nowhere" : pick(List.copyOf(state.stages().keySet()));
    }

    private static List<Attempt> attempts(PipelineState state) {
        List<Attempt> attempts = new ArrayList<>();
        for (ExecutionState execution : state.executions().values()) {
            for (StageExecution stage : execution.stages().values()) {
                for (ActionExecution action : stage.actions().values()) {
                    attempts.add(new Attempt(execution.id(), stage.stageName(), action));
                }
            }
        }
        return attempts;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private record Attempt(String execution, String stage, ActionExecution action) {
        boolean isQuestion() {
            return action.expires().isPresent();
        }

        boolean isOpen() {
            return action.isInProgress();
        }
    }
}
