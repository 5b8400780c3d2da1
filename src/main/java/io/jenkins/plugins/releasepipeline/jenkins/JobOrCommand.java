package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A provider whose work is a job of this Jenkins, or a command line where a name is mapped to one. {@code Custom/Jenkins} runs
 * the job that {@code ProjectName} names; every other key of its configuration is a parameter of that job. A function of Lambda, in an
 * action or in the rule {@code LambdaInvoke}, is one that is mapped to a job as {@code Lambda/NAME}.
 */
final class JobOrCommand implements ActionProvider {
    private static final String JENKINS = "Jenkins";
    private static final String LAMBDA = "Lambda";
    private static final String LAMBDA_RULE = "LambdaInvoke";
    private static final String PROJECT = "ProjectName";
    private static final String FUNCTION = "FunctionName";

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
        return command.needsMapping();
    }

    @Override
    public ActionRun start(ActionContext context) {
        Map<String, String> given = new HashMap<>(context.configuration());
        String function = given.getOrDefault(FUNCTION, "");
        String project = given.getOrDefault(PROJECT, function);
        String provider = type().provider().equals(LAMBDA_RULE) ? LAMBDA : type().provider();
        Optional<String> name = context.mappings().job(provider, project);
        boolean commanded = context.mappings().provider(provider, project).isPresent();
        if (name.isEmpty() && (commanded || !provider.equals(JENKINS))) {
            return command.start(context);
        }
        given.keySet().removeAll(List.of(PROJECT, FUNCTION));
        try {
            ReleasePipelineRun run = runs.of(context);
            JobCall call = JobCall.of(run, name.orElse(project), given, provider.equals(JENKINS));
            return judged(context, JobWork.start(context, run, call, records, timers));
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
            return judged(context, JobWork.again(context, runs.of(context), records, timers));
        } catch (ActionFailure e) {
            return failed(context, e);
        }
    }

    /** A rule that is checked after a failure passes when the run does not succeed. */
    private static ActionRun judged(ActionContext context, ActionRun run) {
        return context.afterFailure() ? new Reversed(run) : run;
    }

    private record Reversed(ActionRun run) implements ActionRun {
        @Override
        public CompletionStage<ActionResult> completion() {
            return run.completion().thenApply(Reversed::reversed);
        }

        /** A run that never ended says nothing. */
        private static ActionResult reversed(ActionResult result) {
            if (result.externalExecutionId().isEmpty()
                    || result.failure()
                            .filter(type -> type != FailureType.JobFailed)
                            .isPresent()) {
                return result;
            }
            ActionResult other = result.isSuccess()
                    ? ActionResult.failed(FailureType.JobFailed, result.summary())
                    : ActionResult.succeeded().withSummary(result.message());
            return other.withExternalExecution(result.externalExecutionId(), result.externalExecutionUrl());
        }

        @Override
        public void stop(String reason) {
            run.stop(reason);
        }
    }

    private static ActionRun failed(ActionContext context, ActionFailure e) {
        return ActionWork.begin(
                context, work -> CompletableFuture.completedStage(ActionResult.failed(e.type(), e.getMessage())));
    }
}
