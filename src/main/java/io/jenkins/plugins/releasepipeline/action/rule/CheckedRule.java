package io.jenkins.plugins.releasepipeline.action.rule;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.RuleProvider;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import java.util.concurrent.CompletionStage;

/** A rule whose check changes nothing in the world, so that after a restart it is simply checked again. */
abstract class CheckedRule implements RuleProvider {
    private final ActionTypeId type;

    CheckedRule(String provider) {
        this.type = new ActionTypeId("Rule", "AWS", provider, "1");
    }

    @Override
    public final ActionTypeId type() {
        return type;
    }

    @Override
    public final ActionTypeSchema schema() {
        return ActionCatalog.schema(type);
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, this::check);
    }

    @Override
    public final ActionRun reattach(ActionContext context) {
        return start(context);
    }

    /** Checks on {@link ActionContext#executor()}. */
    abstract CompletionStage<ActionResult> check(ActionWork work);

    static ActionResult passes(String summary) {
        return ActionResult.succeeded().withSummary(summary);
    }

    static ActionResult doesNotPass(String why) {
        return ActionResult.failed(FailureType.JobFailed, why);
    }
}
