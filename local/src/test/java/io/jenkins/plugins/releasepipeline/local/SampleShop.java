package io.jenkins.plugins.releasepipeline.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** A home with a pipeline of which each action waits until it is let go on, and fails when told to. */
final class SampleShop {
    private static final String DEFINITION =
            """
            name: shop
            variables:
              - {name: Region, defaultValue: north, description: Where it goes}
            stages:
              - name: Source
                actions:
                  - name: shop.git
                    namespace: Source
                    actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                    configuration: {Url: "REPOSITORY", Branch: main}
                    outputArtifacts: [{name: Code}]
              - name: BuildAndTest
                actions:
                  - name: Compile
                    runOrder: 1
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands:
                      - 'printf "\\033[1mcompiling\\033[0m 12 files\\n\\033[32mdone\\033[0m\\n"'
                      - sh GATES/wait.sh compile
                    inputArtifacts: [{name: Code}]
                  - name: UnitTests
                    runOrder: 2
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands: ["sh GATES/wait.sh unit"]
                    inputArtifacts: [{name: Code}]
                  - name: BrowserTests
                    runOrder: 2
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands: ["sh GATES/wait.sh browser"]
                    inputArtifacts: [{name: Code}]
                  - name: Package
                    runOrder: 3
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands: ["sh GATES/wait.sh package"]
                    inputArtifacts: [{name: Code}]
                    outputArtifacts: [{name: Shop, files: ["**/*"]}]
              - name: Staging
                actions:
                  - name: Deploy
                    runOrder: 1
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands: ["sh GATES/wait.sh staging"]
                    inputArtifacts: [{name: Shop}]
                  - name: SmokeTest
                    runOrder: 2
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands: ["sh GATES/wait.sh smoke"]
                    inputArtifacts: [{name: Shop}]
              - name: Production
                actions:
                  - name: GoLive
                    runOrder: 1
                    actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                    configuration:
                      CustomData: "Goes live: #{Source.CommitMessage}"
                      ExternalEntityLink: "https://staging.example.org/"
                  - name: Deploy
                    runOrder: 2
                    actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                    commands: ["sh GATES/wait.sh production"]
                    inputArtifacts: [{name: Shop}]
            """;

    private final Path gates;
    private final GitRepository repository;
    private final String definition;

    /** @param directory where its repository and its gates are made */
    SampleShop(Path directory) throws Exception {
        gates = Files.createDirectories(directory.resolve("gates"));
        repository = GitRepository.create(directory.resolve("shop"))
                .write("README.md", "shop")
                .commit("Sell things, tax included");
        definition = DEFINITION
                .replace("REPOSITORY", repository.directory().toString())
                .replace("GATES", gates.toString());
        Files.writeString(
                gates.resolve("wait.sh"),
                "echo \"at $1\"; cd " + gates + "; n=0\n"
                        + "while [ ! -e \"$1\" ] && [ ! -e \"$1.failing\" ] && [ ! -e all ] && [ $n -lt 3000 ];"
                        + " do n=$((n+1)); sleep 0.05; done\n"
                        + "if [ -e \"$1.failing\" ]; then echo \"cannot connect to the database\" >&2; exit 3; fi\n"
                        + "echo \"passed $1\"\n");
    }

    String definition() {
        return definition;
    }

    Path repository() {
        return repository.directory();
    }

    /** Another pipeline, that waits for nothing but an approval. */
    static String small(String name, Path repository) {
        return """
                name: NAME
                executionMode: QUEUED
                pipelineType: V2
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "REPOSITORY", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Check
                    actions:
                      - name: Lint
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        commands: ["test NAME != docs"]
                        inputArtifacts: [{name: Code}]
                  - name: Production
                    actions:
                      - name: GoLive
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """
                .replace("NAME", name)
                .replace("REPOSITORY", repository.toString());
    }

    /** A pipeline whose executions pass by each other: each is checked, and waits for an approval. */
    static String parallel(String name, Path repository) {
        return """
                name: NAME
                executionMode: PARALLEL
                pipelineType: V2
                variables:
                  - {name: Outcome, defaultValue: "true"}
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                        configuration: {Url: "REPOSITORY", Branch: main}
                        outputArtifacts: [{name: Code}]
                  - name: Check
                    actions:
                      - name: Lint
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        commands: ["test #{variables.Outcome} = true"]
                        inputArtifacts: [{name: Code}]
                  - name: Preview
                    actions:
                      - name: LookAtIt
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """
                .replace("NAME", name)
                .replace("REPOSITORY", repository.toString());
    }

    SampleShop commit(String message) throws Exception {
        repository.write("README.md", "shop\n" + message).commit(message);
        return this;
    }

    /** Lets these actions go on, now and in later executions; {@code all} lets every one. */
    SampleShop open(String... gate) throws Exception {
        for (String each : gate) {
            Files.deleteIfExists(gates.resolve(each + ".failing"));
            Files.writeString(gates.resolve(each), "");
        }
        return this;
    }

    SampleShop close(String... gate) throws Exception {
        for (String each : gate) {
            Files.deleteIfExists(gates.resolve(each));
        }
        return this;
    }

    SampleShop fail(String gate) throws Exception {
        Files.writeString(gates.resolve(gate + ".failing"), "");
        return this;
    }
}
