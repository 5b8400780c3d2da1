package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.util.Optional;
import java.util.function.Function;

/** Finds the run that an attempt belongs to. */
final class RunOfAttempt {
    private final Function<String, Optional<ReleasePipelineRun>> runs;

    /** @param runs by the attempts' ids, while their logs are open */
    RunOfAttempt(Function<String, Optional<ReleasePipelineRun>> runs) {
        this.runs = runs;
    }

    /** @throws ActionFailure of type SystemUnavailable when the run is gone */
    ReleasePipelineRun of(ActionContext context) {
        context.log();
        return runs.apply(context.actionExecutionId())
                .orElseThrow(() -> new ActionFailure(
                        FailureType.SystemUnavailable, "This execution has no run in Jenkins any more"));
    }
}
