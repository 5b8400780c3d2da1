package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import org.kohsuke.stapler.export.Exported;

/** An execution was started by a webhook, by a change that was polled, by a schedule, or by another pipeline. */
public final class TriggerCause extends Cause {
    private final TriggerType type;
    private final String detail;

    TriggerCause(Trigger trigger) {
        this.type = trigger.type();
        this.detail = trigger.detail();
    }

    /** CodePipeline's name of what started it. */
    @Exported(visibility = 3)
    public String getType() {
        return type.name();
    }

    /** More about it, in words. */
    @Exported(visibility = 3)
    public String getDetail() {
        return detail;
    }

    @Override
    public String getShortDescription() {
        return switch (type) {
            case Webhook, WebhookV2 -> Messages.TriggerCause_webhook(detail);
            case PollForSourceChanges -> Messages.TriggerCause_polled(detail);
            case PutActionRevision -> Messages.TriggerCause_revision(detail);
            default -> Messages.TriggerCause_event(detail);
        };
    }
}
