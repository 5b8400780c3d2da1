package io.jenkins.plugins.releasepipeline.definition;

import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of reference §1.1, §1.2 and §1.4 for an action. */
final class ActionRules {
    static final List<String> CATEGORIES =
            List.of("Source", "Build", "Test", "Deploy", "Approval", "Invoke", "Compute");

    private static final List<String> OWNERS = List.of("AWS", "ThirdParty", "Custom");
    private static final List<String> RESERVED = List.of("codepipeline", "variables");
    static final ActionTypeId COMMANDS = new ActionTypeId("Compute", "AWS", "Commands", "1");
    private static final Form REGION = Form.length(4, 30);
    private static final Form COMMAND = Form.length(1, 1_000);
    private static final Form FILE = Form.length(1, 128);
    private static final Form ENVIRONMENT_VALUE = Form.length(1, 2_000);

    private final ActionDeclaration action;
    private final Flow.Moment moment;
    private final Pointer at;
    private final Flow flow;
    private final Findings findings;
    private final ActionTypeId type;
    private final boolean typeKnown;

    ActionRules(ActionDeclaration action, int stage, Pointer at, Flow flow, Findings findings) {
        this.action = action;
        this.moment = new Flow.Moment(stage, action.runOrderOrDefault());
        this.at = at;
        this.flow = flow;
        this.findings = findings;
        this.typeKnown = action.actionTypeId() != null && action.actionTypeId().category() != null;
        this.type = action.actionTypeId() == null ? new ActionTypeId("", "", "", "") : action.actionTypeId();
    }

    void check() {
        Form.NAME.required(findings, at, "name", action.name(), "An action");
        type();
        range("runOrder", action.runOrder(), 1, 999);
        REGION.optional(findings, at, "region", action.region());
        PipelineRules.role(findings, at, action.roleArn());
        timeout();
        namespace();
        commands(findings, at, action.commands(), flow, moment, !type.isSource());
        outputs();
        flow.inputs(action.inputArtifacts(), at.child("inputArtifacts"), moment);
        counts();
        approval();
        outputVariables();
        environment();
        onlyForCommands();
        new ConfigurationRules(findings, flow, moment, 1_000)
                .check(
                        action.configuration(),
                        at,
                        type.isSource(),
                        findings.types().find(type));
        if (type.provider() != null && typeKnown) {
            new ProviderRules(findings, at).check(action);
        }
    }

    private void type() {
        Pointer typeAt = at.child("actionTypeId");
        if (action.actionTypeId() == null) {
            findings.missing(
                    at, "actionTypeId", "An action needs `actionTypeId`: category, owner, provider and version");
            return;
        }
        PipelineRules.oneOf(findings, typeAt, "category", type.category(), CATEGORIES, "An action type");
        PipelineRules.oneOf(findings, typeAt, "owner", type.owner(), OWNERS, "An action type");
        Form.PROVIDER.required(findings, typeAt, "provider", type.provider(), "An action type");
        Form.VERSION.required(findings, typeAt, "version", type.version(), "An action type");
        if ("AWS".equals(type.owner())
                && type.category() != null
                && CATEGORIES.contains(type.category())
                && type.provider() != null
                && type.version() != null
                && !Placeholders.in(type.provider())
                && !Placeholders.in(type.version())
                && findings.types().find(type).isEmpty()) {
            findings.warning(
                    typeAt,
                    "unknown-action-type",
                    "AWS has no action type " + Spelling.quote(type.toString()) + nearest());
        }
    }

    private String nearest() {
        List<String> known = findings.types().all().stream()
                .map(ActionTypeSchema::type)
                .filter(each -> each.owner().equals("AWS") && CATEGORIES.contains(each.category()))
                .map(ActionTypeId::toString)
                .toList();
        String suggestion = findings.suggestion(type.toString(), known);
        List<String> categories = known.stream()
                .filter(each -> each.endsWith("/AWS/" + type.provider() + "/1"))
                .toList();
        return suggestion.isEmpty() && !categories.isEmpty() ? "; there is " + Spelling.oneOf(categories) : suggestion;
    }

