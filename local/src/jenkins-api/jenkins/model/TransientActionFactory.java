// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class TransientActionFactory<T> implements hudson.ExtensionPoint {
    public TransientActionFactory() {}
    public abstract java.lang.Class<T> type();
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract java.util.Collection<? extends hudson.model.Action> createFor(T p0);
}
