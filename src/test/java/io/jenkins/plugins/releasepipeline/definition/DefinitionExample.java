package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** A valid definition that uses every field, and changes to it by JSON pointers. */
final class DefinitionExample {
    static final JsonMapper MAPPER = new JsonMapper();

    static final String TEXT =
            """
            {
              "pipeline": {
                "name": "shop",
                "roleArn": "arn:aws:iam::111122223333:role/service-role/pipeline",
                "artifactStore": {
                  "type": "S3",
                  "location": "shop-artifacts",
                  "encryptionKey": {"id": "alias/shop", "type": "KMS"}
                },
                "stages": [
                  {
                    "name": "Source",
                    "blockers": [{"name": "freeze", "type": "Schedule"}],
                    "actions": [
                      {
                        "name": "App",
                        "actionTypeId": {
                          "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1"
                        },
                        "runOrder": 1,
                        "configuration": {
                          "ConnectionArn": "arn:aws:codestar-connections:eu-west-1:111122223333:connection/1",
                          "FullRepositoryId": "acme/shop",
                          "BranchName": "main",
                          "OutputArtifactFormat": "CODE_ZIP",
                          "DetectChanges": "true"
                        },
                        "inputArtifacts": [],
                        "outputArtifacts": [{"name": "SourceArtifact"}],
                        "region": "eu-west-1",
                        "namespace": "SourceVariables"
                      }
                    ],
                    "onFailure": {"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}}
                  },
                  {
                    "name": "Build",
                    "actions": [
                      {
                        "name": "Compile",
                        "actionTypeId": {
                          "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"
                        },
                        "runOrder": 1,
                        "configuration": {
                          "ProjectName": "shop-build",
                          "EnvironmentVariables":
                            "[{\\"name\\":\\"COMMIT\\",\\"value\\":\\"#{SourceVariables.CommitId}\\"}]"
                        },
                        "inputArtifacts": [{"name": "SourceArtifact"}],
                        "outputArtifacts": [{"name": "BuildArtifact"}],
                        "namespace": "BuildVariables"
                      },
                      {
                        "name": "Package",
                        "actionTypeId": {
                          "category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1"
                        },
                        "runOrder": 2,
                        "commands": ["echo #{BuildVariables.TAG} for #{variables.Target}", "ls"],
                        "inputArtifacts": [{"name": "BuildArtifact"}],
                        "outputArtifacts": [{"name": "PackageArtifact", "files": ["dist/**", "LICENSE"]}],
                        "outputVariables": ["CHECKSUM"],
                        "environmentVariables": [
                          {"name": "EXECUTION", "value": "#{codepipeline.PipelineExecutionId}", "type": "PLAINTEXT"},
                          {"name": "TOKEN", "value": "shop/token", "type": "SECRETS_MANAGER"}
                        ],
                        "namespace": "Package"
                      }
                    ]
                  },
                  {
                    "name": "Approve",
                    "actions": [
                      {
                        "name": "Release",
                        "actionTypeId": {
                          "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"
                        },
                        "configuration": {"CustomData": "Checksum #{Package.CHECKSUM}"},
                        "timeoutInMinutes": 60
                      }
                    ]
                  },
                  {
                    "name": "Deploy",
                    "actions": [
                      {
                        "name": "Production",
                        "actionTypeId": {
                          "category": "Deploy", "owner": "AWS", "provider": "CodeDeploy", "version": "1"
                        },
                        "configuration": {"ApplicationName": "shop", "DeploymentGroupName": "production"},
                        "inputArtifacts": [{"name": "PackageArtifact"}],
                        "roleArn": "arn:aws:iam::111122223333:role/deploy"
                      }
                    ],
                    "beforeEntry": {
                      "conditions": [
                        {
                          "result": "FAIL",
                          "rules": [
                            {
                              "name": "OfficeHours",
                              "ruleTypeId": {
                                "category": "Rule", "owner": "AWS", "provider": "DeploymentWindow", "version": "1"
                              },
                              "configuration": {"Cron": "0 0 9-17 ? * MON-FRI *", "TimeZone": "Europe/Berlin"},
                              "region": "eu-west-1"
                            }
                          ]
                        }
                      ]
                    },
                    "onSuccess": {
                      "conditions": [
                        {
                          "result": "ROLLBACK",
                          "rules": [
                            {
                              "name": "Smoke",
                              "ruleTypeId": {
                                "category": "Rule", "owner": "AWS", "provider": "Commands", "version": "1"
                              },
                              "commands": ["./smoke #{Package.CHECKSUM}"],
                              "inputArtifacts": [{"name": "SourceArtifact"}],
                              "timeoutInMinutes": 30
                            }
                          ]
                        }
                      ]
                    },
                    "onFailure": {"result": "ROLLBACK"}
                  }
                ],
                "version": 7,
                "executionMode": "QUEUED",
                "pipelineType": "V2",
                "variables": [
                  {"name": "Target", "defaultValue": "linux", "description": "What to build for"},
                  {"name": "Ticket"}
                ],
                "triggers": [
                  {
                    "providerType": "CodeStarSourceConnection",
                    "gitConfiguration": {
                      "sourceActionName": "App",
                      "push": [
                        {"tags": {"includes": ["v*"], "excludes": ["v*-rc*"]}},
                        {"branches": {"includes": ["main"]}, "filePaths": {"excludes": ["docs/**", "*.md"]}}
                      ],
                      "pullRequest": [
                        {
                          "events": ["OPEN", "UPDATED"],
                          "branches": {"includes": ["{main,release/*}"]},
                          "filePaths": {"includes": ["src/**"]}
                        }
                      ]
                    }
                  }
                ]
              },
              "metadata": {
                "pipelineArn": "arn:aws:codepipeline:eu-west-1:111122223333:shop",
                "created": 1559407567.935,
                "updated": "2024-02-29T12:00:00.5+00:00"
              },
              "tags": [{"key": "team", "value": "shop"}, {"key": "empty", "value": ""}]
            }
            """;

    private final ObjectNode root = tree(TEXT);

    private DefinitionExample() {}

    static DefinitionExample valid() {
        return new DefinitionExample();
    }

    static ObjectNode tree(String json) {
        return (ObjectNode) node(json);
    }

    static JsonNode node(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static ReadResult read(String fileName, String content) {
        return DefinitionReader.read(fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a member of an object, or an element of a list, or appends with {@code -}. */
    DefinitionExample set(String pointer, JsonNode value) {
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = root.at(at.head());
        String last = at.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (last.equals("-")) {
            ((ArrayNode) parent).add(value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), value);
        }
        return this;
    }

    DefinitionExample set(String pointer, String json) {
        return set(pointer, node(json));
    }

    DefinitionExample text(String pointer, String text) {
        return set(pointer, MAPPER.getNodeFactory().textNode(text));
    }

    DefinitionExample remove(String pointer) {
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = root.at(at.head());
        if (parent instanceof ObjectNode object) {
            object.remove(at.last().getMatchingProperty());
        } else {
            ((ArrayNode) parent).remove(at.last().getMatchingIndex());
        }
        return this;
    }

    /** Appends copies of an element to its list, until it has that many. */
    DefinitionExample fill(String list, int size) {
        ArrayNode array = (ArrayNode) root.at(list);
        while (array.size() < size) {
            array.add(array.get(array.size() - 1).deepCopy());
        }
        return this;
    }

    ObjectNode root() {
        return root;
    }

    String json() {
        return root.toPrettyString();
    }

    ReadResult read() {
        return read("example.json", json());
    }
}
