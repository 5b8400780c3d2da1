package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code release-pipeline simulate}, as a team uses it to test its release process. */
public class SimulateCommandTest {
    private static final Path EXAMPLES =
            Path.of("..", "docs", "examples", "simulation").toAbsolutePath();
    private static final String PIPELINE = EXAMPLES.resolve("pipeline.yaml").toString();

    private static final String SOURCE =
            """
                - name: Source
                  actions:
                    - name: Checkout
                      actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                      configuration: {Url: "https://git.example/shop.git", BranchName: main}
                      outputArtifacts: [{name: source}]
            """;
    private static final String PRODUCTION =
            """
                - name: Production
                  actions:
                    - name: Deploy
                      actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                      configuration: {ProjectName: deploy}
                      inputArtifacts: [{name: source}]
            """;
    private static final String CHECKED =
            "pipeline:\n  name: shop\n  pipelineType: V2\n  variables: [{name: pattern}]\n"
                    + "  stages:\n" + SOURCE + PRODUCTION
                    + """
                  beforeEntry:
                    conditions:
                      - result: FAIL
                        rules:
                          - name: Matches
                            ruleTypeId: {category: Rule, owner: AWS, provider: VariableCheck, version: "1"}
                            configuration: {Variable: "v1", Value: "#{variables.pattern}", Operator: MATCHES}
            """;
    private static final String ROLLED_BACK = "pipeline:\n  name: shop\n  pipelineType: V2\n  stages:\n" + SOURCE
            + PRODUCTION + "      onFailure: {result: ROLLBACK}\n"
            + "disableInboundStageTransitions: [{stageName: Production, reason: freeze}]\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Cli cli;

    @Before
    public void open() {
        cli = new Cli(folder.getRoot().toPath());
    }

