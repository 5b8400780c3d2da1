package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.BuiltInRules;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The rules of stage conditions (reference §1.10), with real processes and real HTTP. */
public class RulesTest {
    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";

    @Before
    public void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (status / 100 == 3) {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:9/elsewhere");
            }
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @After
    public void stop() {
        server.stop(0);
    }

    @Test
    public void aDeploymentWindowPassesWhileItIsOpen() throws Exception {
        rule("DeploymentWindow");
        fixture.configuration("Cron", "* * 9-17 ? * MON-FRI").configuration("TimeZone", "Europe/Berlin");

        assertThat(check(fixture.at(Instant.parse("2026-11-23T09:00:00Z"))).isSuccess())
                .isTrue();
        ActionResult sunday = check(fixture.at(Instant.parse("2026-11-22T09:00:00Z")));
        assertThat(sunday.failure()).contains(FailureType.JobFailed);
        assertThat(sunday.message()).contains("closed", "opens at 2026-11-23T08:00:00Z");
    }

    @Test
    public void aVariableIsComparedInFourWays() throws Exception {
        for (String[] each : new String[][] {
            {"green", "EQ", "green", "yes"},
            {"green", "EQ", "Green", "no"},
            {"green", "NE", "red", "yes"},
            {"green", "NE", "green", "no"},
            {"", "EQ", "", "yes"},
            {"", "NE", "red", "yes"},
            {"v1.2.3", "CONTAINS", "2.", "yes"},
            {"v1.2.3", "CONTAINS", "3.", "no"},
            {"v1.2.3", "MATCHES", "v\\d+\\.\\d+\\.\\d+", "yes"},
            {"v1.2.3", "MATCHES", "\\d+", "no"},
        }) {
            rule("VariableCheck");
            fixture.variable("build.RESULT", each[0])
                    .configuration("Variable", "#{build.RESULT}")
                    .configuration("Operator", each[1])
                    .configuration("Value", each[2]);

            ActionResult result = check();

            assertThat(result.isSuccess()).as(String.join(" ", each)).isEqualTo(each[3].equals("yes"));
            if (!result.isSuccess()) {
                assertThat(result.failure()).contains(FailureType.JobFailed);
                assertThat(result.message()).contains("#{build.RESULT} " + each[1] + " " + each[2]);
            }
        }
    }

    @Test
    public void anExpressionThatWouldNeverEndIsGivenUp() throws Exception {
        rule("VariableCheck");
        fixture.configuration("Variable", "x".repeat(60))
                .configuration("Operator", "MATCHES")
                .configuration("Value", "(x+x+)+(x+x+)+y\\1");

        ActionResult result = check();

        assertThat(result.failure()).contains(FailureType.ConfigurationError);
        assertThat(result.message()).contains("takes too long");
    }

    @Test
    public void aWrongExpressionOrOperatorCouldNotBeChecked() throws Exception {
        rule("VariableCheck");
        fixture.configuration("Variable", "x")
                .configuration("Operator", "MATCHES")
                .configuration("Value", "(");
        assertThat(check().failure()).contains(FailureType.ConfigurationError);
        fixture.configuration("Operator", "LIKE");
        assertThat(check().message()).contains("LIKE", "EQ, NE, CONTAINS and MATCHES");
    }

    @Test
    public void commandsPassWhenTheyAllSucceed() throws Exception {
        rule("Commands");
        fixture.noInputs().commands("true", "test \"$(printf %s \"#{build.RESULT}\")\" = green");
        fixture.variable("build.RESULT", "green");
        assertThat(check().isSuccess()).isTrue();
        rule("Commands");
        ActionResult result = check(fixture.nextAttempt().onlyCommands("exit 3"));
        assertThat(result.failure()).contains(FailureType.JobFailed);
    }

    @Test
    public void aFunctionIsCalledWithWhatIsAskedAndPassesWithoutAnError() throws Exception {
        lambda();
        fixture.configuration("UserParameters", "{\"deep\": \"yes\"}");
        body = "";

        assertThat(check().isSuccess()).isTrue();

        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("POST /check Basic ")
                .contains("\"pipelineExecutionId\":\"", "\"userParameters\":\"{\\\"deep\\\": \\\"yes\\\"}\"");
        assertThat(fixture.log()).doesNotContain("s3cret");
    }