    private void range(String field, Integer value, int minimum, int maximum) {
        if (value != null && (value < minimum || value > maximum)) {
            findings.error(
                    at.child(field),
                    "out-of-range",
                    "`" + field + "` is " + value + "; it must be " + minimum + " to " + maximum);
        }
    }

    private void timeout() {
        if (action.timeoutInMinutes() != null && typeKnown && !type.isApproval() && !Placeholders.in(type.category())) {
            findings.error(
                    at.child("timeoutInMinutes"),
                    "timeout",
                    "Only a manual approval has `timeoutInMinutes`; this is a " + type.category() + " action");
        }
        range("timeoutInMinutes", action.timeoutInMinutes(), 5, 86_400);
    }

    private void namespace() {
        String namespace = action.namespace();
        Form.NAMESPACE.optional(findings, at, "namespace", namespace);
        if (namespace == null) {
            return;
        }
        if (RESERVED.contains(namespace)) {
            findings.error(
                    at.child("namespace"),
                    "reserved-name",
                    "The namespace '" + namespace + "' is reserved; choose another name");
        } else if (flow.isArtifact(namespace)) {
            findings.error(
                    at.child("namespace"),
                    "duplicate-name",
                    "An artifact has the name " + Spelling.quote(namespace)
                            + "; a namespace must have another name than every artifact");
        }
    }

    /** Checks shell lines, of an action or a rule. */
    static void commands(
            Findings findings, Pointer object, List<String> commands, Flow flow, Flow.Moment moment, boolean mayRefer) {
        Pointer list = object.child("commands");
        if (commands.size() > 50) {
            findings.error(list, "too-many", "There are " + commands.size() + " commands; there may be at most 50");
        }
        for (int i = 0; i < commands.size(); i++) {
            String command = commands.get(i);
            COMMAND.check(findings, list.child(i), "The command", command);
            if (command.strip().contains("\n")) {
                findings.error(
                        list.child(i),
                        "multi-line",
                        "A command is one line; join its lines with && or make a command of each");
            }
            if (mayRefer) {
                flow.references(command, list.child(i), moment);
            }
        }
    }

    private void outputs() {
        for (int i = 0; i < action.outputArtifacts().size(); i++) {
            OutputArtifact output = action.outputArtifacts().get(i);
            Pointer each = at.child("outputArtifacts").child(i);
            Form.ARTIFACT.required(findings, each, "name", output.name(), "An output artifact");
            if (output.files().size() > 10) {
                findings.error(
                        each.child("files"),
                        "too-many",
                        "There are " + output.files().size() + " patterns of files; there may be at most 10");
            }
            for (int j = 0; j < output.files().size(); j++) {
                FILE.check(
                        findings,
                        each.child("files").child(j),
                        "The pattern",
                        output.files().get(j));
            }
        }
    }

    /** What can be told of an approval before it is asked (reference §1.11, and beyond it). */
    private void approval() {
        String approvers = action.configuration().get("Approvers");
        if (!typeKnown
                || !type.isApproval()
                || approvers == null
                || Placeholders.in(approvers)
                || hasReference(approvers)) {
            return;
        }
        Pointer where = at.child("configuration").child("Approvers");
        List<String> names = Arrays.stream(approvers.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals("@"))
                .distinct()
                .toList();
        if (names.isEmpty()) {
            findings.error(
                    where,
                    "approvers",
                    "`Approvers` names nobody; leave it out when everybody may approve who has the permission");
            return;
        }
        String required = action.configuration().getOrDefault("RequiredApprovals", "1");
        boolean groups = names.stream().anyMatch(name -> name.startsWith("@"));
        if (!groups && required.matches("[0-9]{1,3}") && Integer.parseInt(required) > names.size()) {
            findings.error(
                    where,
                    "approvers",
                    "`RequiredApprovals` is " + required + " and `Approvers` names " + names.size()
                            + " alone: so many can never approve");
        }
    }

    private static boolean hasReference(String text) {
        return text.contains("#{");
    }

