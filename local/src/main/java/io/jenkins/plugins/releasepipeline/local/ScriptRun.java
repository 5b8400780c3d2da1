package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.RuleDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.RollbackTarget;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One script of a simulation, from its first step to its last or to the first that does not come out as expected. */
final class ScriptRun {
    private static final int MAX_STEPS = 10_000;
    private static final Set<String> SCRIPT = Set.of("name", "start", "actions", "rules", "steps");
    private static final Set<String> VERBS = Set.of(
            "start",
            "wait",
            "until",
            "approve",
            "reject",
            "approveAhead",
            "withdraw",
            "stop",
            "retry",
            "rollback",
            "disable",
            "enable",
            "override",
            "update",
            "actions",
            "rules",
            "expect");
    private static final Instant BEGIN = Instant.parse("2026-01-01T09:00:00Z");

    private final Map<String, ScriptNode> script;
    private final ScriptedOutcomes outcomes = new ScriptedOutcomes();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Command.RollbackStage> targets = new HashMap<>();
    private final VirtualPipeline pipeline;
    private final Timeline timeline;

    /**
     * What came of a script.
     *
     * @param name the script's name
     * @param problem what did not come out as expected, and where; empty when all did
     * @param timeline what happened, a line each
     */
    record Outcome(String name, Optional<String> problem, List<String> timeline) {}

    private ScriptRun(PipelineDefinition definition, ScriptNode root) throws WrongCallException {
        script = root.members(SCRIPT);
        if (!script.containsKey("steps")) {
            throw root.wrong("the script has no 'steps'");
        }
        pipeline = new VirtualPipeline(
                definition.pipeline().name(),
                script.containsKey("start") ? script.get("start").instant() : BEGIN,
                outcomes);
        timeline = new Timeline(names);
    }

    /**
     * @throws WrongCallException when the script says something that is not understood: where, and what would be
     */
    static Outcome of(PipelineDefinition definition, ScriptNode root, String fileName)
            throws WrongCallException, IOException {
        ScriptRun run = new ScriptRun(definition, root);
        String name = run.script.containsKey("name") ? run.script.get("name").text() : fileName;
        run.pipeline.submit(new Command.UpdateDefinition(definition.pipeline(), closed(definition), "simulation"));
        run.outcomes(run.script);
        Optional<String> problem = Optional.empty();
        try {
            problem = run.steps(run.script.get("steps").items());
        } catch (VirtualPipeline.EndlessException e) {
            problem = Optional.of(root.place() + ": " + e.getMessage());
        }
        return new Outcome(name, problem, run.timeline.of(run.pipeline.history()));
    }

    private void outcomes(Map<String, ScriptNode> from) throws WrongCallException {
        PipelineDeclaration definition = pipeline.state().definition();
        if (from.containsKey("actions")) {
            outcomes.readActions(
                    from.get("actions"), VirtualPipeline.actions(definition).collect(Collectors.toSet()));
        }
        if (from.containsKey("rules")) {
            Set<String> known = new TreeSet<>();
            definition.stages().forEach(stage -> VirtualPipeline.rules(stage)
                    .map(RuleDeclaration::name)
                    .forEach(rule -> known.add(stage.name() + "/" + rule)));
            outcomes.readRules(from.get("rules"), known);
        }
    }

    private Optional<String> steps(List<ScriptNode> steps) throws WrongCallException, IOException {
        if (steps.size() > MAX_STEPS) {
            throw steps.get(MAX_STEPS).wrong("a script has at most " + MAX_STEPS + " steps");
        }
        for (ScriptNode step : steps) {
            Optional<String> problem = step(step);
            nameRollbacks();
            if (problem.isPresent()) {
                return problem.map(text -> step.place() + ": " + text);
            }
            remember();
        }
        return Optional.empty();
    }

