package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryPage;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.ActionRevisions;
import io.jenkins.plugins.releasepipeline.view.BoardJson;
import io.jenkins.plugins.releasepipeline.view.DefinitionJson;
import io.jenkins.plugins.releasepipeline.view.ExecutionJson;
import io.jenkins.plugins.releasepipeline.view.HistoryJson;
import io.jenkins.plugins.releasepipeline.view.HistoryQueries;
import io.jenkins.plugins.releasepipeline.view.LogLines;
import io.jenkins.plugins.releasepipeline.view.LogSlice;
import io.jenkins.plugins.releasepipeline.view.RevisionChanges;
import io.jenkins.plugins.releasepipeline.view.StateSnapshot;
import io.jenkins.plugins.releasepipeline.view.StateSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** What is under {@code /api/}: the pipelines of a home as JSON. For any thread; waits for the disk. */
final class HttpApi {
    /** Sent by the page with everything it asks. */
    static final String PAGE_HEADER = "Release-Pipeline-Page";

    private static final Logger LOGGER = Logger.getLogger(HttpApi.class.getName());
    private static final List<String> VERBS = List.of(
            "start",
            "stop",
            "retry",
            "rollback",
            "approval",
            "withdraw",
            "approve-ahead",
            "transition",
            "override",
            "log",
            "artifacts",
            "definition",
            "configure");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int MAX_SEARCH = 200;
    private static final long ANSWER_SECONDS = 30;

    private final LocalHome home;
    private final DefinitionApi definitions;
    private final StateSnapshots snapshots;
    private final BoardJson board = new BoardJson();
    private final LogLines lines = new LogLines();

    HttpApi(LocalHome home) {
        this.home = home;
        this.definitions = new DefinitionApi(home);
        this.snapshots = new StateSnapshots(home.changes());
    }

    /** Whether the one who asks has the content of that ETag already. */
    static boolean has(Request request, String etag) {
        String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        return known != null && List.of(known.split("\\s*,\\s*")).contains(etag);
    }

    Answer answer(Request request, Visitor visitor) throws IOException, BadRequestException {
        List<String> path =
                List.of(Request.getPathInContext(request).substring(1).split("/", -1));
        boolean reads = request.getMethod().equals("GET");
        if (path.equals(List.of("api", "session")) && reads) {
            ObjectNode session = JsonNodeFactory.instance
                    .objectNode()
                    .put("signedIn", visitor.trusted())
                    .put("user", visitor.name());
            ArrayNode may = session.putArray("may");
            if (visitor.trusted()) {
                VERBS.forEach(may::add);
            }
            return Answer.ok(session);
        }
        if (path.equals(List.of("api", "board")) && reads) {
            return board(request);
        }
        if (path.equals(List.of("api", "action-types")) && reads) {
            return Answer.ok(DefinitionJson.actionTypes(ActionCatalog.all()));
        }
        if (path.equals(List.of("api", "check")) && !reads) {
            return visitor.trusted() ? Answer.ok(definitions.check(body(request))) : notLetIn();
        }
        if (!path.get(1).equals("pipelines")) {
            return Answer.error(404, "NotFound", "There is nothing here; see /api/pipelines.");
        }
        if (path.size() == 2) {
            return reads ? Answer.ok(names()) : Answer.error(405, "MethodNotAllowed", "This can be read only.");
        }
        Optional<PipelineRuntime> pipeline = home.pipelines().pipeline(path.get(2));
        if (pipeline.isEmpty()) {
            return Answer.error(404, "PipelineNotFoundException", "There is no pipeline '" + path.get(2) + "'.");
        }
        List<String> rest = path.subList(3, path.size());
        return reads ? read(request, visitor, pipeline.get(), rest) : change(request, visitor, pipeline.get(), rest);
    }

    private Answer board(Request request) throws IOException, BadRequestException {
        List<PipelineRuntime> all = home.pipelines().names().stream()
                .flatMap(name -> home.pipelines().pipeline(name).stream())
                .toList();
        String etag = '"' + board.version(all) + '"';
        return has(request, etag) ? Answer.notModified(etag) : Answer.tagged("application/json", board.of(all), etag);
    }

    private ArrayNode names() {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        home.pipelines().names().forEach(name -> names.addObject().put("name", name));
        return names;
    }

    private Answer read(Request request, Visitor visitor, PipelineRuntime pipeline, List<String> path)
            throws IOException, BadRequestException {
        if (path.equals(List.of("state"))) {
            return state(request, pipeline);
        }
        if (path.equals(List.of("definition"))) {
            return visitor.trusted() ? Answer.ok(definitions.read(pipeline)) : notLetIn();
        }
        if (path.equals(List.of("executions"))) {
            return Answer.ok(executions(pipeline, query(request)));
        }
        if (path.equals(List.of("changes"))) {
            return changes(request, pipeline);
        }
        if (path.size() >= 2 && path.get(0).equals("executions")) {
            return execution(request, visitor, pipeline, path);
        }
        return Answer.error(404, "NotFound", "A pipeline has state, executions and executions/ID.");
    }

