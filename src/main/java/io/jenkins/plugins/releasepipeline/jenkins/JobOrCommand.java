package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A provider whose work is a job of this Jenkins, or a command line where a name is mapped to one. {@code Custom/Jenkins} runs
 * the job that {@code ProjectName} names; every other key of its configuration is a parameter of that job.
 */
final class JobOrCommand implements ActionProvider {
    private static final String JENKINS = "Jenkins";

    private final ActionProvider command;
    private final RunOfAttempt runs;
    private final Path records;
    private final ScheduledExecutorService timers;

    /**
     * @param command what does the work where no job does
     * @param records what is known of attempts, a directory each that goes with the attempt
     */
    JobOrCommand(ActionProvider command, RunOfAttempt runs, Path records, ScheduledExecutorService timers) {
        this.command = command;
        this.runs = runs;
        this.records = records;
        this.timers = timers;
    }

    @Override
    public ActionTypeId type() {
        return command.type();
    }

    @Override
    public ActionTypeSchema schema() {
        return command.schema();
    }

    @Override
    public boolean needsMapping() {
        return true;
    }

    @Override
    public ActionRun start(ActionContext context) {
        Map<String, String> given = new HashMap<>(context.configuration());
        String project = given.getOrDefault("ProjectName", "");
        Optional<String> name = context.mappings().job(type().provider(), project);
        boolean commanded =
                context.mappings().provider(type().provider(), project).isPresent();
        if (name.isEmpty() && (commanded || !type().provider().equals(JENKINS))) {
            return command.start(context);
        }
        given.remove("ProjectName");
        try {
            ReleasePipelineRun run = runs.of(context);
            JobCall call = JobCall.of(
                    run.getParent(),
                    name.orElse(project),
                    given,
                    type().provider().equals(JENKINS));
            return JobWork.start(context, run, call, records, timers);
        } catch (ActionFailure e) {
            return failed(context, e);
        }
    }

    @Override
    public ActionRun reattach(ActionContext context) {
        if (!JobWork.isOnRecord(records, context)) {
            return start(context);
        }
        try {
            return JobWork.again(context, runs.of(context), records, timers);
        } catch (ActionFailure e) {
            return failed(context, e);
        }
    }

    private static ActionRun failed(ActionContext context, ActionFailure e) {
        return ActionWork.begin(
                context, work -> CompletableFuture.completedStage(ActionResult.failed(e.type(), e.getMessage())));
    }
}
