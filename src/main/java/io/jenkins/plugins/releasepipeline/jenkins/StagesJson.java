package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Functions;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryPage;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.view.ExecutionJson;
import io.jenkins.plugins.releasepipeline.view.HistoryJson;
import io.jenkins.plugins.releasepipeline.view.HistoryQueries;
import io.jenkins.plugins.releasepipeline.view.LogLines;
import io.jenkins.plugins.releasepipeline.view.LogSlice;
import io.jenkins.plugins.releasepipeline.view.PublicConfiguration;
import io.jenkins.plugins.releasepipeline.view.RevisionChanges;
import io.jenkins.plugins.releasepipeline.view.StateSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * What the page of a job reads, as JSON: what the local server has below {@code /api/pipelines/NAME/}, with executions
 * called by the numbers of their runs, and with what the reader may do. Whoever comes here may read the job. Reads the
 * disk.
 */
final class StagesJson {
    private static final int LONGEST_SEARCH = 200;
    private static final Pattern RUN = Pattern.compile("(?<!\\S)#([0-9]{1,9})(?!\\S)");

    private final ReleasePipelineJob job;

    StagesJson(ReleasePipelineJob job) {
        this.job = job;
    }

    /** Who asks, and what he may do with the job. */
    JsonAnswer session() {
        Reader reader = Reader.of(job);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("signedIn", !ACL.isAnonymous2(Jenkins.getAuthentication2()))
                .put("user", reader.id());
        ArrayNode may = json.putArray("may");
        reader.verbs().forEach(may::add);
        return JsonAnswer.ok(json);
    }

    /** Nothing is built or sent while the one who asks knows the state, and what he may do is the same. */
    void state(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        StateViews views = JenkinsHost.get().views();
        Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(job.getPipelineId());
        if (pipeline.isPresent()) {
            boolean brief = "true".equals(request.getParameter("brief"));
            List<String> may = Reader.of(job).verbs(pipeline.get().state());
            send(
                    request,
                    response,
                    views.version(pipeline.get(), brief),
                    may,
                    () -> views.of(job, pipeline.get(), brief, may));
            return;
        }
        Optional<PipelineDefinition> declared = job.read().definition();
        if (declared.isEmpty()) {
            JsonAnswer.error(404, "PipelineNotFoundException", Messages.StagesJson_noDefinition())
                    .send(response);
            return;
        }
        List<String> may = Reader.of(job).verbs();
        StateSnapshot snapshot = views.declared(job, declared.get().pipeline(), may);
        send(request, response, snapshot.version(), may, () -> snapshot);
    }

    private static void send(
            StaplerRequest2 request, StaplerResponse2 response, String version, List<String> may, Source source)
            throws IOException {
        String accepted = request.getHeader("Accept-Encoding");
        boolean gzip = accepted != null && accepted.contains("gzip");
        String suffix = "-" + Integer.toHexString(may.hashCode()) + (gzip ? "-gzip\"" : "\"");
        response.setHeader("Vary", "Accept-Encoding, Cookie, Authorization");
        response.setHeader("Cache-Control", "private, no-cache");
        String present = '"' + version + suffix;
        if (JsonAnswer.has(request, present)) {
            response.setHeader("ETag", present);
            response.setStatus(304);
            return;
        }
        StateSnapshot snapshot = source.snapshot();
        response.setHeader("ETag", '"' + snapshot.version() + suffix);
        JsonAnswer.prepare(response);
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.getOutputStream().write(gzip ? snapshot.gzip() : snapshot.json());
    }

    private interface Source {
        StateSnapshot snapshot() throws IOException;
    }

