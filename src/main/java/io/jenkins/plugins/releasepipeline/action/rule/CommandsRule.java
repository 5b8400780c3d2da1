package io.jenkins.plugins.releasepipeline.action.rule;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.RuleProvider;
import io.jenkins.plugins.releasepipeline.action.build.CommandsProvider;
import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;

/** {@code Commands}: passes when its shell lines, run as a Commands action runs them, all succeed (reference §1.10). */
public final class CommandsRule implements RuleProvider {
    private static final ActionTypeId TYPE = new ActionTypeId("Rule", "AWS", "Commands", "1");

    private final CommandsProvider commands = new CommandsProvider();

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ActionTypeSchema schema() {
        return ActionCatalog.schema(TYPE);
    }

    @Override
    public ActionRun start(ActionContext context) {
        return commands.start(context);
    }

    @Override
    public ActionRun reattach(ActionContext context) {
        return commands.reattach(context);
    }
}
