package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryPage;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import io.jenkins.plugins.releasepipeline.view.ExecutionJson;
import io.jenkins.plugins.releasepipeline.view.StateJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The pipelines of a home over HTTP. Answers only requests that name this machine as their host, so that no page of
 * another site can reach it by a name that points here; changes need the home's token.
 */
final class LocalServer implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(LocalServer.class.getName());
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final long ANSWER_SECONDS = 30;

    private final Server server;
    private final ServerConnector connector;
    private final String host;

    private LocalServer(Server server, ServerConnector connector, String host) {
        this.server = server;
        this.connector = connector;
        this.host = host;
    }

    /** @throws IOException when the port is taken, say: the message names it */
    static LocalServer start(ReleasePipelines pipelines, ApiToken token, String host, int port) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("release-pipeline-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(TimeUnit.SECONDS.toMillis(30));
        server.addConnector(connector);
        server.setHandler(new Api(pipelines, token, host));
        server.setStopTimeout(TimeUnit.SECONDS.toMillis(2));
        try {
            server.start();
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            try {
                server.stop();
            } catch (Exception again) {
                LOGGER.log(Level.FINE, "A server that did not start did not stop either", again);
            }
            throw new IOException(
                    "Cannot listen on " + host + ":" + port + ": " + cause.getMessage()
                            + ". Choose another port with --port.",
                    e);
        }
        return new LocalServer(server, connector, host);
    }

    /** Where it answers, with a slash at the end. */
    String url() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "http://" + shown + ":" + connector.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The server did not stop: " + e.getMessage(), e);
        }
    }

    /** What is asked, and the answer. */
    private static final class Api extends Handler.Abstract {
        private final ReleasePipelines pipelines;
        private final ApiToken token;
        private final Set<String> hosts;

        Api(ReleasePipelines pipelines, ApiToken token, String host) {
            this.pipelines = pipelines;
            this.token = token;
            this.hosts = Set.of("localhost", "127.0.0.1", "::1", "[::1]").contains(host)
                    ? Set.of("localhost", "127.0.0.1", "[::1]", "::1")
                    : Set.of();
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Answer answer;
            try {
                answer = answer(request);
            } catch (BadRequestException e) {
                answer = Answer.error(400, "ValidationException", e.getMessage());
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "No answer to " + request.getMethod() + " " + request.getHttpURI(), e);
                answer = Answer.error(500, "InternalFailure", "The server failed; its log says why.");
            }
            byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }

        private Answer answer(Request request) throws IOException, BadRequestException {
            String name = Request.getServerName(request);
            if (!hosts.isEmpty() && !hosts.contains(name)) {
                return Answer.error(421, "MisdirectedRequest", "This server is not " + name + ".");
            }
            List<String> path =
                    List.of(Request.getPathInContext(request).substring(1).split("/", -1));
            boolean reads = request.getMethod().equals("GET");
            if (path.equals(List.of("healthz")) && reads) {
                return Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "ok"));
            }
            if (path.size() < 2 || !path.get(0).equals("api") || !path.get(1).equals("pipelines")) {
                return Answer.error(404, "NotFound", "There is nothing here; see /api/pipelines.");
            }
            if (path.size() == 2) {
                return reads ? Answer.ok(names()) : Answer.error(405, "MethodNotAllowed", "This can be read only.");
            }
            Optional<PipelineRuntime> pipeline = pipelines.pipeline(path.get(2));
            if (pipeline.isEmpty()) {
                return Answer.error(404, "PipelineNotFoundException", "There is no pipeline '" + path.get(2) + "'.");
            }
            List<String> rest = path.subList(3, path.size());
            return reads ? read(request, pipeline.get(), rest) : change(request, pipeline.get(), rest);
        }

        private ArrayNode names() {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            pipelines.names().forEach(name -> names.addObject().put("name", name));
            return names;
        }

        private static Answer read(Request request, PipelineRuntime pipeline, List<String> path)
                throws IOException, BadRequestException {
            if (path.equals(List.of("state"))) {
                return Answer.ok(StateJson.of(pipeline.state()));
            }
            if (path.equals(List.of("executions"))) {
                return Answer.ok(executions(pipeline, query(request)));
            }
            if (path.size() == 2 && path.get(0).equals("executions")) {
                Optional<ExecutionRecord> record = pipeline.history().execution(path.get(1));
                return record.isPresent()
                        ? Answer.ok(ExecutionJson.of(pipeline.definitionOf(record.get()), record.get()))
                        : Answer.error(
                                404,
                                "PipelineExecutionNotFoundException",
                                "There is no execution '" + path.get(1) + "'.");
            }
            return Answer.error(404, "NotFound", "A pipeline has state, executions and executions/ID.");
        }

        private static HistoryQuery query(Request request) throws BadRequestException {
            Map<String, List<String>> fields = new LinkedHashMap<>();
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                fields.put(field.getName(), field.getValues());
            }
            return HistoryQueries.of(fields, Clock.systemUTC());
        }

        private static ObjectNode executions(PipelineRuntime pipeline, HistoryQuery query) throws IOException {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode executions = json.putArray("pipelineExecutionSummaries");
            HistoryPage page = pipeline.history().page(query);
            Map<Integer, PipelineDeclaration> definitions = new HashMap<>();
            for (ExecutionRecord record : page.executions()) {
                int version = record.origin().definitionVersion();
                if (!definitions.containsKey(version)) {
                    definitions.put(version, pipeline.definitionOf(record));
                }
                executions.add(ExecutionJson.summary(definitions.get(version), record));
            }
            page.nextToken().ifPresent(token -> json.put("nextToken", token));
            return json;
        }

        private Answer change(Request request, PipelineRuntime pipeline, List<String> path)
                throws IOException, BadRequestException {
            if (!request.getMethod().equals("POST")) {
                return Answer.error(405, "MethodNotAllowed", "Changes are POSTs.");
            }
            if (!token.isIn(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
                return Answer.error(
                        403, "AccessDenied", "Changes need 'Authorization: Bearer TOKEN' with the home's api-token.");
            }
            String verb = path.size() == 1 ? path.get(0) : "";
            CommandResult result;
            try {
                result = pipeline.submit(ApiCommands.of(verb, body(request)))
                        .toCompletableFuture()
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Answer.error(503, "ServiceUnavailable", "The server is ending.");
            } catch (ExecutionException e) {
                return Answer.error(
                        503, "ServiceUnavailable", "It could not be written down: " + Messages.of(e.getCause()));
            } catch (TimeoutException e) {
                return Answer.error(503, "ServiceUnavailable", "The disk has not answered in time.");
            }
            if (result instanceof CommandResult.Refused refused) {
                Refusal refusal = refused.refusal();
                return Answer.error(400, refusal.error().name(), refusal.message());
            }
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ((CommandResult.Done) result).executionId().ifPresent(id -> json.put("pipelineExecutionId", id));
            return Answer.ok(json);
        }

        private static JsonNode body(Request request) throws IOException, BadRequestException {
            try (InputStream in = Content.Source.asInputStream(request)) {
                byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
                if (bytes.length > MAX_BODY_BYTES) {
                    throw new BadRequestException("The body has more than " + MAX_BODY_BYTES + " bytes.");
                }
                if (bytes.length == 0) {
                    return JsonNodeFactory.instance.objectNode();
                }
                JsonNode body = MAPPER.readTree(bytes);
                if (!body.isObject()) {
                    throw new BadRequestException("The body is not a JSON object.");
                }
                return body;
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new BadRequestException("The body is not JSON: " + e.getOriginalMessage());
            }
        }
    }

    private record Answer(int status, JsonNode body) {
        static Answer ok(JsonNode body) {
            return new Answer(200, body);
        }

        static Answer error(int status, String code, String message) {
            return new Answer(
                    status,
                    JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
        }
    }
}
