// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.workflow.steps;

public abstract class StepExecution implements java.io.Serializable {
    protected StepExecution(org.jenkinsci.plugins.workflow.steps.StepContext p0) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public org.jenkinsci.plugins.workflow.steps.StepContext getContext() { throw null; }
    public abstract boolean start() throws java.lang.Exception;
    public void stop(java.lang.Throwable p0) throws java.lang.Exception { throw null; }
    public void onResume() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public java.lang.String getStatus() { throw null; }
}
