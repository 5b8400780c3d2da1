// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 3)
public abstract class ParameterValue implements java.io.Serializable {
    protected ParameterValue(java.lang.String p0) {}
    public final java.lang.String getName() { throw null; }
    public boolean isSensitive() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public java.lang.Object getValue() { throw null; }
}