    @Test
    public void theExamplesOfTheDocumentationComeOutAsTheyExpect() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("simulate", PIPELINE, "--junit", "report.xml"));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            files.filter(file -> !file.endsWith("pipeline.yaml"))
                    .sorted()
                    .map(Path::toString)
                    .forEach(arguments::add);
        }

        Cli.Result result = cli.run(arguments.toArray(String[]::new));

        assertThat(result.out() + result.err()).contains("5 scripts, 0 failed");
        assertThat(result.exit()).isZero();
        assertThat(Files.readString(folder.getRoot().toPath().resolve("report.xml")))
                .contains(
                        "tests=\"5\"", "failures=\"0\"", "name=\"Two people approve, and not the one who started it\"");
    }

    @Test
    public void whatDoesNotComeOutIsToldWithItsLineAndWhatHappenedUntilThen() throws Exception {
        Cli.Result result = simulate(
                """
                name: Wrong
                start: 2026-11-23T10:00:00Z
                steps:
                  - start: first
                  - expect:
                      executions: {first: Succeeded}
                      stages: {Production: {holder: none}}
                """);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "FAILED Wrong",
                        "script.yaml:5: expected execution first to be Succeeded, and it is InProgress",
                        "expected the holder of stage Production to be none, and it is first",
                        "2026-11-23T10:00:00Z  first asks Production/GoLive",
                        "1 script, 1 failed");
    }

    @Test
    public void aRefusalThatNobodyExpectsAndOneThatDoesNotComeAreFailures() throws Exception {
        assertThat(simulate("steps: [{start: first}, {retry: {execution: first, stage: Build}}]")
                        .out())
                .contains("script.yaml:1: refused: StageNotRetryableException");
        assertThat(simulate("steps: [{start: first, refused: ConflictException}]")
                        .out())
                .contains("expected to be refused with ConflictException, and was carried out");
    }

    @Test
    public void aWeekPassesInNoTime() throws Exception {
        Cli.Result result = simulate(
                """
                rules: {Production/OfficeHours: {result: fails}}
                steps: [{start: first}, {wait: 3d}, {expect: {executions: {first: Failed}}}]
                """);

        assertThat(result.out()).contains("0 failed");
    }

    @Test
    public void mistakesAreToldWithTheirLineAndWhatWouldBeRight() throws Exception {
        for (String[] each : new String[][] {
            {"stepz: []", "script.yaml:1: there is no 'stepz' here; known are"},
            {"name: x", "the script has no 'steps'"},
            {"steps:\n  - begin: first", "script.yaml:2: there is no verb 'begin'; verbs are actions, approve"},
            {"steps:\n  - wait: soon", "script.yaml:2: 'soon' is no time; write one as 90s, 5m, 2h 30m or 7d"},
            {"steps:\n  - stop: nobody", "script.yaml:2: there is no execution 'nobody'"},
            {"actions: {Build/Compil: {takes: 5m}}\nsteps: []", "has no action 'Build/Compil'; it has Build/Compile"},
            {"steps:\n  - start: a\n  - start: a", "script.yaml:3: there is an execution 'a' already"},
            {"steps:\n  - until: 2020-01-01T00:00:00Z", "time does not go back"},
            {
                "steps:\n  - {start: {as: a, variables: {x: y}}, refused: ValidationException}\n"
                        + "  - rollback: {stage: Production, to: a, as: b}",
                "script.yaml:3: the execution 'a' never started"
            },
            {"steps: [", "This is not YAML"},
            {"start: tomorrow\nsteps: []", "'tomorrow' is no point in time"},
            {"steps:\n  - {start: a, wait: 5m}", "a step has one verb"},
            {"steps:\n  - expect: {}", "script.yaml:2: it expects nothing"},
            {"steps:\n  - start: a\n  - expect: {executions: {a: Succeded}}", "script.yaml:3: 'Succeded' is none of"},
            {"steps:\n  - start: a\n  - expect: {blockers: {a: Approval}}", "'Approval' is none of AgentNeeded, "},
            {"steps:\n  - start: a\n  - expect: {actions: {a: {Build/Nope: not started}}}", "no action 'Build/Nope'"},
            {"steps:\n  - expect: {time: noon}", "'noon' is no point in time"},
            {"actions: {Build/Compile: {error: Typo}}\nsteps: []", "'Typo'"},
            {"steps:\n  - expect: {stages: {Prod: {}}}", "there is no stage 'Prod'; there are Source, Build, Production"
            },
        }) {
            Cli.Result result = simulate(each[0]);

            assertThat(result.err()).as(each[0]).contains(each[1]).doesNotContain("\tat ");
            assertThat(result.exit()).as(each[0]).isEqualTo(2);
        }
    }

    @Test
    public void aScriptThatIsWrongDoesNotKeepTheOthersFromBeingPlayed() throws Exception {
        Path home = folder.getRoot().toPath();
        Files.writeString(home.resolve("wrong.yaml"), "steps:\n  - begin: first\n");
        Files.writeString(home.resolve("right.yaml"), "steps: [{start: first}]\n");

        Cli.Result result = cli.run("simulate", PIPELINE, "wrong.yaml", "right.yaml", "--junit", "report.xml");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out())
                .contains("WRONG  wrong.yaml", "OK     right.yaml", "2 scripts, 0 failed, 1 not understood");
        assertThat(home.resolve("report.xml"))
                .content()
                .contains("tests=\"2\"", "failures=\"1\"", "there is no verb 'begin'");
        assertThat(cli.run("simulate", PIPELINE, ".").err()).contains(".: is no file");
    }

    @Test
    public void whatAVariableMakesWrongIsFoundAsInARealRun() throws Exception {
        Path home = folder.getRoot().toPath();
        Files.writeString(home.resolve("shop.yaml"), CHECKED);
        Files.writeString(
                home.resolve("script.yaml"),
                """
                steps:
                  - start: {as: wrong, variables: {pattern: "("}}
                  - expect: {executions: {wrong: Failed}}
                  - start: {as: empty, variables: {pattern: "x"}}
                  - expect: {executions: {empty: Failed}}
                """);

        Cli.Result result = cli.run("simulate", "shop.yaml", "script.yaml", "--timeline");

        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("The Value is no regular expression");
    }

    @Test
    public void aTransitionThatTheDefinitionClosesIsClosedAndARollbackThatBeginsByItselfHasAName() throws Exception {
        Path home = folder.getRoot().toPath();
        Files.writeString(home.resolve("shop.yaml"), ROLLED_BACK);
        Files.writeString(
                home.resolve("script.yaml"),
                """
                steps:
                  - start: good
                  - expect: {blockers: {good: TransitionClosed}, stages: {Production: {open: false}}}
                  - enable: Production
                  - expect: {executions: {good: Succeeded}}
                  - actions: {Production/Deploy: {result: failed}}
                  - start: bad
                  - expect: {executions: {bad: Failed, bad-rollback: Failed}}
                """);

        Cli.Result result = cli.run("simulate", "shop.yaml", "script.yaml");

        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    private Cli.Result simulate(String script) throws IOException, InterruptedException {
        Files.writeString(folder.getRoot().toPath().resolve("script.yaml"), script);
        return cli.run("simulate", PIPELINE, "script.yaml");
    }
}
