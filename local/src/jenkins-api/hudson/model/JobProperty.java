// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class JobProperty<J extends hudson.model.Job<?, ?>> implements hudson.model.ReconfigurableDescribable<hudson.model.JobProperty<?>>, hudson.tasks.BuildStep, hudson.ExtensionPoint {
    public JobProperty() {}
    protected void setOwner(J p0) { throw null; }
    public hudson.model.JobPropertyDescriptor getDescriptor() { throw null; }
    public boolean prebuild(hudson.model.AbstractBuild<?, ?> p0, hudson.model.BuildListener p1) { throw null; }
    public boolean perform(hudson.model.AbstractBuild<?, ?> p0, hudson.Launcher p1, hudson.model.BuildListener p2) throws java.lang.InterruptedException, java.io.IOException { throw null; }
    public final hudson.model.Action getProjectAction(hudson.model.AbstractProject<?, ?> p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public final java.util.Collection<? extends hudson.model.Action> getProjectActions(hudson.model.AbstractProject<?, ?> p0) { throw null; }
}