    /** What lies between two executions' revisions, as far as it is known: never waits for a repository. */
    JsonAnswer changes(StaplerRequest2 request) throws IOException {
        Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(job.getPipelineId());
        List<ExecutionRecord> ends = new ArrayList<>();
        for (String end : List.of("from", "to")) {
            String id = request.getParameter(end);
            Optional<ExecutionRecord> found = id == null || pipeline.isEmpty()
                    ? Optional.empty()
                    : pipeline.get().history().execution(id);
            if (found.isEmpty()) {
                return JsonAnswer.error(
                        404, "PipelineExecutionNotFoundException", Messages.StagesAction_noExecution(id));
            }
            ends.add(found.get());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(
                "sources",
                RevisionChanges.of(
                        pipeline.get().definitionOf(ends.get(1)),
                        ends.get(0).revisions(),
                        ends.get(1).revisions(),
                        JenkinsHost.get().changes().forPipeline(job.getPipelineId())));
        return JsonAnswer.ok(json);
    }

    /** {@code executions}, {@code executions/ID}, its {@code log} and its {@code artifacts/DIGEST}. */
    void executions(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(job.getPipelineId());
        List<String> path = Arrays.stream(request.getRestOfPath().split("/"))
                .filter(each -> !each.isEmpty())
                .toList();
        if (path.isEmpty()) {
            (pipeline.isPresent() ? page(request, pipeline.get()) : JsonAnswer.ok(none())).send(response);
            return;
        }
        Optional<ExecutionRecord> record =
                pipeline.isPresent() ? pipeline.get().history().execution(path.get(0)) : Optional.empty();
        if (record.isEmpty()) {
            JsonAnswer.error(404, "PipelineExecutionNotFoundException", Messages.StagesAction_noExecution(path.get(0)))
                    .send(response);
        } else if (path.size() == 1) {
            execution(request, response, pipeline.get(), record.get());
        } else if (path.subList(1, path.size()).equals(List.of("log"))) {
            log(request, response, pipeline.get(), record.get());
        } else if (path.size() == 3 && path.get(1).equals("artifacts")) {
            artifact(response, record.get(), path.get(2));
        } else {
            JsonAnswer.error(404, "NotFound", Messages.StagesJson_parts()).send(response);
        }
    }

    private static ObjectNode none() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("pipelineExecutionSummaries");
        return json;
    }

