package io.jenkins.plugins.releasepipeline.definition;

import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Literal;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Part;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What flows between actions: artifacts and variables. Each consumer must be guaranteed to run after its producer
 * (reference §1.1, §1.4).
 */
final class Flow {
    private static final Pattern HIDES_PRODUCERS =
            Pattern.compile("/pipeline/stages(/\\d+(/actions(/\\d+(/(outputArtifacts.*|namespace|runOrder))?)?)?)?");
    private static final Pattern ALMOST = Pattern.compile("#\\{\\s*[A-Za-z0-9@._\\- ]*}");

    private final Findings findings;
    private final Map<String, Producer> artifacts = new LinkedHashMap<>();
    private final Map<String, Producer> namespaces = new LinkedHashMap<>();
    private final Set<String> variables;
    private boolean producersUnknown;

    Flow(PipelineDeclaration pipeline, Pointer at, Findings findings) {
        this.findings = findings;
        this.variables = new LinkedHashSet<>(Names.known(pipeline.variables(), VariableDeclaration::name));
        this.producersUnknown = findings.unread().stream()
                .anyMatch(pointer -> HIDES_PRODUCERS.matcher(pointer).matches());
        Names artifactNames = new Names(findings, "output artifact of the pipeline");
        Names namespaceNames = new Names(findings, "namespace of the pipeline");
        for (int i = 0; i < pipeline.stages().size(); i++) {
            StageDeclaration stage = pipeline.stages().get(i);
            for (int j = 0; j < stage.actions().size(); j++) {
                ActionDeclaration action = stage.actions().get(j);
                Pointer actionAt = at.child("stages").child(i).child("actions").child(j);
                Producer producer = new Producer(new Moment(i, action.runOrderOrDefault()), stage, action);
                for (int k = 0; k < action.outputArtifacts().size(); k++) {
                    String name = action.outputArtifacts().get(k).name();
                    artifactNames.add(actionAt.child("outputArtifacts").child(k).child("name"), name);
                    collect(artifacts, name, producer);
                }
                namespaceNames.add(actionAt.child("namespace"), action.namespace());
                collect(namespaces, action.namespace(), producer);
            }
        }
    }

    private void collect(Map<String, Producer> producers, String name, Producer producer) {
        producersUnknown |= Placeholders.in(name);
        if (name != null) {
            producers.putIfAbsent(name, producer);
        }
    }

    /** Where in an execution something happens. */
    record Moment(int stage, int runOrder) {
        static Moment entry(int stage) {
            return new Moment(stage, Integer.MIN_VALUE);
        }

        static Moment end(int stage) {
            return new Moment(stage, Integer.MAX_VALUE);
        }

        boolean before(Moment other) {
            return stage < other.stage || (stage == other.stage && runOrder < other.runOrder);
        }
    }

    private record Producer(Moment moment, StageDeclaration stage, ActionDeclaration action) {
        String described() {
            return "action " + Spelling.quote(action.name()) + " of stage " + Spelling.quote(stage.name());
        }
    }

    boolean isArtifact(String name) {
        return artifacts.containsKey(name);
    }

    /** Checks the artifacts that something takes at a moment. */
    void inputs(List<InputArtifact> inputs, Pointer list, Moment consumer) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            String name = inputs.get(i).name();
            Pointer at = list.child(i).child("name");
            Form.ARTIFACT.required(findings, list.child(i), "name", name, "An input artifact");
            if (name == null) {
                continue;
            }
            if (!taken.add(name)) {
                findings.error(at, "duplicate-name", "The artifact " + Spelling.quote(name) + " is taken twice");
            }
            input(name, at, consumer);
        }
    }

    private void input(String name, Pointer at, Moment consumer) {
        Producer producer = artifacts.get(name);
        if (producer != null) {
            if (!producer.moment.before(consumer)) {
                findings.error(
                        at,
                        "artifact-order",
                        "The artifact " + Spelling.quote(name) + " comes from " + producer.described()
                                + ", which does not end before this begins; take it in a later stage or with a higher"
                                + " runOrder");
            }
        } else if (!producersUnknown && !Placeholders.in(name) && !name.isEmpty()) {
            findings.error(
                    at,
                    "unknown-artifact",
                    "No action has the output artifact " + Spelling.quote(name)
                            + findings.suggestion(name, artifacts.keySet()));
        }
    }

    /** Checks the references in a text that is used at a moment. */
    void references(String text, Pointer at, Moment consumer) {
        if (text == null || !text.contains("#{")) {
            return;
        }
        for (Part part : VariableReferences.parse(text)) {
            if (part instanceof Reference reference) {
                reference(reference, at, consumer);
            } else if (part instanceof Literal literal) {
                almost(literal.text(), at);
            }
        }
    }

    private void almost(String text, Pointer at) {
        Matcher matcher = ALMOST.matcher(text);
        while (matcher.find()) {
            findings.warning(
                    at,
                    "not-a-reference",
                    Spelling.quote(matcher.group()) + " is taken as it stands; a reference is #{namespace.key}");
        }
    }

    private void reference(Reference reference, Pointer at, Moment consumer) {
        switch (reference.namespace()) {
            case "codepipeline" -> {
                if (!reference.key().equals("PipelineExecutionId")) {
                    findings.error(
                            at,
                            "unknown-variable",
                            "There is no " + reference.text() + "; the namespace codepipeline has PipelineExecutionId");
                }
            }
            case "variables" -> {
                if (!variables.contains(reference.key())) {
                    findings.error(
                            at,
                            "unknown-variable",
                            reference.text() + ": the pipeline declares no variable " + Spelling.quote(reference.key())
                                    + findings.suggestion(reference.key(), variables));
                }
            }
            default -> actionVariable(reference, at, consumer);
        }
    }

    private void actionVariable(Reference reference, Pointer at, Moment consumer) {
        Producer producer = namespaces.get(reference.namespace());
        if (producer == null) {
            if (!producersUnknown) {
                findings.error(
                        at,
                        "unknown-namespace",
                        reference.text() + ": no action has the namespace " + Spelling.quote(reference.namespace())
                                + findings.suggestion(reference.namespace(), namespaces.keySet()));
            }
            return;
        }
        if (!producer.moment.before(consumer)) {
            findings.error(
                    at,
                    "variable-order",
                    reference.text() + " comes from " + producer.described()
                            + ", which does not end before this begins; use it in a later stage or with a higher"
                            + " runOrder");
        }
        List<String> keys = keys(producer.action).orElse(List.of(reference.key()));
        if (!keys.contains(reference.key())) {
            String are = keys.isEmpty() ? "none" : String.join(", ", keys);
            findings.warning(
                    at,
                    "unknown-variable",
                    reference.text() + ": " + producer.described() + " gives no " + Spelling.quote(reference.key())
                            + "; its variables are " + are);
        }
    }

    private static Optional<List<String>> keys(ActionDeclaration action) {
        if (!action.outputVariables().isEmpty() || ActionRules.COMMANDS.equals(action.actionTypeId())) {
            return Optional.of(action.outputVariables());
        }
        return Optional.ofNullable(action.actionTypeId()).flatMap(ActionCatalog::outputVariables);
    }
}
