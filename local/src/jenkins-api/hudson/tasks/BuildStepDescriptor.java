// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.tasks;

public abstract class BuildStepDescriptor<T extends hudson.tasks.BuildStep & hudson.model.Describable<T>> extends hudson.model.Descriptor<T> {
    protected BuildStepDescriptor() {}
}
