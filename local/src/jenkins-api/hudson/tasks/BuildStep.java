// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.tasks;

public interface BuildStep {
    boolean prebuild(hudson.model.AbstractBuild<?, ?> p0, hudson.model.BuildListener p1);
    boolean perform(hudson.model.AbstractBuild<?, ?> p0, hudson.Launcher p1, hudson.model.BuildListener p2) throws java.lang.InterruptedException, java.io.IOException;
    @Deprecated
    hudson.model.Action getProjectAction(hudson.model.AbstractProject<?, ?> p0);
    @edu.umd.cs.findbugs.annotations.NonNull
    java.util.Collection<? extends hudson.model.Action> getProjectActions(hudson.model.AbstractProject<?, ?> p0);
}
