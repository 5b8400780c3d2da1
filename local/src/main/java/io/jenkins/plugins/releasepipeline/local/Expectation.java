package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Blocker;
import io.jenkins.plugins.releasepipeline.engine.Blockers;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a script expects at a time, held to what is. */
final class Expectation {
    private static final Set<String> KNOWN = Set.of("executions", "stages", "actions", "blockers", "variables", "time");
    private static final Set<String> STAGE = Set.of("holder", "waiting", "latest", "status", "open");

    private static final Set<String> EXECUTION_STATUSES = with(ExecutionStatus.values(), "never started");
    private static final Set<String> STAGE_STATUSES = with(StageStatus.values(), "none");
    private static final Set<String> ACTION_STATUSES = with(ActionStatus.values(), "not started");
    private static final Set<String> BLOCKERS = with(Blocker.class.getPermittedSubclasses(), "none");

    private final VirtualPipeline pipeline;
    private final Map<String, String> ids;
    private final Map<String, String> names;
    private final List<String> problems = new ArrayList<>();

    Expectation(VirtualPipeline pipeline, Map<String, String> ids, Map<String, String> names) {
        this.pipeline = pipeline;
        this.ids = ids;
        this.names = names;
    }

    Optional<String> problem(ScriptNode expected) throws WrongCallException {
        Map<String, ScriptNode> members = expected.members(KNOWN);
        if (members.isEmpty()) {
            throw expected.wrong("it expects nothing; expect one of " + String.join(", ", new TreeSet<>(KNOWN)));
        }
        PipelineState state = pipeline.state();
        if (members.containsKey("time")) {
            same(
                    "the time",
                    members.get("time").instant().toString(),
                    pipeline.now().toString());
        }
        for (Map.Entry<String, ScriptNode> each : in(members, "executions")) {
            String id = id(ids, each.getKey(), each.getValue());
            same("execution " + each.getKey(), oneOf(each.getValue(), EXECUTION_STATUSES), status(id));
        }
        for (Map.Entry<String, ScriptNode> each : in(members, "blockers")) {
            String id = id(ids, each.getKey(), each.getValue());
            String is = state.execution(id)
                    .flatMap(execution -> Blockers.of(state, execution))
                    .map(blocker -> blocker.getClass().getSimpleName())
                    .orElse("none");
            same("what " + each.getKey() + " waits for", oneOf(each.getValue(), BLOCKERS), is);
        }
        for (Map.Entry<String, ScriptNode> each : in(members, "actions")) {
            String id = id(ids, each.getKey(), each.getValue());
            for (Map.Entry<String, ScriptNode> action :
                    each.getValue().members().entrySet()) {
                same(
                        action.getKey() + " of " + each.getKey(),
                        oneOf(action.getValue(), ACTION_STATUSES),
                        action(id, action.getKey(), action.getValue()));
            }
        }
        for (Map.Entry<String, ScriptNode> each : in(members, "variables")) {
            String id = id(ids, each.getKey(), each.getValue());
            for (Map.Entry<String, String> variable : each.getValue().texts().entrySet()) {
                same(
                        variable.getKey() + " of " + each.getKey(),
                        variable.getValue(),
                        state.execution(id)
                                .map(execution -> execution.origin().variables().get(variable.getKey()))
                                .orElse("not known any more"));
            }
        }
        for (Map.Entry<String, ScriptNode> each : in(members, "stages")) {
            StageState stage = state.stage(each.getKey()).orElse(null);
            if (stage == null) {
                throw each.getValue()
                        .wrong("there is no stage '" + each.getKey() + "'; there are "
                                + String.join(", ", state.stages().keySet()));
            }
            stage(state, stage, each.getValue().members(STAGE));
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n    ", problems));
    }

    private void stage(PipelineState state, StageState stage, Map<String, ScriptNode> expected)
            throws WrongCallException {
        String what = "of stage " + stage.name();
        if (expected.containsKey("holder")) {
            same("the holder " + what, expected.get("holder").text(), name(stage.holder()));
        }
        if (expected.containsKey("latest")) {
            same("the latest " + what, expected.get("latest").text(), name(stage.latest()));
        }
        if (expected.containsKey("open")) {
            same(
                    "the transition " + what,
                    expected.get("open").flag() ? "open" : "closed",
                    stage.inbound().enabled() ? "open" : "closed");
        }
        if (expected.containsKey("status")) {
            same(
                    "the status " + what,
                    oneOf(expected.get("status"), STAGE_STATUSES),
                    stage.latest()
                            .flatMap(state::execution)
                            .flatMap(execution -> execution.stage(stage.name()))
                            .map(StageExecution::status)
                            .map(Enum::name)
                            .orElse("none"));
        }
        if (expected.containsKey("waiting")) {
            List<String> wanted = new ArrayList<>();
            for (ScriptNode each : expected.get("waiting").items()) {
                wanted.add(each.text());
            }
            same(
                    "who waits in front " + what,
                    wanted.toString(),
                    stage.waiting().stream()
                            .map(id -> name(Optional.of(id)))
                            .toList()
                            .toString());
        }
    }

    private static Set<String> with(Object[] values, String other) {
        Set<String> names = new TreeSet<>();
        for (Object value : values) {
            names.add(value instanceof Class<?> type ? type.getSimpleName() : value.toString());
        }
        names.add(other);
        return names;
    }

    /** What is misspelt could never come about. */
    private static String oneOf(ScriptNode node, Set<String> possible) throws WrongCallException {
        if (!possible.contains(node.text())) {
            throw node.wrong("'" + node.text() + "' is none of " + String.join(", ", possible));
        }
        return node.text();
    }

    private static Set<Map.Entry<String, ScriptNode>> in(Map<String, ScriptNode> members, String name)
            throws WrongCallException {
        return members.containsKey(name) ? members.get(name).members().entrySet() : Set.of();
    }

    private void same(String what, String expected, String is) {
        if (!expected.equals(is)) {
            problems.add("expected " + what + " to be " + expected + ", and it is " + is);
        }
    }

    private String name(Optional<String> id) {
        return id.map(found -> names.getOrDefault(found, found)).orElse("none");
    }

    private String action(String id, String path, ScriptNode node) throws WrongCallException {
        String[] parts = path.split("/", 2);
        if (parts.length < 2) {
            throw node.wrong("'" + path + "' must be STAGE/ACTION");
        }
        List<String> declared = pipeline.state().definitions().values().stream()
                .flatMap(VirtualPipeline::actions)
                .distinct()
                .toList();
        boolean ran = pipeline.eventsOf(id).stream()
                .anyMatch(event -> event instanceof Event.ActionStarted started
                        && path.equals(started.stage() + "/" + started.action()));
        if (!ran && !declared.contains(path)) {
            throw node.wrong("there is no action '" + path + "'; there are " + String.join(", ", declared));
        }
        String status = "not started";
        for (Event event : pipeline.eventsOf(id)) {
            if (event instanceof Event.ActionStarted started
                    && started.stage().equals(parts[0])
                    && started.action().equals(parts[1])) {
                status = "InProgress";
            } else if (event instanceof Event.ActionFinished finished
                    && finished.stage().equals(parts[0])
                    && finished.action().equals(parts[1])) {
                status = finished.status().name();
            }
        }
        return status;
    }

    private String status(String id) {
        Optional<ExecutionState> known = pipeline.state().execution(id);
        if (known.isPresent()) {
            return known.get().status().name();
        }
        String status = "never started";
        for (Event event : pipeline.eventsOf(id)) {
            status = Timeline.endOf(event).orElse(status);
        }
        return status;
    }

    static String id(Map<String, String> ids, ScriptNode name) throws WrongCallException {
        return id(ids, name.text(), name);
    }

    static String id(Map<String, String> ids, String name, ScriptNode node) throws WrongCallException {
        String id = ids.get(name);
        if (id == null) {
            throw node.wrong("there is no execution '" + name + "'"
                    + (ids.isEmpty() ? "" : "; there are " + String.join(", ", ids.keySet())));
        }
        return id;
    }
}
