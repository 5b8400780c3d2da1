package io.jenkins.plugins.releasepipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.ExecutionMode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;

/**
 * Random commands on random definitions, held to the {@link Invariants} and to what each command has to come to. A
 * failure names its seed: {@code -Dreleasepipeline.seed=SEED} runs that one alone, {@code -Dreleasepipeline.seeds=COUNT}
 * runs more of them.
 */
public class RandomPipelinesTest {
    private static final int SEEDS = Integer.getInteger("releasepipeline.seeds", 1000);
    private static final int COMMANDS = 150;
    private static final int JSON_EVERY = 4;

    private final Map<String, Integer> seen = new TreeMap<>();
    private final Set<Refusal.Error> refused = EnumSet.noneOf(Refusal.Error.class);

    @Test
    public void whateverIsAskedInWhateverOrderTheRulesHold() {
        Long only = Long.getLong("releasepipeline.seed");
        if (only != null) {
            run(only);
            return;
        }
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
        if (SEEDS >= 500) {
            everyKindOfEventAndRefusalWasSeen();
        }
    }

    @Test
    public void eventsInAnyOrderWithAnyMissingStillReplay() {
        for (long seed = 0; seed < Math.min(SEEDS, 50); seed++) {
            Random random = new Random(seed);
            List<Event> events = new ArrayList<>(new Run(seed).play().history);
            List<Event> some = new ArrayList<>(events);
            some.removeIf(event -> random.nextInt(10) == 0);
            Collections.shuffle(events, random);
            try {
                replay(some);
                replay(events);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": a journal with gaps does not replay", e);
            }
        }
    }

    private void run(long seed) {
        Run run = new Run(seed);
        try {
            run.play();
            run.everythingThatIsAnsweredComesToItsEnd();
            if (seed % JSON_EVERY == 0) {
                run.theJournalGivesBackTheState();
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + " after " + run.commands.size() + " commands; the last were\n  "
                            + String.join(
                                    "\n  ",
                                    run
                                            .commands
                                            .subList(Math.max(0, run.commands.size() - 8), run.commands.size())
                                            .stream()
                                            .map(Object::toString)
                                            .toList())
                            + "\n" + e.getMessage(),
                    e);
        }
    }

    private void everyKindOfEventAndRefusalWasSeen() {
        assertThat(seen.keySet()).containsAll(names(Event.class));
        assertThat(refused)
                .contains(
                        Refusal.Error.ValidationException,
                        Refusal.Error.PipelineExecutionNotFoundException,
                        Refusal.Error.StageNotFoundException,
                        Refusal.Error.ConflictException,
                        Refusal.Error.PipelineExecutionNotStoppableException,
                        Refusal.Error.DuplicatedStopRequestException,
                        Refusal.Error.StageNotRetryableException,
                        Refusal.Error.NotLatestPipelineExecutionException,
                        Refusal.Error.InvalidApprovalTokenException,
                        Refusal.Error.ApprovalAlreadyCompletedException,
                        Refusal.Error.UnableToRollbackStageException,
                        Refusal.Error.PipelineExecutionOutdatedException,
                        Refusal.Error.ConditionNotOverridableException,
                        Refusal.Error.AccessDeniedException);
    }

    private static List<String> names(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (each.isSealed()) {
                names.addAll(names(each));
            } else {
                names.add(each.getSimpleName());
            }
        }
        return names;
    }

    private static PipelineState replay(List<Event> events) {
        PipelineState state = PipelineState.unborn("shop");
        for (Event event : events) {
            state = state.apply(event);
        }
        return state;
    }

    /** One pipeline from its first definition to its rest. */
    private final class Run {
        private final RandomPipeline random;
        private final Invariants invariants = new Invariants();
        private final List<Command> commands = new ArrayList<>();
        private final List<Event> history = new ArrayList<>();
        private PipelineState state = PipelineState.unborn("shop");

        Run(long seed) {
            random = new RandomPipeline(seed);
        }

        Run play() {
            decide(new Command.UpdateDefinition(random.definition(), Map.of(), "ada"));
            for (int i = 0; i < COMMANDS; i++) {
                decide(random.next(state));
            }
            return this;
        }

        void everythingThatIsAnsweredComesToItsEnd() {
            int patience = 10_000;
            for (Optional<Command> next = random.towardsRest(state);
                    next.isPresent();
                    next = random.towardsRest(state)) {
                decide(next.get());
                assertThat(patience--).as("patience").isPositive();
            }
            assertThat(state.liveExecutions()).as("live executions at rest").isEmpty();
            assertThat(state.stages().values()).as("stages at rest").allSatisfy(stage -> {
                assertThat(stage.holder()).isEmpty();
                assertThat(stage.waiting()).isEmpty();
            });
        }

        void theJournalGivesBackTheState() {
            assertThat(replay(EngineJson.events(EngineJson.write(history))))
                    .as("the state that the journal gives back")
                    .isEqualTo(state);
            assertThat(EngineJson.state(EngineJson.write(state)))
                    .as("the state that a snapshot gives back")
                    .isEqualTo(state);
        }

        private void decide(Command command) {
            commands.add(command);
            Instant now = random.now();
            Decision decision = Decider.decide(state, command, now);
            if (!(command instanceof Command.ApproveAhead) && !(command instanceof Command.WithdrawApproval)) {
                assertThat(decision instanceof Decision.Accepted)
                        .as("whether it is carried out: %s", command)
                        .isEqualTo(isToBeAccepted(command, now));
            }
            if (decision instanceof Decision.Accepted accepted) {
                PipelineState before = state;
                state = accepted.state();
                history.addAll(accepted.events());
                accepted.events().forEach(event -> seen.merge(event.getClass().getSimpleName(), 1, Integer::sum));
                invariants.check(before, command, accepted);
            } else if (decision instanceof Decision.Refused no) {
                refused.add(no.refusal().error());
                assertThat(no.refusal().message()).as("what a refusal says").isNotBlank();
            }
        }

        /** The rules of refusal once more, as a reader of the reference would say them. */
        private boolean isToBeAccepted(Command command, Instant now) {
            if (command instanceof Command.StopExecution stop) {
                return state.execution(stop.executionId())
                        .filter(ExecutionState::isLive)
                        .filter(execution -> stop.abandon() || execution.status() == ExecutionStatus.InProgress)
                        .isPresent();
            }
            if (command instanceof Command.RetryStage retry) {
                return isToBeRetried(retry);
            }
            if (command instanceof Command.RollbackStage rollback) {
                return isToBeRolledBack(rollback);
            }
            if (command instanceof Command.OverrideCondition override) {
                return isToBeOverridden(override);
            }
            if (command instanceof Command.PutApproval put) {
                return state.executions().values().stream()
                        .flatMap(execution -> execution.stage(put.stage()).stream())
                        .flatMap(stage -> stage.inProgress(put.action(), put.token()).stream())
                        .filter(question ->
                                question.expires().filter(now::isBefore).isPresent())
                        .anyMatch(question -> mayAnswer(put, question));
            }
            if (command instanceof Command.SetTransition transition) {
                return state.stage(transition.stage()).isPresent();
            }
            if (command instanceof Command.StartExecution start) {
                return start.clientRequestToken()
                                .map(state.recentStarts()::containsKey)
                                .orElse(false)
                        || isThereRoom(state.definition().executionModeOrDefault())
                                && state.definition().variables().stream()
                                        .allMatch(variable -> variable.defaultValue() != null
                                                || start.variables().containsKey(variable.name()))
                                && start.variables().keySet().stream()
                                        .allMatch(name -> state.definition().variables().stream()
                                                .anyMatch(variable ->
                                                        variable.name().equals(name)));
            }
            return true;
        }

        private boolean mayAnswer(Command.PutApproval put, ActionExecution question) {
            ApprovalPolicy policy = question.policy().orElseThrow();
            String name = put.by().name();
            boolean rejects = put.status() == ApprovalStatus.Rejected;
            return (policy.approvers().isEmpty()
                            || name.equals("grace")
                            || put.by().groups().contains("release"))
                    && question.answers().stream()
                            .noneMatch(answer -> answer.by().equals(name))
                    && (rejects || policy.starterMayApprove() || !wasStartedBy(put, name))
                    && (rejects
                            || policy.authorsMayApprove()
                            || put.authors().isPresent() && !put.authors().get().contains("mail"));
        }

        private boolean wasStartedBy(Command.PutApproval put, String name) {
            return state.executions().values().stream()
                    .filter(execution -> execution
                            .stage(put.stage())
                            .flatMap(stage -> stage.inProgress(put.action(), put.token()))
                            .isPresent())
                    .map(execution -> execution.origin().trigger())
                    .anyMatch(trigger -> trigger.type() != TriggerType.AutomatedRollback
                            && trigger.detail().equals(name));
        }

        private boolean isToBeRolledBack(Command.RollbackStage rollback) {
            PipelineDeclaration definition = rollback.definition().orElse(state.definition());
            return state.definition().executionModeOrDefault() != ExecutionMode.PARALLEL
                    && definition.stage(rollback.stage()).isPresent()
                    && !definition.stages().get(0).name().equals(rollback.stage())
                    && rollback.targetType() == ExecutionType.STANDARD
                    && rollback.targetStatus().equals(Optional.of(StageStatus.Succeeded))
                    && (rollback.definition().isPresent() || rollback.target().definitionVersion() == state.version())
                    && state.stage(rollback.stage()).flatMap(StageState::holder).isEmpty();
        }

        private boolean isToBeOverridden(Command.OverrideCondition override) {
            Optional<ExecutionState> execution = state.execution(override.executionId());
            Optional<ConditionExecution> condition = execution
                    .flatMap(found -> found.stage(override.stage()))
                    .flatMap(found -> found.condition(override.condition()));
            if (condition.isEmpty()
                    || state.stage(override.stage()).isEmpty()
                    || condition.get().isPassed()
                    || override.condition() == ConditionType.ON_FAILURE
                    || execution.get().status() == ExecutionStatus.Stopping
                    || Conditions.declared(state, execution.get(), override.stage(), override.condition())
                            .filter(declared -> declared.result().equals("SKIP"))
                            .isPresent()) {
                return false;
            }
            return condition.get().isInProgress()
                    || (condition.get().status() == ConditionStatus.Failed
                                    || condition.get().status() == ConditionStatus.Errored)
                            && (state.modeOf(execution.get()) == ExecutionMode.PARALLEL
                                    || state.stage(override.stage())
                                            .flatMap(stage -> stage.holder().or(stage::latest))
                                            .equals(Optional.of(override.executionId())))
                            && execution.get().origin().definitionVersion() >= state.retryableFrom()
                            && isThereRoomFor(execution.get());
        }

        private boolean isThereRoomFor(ExecutionState execution) {
            return execution.isLive() || isThereRoom(state.modeOf(execution));
        }

        private boolean isThereRoom(ExecutionMode mode) {
            return mode == ExecutionMode.SUPERSEDED
                    || state.liveExecutions().stream()
                                    .filter(each -> !each.isRollback())
                                    .count()
                            < 50;
        }

        private boolean isToBeRetried(Command.RetryStage retry) {
            Optional<ExecutionState> execution = state.execution(retry.executionId());
            Optional<StageExecution> stage = execution.flatMap(found -> found.stage(retry.stage()));
            return stage.isPresent()
                    && state.stage(retry.stage()).isPresent()
                    && (state.modeOf(execution.get()) == ExecutionMode.PARALLEL
                            || state.stage(retry.stage())
                                    .flatMap(found -> found.holder().or(found::latest))
                                    .equals(Optional.of(retry.executionId())))
                    && execution.get().origin().definitionVersion() >= state.retryableFrom()
                    && isThereRoomFor(execution.get())
                    && execution.get().status() != ExecutionStatus.Stopping
                    && (stage.get().status() == StageStatus.Failed
                            || stage.get().status() == StageStatus.Stopped)
                    && (retry.mode() == RetryMode.FAILED_ACTIONS || !stage.get().hasActionInProgress());
        }
    }
}
