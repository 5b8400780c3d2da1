// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public abstract class ConsoleNote<T> implements java.io.Serializable, hudson.model.Describable<hudson.console.ConsoleNote<?>>, hudson.ExtensionPoint {
    public ConsoleNote() {}
    public hudson.console.ConsoleAnnotationDescriptor getDescriptor() { throw null; }
}
