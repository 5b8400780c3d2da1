package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import org.kohsuke.stapler.export.Exported;

/** An execution was started through the CodePipeline API. */
public final class ApiCause extends Cause {
    private final String by;

    ApiCause(String by) {
        this.by = by;
    }

    /** Who asked. */
    @Exported(visibility = 3)
    public String getBy() {
        return by;
    }

    @Override
    public String getShortDescription() {
        return Messages.ApiCause_by(by);
    }
}
