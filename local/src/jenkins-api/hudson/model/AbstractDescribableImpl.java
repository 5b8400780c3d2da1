// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@java.lang.Deprecated(since = "2.505")
public abstract class AbstractDescribableImpl<T extends hudson.model.AbstractDescribableImpl<T>> implements hudson.model.Describable<T> {
    public AbstractDescribableImpl() {}
}
