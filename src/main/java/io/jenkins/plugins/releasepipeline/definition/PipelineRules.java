package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of reference §1.1 for a pipeline as a whole. */
final class PipelineRules {
    private static final Pattern ROLE = Pattern.compile("arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*");
    private static final Form VALUE = Form.length(1, 1_000);
    private static final Form DESCRIPTION = Form.length(0, 200);
    private static final Form REGION = Form.length(4, 30);
    private static final Form BUCKET = Form.length(3, 63);
    private static final int TRIGGERS_BYTES = 200 * 1024;

    private final PipelineDeclaration pipeline;
    private final Pointer at;
    private final Findings findings;

    PipelineRules(PipelineDeclaration pipeline, Pointer at, Findings findings) {
        this.pipeline = pipeline;
        this.at = at;
        this.findings = findings;
    }

    void check() {
        Form.NAME.required(findings, at, "name", pipeline.name(), "A pipeline");
        if (pipeline.version() != null && pipeline.version() < 1) {
            findings.error(
                    at.child("version"), "out-of-range", "`version` is " + pipeline.version() + "; it counts from 1");
        }
        role();
        stores();
        variables();
        stages();
        triggers();
        type();
    }

    private void role() {
        if (pipeline.roleArn() == null) {
            findings.warning(
                    at, "aws-only", "AWS needs `roleArn` in a pipeline, and there is none; it has no meaning here");
        }
        role(findings, at, pipeline.roleArn());
    }

    /** Checks a role that may be there. */
    static void role(Findings findings, Pointer object, String role) {
        if (role != null
                && !Placeholders.in(role)
                && (role.length() > 1024 || !ROLE.matcher(role).matches())) {
            findings.warning(
                    object.child("roleArn"),
                    "aws-only",
                    "`roleArn` is not the ARN of a role (arn:aws:iam::123456789012:role/NAME), which AWS needs; it has"
                            + " no meaning here");
        }
    }

    private void stores() {
        boolean one = pipeline.artifactStore() != null;
        boolean many = !pipeline.artifactStores().isEmpty();
        if (one && many) {
            findings.error(
                    at.child("artifactStores"),
                    "both-stores",
                    "There are `artifactStore` and `artifactStores`; a pipeline has one of the two");
        } else if (!one && !many) {
            findings.warning(
                    at,
                    "aws-only",
                    "AWS needs `artifactStore` or `artifactStores`, and there is neither; they have no meaning here");
        }
        if (one) {
            store(pipeline.artifactStore(), at.child("artifactStore"));
        }
        for (Map.Entry<String, ArtifactStoreDeclaration> each :
                pipeline.artifactStores().entrySet()) {
            Pointer store = at.child("artifactStores").child(each.getKey());
            REGION.check(findings, store, "The region", each.getKey());
            store(each.getValue(), store);
        }
    }

    private void store(ArtifactStoreDeclaration store, Pointer each) {
        oneOf(findings, each, "type", store.type(), List.of("S3"), "An artifact store");
        BUCKET.required(findings, each, "location", store.location(), "An artifact store");
        EncryptionKey key = store.encryptionKey();
        if (key != null) {
            Pointer keyAt = each.child("encryptionKey");
            Form.length(1, 400).required(findings, keyAt, "id", key.id(), "An encryption key");
            oneOf(findings, keyAt, "type", key.type(), List.of("KMS"), "An encryption key");
        }
    }

    /** Checks a text that has few possible values and must be there. */
    static void oneOf(Findings findings, Pointer object, String field, String value, List<String> values, String noun) {
        if (value == null) {
            findings.missing(object, field, noun + " needs `" + field + "`, which is " + Spelling.oneOf(values));
        } else if (!values.contains(value) && !Placeholders.in(value)) {
            findings.error(
                    object.child(field),
                    "unknown-value",
                    "`" + field + "` is " + Spelling.quote(value) + "; it must be " + Spelling.oneOf(values));
        }
    }

    private void variables() {
        List<VariableDeclaration> variables = pipeline.variables();
        if (variables.size() > 50) {
            findings.error(
                    at.child("variables"),
                    "too-many",
                    "There are " + variables.size() + " variables; a pipeline has at most 50");
        }
        Names names = new Names(findings, "variable of the pipeline");
        for (int i = 0; i < variables.size(); i++) {
            VariableDeclaration variable = variables.get(i);
            Pointer each = at.child("variables").child(i);
            Form.VARIABLE.required(findings, each, "name", variable.name(), "A variable");
            names.add(each.child("name"), variable.name());
            VALUE.optional(findings, each, "defaultValue", variable.defaultValue());
            DESCRIPTION.optional(findings, each, "description", variable.description());
        }
    }

    private void stages() {
        List<StageDeclaration> stages = pipeline.stages();
        Pointer list = at.child("stages");
        if (stages.isEmpty()) {
            findings.missing(at, "stages", "A pipeline needs `stages`, at least 2 of them, and has none");
            return;
        }
        if (stages.size() < 2) {
            findings.error(
                    list,
                    "too-few",
                    "There is 1 stage; a pipeline has at least 2: sources in the first, everything else after it");
        } else if (stages.size() > 50) {
            findings.error(list, "too-many", "There are " + stages.size() + " stages; a pipeline has at most 50");
        }
        int actions = stages.stream().mapToInt(stage -> stage.actions().size()).sum();
        if (actions > 1_000) {
            findings.error(list, "too-many", "There are " + actions + " actions; a pipeline has at most 1000");
        }
        if (actions > 0
                && stages.stream()
                        .flatMap(stage -> stage.actions().stream())
                        .allMatch(action -> action.actionTypeId() != null
                                && action.actionTypeId().isSource())) {
            findings.error(list, "no-work", "Every action is a source action; at least one must be another");
        }
        Names names = new Names(findings, "stage of the pipeline");
        Flow flow = new Flow(pipeline, at, findings);
        for (int i = 0; i < stages.size(); i++) {
            names.add(list.child(i).child("name"), stages.get(i).name());
            new StageRules(pipeline, i, list.child(i), flow, findings).check();
        }
    }

    private void triggers() {
        List<TriggerDeclaration> triggers = pipeline.triggers();
        Pointer list = at.child("triggers");
        if (triggers.size() > 50) {
            findings.error(list, "too-many", "There are " + triggers.size() + " triggers; a pipeline has at most 50");
        }
        int bytes = 0;
        TriggerRules rules = new TriggerRules(pipeline, findings);
        for (int i = 0; i < triggers.size(); i++) {
            JsonNode tree = RecordWriter.tree(triggers.get(i));
            bytes += tree.toString().getBytes(StandardCharsets.UTF_8).length + 1;
            rules.check(triggers.get(i), list.child(i));
        }
        if (bytes > TRIGGERS_BYTES) {
            findings.error(
                    list, "too-large", "`triggers` has " + bytes + " bytes; it may have at most " + TRIGGERS_BYTES);
        }
    }

    private void type() {
        if (pipeline.pipelineType() != PipelineType.V1) {
            return;
        }
        if (pipeline.executionModeOrDefault() != ExecutionMode.SUPERSEDED) {
            needsV2("executionMode", "the execution mode " + pipeline.executionMode());
        }
        if (!pipeline.variables().isEmpty()) {
            needsV2("variables", "pipeline variables");
        }
        if (!pipeline.triggers().isEmpty()) {
            needsV2("triggers", "trigger filters");
        }
    }

    private void needsV2(String field, String feature) {
        findings.warning(
                at.child(field), "aws-only", "AWS has " + feature + " in pipelines of type V2 only, and this is V1");
    }
}
