// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class Label extends hudson.model.Actionable implements java.lang.Comparable<hudson.model.Label>, jenkins.model.ModelObjectWithChildren {
    protected Label(java.lang.String p0) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public final java.lang.String getName() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getSearchUrl() { throw null; }
    public java.util.Set<hudson.model.Node> getNodes() { throw null; }
    public boolean isEmpty() { throw null; }
    public final int compareTo(hudson.model.Label p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static hudson.model.Label get(java.lang.String p0) { throw null; }
    public static hudson.model.Label parseExpression(java.lang.String p0) { throw null; }
}
