package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.ItemGroup;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.view.BoardJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.zip.CRC32;

/**
 * The rows of boards: each is built again only when the state of its pipeline has changed, and shared by all boards. For
 * any thread.
 */
final class BoardRows {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final BoardJson board = new BoardJson();
    private final Map<PipelineRuntime, Row> rows = new WeakHashMap<>();

    private record Row(long sequence, ObjectNode json) {}

    /** Names what {@link #of} would give now. */
    String version(Collection<ReleasePipelineJob> jobs, ItemGroup<?> from) throws IOException {
        CRC32 version = new CRC32();
        for (ReleasePipelineJob job : jobs) {
            long sequence = JenkinsHost.get()
                    .pipeline(job.getPipelineId())
                    .map(pipeline -> pipeline.published().sequence())
                    .orElse(-1L);
            String row = job.getPipelineId() + name(job, from) + job.getUrl() + sequence + "/";
            version.update(row.getBytes(StandardCharsets.UTF_8));
        }
        return "1-" + jobs.size() + "-" + Long.toHexString(version.getValue());
    }

    /** An array with a row for each job, called as it is called from there. */
    ArrayNode of(Collection<ReleasePipelineJob> jobs, ItemGroup<?> from) throws IOException {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (ReleasePipelineJob job : jobs) {
            Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(job.getPipelineId());
            ObjectNode row = pipeline.isPresent() ? row(job, pipeline.get()).deepCopy() : declared(job);
            json.add(row.put("pipelineName", name(job, from)).put("url", job.getUrl()));
        }
        return json;
    }

    private ObjectNode row(ReleasePipelineJob job, PipelineRuntime pipeline) throws IOException {
        long sequence = pipeline.published().sequence();
        synchronized (rows) {
            Row known = rows.get(pipeline);
            if (known == null || known.sequence() != sequence) {
                ObjectNode json = (ObjectNode)
                        MAPPER.readTree(board.of(List.of(pipeline))).get(0);
                known = new Row(sequence, job.runNumbers().put(json));
                rows.put(pipeline, known);
            }
            return known.json();
        }
    }

    /** What has never run has no state yet; its stages are those of the definition. */
    private static ObjectNode declared(ReleasePipelineJob job) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("live", 0);
        ArrayNode stages = json.putArray("stages");
        Optional<PipelineDeclaration> declared = job.read().definition().map(each -> each.pipeline());
        declared.ifPresent(pipeline -> pipeline.stages().forEach(stage -> stages.addObject()
                .put("stageName", stage.name())
                .put("enabled", true)
                .put("waiting", 0)));
        return json;
    }

    private static String name(ReleasePipelineJob job, ItemGroup<?> from) {
        return job.getRelativeDisplayNameFrom(from);
    }
}