    private void counts() {
        if (!typeKnown) {
            return;
        }
        Optional<ActionTypeSchema> schema = findings.types().find(type);
        ArtifactCount any = new ArtifactCount(0, Integer.MAX_VALUE);
        ArtifactCount none = new ArtifactCount(0, 0);
        ArtifactCount five = new ArtifactCount(0, 5);
        ArtifactCount inputs = "Custom".equals(type.owner()) ? five : any;
        ArtifactCount outputs = inputs;
        if (type.isSource() || type.isApproval()) {
            inputs = none;
        }
        if (type.isApproval() || ("Deploy".equals(type.category()) && "AWS".equals(type.owner()))) {
            outputs = none;
        }
        count(
                "inputArtifacts",
                "input",
                action.inputArtifacts().size(),
                schema.map(ActionTypeSchema::inputs).orElse(inputs));
        count(
                "outputArtifacts",
                "output",
                action.outputArtifacts().size(),
                schema.map(ActionTypeSchema::outputs).orElse(outputs));
    }

    private void count(String field, String kind, int number, ArtifactCount allowed) {
        if (number >= allowed.minimum() && number <= allowed.maximum()) {
            return;
        }
        String right = allowed.maximum() == 0
                ? "no " + kind + " artifact"
                : allowed.minimum() == allowed.maximum()
                        ? "exactly " + allowed.minimum() + " " + kind + " artifact"
                        : allowed.minimum() + " to " + allowed.maximum() + " " + kind + " artifacts";
        String message = "A " + type.category() + " action of " + type.provider() + " has " + right + "; this one has "
                + (number == 0 ? "none" : number);
        if (number == 0) {
            findings.missing(at, field, message);
        } else {
            findings.error(at.child(field), "artifact-count", message);
        }
    }

    private void outputVariables() {
        Pointer list = at.child("outputVariables");
        if (action.outputVariables().size() > 15) {
            findings.error(
                    list,
                    "too-many",
                    "There are " + action.outputVariables().size() + " output variables; there may be at most 15");
        }
        for (int i = 0; i < action.outputVariables().size(); i++) {
            FILE.check(
                    findings,
                    list.child(i),
                    "The output variable",
                    action.outputVariables().get(i));
        }
    }

    private void environment() {
        List<EnvironmentVariable> variables = action.environmentVariables();
        Pointer list = at.child("environmentVariables");
        if (variables.size() > 10) {
            findings.error(
                    list,
                    "too-many",
                    "There are " + variables.size() + " environment variables; there may be at most 10");
        }
        Names names = new Names(findings, "environment variable of this action");
        for (int i = 0; i < variables.size(); i++) {
            EnvironmentVariable variable = variables.get(i);
            Pointer each = list.child(i);
            Form.ENVIRONMENT.required(findings, each, "name", variable.name(), "An environment variable");
            ENVIRONMENT_VALUE.required(findings, each, "value", variable.value(), "An environment variable");
            names.add(each.child("name"), variable.name());
            if (variable.type() != null) {
                PipelineRules.oneOf(
                        findings,
                        each,
                        "type",
                        variable.type(),
                        List.of("PLAINTEXT", "SECRETS_MANAGER"),
                        "An environment variable");
            }
            flow.references(variable.value(), each.child("value"), moment);
        }
    }

    private void onlyForCommands() {
        if (type.equals(COMMANDS)) {
            if (action.commands().isEmpty()) {
                findings.missing(at, "commands", "A Commands action needs `commands`, at least 1, and has none");
            }
            return;
        }
        if (!typeKnown || !"AWS".equals(type.owner())) {
            return;
        }
        Map<String, Boolean> given = Map.of(
                "commands",
                !action.commands().isEmpty(),
                "outputVariables",
                !action.outputVariables().isEmpty());
        given.forEach((field, there) -> {
            if (there) {
                findings.warning(
                        at.child(field),
                        "no-effect",
                        "`" + field + "` has a meaning for Commands actions only; this is " + type);
            }
        });
    }
}
