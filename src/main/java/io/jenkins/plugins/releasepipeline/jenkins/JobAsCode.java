package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import java.io.IOException;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** One release pipeline in Configuration as Code. */
public final class JobAsCode implements Describable<JobAsCode> {
    private final String name;
    private String definition = "";
    private ScmDefinition definitionFromScm;
    private boolean disabled;
    private UpdatePolicy updatePolicy = UpdatePolicy.CANCEL;
    private WorkspaceCleaning workspaceCleaning = WorkspaceCleaning.ALWAYS;

    /** @param name the job's full name; its folders exist */
    @DataBoundConstructor
    public JobAsCode(String name) {
        this.name = Util.fixNull(name).strip();
    }

    static JobAsCode of(ReleasePipelineJob job) {
        JobAsCode code = new JobAsCode(job.getFullName());
        code.definition = job.getDefinition();
        code.definitionFromScm = job.getDefinitionFromScm();
        code.disabled = job.isDisabled();
        code.updatePolicy = job.getUpdatePolicy();
        code.workspaceCleaning = job.getWorkspaceCleaning();
        return code;
    }

    void applyTo(ReleasePipelineJob job) throws IOException {
        job.setDefinition(definition);
        job.setDefinitionFromScm(definitionFromScm);
        job.setDisabled(disabled);
        job.setUpdatePolicy(updatePolicy);
        job.setWorkspaceCleaning(workspaceCleaning);
        job.save();
    }

    public String getName() {
        return name;
    }

    /** The text of the definition. */
    public String getDefinition() {
        return definition;
    }

    @DataBoundSetter
    public void setDefinition(String definition) {
        this.definition = Util.fixNull(definition);
    }

    /** Where the definition is in source control; null when it is the text. */
    public ScmDefinition getDefinitionFromScm() {
        return definitionFromScm;
    }

    @DataBoundSetter
    public void setDefinitionFromScm(ScmDefinition definitionFromScm) {
        this.definitionFromScm = definitionFromScm;
    }

    public boolean isDisabled() {
        return disabled;
    }

    @DataBoundSetter
    public void setDisabled(boolean disabled) {
        this.disabled = disabled;
    }

    /** What becomes of the executions under way when the definition changes. */
    public UpdatePolicy getUpdatePolicy() {
        return updatePolicy;
    }

    @DataBoundSetter
    public void setUpdatePolicy(UpdatePolicy updatePolicy) {
        this.updatePolicy = updatePolicy;
    }

    /** When the workspaces of actions are emptied. */
    public WorkspaceCleaning getWorkspaceCleaning() {
        return workspaceCleaning;
    }

    @DataBoundSetter
    public void setWorkspaceCleaning(WorkspaceCleaning workspaceCleaning) {
        this.workspaceCleaning = workspaceCleaning;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<JobAsCode> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleasePipelineJob_displayName();
        }
    }
}