    private Answer execution(Request request, Visitor visitor, PipelineRuntime pipeline, List<String> path)
            throws IOException, BadRequestException {
        String etag = '"' + snapshots.version(pipeline) + '"';
        boolean whole = path.size() == 2;
        if (whole && has(request, etag)) {
            return Answer.notModified(etag);
        }
        Optional<ExecutionRecord> found = pipeline.history().execution(path.get(1));
        if (found.isEmpty()) {
            return Answer.error(
                    404, "PipelineExecutionNotFoundException", "There is no execution '" + path.get(1) + "'.");
        }
        ExecutionRecord record = found.get();
        if (whole) {
            ObjectNode json = ExecutionJson.of(pipeline.definitionOf(record), record);
            return Answer.ok(json).with("ETag", etag).with("Cache-Control", "no-cache");
        }
        if (!visitor.trusted()) {
            return notLetIn();
        }
        List<String> part = path.subList(2, path.size());
        if (part.equals(List.of("log"))) {
            return log(request, pipeline, record);
        }
        if (part.size() == 2 && part.get(0).equals("artifacts")) {
            return artifact(pipeline, record, part.get(1));
        }
        return Answer.error(404, "NotFound", "An execution has log and artifacts/DIGEST.");
    }

    /** Only what this execution has made: a digest alone opens nothing. */
    private Answer artifact(PipelineRuntime pipeline, ExecutionRecord record, String digest) throws IOException {
        Optional<String> name = record.actions().stream()
                .flatMap(action -> action.outputArtifacts().entrySet().stream())
                .filter(artifact -> artifact.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .findFirst();
        if (name.isEmpty()) {
            return Answer.error(404, "ArtifactNotFound", "The execution has made no artifact '" + digest + "'.");
        }
        ArtifactDigest artifact = ArtifactDigest.parse(digest);
        try (InputStream in = home.artifacts().open(artifact)) {
            LOGGER.log(Level.FINE, "There are {0} bytes", in.available());
        } catch (NoSuchFileException e) {
            return Answer.error(404, "ArtifactNotFound", "The artifact is no longer kept.");
        }
        return Answer.download(
                "application/zip",
                pipeline.name() + "-" + record.origin().number() + "-" + name.get() + ".zip",
                () -> home.artifacts().open(artifact));
    }

    /** Nothing is built or sent while the one who asks knows the state. */
    private Answer state(Request request, PipelineRuntime pipeline) throws IOException {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        boolean gzip = accepted != null && accepted.contains("gzip");
        boolean brief = "true".equals(Request.extractQueryParameters(request).getValue("brief"));
        String suffix = gzip ? "-gzip\"" : "\"";
        String present = '"' + (brief ? snapshots.briefVersion(pipeline) : snapshots.version(pipeline)) + suffix;
        if (has(request, present)) {
            return Answer.notModified(present);
        }
        StateSnapshot snapshot = brief ? snapshots.brief(pipeline) : snapshots.of(pipeline);
        Answer answer = Answer.tagged(
                        "application/json", gzip ? snapshot.gzip() : snapshot.json(), '"' + snapshot.version() + suffix)
                .with("Vary", "Accept-Encoding");
        return gzip ? answer.with("Content-Encoding", "gzip") : answer;
    }

    /** What lies between two executions' revisions, as far as it is known: never waits for git. */
    private Answer changes(Request request, PipelineRuntime pipeline) throws IOException {
        Fields query = Request.extractQueryParameters(request);
        List<ExecutionRecord> ends = new ArrayList<>();
        for (String end : List.of("from", "to")) {
            String id = query.getValue(end);
            Optional<ExecutionRecord> found =
                    id == null ? Optional.empty() : pipeline.history().execution(id);
            if (found.isEmpty()) {
                return Answer.error(
                        404,
                        "PipelineExecutionNotFoundException",
                        "'" + end + "' is the id of an execution; there is no '" + id + "'.");
            }
            ends.add(found.get());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(
                "sources",
                RevisionChanges.of(
                        pipeline.definitionOf(ends.get(1)),
                        ends.get(0).revisions(),
                        ends.get(1).revisions(),
                        home.changes()));
        return Answer.ok(json);
    }

    private static HistoryQuery query(Request request) throws BadRequestException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            fields.put(field.getName(), field.getValues());
        }
        try {
            return HistoryQueries.of(fields, Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    private static ObjectNode executions(PipelineRuntime pipeline, HistoryQuery query) throws IOException {
        HistoryPage page = pipeline.history().page(query);
        return HistoryJson.of(
                page,
                pipeline.history().definitions(page.executions()),
                pipeline.state().definition());
    }

    private Answer log(Request request, PipelineRuntime pipeline, ExecutionRecord record)
            throws IOException, BadRequestException {
        Fields query = Request.extractQueryParameters(request);
        String attempt = query.getValue("actionExecutionId");
        Optional<ExecutionRecord.ActionRecord> action = record.actions().stream()
                .filter(each -> each.actionExecutionId().equals(attempt))
                .findFirst();
        if (action.isEmpty()) {
            return Answer.error(
                    404,
                    "ActionExecutionNotFoundException",
                    "The execution has no action execution '" + attempt + "'.");
        }
        Path log = home.log(new ActionLogKey(
                pipeline.name(),
                record.origin().id(),
                action.get().stage(),
                action.get().action(),
                action.get().actionExecutionId()));
        if (query.getValue("text") != null && Files.exists(log)) {
            return Answer.text(() -> Files.newInputStream(log));
        }
        boolean complete = action.get().status() != ActionStatus.InProgress;
        if (!Files.exists(log)) {
            return Answer.ok(new LogSlice(0, 0, 0, "").json(complete));
        }
        String find = query.getValue("find");
        if (find != null) {
            if (find.isEmpty() || find.length() > MAX_SEARCH) {
                throw new BadRequestException("'find' has 1 to " + MAX_SEARCH + " characters.");
            }
            return Answer.ok(lines.find(log, find).json());
        }
        LogSlice slice;
        if (query.getValue("line") != null) {
            slice = lines.around(log, number(query.getValue("line"), 1, Long.MAX_VALUE, 1));
        } else if (query.getValue("from") != null) {
            slice = LogSlice.from(log, number(query.getValue("from"), 0, Long.MAX_VALUE, 0));
        } else {
            slice = LogSlice.before(log, number(query.getValue("before"), 0, Long.MAX_VALUE, Long.MAX_VALUE));
        }
        return Answer.ok(lines.json(log, slice, complete));
    }

    private Answer change(Request request, Visitor visitor, PipelineRuntime pipeline, List<String> path)
            throws IOException, BadRequestException {
        if (!request.getMethod().equals("POST")) {
            return Answer.error(405, "MethodNotAllowed", "Changes are POSTs.");
        }
        if (!visitor.trusted()) {
            return notLetIn();
        }
        String verb = path.size() == 1 ? path.get(0) : "";
        if (verb.equals("revision")) {
            return revision(pipeline, body(request), visitor);
        }
        CommandResult result;
        try {
            JsonNode body = body(request);
            CompletionStage<CommandResult> submitted =
                    switch (verb) {
                        case "rollback" -> rollback(pipeline, body, visitor);
                        case "definition" -> definitions.save(pipeline, body, visitor);
                        default ->
                            pipeline.submit(ApiCommands.of(verb, body, visitor.name(), home.mappings()::approver));
                    };
            result = submitted.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
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

    private static Answer revision(PipelineRuntime pipeline, JsonNode body, Visitor visitor)
            throws BadRequestException {
        try {
            JsonNode told = body.path("actionRevision");
            ActionRevisions.Put put = ActionRevisions.put(
                    pipeline,
                    ApiCommands.required(body, "stageName"),
                    ApiCommands.required(body, "actionName"),
                    new ActionRevisions.Revision(
                            ApiCommands.required(told, "revisionId"), ApiCommands.required(told, "revisionChangeId")),
                    visitor.name());
            return Answer.ok(JsonNodeFactory.instance
                    .objectNode()
                    .put("newRevision", put.isNew())
                    .put("pipelineExecutionId", put.executionId()));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        } catch (IOException e) {
            return Answer.error(503, "ServiceUnavailable", "It could not be written down: " + e.getMessage());
        }
    }

    private static CompletionStage<CommandResult> rollback(PipelineRuntime pipeline, JsonNode body, Visitor visitor)
            throws IOException, BadRequestException {
        String target = ApiCommands.required(body, "targetPipelineExecutionId");
        ExecutionRecord record = pipeline.history()
                .execution(target)
                .orElseThrow(() -> new BadRequestException("There is no execution '" + target + "' to go back to."));
        return pipeline.rollBack(
                record,
                ApiCommands.required(body, "stageName"),
                body.path("byItsDefinition").asBoolean(false),
                visitor.name());
    }

    private static Answer notLetIn() {
        return Answer.error(
                403,
                "AccessDenied",
                "This needs 'Authorization: Bearer TOKEN' with the home's api-token, or a browser that came by the link"
                        + " that 'serve' prints.");
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
        } catch (JsonProcessingException e) {
            throw new BadRequestException("The body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static long number(String text, long minimum, long maximum, long otherwise) throws BadRequestException {
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (NumberFormatException e) {
            LOGGER.log(Level.FINE, "Not a number: {0}", text);
        }
        throw new BadRequestException("'" + text + "' is not a number from " + minimum + " to " + maximum + ".");
    }
}
