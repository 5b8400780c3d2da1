// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.tasks;

@java.lang.Deprecated
public abstract class BuildStepCompatibilityLayer implements hudson.tasks.BuildStep {
    public BuildStepCompatibilityLayer() {}
    public boolean prebuild(hudson.model.AbstractBuild<?, ?> p0, hudson.model.BuildListener p1) { throw null; }
    public boolean perform(hudson.model.AbstractBuild<?, ?> p0, hudson.Launcher p1, hudson.model.BuildListener p2) throws java.lang.InterruptedException, java.io.IOException { throw null; }
    public hudson.model.Action getProjectAction(hudson.model.AbstractProject<?, ?> p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.Collection<? extends hudson.model.Action> getProjectActions(hudson.model.AbstractProject<?, ?> p0) { throw null; }
}
