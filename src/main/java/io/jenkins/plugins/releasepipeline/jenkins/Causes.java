package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import hudson.model.User;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import java.util.ArrayList;
import java.util.List;

/** What began an execution, in Jenkins' words. */
final class Causes {
    private Causes() {}

    /**
     * @param origin of an execution that did not begin in the queue
     * @param stage for a rollback, which stage it takes back
     */
    static List<Cause> of(ReleasePipelineJob job, ExecutionOrigin origin, String stage) {
        String detail = origin.trigger().detail();
        String target = origin.rollbackTarget().orElse("");
        return switch (origin.trigger().type()) {
            case ManualRollback ->
                List.of(new Cause.UserIdCause(detail), RollbackCause.byHand(job, stage, target, detail));
            case AutomatedRollback -> List.of(RollbackCause.automatic(job, stage, target, detail));
            case StartPipelineExecution, CreatePipeline ->
                detail.isEmpty() || User.getById(detail, false) == null
                        ? List.of(new ApiCause(detail))
                        : List.of(new Cause.UserIdCause(detail), new ApiCause(detail));
            case PollForSourceChanges, Webhook, WebhookV2, CloudWatchEvent, PutActionRevision ->
                withUsers(origin.trigger());
        };
    }

    private static List<Cause> withUsers(Trigger trigger) {
        List<Cause> causes = new ArrayList<>(List.of(new TriggerCause(trigger)));
        trigger.by().forEach(user -> causes.add(new Cause.UserIdCause(user)));
        return causes;
    }
}
