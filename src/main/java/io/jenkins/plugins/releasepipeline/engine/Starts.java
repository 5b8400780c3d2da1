package io.jenkins.plugins.releasepipeline.engine;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Starts of executions (reference §1.4, §1.5, §1.12). */
final class Starts {
    static final int MAX_VARIABLE_LENGTH = 1000;
    static final int MAX_TRIGGER_DETAIL = 1024;
    static final int MAX_STARTERS = 100;

    private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9-]{1,128}");

    private Starts() {}

    static Decision start(Turn turn, Command.StartExecution command) {
        PipelineState state = turn.state();
        String begun =
                command.clientRequestToken().map(state.recentStarts()::get).orElse(null);
        if (begun != null) {
            return turn.accepted(begun);
        }
        if (state.execution(command.executionId()).isPresent()) {
            return Turn.refused(
                    Refusal.Error.ConflictException,
                    "There is an execution '" + command.executionId() + "' already; an id is used once.");
        }
        List<String> problems = new ArrayList<>();
        command.clientRequestToken()
                .filter(token -> !TOKEN.matcher(token).matches())
                .ifPresent(token -> problems.add("A client request token has 1 to 128 letters, digits and dashes."));
        Map<String, String> variables = variables(state, command, problems);
        checkRevisions(state, command, problems);
        if (!problems.isEmpty()) {
            return Turn.refused(Refusal.Error.ValidationException, String.join(" ", problems));
        }
        Optional<Decision> tooMany =
                Flow.refusalOfOneMore(turn, state.definition().executionModeOrDefault());
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        turn.emit(new Event.ExecutionStarted(
                turn.now(),
                command.executionId(),
                state.lastNumber() + 1,
                ExecutionType.STANDARD,
                bounded(command.trigger()),
                state.version(),
                variables,
                command.sourceRevisions(),
                command.clientRequestToken(),
                Optional.empty()));
        Flow.arrive(
                turn, command.executionId(), state.definition().stages().get(0).name());
        return turn.accepted(command.executionId());
    }

    private static Trigger bounded(Trigger trigger) {
        String detail = trigger.detail();
        return new Trigger(
                trigger.type(),
                detail.length() > MAX_TRIGGER_DETAIL ? detail.substring(0, MAX_TRIGGER_DETAIL) : detail,
                trigger.by().stream().limit(MAX_STARTERS).toList());
    }

    private static Map<String, String> variables(
            PipelineState state, Command.StartExecution command, List<String> problems) {
        Map<String, String> values = new LinkedHashMap<>();
        for (VariableDeclaration declared : state.definition().variables()) {
            String value = command.variables().getOrDefault(declared.name(), declared.defaultValue());
            if (value == null) {
                problems.add("The variable '" + declared.name() + "' has no default and must be given a value.");
            } else if (value.isEmpty() || value.length() > MAX_VARIABLE_LENGTH) {
                problems.add("The value of the variable '" + declared.name() + "' must have 1 to " + MAX_VARIABLE_LENGTH
                        + " characters; it has " + value.length() + ".");
            } else {
                values.put(declared.name(), value);
            }
        }
        List<String> known = state.definition().variables().stream()
                .map(VariableDeclaration::name)
                .toList();
        for (String name : command.variables().keySet()) {
            if (!known.contains(name)) {
                problems.add("The pipeline has no variable '" + name + "'"
                        + (known.isEmpty()
                                ? "; it declares none."
                                : "; it declares " + String.join(", ", known) + "."));
            }
        }
        return values;
    }

    private static void checkRevisions(PipelineState state, Command.StartExecution command, List<String> problems) {
        List<String> sources = state.definition().stages().stream()
                .map(StageDeclaration::actions)
                .flatMap(List::stream)
                .filter(action -> action.actionTypeId().isSource())
                .map(ActionDeclaration::name)
                .toList();
        command.sourceRevisions().forEach((action, revision) -> {
            if (!sources.contains(action)) {
                problems.add("The pipeline has no source action '" + action + "'; it has " + String.join(", ", sources)
                        + ".");
            } else if (revision.isBlank()) {
                problems.add("The revision of the source action '" + action + "' is empty.");
            }
        });
    }
}
