package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Each rule, by a change that breaks a valid definition. */
@RunWith(Parameterized.class)
public class DefinitionRulesTest {
    private static final String P = "/pipeline";
    private static final String S = "/pipeline/stages";
    private static final String SOURCE = S + "/0/actions/0";
    private static final String COMPILE = S + "/1/actions/0";
    private static final String PACKAGE = S + "/1/actions/1";
    private static final String APPROVAL = S + "/2/actions/0";
    private static final String DEPLOY = S + "/3/actions/0";
    private static final String ENTRY = S + "/3/beforeEntry/conditions/0";
    private static final String TRIGGER = P + "/triggers/0";
    private static final String GIT = TRIGGER + "/gitConfiguration";

    private static final List<Object[]> CASES = new ArrayList<>();

    static {
        names();
        pipeline();
        stages();
        actionTypes();
        actions();
        artifacts();
        references();
        roles();
        configurations();
        conditions();
        triggers();
        tags();
        shapes();
    }

    private final Consumer<DefinitionExample> change;
    private final boolean error;
    private final String code;
    private final String pointer;
    private final String message;

    public DefinitionRulesTest(
            String name,
            Consumer<DefinitionExample> change,
            boolean error,
            String code,
            String pointer,
            String message) {
        this.change = change;
        this.error = error;
        this.code = code;
        this.pointer = pointer;
        this.message = message;
    }

    @Parameters(name = "{0}")
    public static List<Object[]> cases() {
        return CASES;
    }

