// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.tasks;

public abstract class Notifier extends hudson.tasks.Publisher implements hudson.ExtensionPoint {
    protected Notifier() {}
    public hudson.tasks.BuildStepDescriptor getDescriptor() { throw null; }
}
