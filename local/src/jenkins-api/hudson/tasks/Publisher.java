// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.tasks;

public abstract class Publisher extends hudson.tasks.BuildStepCompatibilityLayer implements hudson.model.Describable<hudson.tasks.Publisher> {
    @Deprecated
    protected Publisher() {}
    public hudson.model.Descriptor<hudson.tasks.Publisher> getDescriptor() { throw null; }
}
