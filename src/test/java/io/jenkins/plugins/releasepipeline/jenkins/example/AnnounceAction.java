package io.jenkins.plugins.releasepipeline.jenkins.example;

import hudson.Extension;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.Symbol;

/** Invoke/Custom/Announce: writes a message to the action's log, and exports how long it was. */
@Extension
@Symbol("announce")
public final class AnnounceAction implements ActionProvider {
    private static final ActionTypeId TYPE = new ActionTypeId("Invoke", "Custom", "Announce", "1");

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ActionTypeSchema schema() {
        return new ActionTypeSchema(
                TYPE,
                List.of(new ConfigurationProperty("Message", true, false, "String", "What is announced", List.of())),
                false,
                new ArtifactCount(0, 0),
                new ArtifactCount(0, 0));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, work -> {
            String message = work.required("Message");
            context.log().println("Announcing: " + message);
            return CompletableFuture.completedStage(ActionResult.succeeded()
                    .withSummary("Announced " + message)
                    .withOutputVariables(Map.of("Length", String.valueOf(message.length()))));
        });
    }

    /** To announce twice does no harm. */
    @Override
    public ActionRun reattach(ActionContext context) {
        return start(context);
    }
}
