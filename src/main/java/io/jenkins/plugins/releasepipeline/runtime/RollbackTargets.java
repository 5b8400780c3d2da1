package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Products;
import io.jenkins.plugins.releasepipeline.engine.RollbackTarget;
import java.util.LinkedHashMap;
import java.util.Map;

/** What history knows of an execution that a stage is to be taken back to (reference §1.9). */
final class RollbackTargets {
    private RollbackTargets() {}

    /** @param definition the one that the execution ran by */
    static RollbackTarget of(ExecutionRecord record, PipelineDeclaration definition) {
        Map<String, Map<String, String>> variables = new LinkedHashMap<>();
        Map<String, String> artifacts = new LinkedHashMap<>();
        for (ExecutionRecord.ActionRecord action : record.actions()) {
            if (action.status() == ActionStatus.Succeeded) {
                artifacts.putAll(action.outputArtifacts());
                definition
                        .stage(action.stage())
                        .flatMap(stage -> stage.action(action.action()))
                        .map(ActionDeclaration::namespace)
                        .ifPresent(namespace -> variables.put(namespace, action.outputVariables()));
            }
        }
        return new RollbackTarget(
                record.origin().id(),
                record.origin().definitionVersion(),
                record.origin().variables(),
                new Products(record.revisions(), variables, artifacts));
    }
}
