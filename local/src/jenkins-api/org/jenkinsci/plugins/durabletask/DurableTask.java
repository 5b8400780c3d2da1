// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.durabletask;

public abstract class DurableTask extends hudson.model.AbstractDescribableImpl<org.jenkinsci.plugins.durabletask.DurableTask> implements hudson.ExtensionPoint {
    public DurableTask() {}
    public org.jenkinsci.plugins.durabletask.DurableTaskDescriptor getDescriptor() { throw null; }
}
