// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class Node extends hudson.model.AbstractModelObject implements hudson.model.ReconfigurableDescribable<hudson.model.Node>, hudson.ExtensionPoint, hudson.security.AccessControlled, jenkins.util.io.OnMaster, hudson.model.PersistenceRoot {
    public Node() {}
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getSearchUrl() { throw null; }
    public void save() throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract java.lang.String getNodeName();
    public abstract hudson.Launcher createLauncher(hudson.model.TaskListener p0);
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public final hudson.model.Computer toComputer() { throw null; }
    public java.util.Set<hudson.model.labels.LabelAtom> getAssignedLabels() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.labels.LabelAtom getSelfLabel() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public abstract hudson.FilePath getWorkspaceFor(hudson.model.TopLevelItem p0);
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.FilePath createPath(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.security.ACL getACL() { throw null; }
    public abstract hudson.slaves.NodeDescriptor getDescriptor();
    public java.io.File getRootDir() { throw null; }
}
