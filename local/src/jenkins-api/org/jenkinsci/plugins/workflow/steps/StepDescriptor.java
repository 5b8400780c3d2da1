// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.workflow.steps;

public abstract class StepDescriptor extends hudson.model.Descriptor<org.jenkinsci.plugins.workflow.steps.Step> {
    public StepDescriptor() {}
    public abstract java.util.Set<? extends java.lang.Class<?>> getRequiredContext();
    public abstract java.lang.String getFunctionName();
}
