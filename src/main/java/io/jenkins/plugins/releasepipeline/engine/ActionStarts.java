package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.EnvironmentVariable;
import io.jenkins.plugins.releasepipeline.definition.InputArtifact;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Begins attempts at actions: resolves their variables and artifacts just before they start (reference §1.4). */
final class ActionStarts {
    static final int MAX_RESOLVED_BYTES = 100 * 1024;
    static final Duration DEFAULT_APPROVAL_TIMEOUT = Duration.ofDays(7);

    private ActionStarts() {}

    /** What an action or a rule works with, or why it cannot. */
    record Resolved(ActionInput input, List<String> problems) {
        ErrorDetails error() {
            return new ErrorDetails("ConfigurationError", "Not started: " + String.join("; ", problems) + ".");
        }
    }

    /** @return whether the attempt is under way; otherwise it has ended already */
    static boolean start(Turn turn, ExecutionState execution, String stage, ActionDeclaration action) {
        String id = attemptId(execution, stage, action.name());
        if (action.actionTypeId().isApproval()) {
            return ask(turn, execution, stage, action, id);
        }
        Resolved resolved = resolve(execution, action);
        emit(turn, execution, stage, action, id, resolved.input());
        return underWay(turn, execution, stage, action, id, resolved);
    }

    /**
     * Asks the question of an approval.
     *
     * @return whether it is open; otherwise it has failed already
     */
    static boolean ask(Turn turn, ExecutionState execution, String stage, ActionDeclaration action, String token) {
        Resolved resolved = resolve(execution, action);
        if (resolved.problems().isEmpty()) {
            try {
                ApprovalPolicy.of(resolved.input().resolvedConfiguration());
            } catch (IllegalArgumentException e) {
                resolved = new Resolved(resolved.input(), List.of(e.getMessage()));
            }
        }
        emit(turn, execution, stage, action, token, resolved.input());
        return underWay(turn, execution, stage, action, token, resolved);
    }

    private static void emit(
            Turn turn, ExecutionState execution, String stage, ActionDeclaration action, String id, ActionInput input) {
        turn.emit(new Event.ActionStarted(
                turn.now(),
                execution.id(),
                stage,
                action.name(),
                id,
                execution.attempt(),
                input,
                expiry(action, turn.now())));
    }

    private static boolean underWay(
            Turn turn, ExecutionState execution, String stage, ActionDeclaration action, String id, Resolved resolved) {
        if (resolved.problems().isEmpty()) {
            return true;
        }
        turn.emit(Reports.failed(turn.now(), execution.id(), stage, action.name(), id, resolved.error()));
        return false;
    }

    static Resolved resolve(ExecutionState execution, ActionDeclaration action) {
        List<String> problems = new ArrayList<>();
        Map<String, String> variables = new LinkedHashMap<>();
        for (VariableReferences.Reference reference : references(action)) {
            value(execution, reference)
                    .ifPresentOrElse(
                            value -> variables.put(reference.name(), value),
                            () -> problems.add("the variable " + reference.text() + " has no value: "
                                    + "no action that has run exported it under that name"));
        }
        Map<String, String> resolved = new LinkedHashMap<>();
        if (problems.isEmpty()) {
            action.configuration()
                    .forEach((key, text) -> resolved.put(
                            key,
                            VariableReferences.resolve(
                                    text, reference -> Optional.ofNullable(variables.get(reference.name())))));
            int size = resolved.values().stream()
                    .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            if (size > MAX_RESOLVED_BYTES) {
                problems.add("its resolved configuration has " + size + " bytes, more than the " + MAX_RESOLVED_BYTES
                        + " allowed");
                resolved.clear();
            }
        }
        Map<String, String> inputs = new LinkedHashMap<>();
        for (InputArtifact input : action.inputArtifacts()) {
            String digest = execution.products().artifacts().get(input.name());
            if (digest == null) {
                problems.add("the input artifact '" + input.name() + "' is not there: the action that declares it "
                        + "has delivered none");
            } else {
                inputs.put(input.name(), digest);
            }
        }
        return new Resolved(new ActionInput(resolved, variables, inputs), problems);
    }

    private static List<VariableReferences.Reference> references(ActionDeclaration action) {
        List<String> texts = new ArrayList<>(action.configuration().values());
        texts.addAll(action.commands());
        for (EnvironmentVariable variable : action.environmentVariables()) {
            texts.add(variable.value());
        }
        return texts.stream()
                .flatMap(text -> VariableReferences.in(text).stream())
                .distinct()
                .toList();
    }

    private static Optional<String> value(ExecutionState execution, VariableReferences.Reference reference) {
        return switch (reference.namespace()) {
            case "codepipeline" ->
                reference.key().equals("PipelineExecutionId") ? Optional.of(execution.id()) : Optional.empty();
            case "variables" ->
                Optional.ofNullable(execution.origin().variables().get(reference.key()));
            default ->
                Optional.ofNullable(execution
                        .products()
                        .outputVariables()
                        .getOrDefault(reference.namespace(), Map.of())
                        .get(reference.key()));
        };
    }

    /** An execution begins each of its actions at most once in each of its attempts. */
    private static String attemptId(ExecutionState execution, String stage, String action) {
        String name = execution.id() + "/" + stage + "/" + action + "/" + execution.attempt();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Optional<Instant> expiry(ActionDeclaration action, Instant now) {
        if (!action.actionTypeId().isApproval()) {
            return Optional.empty();
        }
        Duration timeout = action.timeoutInMinutes() == null
                ? DEFAULT_APPROVAL_TIMEOUT
                : Duration.ofMinutes(action.timeoutInMinutes());
        return Optional.of(now.plus(timeout));
    }
}
