// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.tasks;

public interface SimpleBuildStep extends hudson.tasks.BuildStep {
    default void perform(hudson.model.Run<?, ?> p0, hudson.FilePath p1, hudson.EnvVars p2, hudson.Launcher p3, hudson.model.TaskListener p4) throws java.lang.InterruptedException, java.io.IOException { throw null; }
}
