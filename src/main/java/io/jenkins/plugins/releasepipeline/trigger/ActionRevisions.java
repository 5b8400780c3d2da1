package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code PutActionRevision}: somebody tells of a new revision of a source action, which starts the pipeline with it
 * (reference §1.12).
 */
public final class ActionRevisions {
    private static final int MAX_ID = 1500;
    private static final int MAX_CHANGE = 100;

    private ActionRevisions() {}

    /**
     * What a revision is.
     *
     * @param id what the source action is to deliver: a commit, a version, a digest; 1 to 1500 characters
     * @param changeId names the change, so that telling of it twice starts once; 1 to 100 characters
     */
    public record Revision(String id, String changeId) {
        /** @throws IllegalArgumentException when one of them is too long or missing */
        public Revision {
            check("revisionId", id, MAX_ID);
            check("revisionChangeId", changeId, MAX_CHANGE);
        }

        private static void check(String name, String text, int most) {
            if (text == null || text.isBlank() || text.length() > most) {
                throw new IllegalArgumentException("'" + name + "' has 1 to " + most + " characters.");
            }
        }
    }

    /**
     * What became of it.
     *
     * @param isNew whether this started an execution; false when the change was told of before
     * @param executionId the execution that it started, then or now
     */
    public record Put(boolean isNew, String executionId) {}

    /**
     * Blocks until it is on disk.
     *
     * @param by who tells
     * @throws IllegalArgumentException when there is no such source action, or the start is refused: why
     * @throws IOException when it cannot be written down now
     */
    public static Put put(PipelineRuntime pipeline, String stage, String action, Revision revision, String by)
            throws IOException {
        Optional<ActionDeclaration> source = pipeline.state()
                .definition()
                .stage(stage)
                .flatMap(found -> found.action(action))
                .filter(found -> found.actionTypeId().isSource());
        if (source.isEmpty()) {
            throw new IllegalArgumentException("The pipeline " + pipeline.name() + " has no source action '" + action
                    + "' in a stage '" + stage + "'.");
        }
        PipelineStart.Outcome outcome = new PipelineStart(
                        TriggerType.PutActionRevision,
                        by + ": " + action + " " + revision.id() + " (" + revision.changeId() + ")",
                        List.of(by),
                        Map.of(action, revision.id()),
                        "put " + action + "\n" + revision.id() + "\n" + revision.changeId())
                .of(pipeline);
        if (outcome instanceof PipelineStart.Outcome.Refused refused) {
            throw new IllegalArgumentException(refused.why());
        }
        return outcome instanceof PipelineStart.Outcome.Started started
                ? new Put(true, started.executionId())
                : new Put(false, ((PipelineStart.Outcome.HadStarted) outcome).executionId());
    }
}
