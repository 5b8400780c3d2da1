package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryPage;
import java.util.Map;

/** A page of executions as {@code list-pipeline-executions} prints it (reference §1.16). */
public final class HistoryJson {
    private HistoryJson() {}

    /**
     * {@code {"pipelineExecutionSummaries": […], "nextToken": …}}.
     *
     * @param definitions what they ran by, by version
     * @param otherwise stands for a definition that is forgotten
     */
    public static ObjectNode of(
            HistoryPage page, Map<Integer, PipelineDeclaration> definitions, PipelineDeclaration otherwise) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode executions = json.putArray("pipelineExecutionSummaries");
        for (ExecutionRecord record : page.executions()) {
            executions.add(ExecutionJson.summary(
                    definitions.getOrDefault(record.origin().definitionVersion(), otherwise), record));
        }
        page.nextToken().ifPresent(token -> json.put("nextToken", token));
        return json;
    }
}
