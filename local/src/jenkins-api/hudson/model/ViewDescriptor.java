// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class ViewDescriptor extends hudson.model.Descriptor<hudson.model.View> {
    protected ViewDescriptor() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
}
