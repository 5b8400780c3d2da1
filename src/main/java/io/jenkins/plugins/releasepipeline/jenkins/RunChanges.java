package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.ExecutionType;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run brings that the last successful one before it had not. */
final class RunChanges {
    private RunChanges() {}

    /**
     * Blocks for small files.
     *
     * @return empty as long as it is not known; asking for it makes it known after a while. A rollback brings nothing,
     *     and so does the first successful run.
     */
    static Optional<List<SourceCommit>> of(ReleasePipelineRun run, SourceChanges everybodys) throws IOException {
        String id = run.getParent().getPipelineId();
        SourceChanges changes = everybodys.forPipeline(id);
        Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(id);
        Optional<ExecutionRecord> record = run.record();
        if (pipeline.isEmpty() || record.isEmpty()) {
            return Optional.empty();
        }
        Optional<ExecutionRecord> before = before(run);
        if (before.isEmpty() || record.get().origin().type() == ExecutionType.ROLLBACK) {
            return run.isBuilding() ? Optional.empty() : Optional.of(List.of());
        }
        PipelineDeclaration definition = pipeline.get().definitionOf(record.get());
        List<SourceCommit> commits = new ArrayList<>();
        boolean known = true;
        for (ArtifactRevision to : record.get().revisions()) {
            Optional<ActionDeclaration> source = source(definition, to.actionName());
            Optional<String> from = before.get().revisions().stream()
                    .filter(revision -> revision.actionName().equals(to.actionName()))
                    .map(ArtifactRevision::revisionId)
                    .findFirst();
            if (source.filter(changes::isRead).isPresent() && from.isPresent()) {
                Optional<SourceChanges.Changes> between = changes.between(source.get(), from.get(), to.revisionId());
                known &= between.filter(found -> found.relation() != SourceChanges.Relation.UNKNOWN)
                        .isPresent();
                between.ifPresent(found -> found.brought().latest().stream()
                        .map(commit -> new SourceCommit(to.actionName(), commit))
                        .forEach(commits::add));
            }
        }
        return known ? Optional.of(commits) : Optional.empty();
    }

    private static Optional<ExecutionRecord> before(ReleasePipelineRun run) throws IOException {
        for (ReleasePipelineRun earlier = run.getPreviousSuccessfulBuild();
                earlier != null;
                earlier = earlier.getPreviousSuccessfulBuild()) {
            Optional<ExecutionRecord> record = earlier.record();
            if (record.isPresent() && record.get().origin().type() != ExecutionType.ROLLBACK) {
                return record;
            }
        }
        return Optional.empty();
    }

    private static Optional<ActionDeclaration> source(PipelineDeclaration definition, String action) {
        return definition.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(each -> each.name().equals(action))
                .findFirst();
    }
}
