package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Run;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An execution that a stage may be taken back to.
 *
 * @param id the execution
 * @param label the number of its run with the revisions that it brought
 */
public record RollbackChoice(String id, String label) {
    private static final int MOST = 20;
    private static final int LONGEST_REVISION = 12;

    /** The latest that succeeded in the stage. Blocks. */
    static List<RollbackChoice> of(ReleasePipelineJob job, String stage) throws IOException {
        Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(job.getPipelineId());
        if (pipeline.isEmpty()) {
            return List.of();
        }
        return pipeline.get().history().page(query(stage)).executions().stream()
                .map(record -> new RollbackChoice(record.origin().id(), label(job, record)))
                .toList();
    }

    private static HistoryQuery query(String stage) {
        return new HistoryQuery(
                MOST, Optional.empty(), Set.of(), Set.of(), Optional.of(stage), Optional.empty(), Optional.empty());
    }

    private static String label(ReleasePipelineJob job, ExecutionRecord record) {
        String name = job.run(record.origin().id())
                .map(Run::getNumber)
                .map(number -> "#" + number)
                .orElse(record.origin().id());
        String revisions = String.join(
                ", ",
                record.revisions().stream()
                        .map(revision -> revision.actionName() + " " + shortened(revision.revisionId()))
                        .toList());
        return revisions.isEmpty() ? name : name + " (" + revisions + ")";
    }

    private static String shortened(String revision) {
        return revision.length() > LONGEST_REVISION ? revision.substring(0, LONGEST_REVISION) : revision;
    }
}
