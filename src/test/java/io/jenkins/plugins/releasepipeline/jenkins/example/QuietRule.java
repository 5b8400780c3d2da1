package io.jenkins.plugins.releasepipeline.jenkins.example;

import hudson.Extension;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.RuleProvider;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.Symbol;

/** Rule/AWS/Quiet: passes when a text does not shout. A rule is a provider of the category Rule. */
@Extension
@Symbol("quiet")
public final class QuietRule implements RuleProvider {
    private static final ActionTypeId TYPE = new ActionTypeId("Rule", "AWS", "Quiet", "1");

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ActionTypeSchema schema() {
        return new ActionTypeSchema(
                TYPE,
                List.of(new ConfigurationProperty("Text", true, false, "String", "What must not shout", List.of())),
                false,
                new ArtifactCount(0, 0),
                new ArtifactCount(0, 0));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, work -> {
            String text = work.required("Text");
            return CompletableFuture.completedStage(
                    text.endsWith("!")
                            ? ActionResult.failed(FailureType.JobFailed, "'" + text + "' shouts.")
                            : ActionResult.succeeded().withSummary("It is quiet."));
        });
    }

    @Override
    public ActionRun reattach(ActionContext context) {
        return start(context);
    }
}
