// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class TopLevelItemDescriptor extends hudson.model.Descriptor<hudson.model.TopLevelItem> implements org.jenkins.ui.icon.IconSpec {
    protected TopLevelItemDescriptor() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDescription() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getCategoryId() { throw null; }
    public java.lang.String getIconClassName() { throw null; }
    public abstract hudson.model.TopLevelItem newInstance(hudson.model.ItemGroup p0, java.lang.String p1);
}