    private JsonAnswer page(StaplerRequest2 request, PipelineRuntime pipeline) throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        request.getParameterMap()
                .forEach((name, values) ->
                        fields.put(name, name.equals("text") ? byExecution(values) : List.of(values)));
        try {
            HistoryPage page = pipeline.history().page(HistoryQueries.of(fields, Clock.systemUTC()));
            return JsonAnswer.ok(job.runNumbers()
                    .put(HistoryJson.of(
                            page,
                            pipeline.history().definitions(page.executions()),
                            pipeline.state().definition())));
        } catch (IllegalArgumentException e) {
            return JsonAnswer.error(400, "ValidationException", e.getMessage());
        }
    }

    /** An execution is found by its run's number too. */
    private List<String> byExecution(String[] texts) {
        return Arrays.stream(texts)
                .map(text -> RUN.matcher(text).replaceAll(number -> Optional.ofNullable(
                                job.getBuildByNumber(Integer.parseInt(number.group(1))))
                        .map(ReleasePipelineRun::getExecutionId)
                        .orElse("\\" + number.group())))
                .toList();
    }

    private void execution(
            StaplerRequest2 request, StaplerResponse2 response, PipelineRuntime pipeline, ExecutionRecord record)
            throws IOException {
        boolean whole = job.hasPermission(Item.EXTENDED_READ);
        String etag = '"' + JenkinsHost.get().views().version(pipeline, false) + (whole ? "\"" : "-public\"");
        JsonAnswer.send(request, response, etag, () -> {
            ObjectNode json = ExecutionJson.of(pipeline.definitionOf(record), record, JenkinsHost::schema);
            if (!whole) {
                PublicConfiguration.ofExecution(json);
            }
            return job.runNumbers().put(json);
        });
    }

    private void log(
            StaplerRequest2 request, StaplerResponse2 response, PipelineRuntime pipeline, ExecutionRecord record)
            throws IOException {
        String attempt = request.getParameter("actionExecutionId");
        Optional<ExecutionRecord.ActionRecord> action = record.actions().stream()
                .filter(each -> each.actionExecutionId().equals(attempt))
                .findFirst();
        if (action.isEmpty()) {
            JsonAnswer.error(404, "ActionExecutionNotFoundException", Messages.StagesJson_noAttempt(attempt))
                    .send(response);
            return;
        }
        Optional<Path> log = job.runNumbers()
                .run(record.origin().id())
                .map(run -> run.logFile(new ActionLogKey(
                        pipeline.name(),
                        record.origin().id(),
                        action.get().stage(),
                        action.get().action(),
                        action.get().actionExecutionId())))
                .filter(Files::isRegularFile);
        if (log.isPresent() && request.getParameter("text") != null) {
            response.setHeader("Cache-Control", "private, no-store");
            response.setContentType("text/plain;charset=UTF-8");
            Files.copy(log.get(), response.getOutputStream());
            return;
        }
        boolean complete = action.get().status() != ActionStatus.InProgress;
        try {
            JsonAnswer.ok(log.isEmpty() ? new LogSlice(0, 0, 0, "").json(complete) : part(request, log.get(), complete))
                    .send(response);
        } catch (WrongFieldException e) {
            JsonAnswer.error(e.status(), "ValidationException", e.getMessage()).send(response);
        }
    }

    private static ObjectNode part(StaplerRequest2 request, Path log, boolean complete) throws IOException {
        LogLines lines = JenkinsHost.get().logLines();
        String find = request.getParameter("find");
        if (find != null) {
            if (find.isEmpty() || find.length() > LONGEST_SEARCH) {
                throw new WrongFieldException(400, Messages.StagesJson_find(LONGEST_SEARCH));
            }
            return lines.find(log, find).json();
        }
        LogSlice slice;
        if (request.getParameter("line") != null) {
            slice = lines.around(log, number(request, "line", 1));
        } else if (request.getParameter("from") != null) {
            slice = LogSlice.from(log, number(request, "from", 0));
        } else {
            slice = LogSlice.before(log, number(request, "before", Long.MAX_VALUE));
        }
        return lines.json(log, slice, complete);
    }

    private static long number(StaplerRequest2 request, String field, long otherwise) {
        String text = request.getParameter(field);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new WrongFieldException(400, Messages.StagesJson_number(field));
        }
        return Long.parseLong(text);
    }

    /** Only what this execution has made: a digest alone opens nothing. */
    private void artifact(StaplerResponse2 response, ExecutionRecord record, String digest) throws IOException {
        if (Functions.isArtifactsPermissionEnabled() && !job.hasPermission(Run.ARTIFACTS)) {
            JsonAnswer.forbidden(Run.ARTIFACTS).send(response);
            return;
        }
        Optional<String> name = record.actions().stream()
                .flatMap(action -> action.outputArtifacts().entrySet().stream())
                .filter(artifact -> artifact.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .findFirst();
        if (name.isEmpty()) {
            JsonAnswer.error(404, "ArtifactNotFound", Messages.StagesJson_noArtifact(digest))
                    .send(response);
            return;
        }
        try (InputStream in = JenkinsHost.get().artifacts(job).open(ArtifactDigest.parse(digest))) {
            String file = job.getName() + "-"
                    + job.runNumbers()
                            .of(record.origin().id())
                            .map(String::valueOf)
                            .orElse("") + "-" + name.get();
            response.setHeader("Cache-Control", "private, no-store");
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"" + file.replaceAll("[^A-Za-z0-9._-]", "_") + ".zip\"");
            response.setContentType("application/zip");
            in.transferTo(response.getOutputStream());
        } catch (NoSuchFileException e) {
            JsonAnswer.error(404, "ArtifactNotFound", Messages.StagesJson_artifactGone())
                    .send(response);
        }
    }
}