    @Test
    public void is_reported_where_it_is() {
        DefinitionExample example = DefinitionExample.valid();
        change.accept(example);
        ReadResult result = example.read();
        assertThat(result.problems()).as(example.json()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.isError()).isEqualTo(error);
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
        });
        assertThat(result.hasErrors()).as(result.problems().toString()).isEqualTo(error);
        assertThat(result.definition().isPresent()).isEqualTo(!error);
    }

    private static void error(
            String name, Consumer<DefinitionExample> change, String code, String pointer, String message) {
        CASES.add(new Object[] {name, change, true, code, pointer, message});
    }

    private static void warning(
            String name, Consumer<DefinitionExample> change, String code, String pointer, String message) {
        CASES.add(new Object[] {name, change, false, code, pointer, message});
    }

    private static void names() {
        for (String[] each : new String[][] {
            {"pipeline", P + "/name"},
            {"stage", S + "/1/name"},
            {"action", COMPILE + "/name"},
            {"rule", ENTRY + "/rules/0/name"}
        }) {
            String at = each[1];
            String parent = at.substring(0, at.length() - "/name".length());
            error(each[0] + " without a name", e -> e.remove(at), "missing", parent, "'name'");
            error(each[0] + " whose name is empty", e -> e.text(at, ""), "too-short", at, "1 to 100");
            error(each[0] + " with a space in its name", e -> e.text(at, "my name"), "pattern", at, ". @ - _");
            error(each[0] + " with a long name", e -> e.text(at, "x".repeat(101)), "too-long", at, "101");
        }
        error(
                "template text that was not filled in",
                e -> e.text(P + "/name", "${NAME}"),
                "pattern",
                P + "/name",
                "not filled in");
    }

    private static void pipeline() {
        error("no pipeline", e -> e.set("/pipeline", "null"), "missing", "", "'pipeline'");
        warning("no role", e -> e.remove(P + "/roleArn"), "aws-only", P, "'roleArn'");
        warning(
                "a role that is no ARN",
                e -> e.text(P + "/roleArn", "me"),
                "aws-only",
                P + "/roleArn",
                "no meaning here");
        warning("no artifact store", e -> e.remove(P + "/artifactStore"), "aws-only", P, "'artifactStores'");
        error(
                "both artifact stores",
                e -> e.set(P + "/artifactStores", "{\"eu-west-1\":{\"type\":\"S3\",\"location\":\"bucket\"}}"),
                "both-stores",
                P + "/artifactStores",
                "one of the two");
        error(
                "an artifact store of another type",
                e -> e.text(P + "/artifactStore/type", "GCS"),
                "unknown-value",
                P + "/artifactStore/type",
                "S3");
        error(
                "an artifact store without a bucket",
                e -> e.remove(P + "/artifactStore/location"),
                "missing",
                P + "/artifactStore",
                "'location'");
        error(
                "an encryption key without an id",
                e -> e.remove(P + "/artifactStore/encryptionKey/id"),
                "missing",
                P + "/artifactStore/encryptionKey",
                "'id'");
        error("version 0", e -> e.set(P + "/version", "0"), "out-of-range", P + "/version", "from 1");
        error(
                "an unknown execution mode",
                e -> e.text(P + "/executionMode", "SERIAL"),
                "unknown-value",
                P + "/executionMode",
                "SUPERSEDED, QUEUED or PARALLEL");
        error(
                "an unknown pipeline type",
                e -> e.text(P + "/pipelineType", "V3"),
                "unknown-value",
                P + "/pipelineType",
                "V1 or V2");
        warning("variables in V1", e -> e.text(P + "/pipelineType", "V1"), "aws-only", P + "/variables", "V2 only");
        error(
                "a variable without a name",
                e -> e.remove(P + "/variables/1/name"),
                "missing",
                P + "/variables/1",
                "'name'");
        error(
                "a variable with a dot in its name",
                e -> e.text(P + "/variables/1/name", "a.b"),
                "pattern",
                P + "/variables/1/name",
                "letters");
        error(
                "two variables of one name",
                e -> e.text(P + "/variables/1/name", "Target"),
                "duplicate-name",
                P + "/variables/1/name",
                "'Target'");
        error(
                "an empty default value",
                e -> e.text(P + "/variables/1/defaultValue", ""),
                "too-short",
                P + "/variables/1/defaultValue",
                "1 to 1000");
        error(
                "a long default value",
                e -> e.text(P + "/variables/1/defaultValue", "x".repeat(1001)),
                "too-long",
                P + "/variables/1/defaultValue",
                "1 to 1000");
        error(
                "a long description",
                e -> e.text(P + "/variables/1/description", "x".repeat(201)),
                "too-long",
                P + "/variables/1/description",
                "0 to 200");
        error("51 variables", e -> e.fill(P + "/variables", 51), "too-many", P + "/variables", "at most 50");
    }

    private static void stages() {
        error("no stages", e -> e.remove(S), "missing", P, "at least 2");
        error("an empty list of stages", e -> e.set(S, "[]"), "missing", P, "at least 2");
        error(
                "one stage",
                e -> e.remove(S + "/3").remove(S + "/2").remove(S + "/1").remove(P + "/triggers"),
                "too-few",
                S,
                "at least 2");
        error("51 stages", e -> e.fill(S, 51), "too-many", S, "at most 50");
        error(
                "two stages of one name",
                e -> e.text(S + "/2/name", "Build"),
                "duplicate-name",
                S + "/2/name",
                "'Build'");
        error("a stage without actions", e -> e.remove(S + "/1/actions"), "missing", S + "/1", "'actions'");
        warning("51 actions in a stage", e -> approvals(e, 51), "aws-only", S + "/2/actions", "AWS allows 50");
        error("101 actions in a stage", e -> approvals(e, 101), "too-many", S + "/2/actions", "at most 100");
        error(
                "a first stage without a source",
                e -> e.text(SOURCE + "/actionTypeId/category", "Build"),
                "source-stage",
                S + "/0/actions",
                "no source action");
        error(
                "a build beside the source",
                e -> e.set(S + "/0/actions/-", build("Early")),
                "source-stage",
                S + "/0/actions/1/actionTypeId/category",
                "source actions only");
        error(
                "an approval beside the source",
                e -> e.set(S + "/0/actions/-", approval("Early")),
                "source-stage",
                S + "/0/actions/1/actionTypeId/category",
                "approval");
        error(
                "a source in a later stage",
                e -> e.set(S + "/1/actions/-", source("Late")),
                "source-stage",
                S + "/1/actions/2/actionTypeId/category",
                "first stage only, which is 'Source'");
        error(
                "nothing but sources",
                e -> e.set(S + "/1", "{\"name\":\"More\",\"actions\":[" + source("More") + "]}")
                        .remove(S + "/3")
                        .remove(S + "/2"),
                "no-work",
                S,
                "at least one");
        error(
                "two actions of one name",
                e -> e.text(PACKAGE + "/name", "Compile"),
                "duplicate-name",
                PACKAGE + "/name",
                "action of this stage");
        error(
                "a blocker of another type",
                e -> e.text(S + "/0/blockers/0/type", "Manual"),
                "unknown-value",
                S + "/0/blockers/0/type",
                "Schedule");
    }

    private static void approvals(DefinitionExample example, int number) {
        for (int i = 1; i < number; i++) {
            example.set(S + "/2/actions/-", approval("Release" + i));
        }
    }

    private static String action(String name, String category, String provider, String rest) {
        return "{\"name\":\"" + name + "\",\"actionTypeId\":{\"category\":\"" + category
                + "\",\"owner\":\"AWS\",\"provider\":\"" + provider + "\",\"version\":\"1\"}" + rest + "}";
    }

    private static String build(String name) {
        return action(
                name,
                "Build",
                "CodeBuild",
                ",\"configuration\":{\"ProjectName\":\"x\"},\"inputArtifacts\":[{\"name\":\"SourceArtifact\"}]");
    }

    private static String source(String name) {
        return action(
                name,
                "Source",
                "S3",
                ",\"configuration\":{\"S3Bucket\":\"b\",\"S3ObjectKey\":\"k\"},\"outputArtifacts\":[{\"name\":\"" + name
                        + "\"}]");
    }

    private static String approval(String name) {
        return action(name, "Approval", "Manual", "");
    }

    private static void actionTypes() {
        error(
                "an action without a type",
                e -> e.remove(COMPILE + "/actionTypeId"),
                "missing",
                COMPILE,
                "'actionTypeId'");
        error(
                "an unknown category",
                e -> e.text(COMPILE + "/actionTypeId/category", "Compile"),
                "unknown-value",
                COMPILE + "/actionTypeId/category",
                "Source, Build, Test");
        error(
                "an unknown owner",
                e -> e.text(COMPILE + "/actionTypeId/owner", "Me"),
                "unknown-value",
                COMPILE + "/actionTypeId/owner",
                "AWS, ThirdParty or Custom");
        error(
                "no provider",
                e -> e.remove(COMPILE + "/actionTypeId/provider"),
                "missing",
                COMPILE + "/actionTypeId",
                "'provider'");
        error(
                "a provider with a space",
                e -> e.text(COMPILE + "/actionTypeId/provider", "Code Build"),
                "pattern",
                COMPILE + "/actionTypeId/provider",
                "letters");
        error(
                "a long provider",
                e -> e.text(COMPILE + "/actionTypeId/provider", "x".repeat(36)),
                "too-long",
                COMPILE + "/actionTypeId/provider",
                "1 to 35");
        error(
                "a long version",
                e -> e.text(COMPILE + "/actionTypeId/version", "1234567890"),
                "too-long",
                COMPILE + "/actionTypeId/version",
                "1 to 9");
        error(
                "an unknown field of an action type",
                e -> e.text(COMPILE + "/actionTypeId/providr", "x"),
                "unknown-field",
                COMPILE + "/actionTypeId/providr",
                "did you mean 'provider'");
        warning(
                "an AWS provider that does not exist",
                e -> e.text(COMPILE + "/actionTypeId/provider", "CodeBuid"),
                "unknown-action-type",
                COMPILE + "/actionTypeId",
                "did you mean 'Build/AWS/CodeBuild/1'");
        warning(
                "an AWS provider of another category",
                e -> e.text(DEPLOY + "/actionTypeId/provider", "CodeBuild"),
                "unknown-action-type",
                DEPLOY + "/actionTypeId",
                "Build/AWS/CodeBuild/1");
    }

    private static void actions() {
        error("runOrder 0", e -> e.set(COMPILE + "/runOrder", "0"), "out-of-range", COMPILE + "/runOrder", "1 to 999");
        error(
                "runOrder 1000",
                e -> e.set(PACKAGE + "/runOrder", "1000"),
                "out-of-range",
                PACKAGE + "/runOrder",
                "1 to 999");
        error("a short region", e -> e.text(COMPILE + "/region", "eu"), "too-short", COMPILE + "/region", "4 to 30");
        error(
                "an approval that waits 4 minutes",
                e -> e.set(APPROVAL + "/timeoutInMinutes", "4"),
                "out-of-range",
                APPROVAL + "/timeoutInMinutes",
                "5 to 86400");
        error(
                "an approval that waits for ever",
                e -> e.set(APPROVAL + "/timeoutInMinutes", "86401"),
                "out-of-range",
                APPROVAL + "/timeoutInMinutes",
                "5 to 86400");
        error(
                "a timeout of a build",
                e -> e.set(COMPILE + "/timeoutInMinutes", "60"),
                "timeout",
                COMPILE + "/timeoutInMinutes",
                "Only a manual approval");
        error(
                "a namespace with a dot",
                e -> e.text(DEPLOY + "/namespace", "a.b"),
                "pattern",
                DEPLOY + "/namespace",
                "letters");
        error(
                "a namespace twice",
                e -> e.text(DEPLOY + "/namespace", "BuildVariables"),
                "duplicate-name",
                DEPLOY + "/namespace",
                "namespace of the pipeline");
        error(
                "the namespace codepipeline",
                e -> e.text(DEPLOY + "/namespace", "codepipeline"),
                "reserved-name",
                DEPLOY + "/namespace",
                "reserved");
        error(
                "the namespace variables",
                e -> e.text(DEPLOY + "/namespace", "variables"),
                "reserved-name",
                DEPLOY + "/namespace",
                "reserved");
        error(
                "a namespace with the name of an artifact",
                e -> e.text(DEPLOY + "/namespace", "BuildArtifact"),
                "duplicate-name",
                DEPLOY + "/namespace",
                "artifact");
        error("Commands without commands", e -> e.remove(PACKAGE + "/commands"), "missing", PACKAGE, "'commands'");
        error("51 commands", e -> e.fill(PACKAGE + "/commands", 51), "too-many", PACKAGE + "/commands", "at most 50");
        error(
                "a long command",
                e -> e.text(PACKAGE + "/commands/1", "x".repeat(1001)),
                "too-long",
                PACKAGE + "/commands/1",
                "1 to 1000");
        error(
                "a command of two lines",
                e -> e.text(PACKAGE + "/commands/1", "a\nb"),
                "multi-line",
                PACKAGE + "/commands/1",
                "one line");
        warning(
                "commands of a build",
                e -> e.set(COMPILE + "/commands", "[\"make\"]"),
                "no-effect",
                COMPILE + "/commands",
                "Commands actions only");
        error(
                "16 output variables",
                e -> e.fill(PACKAGE + "/outputVariables", 16),
                "too-many",
                PACKAGE + "/outputVariables",
                "at most 15");
        error(
                "11 environment variables",
                e -> e.fill(PACKAGE + "/environmentVariables", 11),
                "too-many",
                PACKAGE + "/environmentVariables",
                "at most 10");
        error(
                "an environment variable with a dash",
                e -> e.text(PACKAGE + "/environmentVariables/0/name", "A-B"),
                "pattern",
                PACKAGE + "/environmentVariables/0/name",
                "letters");
        error(
                "an environment variable without a value",
                e -> e.remove(PACKAGE + "/environmentVariables/0/value"),
                "missing",
                PACKAGE + "/environmentVariables/0",
                "'value'");
        error(
                "a long environment variable",
                e -> e.text(PACKAGE + "/environmentVariables/0/value", "x".repeat(2001)),
                "too-long",
                PACKAGE + "/environmentVariables/0/value",
                "1 to 2000");
        error(
                "an environment variable from elsewhere",
                e -> e.text(PACKAGE + "/environmentVariables/0/type", "VAULT"),
                "unknown-value",
                PACKAGE + "/environmentVariables/0/type",
                "PLAINTEXT or SECRETS_MANAGER");
    }

    private static void artifacts() {
        error(
                "an artifact with a dot",
                e -> e.text(COMPILE + "/outputArtifacts/0/name", "a.b"),
                "pattern",
                COMPILE + "/outputArtifacts/0/name",
                "letters");
        error(
                "an artifact given twice",
                e -> e.text(PACKAGE + "/outputArtifacts/0/name", "BuildArtifact"),
                "duplicate-name",
                PACKAGE + "/outputArtifacts/0/name",
                "output artifact of the pipeline");
        error(
                "an artifact that nobody gives",
                e -> e.text(DEPLOY + "/inputArtifacts/0/name", "PakageArtifact"),
                "unknown-artifact",
                DEPLOY + "/inputArtifacts/0/name",
                "did you mean 'PackageArtifact'");
        error(
                "an artifact taken before it is there",
                e -> e.text(COMPILE + "/inputArtifacts/0/name", "PackageArtifact"),
                "artifact-order",
                COMPILE + "/inputArtifacts/0/name",
                "action 'Package' of stage 'Build'");
        error(
                "an artifact of an action that runs at the same time",
                e -> e.set(PACKAGE + "/runOrder", "1"),
                "artifact-order",
                PACKAGE + "/inputArtifacts/0/name",
                "higher runOrder");
        error(
                "an artifact taken twice",
                e -> e.set(PACKAGE + "/inputArtifacts/-", "{\"name\":\"BuildArtifact\"}"),
                "duplicate-name",
                PACKAGE + "/inputArtifacts/1/name",
                "taken twice");
        error(
                "a source with an input",
                e -> e.set(SOURCE + "/inputArtifacts", "[{\"name\":\"PackageArtifact\"}]"),
                "artifact-count",
                SOURCE + "/inputArtifacts",
                "no input artifact");
        error(
                "a source without output",
                e -> e.remove(SOURCE + "/outputArtifacts"),
                "missing",
                SOURCE,
                "exactly 1 output artifact");
        error(
                "a build without input",
                e -> e.remove(COMPILE + "/inputArtifacts"),
                "missing",
                COMPILE,
                "1 to 5 input artifacts");
        error(
                "a deployment with an output",
                e -> e.set(DEPLOY + "/outputArtifacts", "[{\"name\":\"Log\"}]"),
                "artifact-count",
                DEPLOY + "/outputArtifacts",
                "no output artifact");
        error(
                "an approval with an input",
                e -> e.set(APPROVAL + "/inputArtifacts", "[{\"name\":\"BuildArtifact\"}]"),
                "artifact-count",
                APPROVAL + "/inputArtifacts",
                "no input artifact");
        error(
                "a custom action with 6 outputs",
                e -> e.text(COMPILE + "/actionTypeId/owner", "Custom")
                        .text(COMPILE + "/actionTypeId/provider", "Mine")
                        .set(
                                COMPILE + "/outputArtifacts",
                                "[{\"name\":\"BuildArtifact\"},{\"name\":\"b\"},{\"name\":\"c\"},{\"name\":\"d\"},{\"name\":\"e\"},{\"name\":\"f\"}]"),
                "artifact-count",
                COMPILE + "/outputArtifacts",
                "0 to 5 output artifacts");
        error(
                "11 patterns of files",
                e -> e.fill(PACKAGE + "/outputArtifacts/0/files", 11),
                "too-many",
                PACKAGE + "/outputArtifacts/0/files",
                "at most 10");
        error(
                "a long pattern of files",
                e -> e.text(PACKAGE + "/outputArtifacts/0/files/0", "x".repeat(129)),
                "too-long",
                PACKAGE + "/outputArtifacts/0/files/0",
                "1 to 128");
    }

    private static void references() {
        String data = APPROVAL + "/configuration/CustomData";
        error(
                "an unknown namespace",
                e -> e.text(data, "#{BuildVariable.TAG}"),
                "unknown-namespace",
                data,
                "did you mean 'BuildVariables'");
        error(
                "an unknown pipeline variable",
                e -> e.text(data, "#{variables.Targt}"),
                "unknown-variable",
                data,
                "did you mean 'Target'");
        error(
                "an unknown variable of the execution",
                e -> e.text(data, "#{codepipeline.Id}"),
                "unknown-variable",
                data,
                "PipelineExecutionId");
        warning(
                "a variable that a source does not give",
                e -> e.text(data, "#{SourceVariables.CommitID}"),
                "unknown-variable",
                data,
                "CommitId");
        warning(
                "a variable that the commands do not give",
                e -> e.text(data, "#{Package.OTHER}"),
                "unknown-variable",
                data,
                "CHECKSUM");
        warning(
                "something like a reference",
                e -> e.text(data, "#{Version}"),
                "not-a-reference",
                data,
                "#{namespace.key}");
        error(
                "a reference in a source action",
                e -> e.text(SOURCE + "/configuration/BranchName", "#{variables.Target}"),
                "reference-in-source",
                SOURCE + "/configuration/BranchName",
                "source action");
        error(
                "a variable of an action that runs at the same time",
                e -> e.text(PACKAGE + "/commands/0", "echo #{Package.CHECKSUM}"),
                "variable-order",
                PACKAGE + "/commands/0",
                "action 'Package'");
        error(
                "a variable of a later stage",
                e -> e.text(DEPLOY + "/namespace", "Later").text(data, "#{Later.x}"),
                "variable-order",
                data,
                "stage 'Deploy'");
        error(
                "a variable of a later stage in an environment",
                e -> e.text(DEPLOY + "/namespace", "Later")
                        .text(PACKAGE + "/environmentVariables/0/value", "#{Later.x}"),
                "variable-order",
                PACKAGE + "/environmentVariables/0/value",
                "stage 'Deploy'");
        error(
                "a variable of its own stage in an entry rule",
                e -> e.text(DEPLOY + "/namespace", "Later").text(ENTRY + "/rules/0/configuration/Cron", "#{Later.x}"),
                "variable-order",
                ENTRY + "/rules/0/configuration/Cron",
                "stage 'Deploy'");
    }

    private static void roles() {
        for (String at : List.of(DEPLOY, ENTRY + "/rules/0")) {
            warning(
                    "a role of " + at + " that is no ARN",
                    e -> e.text(at + "/roleArn", "me"),
                    "aws-only",
                    at + "/roleArn",
                    "no meaning here");
        }
        warning(
                "a variable of commands that export none",
                e -> e.remove(PACKAGE + "/outputVariables"),
                "unknown-variable",
                APPROVAL + "/configuration/CustomData",
                "its variables are none");
    }

    private static void configurations() {
        error(
                "a long value",
                e -> e.text(APPROVAL + "/configuration/CustomData", "x".repeat(1001)),
                "too-long",
                APPROVAL + "/configuration/CustomData",
                "1001");
        error(
                "a long key",
                e -> e.text(APPROVAL + "/configuration/" + "k".repeat(51), "x"),
                "too-long",
                APPROVAL + "/configuration/" + "k".repeat(51),
                "1 to 50");
        warning(
                "an empty value",
                e -> e.text(APPROVAL + "/configuration/CustomData", ""),
                "too-short",
                APPROVAL + "/configuration/CustomData",
                "empty");
        warning(
                "a password in an address",
                e -> e.text(APPROVAL + "/configuration/CustomData", "see https://ada:hunter2@example.org/x"),
                "password",
                APPROVAL + "/configuration/CustomData",
                "leave the password out");
        error(
                "a required value that is missing",
                e -> e.remove(COMPILE + "/configuration/ProjectName"),
                "missing",
                COMPILE + "/configuration",
                "CodeBuild needs 'ProjectName'");
        error(
                "no configuration where there must be one",
                e -> e.remove(DEPLOY + "/configuration"),
                "missing",
                DEPLOY,
                "CodeDeploy needs 'ApplicationName'");
        warning(
                "a misspelt key",
                e -> e.text(SOURCE + "/configuration/DetectChange", "true"),
                "unknown-property",
                SOURCE + "/configuration/DetectChange",
                "did you mean 'DetectChanges'");
        error(
                "a value that is not among the possible",
                e -> e.text(SOURCE + "/configuration/OutputArtifactFormat", "ZIP"),
                "unknown-value",
                SOURCE + "/configuration/OutputArtifactFormat",
                "CODE_ZIP or CODEBUILD_CLONE_REF");
        error(
                "a flag that is neither true nor false",
                e -> e.text(SOURCE + "/configuration/DetectChanges", "maybe"),
                "unknown-value",
                SOURCE + "/configuration/DetectChanges",
                "true or false");
        error(
                "several inputs without a primary one",
                e -> e.set(
                        S + "/2/actions/-",
                        action(
                                "Test",
                                "Test",
                                "CodeBuild",
                                ",\"configuration\":{\"ProjectName\":\"t\"},\"inputArtifacts\":[{\"name\":\"SourceArtifact\"},{\"name\":\"BuildArtifact\"}]")),
                "missing",
                S + "/2/actions/1/configuration",
                "'PrimarySource'");
        error(
                "a primary source that is no input",
                e -> e.text(COMPILE + "/configuration/PrimarySource", "Other"),
                "unknown-artifact",
                COMPILE + "/configuration/PrimarySource",
                "SourceArtifact");
        warning(
                "environment variables that are not JSON",
                e -> e.text(COMPILE + "/configuration/EnvironmentVariables", "A=b"),
                "not-json",
                COMPILE + "/configuration/EnvironmentVariables",
                "JSON list");
        error(
                "an S3 deployment of a zip without its name",
                e -> e.set(
                        DEPLOY,
                        action(
                                "Production",
                                "Deploy",
                                "S3",
                                ",\"configuration\":{\"BucketName\":\"b\",\"Extract\":\"false\"},\"inputArtifacts\":[{\"name\":\"PackageArtifact\"}]")),
                "missing",
                DEPLOY + "/configuration",
                "'ObjectKey'");
        error(
                "a stack without a template",
                e -> e.set(
                        DEPLOY,
                        action(
                                "Production",
                                "Deploy",
                                "CloudFormation",
                                ",\"configuration\":{\"ActionMode\":\"CREATE_UPDATE\",\"StackName\":\"s\"}")),
                "missing",
                DEPLOY + "/configuration",
                "'TemplatePath'");
        error(
                "a number that is none",
                e -> e.set(
                        DEPLOY,
                        action(
                                "Production",
                                "Deploy",
                                "ECS",
                                ",\"configuration\":{\"ClusterName\":\"c\",\"ServiceName\":\"s\",\"DeploymentTimeout\":\"ten\"},\"inputArtifacts\":[{\"name\":\"PackageArtifact\"}]")),
                "wrong-type",
                DEPLOY + "/configuration/DeploymentTimeout",
                "whole number");
    }

    private static void conditions() {
        error("no condition", e -> e.set(S + "/3/beforeEntry", "{}"), "missing", S + "/3/beforeEntry", "exactly 1");
        error(
                "two conditions",
                e -> e.fill(S + "/3/beforeEntry/conditions", 2),
                "too-many",
                S + "/3/beforeEntry/conditions",
                "exactly 1");
        error("no result", e -> e.remove(ENTRY + "/result"), "missing", ENTRY, "FAIL, SKIP or HOLD");
        error(
                "an entry condition that rolls back",
                e -> e.text(ENTRY + "/result", "ROLLBACK"),
                "unknown-value",
                ENTRY + "/result",
                "FAIL, SKIP or HOLD");
        error(
                "a success condition that skips",
                e -> e.text(S + "/3/onSuccess/conditions/0/result", "SKIP"),
                "unknown-value",
                S + "/3/onSuccess/conditions/0/result",
                "ROLLBACK, FAIL or HOLD");
        error("no rules", e -> e.remove(ENTRY + "/rules"), "missing", ENTRY, "1 to 5");
        error("6 rules", e -> e.fill(ENTRY + "/rules", 6), "too-many", ENTRY + "/rules", "1 to 5");
        error(
                "two rules of one name",
                e -> e.fill(ENTRY + "/rules", 2),
                "duplicate-name",
                ENTRY + "/rules/1/name",
                "rule of this condition");
        error(
                "a rule without a type",
                e -> e.remove(ENTRY + "/rules/0/ruleTypeId"),
                "missing",
                ENTRY + "/rules/0",
                "'ruleTypeId'");
        error(
                "a rule of another category",
                e -> e.text(ENTRY + "/rules/0/ruleTypeId/category", "Build"),
                "unknown-value",
                ENTRY + "/rules/0/ruleTypeId/category",
                "Rule");
        warning(
                "a rule that AWS does not have",
                e -> e.text(ENTRY + "/rules/0/ruleTypeId/provider", "MoonPhase"),
                "unknown-action-type",
                ENTRY + "/rules/0/ruleTypeId/provider",
                "DeploymentWindow");
        error(
                "a window without a time",
                e -> e.remove(ENTRY + "/rules/0/configuration/Cron"),
                "missing",
                ENTRY + "/rules/0/configuration",
                "'Cron'");
        error(
                "a rule that waits 4 minutes",
                e -> e.set(S + "/3/onSuccess/conditions/0/rules/0/timeoutInMinutes", "4"),
                "out-of-range",
                S + "/3/onSuccess/conditions/0/rules/0/timeoutInMinutes",
                "5 to 86400");
        error(
                "a rule whose value is too long",
                e -> e.text(ENTRY + "/rules/0/configuration/Cron", "x".repeat(10001)),
                "too-long",
                ENTRY + "/rules/0/configuration/Cron",
                "10001");
        error(
                "a rule with an unknown artifact",
                e -> e.text(S + "/3/onSuccess/conditions/0/rules/0/inputArtifacts/0/name", "None"),
                "unknown-artifact",
                S + "/3/onSuccess/conditions/0/rules/0/inputArtifacts/0/name",
                "'None'");
        error(
                "a rule of commands without any",
                e -> e.remove(S + "/3/onSuccess/conditions/0/rules/0/commands"),
                "missing",
                S + "/3/onSuccess/conditions/0/rules/0",
                "'commands'");
        error(
                "a window that skips",
                e -> e.text(ENTRY + "/result", "SKIP"),
                "skip",
                ENTRY + "/rules/0/ruleTypeId/provider",
                "LambdaInvoke or VariableCheck");
        error(
                "a failure without a result",
                e -> e.set(S + "/3/onFailure", "{}"),
                "missing",
                S + "/3/onFailure",
                "ROLLBACK or RETRY");
        error(
                "a failure that skips",
                e -> e.text(S + "/3/onFailure/result", "SKIP"),
                "unknown-value",
                S + "/3/onFailure/result",
                "ROLLBACK or RETRY");
        error(
                "a retry with conditions",
                e -> e.set(S + "/3/onFailure", "{\"result\":\"RETRY\",\"conditions\":[{\"result\":\"ROLLBACK\"}]}"),
                "retry-with-conditions",
                S + "/3/onFailure/conditions",
                "one of the two");
        error(
                "a retry configuration of a rollback",
                e -> e.set(S + "/3/onFailure/retryConfiguration", "{\"retryMode\":\"ALL_ACTIONS\"}"),
                "no-effect",
                S + "/3/onFailure/retryConfiguration",
                "RETRY");
        error(
                "a window whose cron is none",
                e -> e.set(
                        ENTRY + "/rules/0",
                        "{\"name\":\"W\",\"ruleTypeId\":{\"category\":\"Rule\",\"owner\":\"AWS\",\"provider\":\"DeploymentWindow\","
                                + "\"version\":\"1\"},\"configuration\":{\"Cron\":\"9-17\"}}"),
                "wrong-form",
                ENTRY + "/rules/0/configuration/Cron",
                "as in * * 9-17 ? * MON-FRI");
        error(
                "a hold configuration without HOLD",
                e -> e.set(ENTRY + "/holdConfiguration", "{\"intervalSeconds\":60}"),
                "no-effect",
                ENTRY + "/holdConfiguration",
                "HOLD");
        error(
                "a hold that looks too often",
                e -> e.text(ENTRY + "/result", "HOLD").set(ENTRY + "/holdConfiguration", "{\"intervalSeconds\":1}"),
                "out-of-range",
                ENTRY + "/holdConfiguration/intervalSeconds",
                "10 to 86400");
        error(
                "a hold without an end",
                e -> e.text(ENTRY + "/result", "HOLD").set(ENTRY + "/holdConfiguration", "{\"timeoutInMinutes\":0}"),
                "out-of-range",
                ENTRY + "/holdConfiguration/timeoutInMinutes",
                "1 to 86400");
        error(
                "too many automatic retries",
                e -> e.set(S + "/0/onFailure/retryConfiguration", "{\"retryMode\":\"ALL_ACTIONS\",\"maxAttempts\":11}"),
                "out-of-range",
                S + "/0/onFailure/retryConfiguration/maxAttempts",
                "1 to 10");
        error(
                "a wait before a retry that is too long",
                e -> e.set(
                        S + "/0/onFailure/retryConfiguration",
                        "{\"retryMode\":\"ALL_ACTIONS\",\"backoffSeconds\":3601}"),
                "out-of-range",
                S + "/0/onFailure/retryConfiguration/backoffSeconds",
                "0 to 3600");
        error(
                "a kind of failure that there is not",
                e -> e.set(
                        S + "/0/onFailure/retryConfiguration",
                        "{\"retryMode\":\"ALL_ACTIONS\",\"errorTypes\":[\"JobFaild\"]}"),
                "unknown-value",
                S + "/0/onFailure/retryConfiguration/errorTypes/0",
                "JobFailed");
        error(
                "an unknown retry mode",
                e -> e.text(S + "/0/onFailure/retryConfiguration/retryMode", "TWICE"),
                "unknown-value",
                S + "/0/onFailure/retryConfiguration/retryMode",
                "FAILED_ACTIONS or ALL_ACTIONS");
        error(
                "a rollback in parallel",
                e -> e.text(P + "/executionMode", "PARALLEL"),
                "rollback",
                S + "/3/onFailure/result",
                "PARALLEL");
        warning(
                "a rollback of the source",
                e -> e.set(S + "/0/onFailure", "{\"result\":\"ROLLBACK\"}"),
                "rollback",
                S + "/0/onFailure/result",
                "never rolled back");
    }

    private static void triggers() {
        String schedule = "{\"providerType\": \"Schedule\", \"scheduleConfiguration\": {\"expression\": \"%s\"}}";
        warning(
                "a schedule",
                e -> e.set(TRIGGER, schedule.formatted("0 30 6 ? * MON-FRI")),
                "aws-only",
                TRIGGER + "/providerType",
                "AWS has no trigger of the type Schedule");
        error(
                "a schedule of five fields",
                e -> e.set(TRIGGER, schedule.formatted("30 6 * * *")),
                "schedule",
                TRIGGER + "/scheduleConfiguration/expression",
                "must have 6 or 7");
        error(
                "a schedule without times",
                e -> e.set(TRIGGER, "{\"providerType\": \"Schedule\"}"),
                "missing",
                TRIGGER,
                "'scheduleConfiguration'");
        error(
                "a pipeline that waits for itself",
                e -> e.set(
                        TRIGGER,
                        "{\"providerType\": \"PipelineStage\", \"pipelineStageConfiguration\": {\"pipelineName\": \"shop\","
                                + " \"stageName\": \"Build\"}}"),
                "cycle",
                TRIGGER + "/pipelineStageConfiguration/pipelineName",
                "start itself");
        error(
                "another provider type",
                e -> e.text(TRIGGER + "/providerType", "GitHub"),
                "unknown-value",
                TRIGGER + "/providerType",
                "CodeStarSourceConnection");
        error("no git configuration", e -> e.remove(GIT), "missing", TRIGGER, "'gitConfiguration'");
        error("no source action", e -> e.remove(GIT + "/sourceActionName"), "missing", GIT, "'sourceActionName'");
        error(
                "an unknown source action",
                e -> e.text(GIT + "/sourceActionName", "Web"),
                "unknown-action",
                GIT + "/sourceActionName",
                "it has App");
        error(
                "two triggers of one source action",
                e -> e.fill(P + "/triggers", 2),
                "duplicate-name",
                P + "/triggers/1/gitConfiguration/sourceActionName",
                "'App'");
        error("51 triggers", e -> e.fill(P + "/triggers", 51), "too-many", P + "/triggers", "at most 50");
        error("4 push filters", e -> e.fill(GIT + "/push", 4), "too-many", GIT + "/push", "at most 3");
        error(
                "4 pull request filters",
                e -> e.fill(GIT + "/pullRequest", 4),
                "too-many",
                GIT + "/pullRequest",
                "at most 3");
        warning(
                "no filter",
                e -> e.remove(GIT + "/push").remove(GIT + "/pullRequest"),
                "no-filter",
                GIT,
                "without filters");
        error(
                "tags with branches",
                e -> e.set(GIT + "/push/0/branches", "{\"includes\":[\"main\"]}"),
                "filter-set",
                GIT + "/push/0/tags",
                "two filters");
        error(
                "files without branches",
                e -> e.remove(GIT + "/push/1/branches"),
                "missing",
                GIT + "/push/1",
                "'branches'");
        error(
                "a pull request filter without branches",
                e -> e.remove(GIT + "/pullRequest/0/branches"),
                "missing",
                GIT + "/pullRequest/0",
                "'branches'");
        error(
                "an unknown event",
                e -> e.text(GIT + "/pullRequest/0/events/0", "MERGED"),
                "unknown-value",
                GIT + "/pullRequest/0/events/0",
                "OPEN, UPDATED or CLOSED");
        error(
                "an event twice",
                e -> e.text(GIT + "/pullRequest/0/events/0", "UPDATED"),
                "duplicate-name",
                GIT + "/pullRequest/0/events/1",
                "twice");
        error("no patterns", e -> e.set(GIT + "/push/0/tags", "{}"), "missing", GIT + "/push/0/tags", "'includes'");
        error(
                "9 patterns",
                e -> e.fill(GIT + "/push/0/tags/includes", 9),
                "too-many",
                GIT + "/push/0/tags/includes",
                "at most 8");
        error(
                "a long pattern",
                e -> e.text(GIT + "/push/0/tags/includes/0", "x".repeat(256)),
                "too-long",
                GIT + "/push/0/tags/includes/0",
                "1 to 255");
        error(
                "a pattern with an open brace",
                e -> e.text(GIT + "/push/0/tags/includes/0", "{a,b"),
                "pattern",
                GIT + "/push/0/tags/includes/0",
                "glob");
        warning(
                "a trigger for a source without a connection",
                e -> e.set(SOURCE, source("App"))
                        .text(SOURCE + "/outputArtifacts/0/name", "SourceArtifact")
                        .text(COMPILE + "/configuration/EnvironmentVariables", "[]"),
                "aws-only",
                GIT + "/sourceActionName",
                "CodeStarSourceConnection");
    }

    private static void tags() {
        error("a tag without a key", e -> e.remove("/tags/0/key"), "missing", "/tags/0", "'key'");
        error("a tag without a value", e -> e.remove("/tags/0/value"), "missing", "/tags/0", "'value'");
        error(
                "a long key of a tag",
                e -> e.text("/tags/0/key", "x".repeat(129)),
                "too-long",
                "/tags/0/key",
                "1 to 128");
        error(
                "a long value of a tag",
                e -> e.text("/tags/0/value", "x".repeat(257)),
                "too-long",
                "/tags/0/value",
                "0 to 256");
        error("a tag twice", e -> e.text("/tags/1/key", "team"), "duplicate-name", "/tags/1/key", "tag");
        error("51 tags", e -> e.fill("/tags", 51), "too-many", "/tags", "at most 50");
        error(
                "a closed transition of an unknown stage",
                e -> e.set("/disableInboundStageTransitions", "[{\"stageName\":\"Deplo\",\"reason\":\"freeze\"}]"),
                "unknown-stage",
                "/disableInboundStageTransitions/0/stageName",
                "did you mean 'Deploy'");
        error(
                "a closed transition without a reason",
                e -> e.set("/disableInboundStageTransitions", "[{\"stageName\":\"Deploy\"}]"),
                "missing",
                "/disableInboundStageTransitions/0",
                "'reason'");
        error(
                "a reason with other characters",
                e -> e.set("/disableInboundStageTransitions", "[{\"stageName\":\"Deploy\",\"reason\":\"a;b\"}]"),
                "pattern",
                "/disableInboundStageTransitions/0/reason",
                "letters");
    }

    private static void shapes() {
        error("stages as an object", e -> e.set(S, "{}"), "wrong-type", S, "must be a list, and is an object");
        error(
                "a stage as text",
                e -> e.text(S + "/1", "Build"),
                "wrong-type",
                S + "/1",
                "must be an object, and is text");
        error("a null stage", e -> e.set(S + "/1", "null"), "wrong-type", S + "/1", "must be an object, and is null");
        error("a name as a number", e -> e.set(S + "/1/name", "1"), "wrong-type", S + "/1/name", "write \"1\"");
        error(
                "a version as a number",
                e -> e.set(COMPILE + "/actionTypeId/version", "1"),
                "wrong-type",
                COMPILE + "/actionTypeId/version",
                "write \"1\"");
        error(
                "a configuration value as a boolean",
                e -> e.set(SOURCE + "/configuration/DetectChanges", "true"),
                "wrong-type",
                SOURCE + "/configuration/DetectChanges",
                "write \"true\"");
        error(
                "a configuration as a list",
                e -> e.set(SOURCE + "/configuration", "[1]"),
                "wrong-type",
                SOURCE + "/configuration",
                "must be an object");
        error(
                "runOrder as text",
                e -> e.text(COMPILE + "/runOrder", "1"),
                "wrong-type",
                COMPILE + "/runOrder",
                "must be a whole number, and is text");
        error(
                "runOrder as a fraction",
                e -> e.set(COMPILE + "/runOrder", "1.5"),
                "wrong-type",
                COMPILE + "/runOrder",
                "must be a whole number");
        error(
                "runOrder beyond all numbers",
                e -> e.set(COMPILE + "/runOrder", "99999999999"),
                "out-of-range",
                COMPILE + "/runOrder",
                "far too large");
        error(
                "an artifact as text",
                e -> e.set(DEPLOY + "/inputArtifacts", "[\"PackageArtifact\"]"),
                "wrong-type",
                DEPLOY + "/inputArtifacts/0",
                "must be an object, and is text");
        error(
                "commands as text",
                e -> e.text(PACKAGE + "/commands", "ls"),
                "wrong-type",
                PACKAGE + "/commands",
                "must be a list");
        error(
                "a command as a list",
                e -> e.set(PACKAGE + "/commands/0", "[]"),
                "wrong-type",
                PACKAGE + "/commands/0",
                "must be text, and is a list");
        warning(
                "a misspelt field",
                e -> e.set(COMPILE + "/runorder", "2"),
                "misspelt-field",
                COMPILE + "/runorder",
                "did you mean 'runOrder'");
        warning(
                "an unknown field",
                e -> e.text(COMPILE + "/colour", "red"),
                "unknown-field",
                COMPILE + "/colour",
                "is kept and has no effect");
        warning(
                "an unknown field of the definition",
                e -> e.text("/comment", "x"),
                "unknown-field",
                "/comment",
                "not a field of a definition");
    }
}
