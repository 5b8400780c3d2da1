// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface Describable<T extends hudson.model.Describable<T>> {
    default hudson.model.Descriptor<T> getDescriptor() { throw null; }
}