    private Optional<String> step(ScriptNode step) throws WrongCallException, IOException {
        Map<String, ScriptNode> members = new LinkedHashMap<>(step.members());
        ScriptNode refused = members.remove("refused");
        if (members.size() != 1) {
            throw step.wrong("a step has one verb, and 'refused' beside it when it is to be refused; verbs are "
                    + String.join(", ", new TreeSet<>(VERBS)));
        }
        String verb = members.keySet().iterator().next();
        ScriptNode what = members.get(verb);
        switch (verb) {
            case "wait" -> pipeline.advanceTo(pipeline.now().plus(what.duration()));
            case "until" -> pipeline.advanceTo(later(what));
            case "actions", "rules" -> outcomes(members);
            case "expect" -> {
                return new Expectation(pipeline, ids, names).problem(what);
            }
            default -> {
                return outcome(pipeline.submit(command(verb, what)), refused);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> outcome(Optional<Refusal> refusal, ScriptNode expected) throws WrongCallException {
        if (expected == null) {
            return refusal.map(no -> "refused: " + no.error() + ": " + no.message());
        }
        Refusal.Error error = expected.oneOf(Refusal.Error.class);
        if (refusal.isEmpty()) {
            return Optional.of("expected to be refused with " + error + ", and was carried out");
        }
        return refusal.get().error() == error
                ? Optional.empty()
                : Optional.of("expected to be refused with " + error + ", was with "
                        + refusal.get().error() + ": " + refusal.get().message());
    }

    private Instant later(ScriptNode what) throws WrongCallException {
        if (what.instant().isBefore(pipeline.now())) {
            throw what.wrong("it is " + pipeline.now() + " already, and time does not go back");
        }
        return what.instant();
    }

    private Command command(String verb, ScriptNode what) throws WrongCallException, IOException {
        return switch (verb) {
            case "start" -> start(what);
            case "approve", "reject" -> answer(verb, what);
            case "approveAhead" -> ahead(what);
            case "withdraw" -> withdraw(what);
            case "stop" -> {
                Map<String, ScriptNode> members = named(what, "execution", Set.of("execution", "abandon", "reason"));
                yield new Command.StopExecution(
                        id(members, what),
                        members.containsKey("abandon") && members.get("abandon").flag(),
                        text(members, "reason", ""),
                        "simulation");
            }
            case "retry" -> {
                Map<String, ScriptNode> members = what.members(Set.of("execution", "stage", "mode", "by"));
                yield new Command.RetryStage(
                        id(members, what),
                        needed(members, "stage", what).text(),
                        members.containsKey("mode")
                                ? members.get("mode").oneOf(RetryMode.class)
                                : RetryMode.FAILED_ACTIONS,
                        text(members, "by", "simulation"));
            }
            case "rollback" -> rollback(what);
            case "disable" -> {
                Map<String, ScriptNode> members = named(what, "stage", Set.of("stage", "reason", "by"));
                yield new Command.SetTransition(
                        needed(members, "stage", what).text(),
                        false,
                        text(members, "reason", "closed by the script"),
                        text(members, "by", "simulation"));
            }
            case "enable" -> {
                Map<String, ScriptNode> members = named(what, "stage", Set.of("stage", "by"));
                yield new Command.SetTransition(
                        needed(members, "stage", what).text(), true, "", text(members, "by", "simulation"));
            }
            case "override" -> {
                Map<String, ScriptNode> members =
                        what.members(Set.of("execution", "stage", "condition", "reason", "by"));
                yield new Command.OverrideCondition(
                        id(members, what),
                        needed(members, "stage", what).text(),
                        needed(members, "condition", what).oneOf(ConditionType.class),
                        text(members, "reason", ""),
                        text(members, "by", "simulation"));
            }
            case "update" -> update(what);
            default ->
                throw what.wrong(
                        "there is no verb '" + verb + "'; verbs are " + String.join(", ", new TreeSet<>(VERBS)));
        };
    }

    private Command start(ScriptNode what) throws WrongCallException {
        Map<String, ScriptNode> members = named(what, "as", Set.of("as", "variables", "revisions", "by"));
        return new Command.StartExecution(
                fresh(needed(members, "as", what)),
                new Trigger(TriggerType.StartPipelineExecution, text(members, "by", "simulation")),
                members.containsKey("variables") ? members.get("variables").texts() : Map.of(),
                members.containsKey("revisions") ? members.get("revisions").texts() : Map.of(),
                Optional.empty());
    }

    private String fresh(ScriptNode name) throws WrongCallException {
        if (ids.containsKey(name.text())) {
            throw name.wrong("there is an execution '" + name.text() + "' already");
        }
        String id = "execution-" + (ids.size() + 1);
        ids.put(name.text(), id);
        names.put(id, name.text());
        return id;
    }

    private Command answer(String verb, ScriptNode what) throws WrongCallException {
        Map<String, ScriptNode> members =
                what.members(Set.of("execution", "action", "by", "groups", "authors", "comment"));
        String[] action = action(needed(members, "action", what));
        return new Command.PutApproval(
                action[0],
                action[1],
                token(id(members, what), action),
                verb.equals("approve") ? ApprovalStatus.Approved : ApprovalStatus.Rejected,
                text(members, "comment", ""),
                new Approver(text(members, "by", "somebody"), texts(members, "groups"), Set.of()),
                Optional.of(texts(members, "authors")));
    }

    private Command ahead(ScriptNode what) throws WrongCallException {
        Map<String, ScriptNode> members =
                what.members(Set.of("action", "execution", "until", "by", "groups", "comment"));
        String[] action = action(needed(members, "action", what));
        return new Command.ApproveAhead(
                action[0],
                action[1],
                members.containsKey("until") ? Optional.of(members.get("until").instant()) : Optional.empty(),
                members.containsKey("execution") ? Optional.of(id(members, what)) : Optional.empty(),
                text(members, "comment", ""),
                new Approver(text(members, "by", "somebody"), texts(members, "groups"), Set.of()));
    }

    private static Set<String> texts(Map<String, ScriptNode> members, String name) throws WrongCallException {
        Set<String> texts = new TreeSet<>();
        if (members.containsKey(name)) {
            for (ScriptNode each : members.get(name).items()) {
                texts.add(each.text());
            }
        }
        return texts;
    }

    private Command withdraw(ScriptNode what) throws WrongCallException {
        Map<String, ScriptNode> members = what.members(Set.of("execution", "action", "by"));
        String[] action = action(needed(members, "action", what));
        return new Command.WithdrawApproval(
                action[0],
                action[1],
                members.containsKey("execution") ? token(id(members, what), action) : "",
                text(members, "by", "somebody"));
    }

    private String token(String execution, String[] action) {
        return pipeline.state()
                .execution(execution)
                .flatMap(found -> found.stage(action[0]))
                .flatMap(stage -> stage.action(action[1]))
                .map(ActionExecution::actionExecutionId)
                .orElse("not asked");
    }

    private static String[] action(ScriptNode node) throws WrongCallException {
        String[] parts = node.text().split("/", 2);
        if (parts.length < 2) {
            throw node.wrong("'" + node.text() + "' must be STAGE/ACTION");
        }
        return parts;
    }

    /** A rollback that begins by itself is called after the execution that failed: {@code first-rollback}. */
    private void nameRollbacks() {
        for (Event event : pipeline.history()) {
            if (event instanceof Event.ExecutionStarted started
                    && started.trigger().type() == TriggerType.AutomatedRollback
                    && !names.containsKey(started.executionId())) {
                String base = names.get(started.trigger().detail()) + "-rollback";
                String name = base;
                for (int i = 2; ids.containsKey(name); i++) {
                    name = base + "-" + i;
                }
                ids.put(name, started.executionId());
                names.put(started.executionId(), name);
            }
        }
    }

    /** What an execution brought has to be known after the state has forgotten it. */
    private void remember() {
        for (ExecutionState execution : pipeline.state().executions().values()) {
            targets.put(
                    execution.id(),
                    new Command.RollbackStage(
                            "",
                            "",
                            RollbackTarget.of(execution),
                            execution.origin().type(),
                            Optional.empty(),
                            Optional.of(pipeline.state().definitionOf(execution)),
                            ""));
        }
    }

    private Command rollback(ScriptNode what) throws WrongCallException {
        Map<String, ScriptNode> members = what.members(Set.of("stage", "to", "as", "acrossDefinitions", "by"));
        String target = execution(needed(members, "to", what));
        String stage = needed(members, "stage", what).text();
        Command.RollbackStage known = targets.get(target);
        if (known == null) {
            throw members.get("to").wrong("the execution '" + members.get("to").text() + "' never started");
        }
        boolean across = members.containsKey("acrossDefinitions")
                && members.get("acrossDefinitions").flag();
        return new Command.RollbackStage(
                fresh(needed(members, "as", what)),
                stage,
                known.target(),
                known.targetType(),
                Timeline.stageStatus(pipeline.eventsOf(target), stage),
                across ? known.definition() : Optional.empty(),
                text(members, "by", "simulation"));
    }

    private Command update(ScriptNode what) throws WrongCallException, IOException {
        Map<String, ScriptNode> members = named(what, "file", Set.of("file", "policy"));
        ScriptNode file = needed(members, "file", what);
        PipelineDefinition next = SimulateCommand.definition(file.sibling());
        return new Command.UpdateDefinition(
                next.pipeline(),
                closed(next),
                members.containsKey("policy") ? members.get("policy").oneOf(UpdatePolicy.class) : UpdatePolicy.CANCEL,
                "simulation");
    }

    private static Map<String, String> closed(PipelineDefinition definition) {
        Map<String, String> closed = new LinkedHashMap<>();
        definition.disableInboundStageTransitions().forEach(each -> closed.put(each.stageName(), each.reason()));
        return closed;
    }

    /** A verb's object may be written as its first member alone. */
    private static Map<String, ScriptNode> named(ScriptNode what, String first, Set<String> known)
            throws WrongCallException {
        return what.isText() ? Map.of(first, what) : what.members(known);
    }

    private String id(Map<String, ScriptNode> members, ScriptNode what) throws WrongCallException {
        return execution(needed(members, "execution", what));
    }

    private String execution(ScriptNode name) throws WrongCallException {
        return Expectation.id(ids, name);
    }

    private static ScriptNode needed(Map<String, ScriptNode> members, String name, ScriptNode what)
            throws WrongCallException {
        ScriptNode found = members.get(name);
        if (found == null) {
            throw what.wrong("'" + name + "' is missing");
        }
        return found;
    }

    private static String text(Map<String, ScriptNode> members, String name, String otherwise)
            throws WrongCallException {
        return members.containsKey(name) ? members.get(name).text() : otherwise;
    }
}
