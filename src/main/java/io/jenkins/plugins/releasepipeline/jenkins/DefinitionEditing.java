package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Item;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.view.DefinitionJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;

/**
 * What the editor on a job's page asks for. Who may see the job's configuration may read the definition; who may configure
 * the job may save it, unless it is in source control.
 */
final class DefinitionEditing {
    private static final int LONGEST = 4 << 20;

    private final ReleasePipelineJob job;

    DefinitionEditing(ReleasePipelineJob job) {
        this.job = job;
    }

    /** The definition as it was written, and in the other form as far as it can be understood. */
    JsonAnswer read() throws IOException {
        if (!job.hasPermission(Item.EXTENDED_READ)) {
            return JsonAnswer.forbidden(Item.EXTENDED_READ);
        }
        String text = job.text();
        String format = text.stripLeading().startsWith("{") ? "json" : "yaml";
        ObjectNode json = text.isBlank() ? first() : DefinitionJson.check(job.read(), text, pipeline -> List.of());
        json.remove("problems");
        json.put("version", version(text));
        json.put("live", live());
        json.put("format", format);
        if (!text.isBlank()) {
            json.put(format, text);
        }
        for (String each : List.of("json", "yaml")) {
            if (!json.has(each)) {
                json.put(each, "");
            }
        }
        return JsonAnswer.ok(json);
    }

    /** What somebody begins with. */
    private ObjectNode first() {
        String text = "pipeline:\n  name: " + job.getName().replaceAll("[^A-Za-z0-9.@_-]", "-")
                + "\n  pipelineType: V2\n  stages: []\n";
        ObjectNode json = DefinitionJson.check(
                DefinitionJson.read(text, "yaml", JenkinsHost.actionTypes()), text, pipeline -> List.of());
        return json.put("yaml", text);
    }

    private int live() throws IOException {
        return JenkinsHost.get()
                .pipeline(job.getPipelineId())
                .map(pipeline -> pipeline.state().liveExecutions().size())
                .orElse(0);
    }

    private static String by() {
        return Jenkins.getAuthentication2().getName();
    }

    private static String version(String text) {
        return Integer.toHexString(text.hashCode()) + "-" + text.length();
    }

    /** Fields: text, format. Changes nothing. */
    JsonAnswer check(RequestFields fields) {
        if (!job.hasPermission(Item.EXTENDED_READ)) {
            return JsonAnswer.forbidden(Item.EXTENDED_READ);
        }
        String text = fields.text("text", LONGEST);
        return JsonAnswer.ok(DefinitionJson.check(read(fields, text), text, job::unmapped));
    }

    /**
     * Fields: text, format, version, the one that it was made from, and updatePolicy, which says what becomes of the
     * executions under way; the job's own when it is absent.
     */
    JsonAnswer save(RequestFields fields) throws IOException, InterruptedException, ExecutionException {
        if (!job.hasPermission(Item.CONFIGURE)) {
            return JsonAnswer.forbidden(Item.CONFIGURE);
        }
        if (job.getDefinitionFromScm() != null) {
            return JsonAnswer.error(409, "ValidationException", Messages.DefinitionEditing_fromScm());
        }
        String text = fields.text("text", LONGEST) + "\n";
        ReadResult read = read(fields, text);
        List<Problem> errors = read.problems().stream().filter(Problem::isError).toList();
        if (!errors.isEmpty()) {
            return JsonAnswer.error(
                    400,
                    "ValidationException",
                    Messages.DefinitionEditing_errors(errors.get(0).message()));
        }
        synchronized (job) {
            if (!fields.required("version").equals(version(job.text()))) {
                return JsonAnswer.error(409, "ConcurrentModificationException", Messages.DefinitionEditing_changed());
            }
            UpdatePolicy policy = fields.text("updatePolicy").isEmpty()
                    ? job.getUpdatePolicy()
                    : fields.choice("updatePolicy", UpdatePolicy.class);
            CommandResult result = JenkinsHost.get()
                    .define(read.definition().orElseThrow().withName(job.getPipelineId()), policy, by());
            if (result instanceof CommandResult.Refused refused) {
                return JsonAnswer.error(
                        409, refused.refusal().error().name(), refused.refusal().message());
            }
            job.setDefinition(text);
            job.save();
        }
        return JsonAnswer.ok(JsonNodeFactory.instance.objectNode().put("version", version(text)));
    }

    private static ReadResult read(RequestFields fields, String text) {
        try {
            return DefinitionJson.read(text, fields.required("format"), JenkinsHost.actionTypes());
        } catch (IllegalArgumentException e) {
            throw new WrongFieldException(400, e.getMessage());
        }
    }

    /** Every action type with what it takes, those of other plugins too. */
    JsonAnswer actionTypes() {
        if (!job.hasPermission(Item.EXTENDED_READ)) {
            return JsonAnswer.forbidden(Item.EXTENDED_READ);
        }
        return JsonAnswer.ok(
                DefinitionJson.actionTypes(JenkinsHost.actionTypes().all()));
    }
}
