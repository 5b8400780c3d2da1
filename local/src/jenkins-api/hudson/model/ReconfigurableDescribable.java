// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface ReconfigurableDescribable<T extends hudson.model.ReconfigurableDescribable<T>> extends hudson.model.Describable<T> {
}
