// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.workflow.steps;

public final class FlowInterruptedException extends java.lang.InterruptedException {
    public FlowInterruptedException(hudson.model.Result p0, boolean p1, jenkins.model.CauseOfInterruption... p2) {}
    public java.util.List<jenkins.model.CauseOfInterruption> getCauses() { throw null; }
}
