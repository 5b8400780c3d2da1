// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class Computer extends hudson.model.Actionable implements hudson.security.AccessControlled, jenkins.model.IComputer, hudson.model.ExecutorListener, hudson.model.DescriptorByNameOwner, org.kohsuke.stapler.StaplerProxy, jenkins.widgets.HasWidgets {
    public static final java.util.concurrent.ExecutorService threadPoolForRemoting = (new java.util.concurrent.ExecutorService[1])[0];
    protected Computer(hudson.model.Node p0) {}
    public hudson.slaves.WorkspaceList getWorkspaceList() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getName() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Node getNode() { throw null; }
    public boolean isOffline() { throw null; }
    public java.lang.String getIconClassName() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getSearchUrl() { throw null; }
    public hudson.EnvVars getEnvironment() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.EnvVars buildEnvironment(hudson.model.TaskListener p0) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public java.lang.Object getTarget() { throw null; }
}
