package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a provider demands of properties that depend on each other (reference §1.2). */
final class ProviderRules {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> WITH_TEMPLATE =
            Set.of("CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE");
    private static final Set<String> WITH_CHANGE_SET = Set.of("CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE");

    private final Findings findings;
    private final Pointer at;

    ProviderRules(Findings findings, Pointer at) {
        this.findings = findings;
        this.at = at;
    }

    void check(ActionDeclaration action) {
        if (!"AWS".equals(action.actionTypeId().owner())) {
            return;
        }
        Map<String, String> configuration = action.configuration();
        switch (action.actionTypeId().category() + "/" + action.actionTypeId().provider()) {
            case "Build/CodeBuild", "Test/CodeBuild" -> codeBuild(action);
            case "Deploy/S3" -> {
                if ("false".equalsIgnoreCase(configuration.get("Extract"))) {
                    needs(configuration, "ObjectKey", "Extract is false");
                }
            }
            case "Deploy/CloudFormation" -> {
                String mode = configuration.getOrDefault("ActionMode", "");
                if (WITH_TEMPLATE.contains(mode)) {
                    needs(configuration, "TemplatePath", "ActionMode is " + mode);
                }
                if (WITH_CHANGE_SET.contains(mode)) {
                    needs(configuration, "ChangeSetName", "ActionMode is " + mode);
                }
            }
            case "Invoke/StepFunctions" -> {
                if ("FilePath".equals(configuration.get("InputType"))) {
                    needs(configuration, "Input", "InputType is FilePath");
                }
            }
            default -> {
                // the other providers have no such rules
            }
        }
    }

    private void needs(Map<String, String> configuration, String name, String reason) {
        if (!configuration.containsKey(name)) {
            findings.missing(
                    at.child("configuration"), name, "The configuration needs '" + name + "', because " + reason);
        }
    }

    private void codeBuild(ActionDeclaration action) {
        Map<String, String> configuration = action.configuration();
        List<String> inputs = Names.known(action.inputArtifacts(), InputArtifact::name);
        String primary = configuration.get("PrimarySource");
        if (primary == null && inputs.size() > 1) {
            needs(configuration, "PrimarySource", "there are several input artifacts");
        } else if (primary != null
                && !Placeholders.in(primary)
                && VariableReferences.in(primary).isEmpty()
                && !inputs.isEmpty()
                && !inputs.contains(primary)
                && inputs.stream().noneMatch(Placeholders::in)) {
            findings.error(
                    at.child("configuration").child("PrimarySource"),
                    "unknown-artifact",
                    "'PrimarySource' is " + Spelling.quote(primary) + "; it must be an input artifact of the action: "
                            + Spelling.oneOf(inputs));
        }
        String variables = configuration.get("EnvironmentVariables");
        if (variables != null && !variables.isEmpty() && !Placeholders.in(variables) && !isJsonList(variables)) {
            findings.warning(
                    at.child("configuration").child("EnvironmentVariables"),
                    "not-json",
                    "'EnvironmentVariables' is not a JSON list like [{\"name\":\"N\",\"value\":\"V\",\"type\":\"PLAINTEXT\"}]");
        }
    }

    private static boolean isJsonList(String text) {
        try {
            return JSON.readTree(text).isArray();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
