// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public abstract class ConsoleAnnotationDescriptor extends hudson.model.Descriptor<hudson.console.ConsoleNote<?>> implements hudson.ExtensionPoint {
    protected ConsoleAnnotationDescriptor() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
}
