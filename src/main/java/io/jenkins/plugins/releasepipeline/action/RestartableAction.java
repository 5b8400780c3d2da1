package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.definition.ActionCatalog;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;

/**
 * A provider of a known type that finds an attempt again by doing it from the top: each of its steps is either a process
 * that is found again by its id, or leaves the same behind when done twice.
 */
public abstract class RestartableAction implements ActionProvider {
    private final ActionTypeId type;

    /** @param type one that {@link ActionCatalog} describes */
    protected RestartableAction(ActionTypeId type) {
        this.type = type;
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
    public final ActionRun reattach(ActionContext context) {
        return start(context);
    }
}