    @Test
    public void aFunctionSaysNoByAnErrorOrAStatus() throws Exception {
        lambda();
        body = "{\"errorMessage\": \"not on Fridays\"}";
        assertThat(check().failure()).contains(FailureType.JobFailed);
        assertThat(check().message()).contains("not on Fridays");
        status = 409;
        body = "";
        assertThat(check().message()).contains("409");
    }

    @Test
    public void aFunctionThatIsNotThereCouldNotBeAsked() throws Exception {
        lambda();
        status = 503;
        assertThat(check().failure()).contains(FailureType.SystemUnavailable);
        status = 302;
        assertThat(check().failure()).contains(FailureType.SystemUnavailable);
        server.stop(0);
        assertThat(check().failure()).contains(FailureType.SystemUnavailable);
        rule("LambdaInvoke");
        ActionResult result = check(fixture.configuration("FunctionName", "nobody"));
        assertThat(result.failure()).contains(FailureType.ConfigurationError);
        assertThat(result.message()).contains("nobody", "map functions nobody");
    }

    @Test
    public void aFunctionMayAnswerInPlainText() throws Exception {
        lambda();
        body = "fine";
        assertThat(check().isSuccess()).isTrue();
        status = 404;
        body = "no such release";
        assertThat(check().failure()).contains(FailureType.JobFailed);
    }

    @Test
    public void afterAFailureAFunctionThatReportsAnErrorMeetsTheCondition() throws Exception {
        lambda().afterFailure();
        body = "{\"errorMessage\": \"customers see errors\"}";
        assertThat(check().isSuccess()).isTrue();
        body = "{}";
        assertThat(check().failure()).contains(FailureType.JobFailed);
        status = 503;
        assertThat(check().failure()).contains(FailureType.SystemUnavailable);
    }

    @Test
    public void afterAFailureAnAlarmThatIsRaisedMeetsTheCondition() throws Exception {
        alarm().afterFailure();
        body = "{\"data\": {\"state\": \"firing\"}}";
        assertThat(check().isSuccess()).isTrue();
        body = "{\"data\": {\"state\": \"ok\"}}";
        assertThat(check().failure()).contains(FailureType.JobFailed);
    }

    @Test
    public void anAlarmPassesWhenTheAnswerHoldsTheExpectedValue() throws Exception {
        alarm();
        body = "{\"data\": {\"state\": \"ok\"}}";
        ActionResult result = check();
        assertThat(result.isSuccess()).isTrue();
        assertThat(result.summary()).isEqualTo("Alarm errors is OK.");

        body = "{\"data\": {\"state\": \"firing\"}}";
        result = check();
        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.message()).contains("ALARM", "/data/state is firing");
    }

    @Test
    public void anAlarmWithoutDataPassesUnlessThatIsAskedFor() throws Exception {
        alarm();
        body = "{}";
        assertThat(check().isSuccess()).isTrue();
        fixture.configuration("AlarmStates", "ALARM, INSUFFICIENT_DATA");
        assertThat(check().message()).contains("INSUFFICIENT_DATA", "no value at /data/state");
    }

    @Test
    public void anAlarmThatCannotBeReadCouldNotBeChecked() throws Exception {
        alarm();
        body = "<html>";
        assertThat(check().failure()).contains(FailureType.SystemUnavailable);
        body = "[" + "\"x\",".repeat(300_000) + "1]";
        assertThat(check().message()).contains("more than");
        body = "{}";
        status = 500;
        assertThat(check().failure()).contains(FailureType.SystemUnavailable);
        fixture.configuration("WaitTime", "soon");
        assertThat(check().message()).contains("'soon'", "minutes");
    }

    private ActionFixture rule(String provider) {
        return fixture.type("Rule", "AWS", provider);
    }

    private ActionFixture lambda() {
        return rule("LambdaInvoke")
                .configuration("FunctionName", "smoke")
                .credentials("caller", "ada", "s3cret")
                .function(
                        "smoke",
                        new NameMappings.FunctionMapping(url("/check"), Optional.of("caller"), Duration.ofSeconds(20)));
    }

    private ActionFixture alarm() {
        return rule("CloudWatchAlarm")
                .configuration("AlarmName", "errors")
                .alarm("errors", new NameMappings.AlarmMapping(url("/alarm"), "/data/state", "ok", Optional.empty()));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static ActionResult check(ActionFixture prepared) {
        return prepared.run(
                BuiltInRules.find(prepared.context().action().actionTypeId()).orElseThrow());
    }

    private ActionResult check() {
        return check(fixture);
    }
}
