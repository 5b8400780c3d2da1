package io.jenkins.plugins.releasepipeline.action.rule;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.DeploymentWindow;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code DeploymentWindow}: passes while a deployment is allowed by its calendar (reference §1.10). */
public final class DeploymentWindowRule extends CheckedRule {

    public DeploymentWindowRule() {
        super("DeploymentWindow");
    }

    @Override
    CompletionStage<ActionResult> check(ActionWork work) {
        String cron = work.required("Cron");
        String zone = work.optional("TimeZone").orElse("UTC");
        DeploymentWindow window;
        try {
            window = DeploymentWindow.of(cron, zone);
        } catch (IllegalArgumentException e) {
            throw new ActionFailure(FailureType.ConfigurationError, e.getMessage());
        }
        Instant now = work.context().clock().instant();
        return CompletableFuture.completedFuture(
                window.isOpen(now)
                        ? passes("The window " + cron + " (" + zone + ") is open.")
                        : doesNotPass("The window " + cron + " (" + zone + ") is closed; "
                                + window.nextOpening(now)
                                        .map(next -> "it opens at " + next)
                                        .orElse("it does not open again")
                                + "."));
    }
}
