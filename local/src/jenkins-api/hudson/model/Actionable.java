// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class Actionable extends hudson.model.AbstractModelObject implements jenkins.model.ModelObjectWithContextMenu {
    public Actionable() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public <T extends hudson.model.Action> java.util.List<T> getActions(java.lang.Class<T> p0) { throw null; }
    public boolean removeAction(hudson.model.Action p0) { throw null; }
    public <T extends hudson.model.Action> T getAction(java.lang.Class<T> p0) { throw null; }
}
