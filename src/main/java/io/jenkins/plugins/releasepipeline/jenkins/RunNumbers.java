package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which run of a job is which execution. A run is looked at once: the new ones whenever somebody asks, the old ones when
 * somebody asks for an execution that is not found otherwise. For any thread.
 */
final class RunNumbers {
    private final ReleasePipelineJob job;
    private final Map<String, Integer> numbers = new HashMap<>();
    private int newest;
    private int oldest = Integer.MAX_VALUE;

    RunNumbers(ReleasePipelineJob job) {
        this.job = job;
    }

    synchronized Optional<Integer> of(String executionId) {
        lookAtNewOnes();
        Integer known = numbers.get(executionId);
        while (known == null && oldest > 1) {
            ReleasePipelineRun run =
                    oldest == Integer.MAX_VALUE ? job.getLastBuild() : job.getNearestOldBuild(oldest - 1);
            oldest = run == null ? 1 : run.getNumber();
            if (run != null) {
                numbers.put(run.getExecutionId(), run.getNumber());
                newest = Math.max(newest, run.getNumber());
                known = numbers.get(executionId);
            }
        }
        return Optional.ofNullable(known);
    }

    private void lookAtNewOnes() {
        if (oldest == Integer.MAX_VALUE) {
            return;
        }
        int last = newest;
        for (ReleasePipelineRun run = job.getLastBuild();
                run != null && run.getNumber() > last;
                run = run.getPreviousBuild()) {
            numbers.put(run.getExecutionId(), run.getNumber());
            newest = Math.max(newest, run.getNumber());
        }
    }

    /** The run of an execution; empty when it is deleted. */
    Optional<ReleasePipelineRun> run(String executionId) {
        return of(executionId).map(job::getBuildByNumber);
    }

    /** Has each execution that is mentioned called by the number of its run. */
    <T extends JsonNode> T put(T json) {
        if (json instanceof ObjectNode object && object.has("executionNumber") && object.has("pipelineExecutionId")) {
            of(object.get("pipelineExecutionId").asText()).ifPresent(number -> object.put("executionNumber", number));
        }
        json.forEach(this::put);
        return json;
    }
}
