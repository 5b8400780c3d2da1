// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.durabletask;

public abstract class DurableTaskDescriptor extends hudson.model.Descriptor<org.jenkinsci.plugins.durabletask.DurableTask> {
    public DurableTaskDescriptor() {}
}
