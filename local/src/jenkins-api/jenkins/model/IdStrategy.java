// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class IdStrategy implements hudson.model.Describable<jenkins.model.IdStrategy>, hudson.ExtensionPoint, java.util.Comparator<java.lang.String> {
    public IdStrategy() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String keyFor(java.lang.String p0) { throw null; }
    public boolean equals(java.lang.String p0, java.lang.String p1) { throw null; }
    public abstract int compare(java.lang.String p0, java.lang.String p1);
    public jenkins.model.IdStrategyDescriptor getDescriptor() { throw null; }
    public boolean equals(java.lang.Object p0) { throw null; }
}
